"""What the robot will say next if all goes as expected: the log's events told to a machine beside the live one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from copy import copy
from datetime import date
from typing import Any

from behaviours.directives import CallStaff, Directive, Draw, Hear
from behaviours.machine import BEFORE
from behaviours.turns import Nothing, Turn, Unclear, Understood
from robot.clock import Clock
from robot.commands import Say
from robot.problem import Failure
from scenarios.language.compile import Plan
from sessions.record import Record
from sessions.replay import Replay
from sessions.terms import WORDINGS

_log = logging.getLogger(__name__)

_MOST_RECORDS = 3000
"""A session that has come so far is looked into no more: each look replays all of it, on the session's thread."""

_MOST_ANSWERS = 50
"""A scenario that says nothing in so many answers is not looked into any further."""


def next_words(plan: Plan, records: Sequence[Record], clock: Clock, names: Callable[[str], str]) -> str | None:
    """The words that come next, with names; None where none come, or where the log is no guide.

    Whatever is pending is answered as people are expected to: what is said is heard, a question is answered rightly.
    Neither the live machine nor the live chance is touched.

    Args:
        plan: The scenario, compiled.
        records: The session's events so far, up to the end of any turn.
        clock: The session's, for its chance.
        names: Turns pseudonyms into names.
    """
    if not records or len(records) > _MOST_RECORDS or records[0].type != "session_started":
        return None
    started: Any = records[0].data
    try:
        day = date.fromisoformat(started["day"])
        replay = Replay(plan, started["language"], day, started["easy"], started["named"], records)
    except Failure:
        return None
    if replay.over:
        return None
    chance = copy(clock.rng)

    def drawn(draw: Draw) -> int:
        return chance.randrange(draw.count)

    machine = replay.machine
    machine.hand_over(_ignore, lambda state: None, drawn)
    if machine.state == BEFORE:
        replay.stage.first_variant = chance.randrange(WORDINGS)
        machine.begin()
    elif not (replay.closing and machine.close()) and replay.going_on:
        machine.answer(_expected(machine.pending))
    for _ in range(_MOST_ANSWERS):
        if machine.ended:
            return None
        if isinstance(machine.pending, Say):
            return machine.pending.text.filled(names)
        machine.answer(_expected(machine.pending))
    return None


class Lookahead:
    """Knows one session's events, and looks ahead when it is asked. Session thread only.

    Args:
        plan: The scenario, compiled.
        clock: The session's.
        names: Turns pseudonyms into names.
        past: The events of a session that goes on.
    """

    def __init__(self, plan: Plan, clock: Clock, names: Callable[[str], str], past: Sequence[Record] = ()) -> None:
        self._plan = plan
        self._clock = clock
        self._names = names
        self._records = list(past)
        self._seen = -1
        self._words: str | None = None
        self.scenes = dict.fromkeys(_scene(record) for record in past if record.type == "state_entered")
        """The scenario's states that the session has been in, in the order in which it came to them."""

    def noted(self, record: Record) -> None:
        """Take in what went into the log."""
        self._records.append(record)
        if record.type == "state_entered":
            self.scenes.setdefault(_scene(record))

    @property
    def looks(self) -> bool:
        """Whether it looks ahead: a session that has come too far is looked into no more."""
        return len(self._records) <= _MOST_RECORDS

    def words(self) -> str | None:
        """What the robot will say next; between turns only."""
        if self._seen != len(self._records):
            self._seen = len(self._records)
            try:
                self._words = next_words(self._plan, self._records, self._clock, self._names)
            except Exception:
                # Nobody's session ends because of what a page shows.
                _log.exception("the next words could not be told")
                self._words = None
        return self._words


def _scene(record: Record) -> str:
    return str(record.data["state"]).partition(".")[0]


def _expected(pending: Directive | None) -> Turn | None:
    """How people are expected to answer: rightly, or else with anything at all."""
    match pending:
        case Hear(accepted=accepted, right=right):
            chosen = accepted or next(iter(right), "")
            return Understood(chosen, 1.0, "speech") if chosen else Unclear("speech")
        case CallStaff(right=right):
            return Understood(right[0], 1.0, "staff") if right else Nothing()
        case _:
            return None


def _ignore(directive: Directive) -> None:
    """What a machine gives that nobody runs."""
