"""A session's log that is never written anywhere: a list of its events, each with the second it came at."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence

import orjson

from robot.clock import Clock
from sessions.log import Log
from sessions.record import Record


class MemoryLog(Log):
    """Takes events in as a log does, and keeps them at hand.

    Args:
        clock: The session's.
        taken: Called with each event.
        most: So many turns the session may take.
        exceeded: Called at the end of every turn beyond these.
    """

    def __init__(
        self,
        clock: Clock,
        taken: Callable[[Record], None],
        most: float = math.inf,
        exceeded: Callable[[], None] = lambda: None,
    ) -> None:
        self.path, self.salvaged, self.id = None, None, ""
        self.kept: list[tuple[float, Record]] = []
        self._clock = clock
        self._taken = taken
        self._turns = 0
        self._most = most
        self._exceeded = exceeded

    def begin(
        self, session: str, *, scenario: str, language: str, robot: str, started: str, kept_from: str | None = None
    ) -> None:
        """Begin the one session that this log holds."""

    def unused(self, new_id: Callable[[], str]) -> str:
        """A new id: no other session is here."""
        return new_id()

    def append(self, session: str, type: str, data: Mapping[str, object], time: str, id: str = "") -> Record:
        """Take in an event."""
        seq = len(self.kept) + 1
        record = Record(session, seq, id or f"{session}-{seq}", type, time, data)
        self.kept.append((self._clock.now(), record))
        self._taken(record)
        return record

    def commit(self) -> None:
        """End a turn."""
        self._turns += 1
        if self._turns > self._most:
            self._exceeded()

    def close(self) -> None:
        """Nothing is open."""

    @property
    def all(self) -> list[Record]:
        """The events so far."""
        return [record for _, record in self.kept]


def digest(records: Sequence[Record]) -> str:
    """SHA-256 of one session's events, as a JSON list with sorted keys: the same for the same events, to the byte.

    The session stands in it once; an event's id is its session's with its `seq`, and is left out.
    """
    rows: list[object] = [(record.seq, record.type, record.time, record.data) for record in records]
    session = next((record.session for record in records), "")
    # Not `canonical`, whose text is the log's own: this one is read by nobody, and takes a sixth of its time.
    return hashlib.sha256(orjson.dumps([session, *rows], option=orjson.OPT_SORT_KEYS)).hexdigest()
