"""The terminal as the face of a desk body."""

from __future__ import annotations

from robot.commands import Light, Option


class TerminalFace:
    """Shows nothing of its own: the transcript beside it tells what is said, shown and done."""

    def light(self, light: Light) -> None:
        """The transcript shows lights."""

    def speech(self, words: str, language: str) -> None:
        """The transcript shows speech."""

    def gesture(self, name: str, seconds: float) -> None:
        """The transcript shows gestures."""

    def cue(self, name: str) -> None:
        """The transcript shows sounds."""

    def choices(self, options: tuple[Option, ...]) -> None:
        """Answers are typed freely."""
