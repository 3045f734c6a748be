"""A NAO over NAOqi."""
