"""The scenario language: read with positions, checked in passes, compiled to a machine."""
