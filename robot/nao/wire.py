"""The wire to a NAO: call a service's method, watch a memory key; what is at its other end is not our affair."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from robot.values import value


@value(frozen=True, slots=True)
class Reply:
    """How a call ended: a value, or the text of NAOqi's error."""

    value: Any = None
    error: str | None = None


Done = Callable[[Reply], None]


class Wire(Protocol):
    """A connection to NAOqi.

    Nothing here blocks. `done` and `seen` are called on the session's thread, never inside the call that asked.
    """

    def call(self, service: str, method: str, *arguments: Any, done: Done | None = None) -> None:
        """Begin a call; `done` gets its Reply once it has ended."""
        ...

    def watch(self, key: str, seen: Callable[[Any], None]) -> None:
        """Call `seen` with each value that the ALMemory event `key` is raised with."""
        ...

    def close(self) -> None:
        """End the connection; no `done` or `seen` is called after it, and no call is sent."""
        ...


class WireError(Exception):
    """The other end cannot be reached, or has gone."""
