"""What is shown while a session runs and never kept: raw words, names, and what the robot does this moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sessions.snapshot import Snapshot


class Who(StrEnum):
    """Whose line it is."""

    ROBOT = "robot"
    PERSON = "person"
    STAFF = "staff"
    SESSION = "session"


class Show(Protocol):
    """Shows a line to whoever watches."""

    def __call__(self, who: Who, what: str, text: str = "") -> None:
        """Show it now."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to show.

    `what` says of which kind it is: says, gesture, light, sound, listens, says (a person), touches, silent, unclear,
    understood, state, buttons (their labels, one a line), asked (by staff), alert, acknowledged, taken_back,
    edit_dropped, paused, resumed, lost, regained, ended. `text` may hold names and words that people said: show it,
    never store it.
    """

    who: Who
    what: str
    text: str
    at: float
    """Seconds since the session began."""


class Live:
    """Hands each line to everybody who watches. In memory only; called on the session's thread."""

    def __init__(self) -> None:
        self._watchers: list[Callable[[Line], None]] = []
        self._followers: list[Callable[[Snapshot], None]] = []
        self.watched = False
        """Whether anybody is shown the lines."""
        self.followed = False
        """Whether anybody wants to know how the session stands."""

    def watch(self, show: Callable[[Line], None]) -> None:
        """Have `show` called with every line from now on; it must return at once and may not raise."""
        self._watchers.append(show)
        self.watched = True

    def tell(self, line: Line) -> None:
        """Show a line to all."""
        for show in self._watchers:
            show(line)

    def follow(self, stand: Callable[[Snapshot], None]) -> None:
        """Have `stand` called with how the session stands after each turn; it must return at once and may not raise."""
        self._followers.append(stand)
        self.followed = True

    def stands(self, snapshot: Snapshot) -> None:
        """Show to all who follow how the session stands."""
        for stand in self._followers:
            stand(snapshot)
