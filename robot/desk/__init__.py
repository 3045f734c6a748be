"""A laptop as the body."""
