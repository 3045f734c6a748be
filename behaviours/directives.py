"""What a behaviour may yield besides a body's commands, and which of these it waits for."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import field
from typing import Any

from robot.commands import Eyes, Move, Option, Say, Sound, Timing, Volume
from robot.values import value


@value(frozen=True, slots=True)
class Hear:
    """Open the ears for one turn; answered with a Turn."""

    options: tuple[Option, ...]
    right: tuple[str, ...]
    """The ids of the options that would do; simulated people learn from it, the body never sees it."""
    timing: Timing
    language: str
    question: str = ""
    """What the turn belongs to, for the log."""
    accepted: str = ""
    """The id of the option that staff mean when they accept an answer; the first right one where it is empty."""


@value(frozen=True, slots=True)
class Wait:
    """Let `seconds` pass, from now or since the latest Beat; answered with None."""

    seconds: float
    since_beat: bool = False


@value(frozen=True, slots=True)
class Beat:
    """Mark this moment, so that a Wait can end a measured time after it; answered at once with None."""


@value(frozen=True, slots=True)
class CallStaff:
    """Show that staff are needed and wait up to `seconds` for them; answered with a Turn, Nothing if nobody came."""

    reason: str
    options: tuple[Option, ...]
    seconds: float
    right: tuple[str, ...] = ()
    """The ids of the options that would do: what staff accept who name none."""


@value(frozen=True, slots=True)
class Draw:
    """Chance: answered at once with a whole number from 0 to `count` - 1, which the log keeps."""

    what: str
    count: int


@value(frozen=True, slots=True)
class Note:
    """Something the log should hold; answered at once with None."""

    type: str
    data: Mapping[str, object] = field(default_factory=dict)


Directive = Say | Move | Eyes | Sound | Volume | Hear | Wait | Beat | CallStaff | Draw | Note
Steps = Generator[Directive, Any, str]
"""The steps of one sub-state; what they return is the name of the result that leads on."""

AWAITED = frozenset((Say, Hear, Wait, CallStaff))
