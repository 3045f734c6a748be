"""The virtual NAO: one file a NAOqi service."""
