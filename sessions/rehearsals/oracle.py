"""What every safety rule is: a small machine that is told of a robot and its session, and tells of each breach."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import ClassVar

from behaviours.behaviour import END
from behaviours.monitors import Effect
from sessions.record import Record
from sim.sights import Sight

STANDING = frozenset(("lost", "regained", "awake", "session_ended", "monitor", "state_entered", "staff_asked"))
"""The types of events by which a robot is reached or not, at rest or not."""


class Standing:
    """Whether a robot can be reached, and what its session is at: what most rules ask, found out once for all."""

    def __init__(self) -> None:
        self.lost = False
        self.rests_since: float | None = 0.0
        """Since when the robot is at rest, or on its way; None while a session is under way."""

    def note(self, record: Record, now: float) -> None:
        """Take in an event of the log, of a type of STANDING."""
        match record.type:
            case "lost":
                self.lost = True
            case "regained":
                self.lost = False
            case "awake":
                self.rests_since = None
        if self.rests_since is None and _begins_rest(record):
            self.rests_since = now


class Oracle:
    """One rule: told of everything in the order in which it happens, it tells of each breach.

    Args:
        broken: Is told of each.
        standing: The robot's, to which each event has come before it comes here.
    """

    rule: ClassVar[str]
    heeds: ClassVar[frozenset[str]] = frozenset()
    """The types of events that it has to be told of."""
    watches: ClassVar[frozenset[type[Sight]]] = frozenset()
    """The types of what it has to be shown."""

    def __init__(self, broken: Callable[[str, float, str], None], standing: Standing) -> None:
        self._broken = broken
        self._standing = standing
        self.due = math.inf
        """The second after which nothing but time that passes may break the rule."""

    def see(self, sight: Sight, now: float) -> None:
        """Take in what the robot does."""

    def note(self, record: Record, now: float) -> None:
        """Take in an event of the log."""

    def passed(self, now: float) -> None:
        """It is `now`: judge what must have happened by this time. Comes before what happens now, where it is `due`."""

    def _breaks(self, at: float, detail: str) -> None:
        self._broken(self.rule, at, detail)


def is_stop(record: Record) -> bool:
    """Whether staff, or whoever the robot is with, stopped the session."""
    return record.type == "staff_asked" and record.data["what"] == "stop"


def _begins_rest(record: Record) -> bool:
    match record.type:
        case "session_ended":
            return True
        case "monitor":
            return record.data["effect"] == Effect.REST_NOW.value
        case "state_entered":
            return record.data["state"] == END
    return is_stop(record)
