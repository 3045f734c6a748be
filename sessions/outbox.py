"""The log as an outbox: what of it a broker has not acknowledged yet."""

from __future__ import annotations

import sqlite3
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from sessions.lease import held
from sessions.log import Log
from sessions.record import Record
from sessions.schema import BUSY_SECONDS

_BATCH = 200
_TABLE = """
CREATE TABLE IF NOT EXISTS delivered (
    log TEXT NOT NULL, broker TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (log, broker)
)
"""
_ADVANCE = """
INSERT INTO delivered VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET position = excluded.position
"""


class Cursor:
    """How far each broker has acknowledged each log; losing the file makes duplicates and nothing worse.

    A damaged file is set aside as `.damaged`, and a new one begun.

    Raises:
        sqlite3.OperationalError: The file can't be made or written.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with held(path.with_name(path.name + ".lock")):
            try:
                self._connection = _opened(path)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                path.replace(path.with_name(path.name + ".damaged"))
                self._connection = _opened(path)

    def position(self, log: str, broker: str) -> int:
        """The position of the last event that the broker has, with all before it; 0 where it has none."""
        row = self._connection.execute(
            "SELECT position FROM delivered WHERE log = ? AND broker = ?", (log, broker)
        ).fetchone()
        return int(row[0]) if row else 0

    def advance(self, log: str, broker: str, position: int) -> None:
        """Remember that the broker has everything up to `position`; a power cut may forget it again."""
        self._connection.execute(_ADVANCE, (log, broker, position))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_TABLE)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


@dataclass(frozen=True, slots=True)
class Depth:
    """How many events wait for a broker, and the time of the oldest of them."""

    count: int
    oldest: str | None


def waiting(log: Log, cursor: Cursor, broker: str) -> Depth:
    """What of the log waits for the broker with this `url`."""
    return Depth(*log.waiting(cursor.position(log.id, broker)))


class Outbox:
    """Hands out each event of the log once, in order, and advances the cursor over what was acknowledged.

    The cursor stands before the first event that is not acknowledged, whatever was acknowledged after it. One thread
    at a time.
    """

    def __init__(self, log_path: Path, cursor_path: Path, broker: str) -> None:
        self._log = Log(log_path)
        try:
            self._cursor = Cursor(cursor_path)
        except BaseException:
            self._log.close()
            raise
        self._broker = broker
        self.log_id = self._log.id
        self.rewind()

    def rewind(self) -> None:
        """Begin again after the last event that was acknowledged with all before it."""
        self._read = self._cursor.position(self.log_id, self._broker)
        self._ready: deque[tuple[int, Record]] = deque()
        self._out: deque[int] = deque()
        self._acknowledged: set[int] = set()

    def next(self) -> tuple[int, Record] | None:
        """The next event with its position; None where the log holds no more."""
        if not self._ready:
            self._ready.extend(self._log.after(self._read, _BATCH))
            if not self._ready:
                return None
            self._read = self._ready[-1][0]
        position, record = self._ready.popleft()
        self._out.append(position)
        return position, record

    def acknowledge(self, positions: list[int]) -> None:
        """Take in that these events, once handed out, have arrived."""
        self._acknowledged.update(positions)
        reached = 0
        while self._out and self._out[0] in self._acknowledged:
            reached = self._out.popleft()
            self._acknowledged.discard(reached)
        if reached:
            self._cursor.advance(self.log_id, self._broker, reached)

    def close(self) -> None:
        """Let go of both files."""
        self._log.close()
        self._cursor.close()
