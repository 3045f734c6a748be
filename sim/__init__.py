"""A NAO and the people around it, without hardware."""
