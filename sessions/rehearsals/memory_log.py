"""A session's log that is never written anywhere: a list of its events, each with the second it came at."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping

from robot.clock import Clock
from sessions.log import Log
from sessions.record import Record, canonical


class MemoryLog(Log):
    """Takes events in as a log does, and keeps them at hand.

    Args:
        clock: The session's.
        taken: Called with each event.
        committed: Called at the end of each of the session's turns.
    """

    def __init__(self, clock: Clock, taken: Callable[[Record], None], committed: Callable[[], None]) -> None:
        self.path, self.salvaged, self.id = None, None, ""
        self.kept: list[tuple[float, Record]] = []
        self._clock = clock
        self._taken = taken
        self._committed = committed

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
        self._committed()

    def close(self) -> None:
        """Nothing is open."""

    @property
    def all(self) -> list[Record]:
        """The events so far."""
        return [record for _, record in self.kept]


def digest(records: Iterable[Record]) -> str:
    """SHA-256 of a log's events, as a canonical JSON list of lists: the same for the same events, to the byte."""
    rows = [(r.session, r.seq, r.id, r.type, r.time, r.data) for r in records]
    return hashlib.sha256(canonical(rows).encode()).hexdigest()
