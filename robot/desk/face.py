"""The port to a screen that stands in for a body: the terminal now, a browser later."""

from __future__ import annotations

from typing import Protocol

from robot.commands import Light, Option


class Face(Protocol):
    """A screen that shows what a NAO would do. Every method is called on the session's thread and returns at once."""

    def light(self, light: Light) -> None:
        """Show what the eyes would."""
        ...

    def speech(self, words: str, language: str) -> None:
        """Show words as they begin to be spoken. They may hold names: show them, keep them nowhere."""
        ...

    def gesture(self, name: str, seconds: float) -> None:
        """Show a gesture of the catalogue for as long as a NAO's would take."""
        ...

    def cue(self, name: str) -> None:
        """Show a short sound of the catalogue."""
        ...

    def unheard(self) -> None:
        """Show that an answer came while the ears were shut."""
        ...

    def choices(self, options: tuple[Option, ...]) -> None:
        """Show what may be answered while the ears are open; nothing once they are shut."""
        ...
