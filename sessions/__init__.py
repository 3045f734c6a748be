"""Running a scenario on a body, and what is kept of it."""
