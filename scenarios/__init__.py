"""The scenarios that people run, and the language they are written in."""
