"""The terminal as the face of a desk body."""

from __future__ import annotations

from collections.abc import Callable

from robot.commands import Light, Option


class TerminalFace:
    """Shows nothing of its own: the transcript beside it tells what is said, shown and done.

    Args:
        unheard: Called when somebody has typed an answer that the robot did not listen to.
    """

    def __init__(self, unheard: Callable[[], None]) -> None:
        self._unheard = unheard

    def unheard(self) -> None:
        """Tell whoever typed that the robot hears answers only while it listens."""
        self._unheard()

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
