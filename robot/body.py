"""The port through which a session drives a body."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from robot.commands import Command
from robot.events import Event

Tell = Callable[[Event], None]
"""How a body tells a session what happened: `kernel.post`, so any thread may call it."""


class Body(Protocol):
    """Something that speaks, listens and perhaps moves.

    All three methods return at once and are called on the session's thread; everything that happens is told as an
    event.
    """

    def open(self) -> None:
        """Begin to connect; Ready or Lost is told."""
        ...

    def do(self, command: Command) -> None:
        """Begin a command."""
        ...

    def close(self) -> None:
        """Let go of the body. It should be at rest by then."""
        ...
