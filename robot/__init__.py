"""What a body can do, and the real bodies."""
