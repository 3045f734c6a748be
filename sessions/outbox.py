"""The log as an outbox: what of it a broker has not acknowledged yet."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sessions.envelope import Address
from sessions.lease import held
from sessions.log import Log
from sessions.private import private_folder
from sessions.record import Record
from sessions.schema import connected

_BATCH = 200
"""So many events are read ahead at most, while nobody else writes to the log."""

LAG = 20
"""So many events are acknowledged before the cursor is written, or all: a killed process sends them again."""

_TABLE = """
CREATE TABLE IF NOT EXISTS delivered (
    log TEXT NOT NULL, broker TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (log, broker)
)
"""
_COMMANDS = """
CREATE TABLE IF NOT EXISTS commands (id TEXT PRIMARY KEY, until REAL NOT NULL) WITHOUT ROWID
"""
_PLACES = """
CREATE TABLE IF NOT EXISTS places (
    broker TEXT NOT NULL, site TEXT NOT NULL, robot TEXT NOT NULL, expires INTEGER NOT NULL,
    PRIMARY KEY (broker, site, robot)
) WITHOUT ROWID
"""
_SUMMARIES = """
CREATE TABLE IF NOT EXISTS summaries (
    broker TEXT NOT NULL, site TEXT NOT NULL, robot TEXT NOT NULL, session TEXT NOT NULL, kept_from TEXT NOT NULL,
    due INTEGER NOT NULL, PRIMARY KEY (broker, site, robot, session)
) WITHOUT ROWID
"""
_REMEMBER = """
INSERT INTO places VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET expires = min(expires, excluded.expires)
"""
_ADVANCE = """
INSERT INTO delivered VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET position = excluded.position
"""


BRIEFLY_MS = 100
"""So long the link's thread waits for another process where it can do without."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where this station has published: a broker, and the robot's address there at that time."""

    broker: str
    site: str
    robot: str
    expires: bool = True
    """Whether the broker has always been told when to drop what it holds; in MQTT 3.1.1 nobody can tell it."""


class Cursor:
    """How far each broker has acknowledged each log, and where anything was ever published.

    Losing the file makes duplicates, and what is retained at addresses of old can't be found any more. A damaged file
    is set aside as `.damaged`, and a new one begun.

    Raises:
        sqlite3.OperationalError: The file can't be made or written.
    """

    def __init__(self, path: Path) -> None:
        private_folder(path.parent)
        with held(path.with_name(path.name + ".lock")):
            try:
                self._connection = _opened(path)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                path.replace(path.with_name(path.name + ".damaged"))
                # An old WAL would be played into the new file.
                for companion in ("-wal", "-shm"):
                    path.with_name(path.name + companion).unlink(missing_ok=True)
                self._connection = _opened(path)

    def position(self, log: str, broker: str) -> int:
        """The position of the last event that the broker has, with all before it; 0 where it has none."""
        row = self._connection.execute(
            "SELECT position FROM delivered WHERE log = ? AND broker = ?", (log, broker)
        ).fetchone()
        return int(row[0]) if row else 0

    def brokers(self) -> tuple[str, ...]:
        """The addresses of the brokers that have acknowledged anything."""
        rows = self._connection.execute("SELECT DISTINCT broker FROM delivered ORDER BY broker")
        return tuple(row[0] for row in rows)

    def advance(self, log: str, broker: str, position: int) -> None:
        """Remember that the broker has everything up to `position`; a power cut may forget it again."""
        self._connection.execute(_ADVANCE, (log, broker, position))

    def remember(self, place: Place) -> None:
        """Remember, come what may, that something is published at a place; to be called before it is."""
        known = next((each for each in self.places() if replace(each, expires=place.expires) == place), None)
        if known is not None and known.expires <= place.expires:
            return
        self._surely(_REMEMBER, (place.broker, place.site, place.robot, place.expires))

    def places(self) -> tuple[Place, ...]:
        """Every place where this station has published."""
        rows = self._connection.execute("SELECT broker, site, robot, expires FROM places ORDER BY broker, site, robot")
        return tuple(Place(broker, site, robot, bool(expires)) for broker, site, robot, expires in rows)

    def retains(self, broker: str, address: Address, session: str, kept_from: str) -> None:
        """Remember, come what may, that a session's summary is retained; to be called before it is published.

        Args:
            broker: Where.
            address: The robot's there.
            session: Whose summary it is.
            kept_from: When its keeping time begins, a `timestamp`.
        """
        values = (broker, address.site, address.robot, session, kept_from)
        self._surely("REPLACE INTO summaries VALUES (?, ?, ?, ?, ?, 0)", values)

    def let_go(self, before: str) -> int:
        """Have the retained summaries emptied that are kept since before a `timestamp`; how many are new among them."""
        return self._connection.execute(
            "UPDATE summaries SET due = 1 WHERE kept_from < ? AND due = 0", (before,)
        ).rowcount

    def let_go_of(self, sessions: Iterable[str]) -> None:
        """Have the retained summaries of these sessions emptied, at whatever broker they are."""
        for session in sessions:
            self._surely("UPDATE summaries SET due = 1 WHERE session = ?", (session,))

    def due(self, broker: str) -> list[tuple[Address, str]]:
        """The summaries that are to be emptied at a broker, each with the robot's address there and its session."""
        rows = self._connection.execute(
            "SELECT site, robot, session FROM summaries WHERE broker = ? AND due = 1 ORDER BY kept_from, session",
            (broker,),
        )
        return [(Address(site, robot), session) for site, robot, session in rows]

    def emptied(self, broker: str, address: Address, session: str) -> None:
        """Take in that nothing is retained there any more."""
        self._connection.execute(
            "DELETE FROM summaries WHERE broker = ? AND site = ? AND robot = ? AND session = ?",
            (broker, address.site, address.robot, session),
        )

    def give_up(self, before: str) -> None:
        """Forget the summaries that are kept since before a `timestamp`: nobody has come by their broker any more."""
        self._connection.execute("DELETE FROM summaries WHERE kept_from < ? AND due = 1", (before,))

    def first(self, command: str, until: datetime, now: datetime) -> bool | None:
        """Whether no process of this station has seen a command of this id; it is remembered `until` it is too old.

        None where it can't be remembered: the disk is full, or another process has the file for longer than a moment.
        """
        execute = self._connection.execute
        patience = execute("PRAGMA busy_timeout").fetchone()[0]
        execute(f"PRAGMA busy_timeout = {BRIEFLY_MS}")
        try:
            execute("DELETE FROM commands WHERE until < ?", (now.timestamp(),))
            return execute("INSERT OR IGNORE INTO commands VALUES (?, ?)", (command, until.timestamp())).rowcount == 1
        except sqlite3.OperationalError:
            return None
        finally:
            execute(f"PRAGMA busy_timeout = {patience}")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _surely(self, statement: str, values: tuple[object, ...]) -> None:
        """Do what a power cut must not undo."""
        self._connection.execute("PRAGMA synchronous = FULL")
        try:
            self._connection.execute(statement, values)
        finally:
            self._connection.execute("PRAGMA synchronous = NORMAL")


def _opened(path: Path) -> sqlite3.Connection:
    connection = connected(path)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_TABLE)
        connection.execute(_COMMANDS)
        connection.execute(_PLACES)
        connection.execute(_SUMMARIES)
        if (found := connection.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(found)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


@dataclass(frozen=True, slots=True)
class Depth:
    """How many events wait for a broker, and the time of the oldest of them; a large number is a close guess."""

    count: int
    oldest: str | None


def waiting(log: Log, cursor: Cursor, broker: str) -> Depth:
    """What of the log waits for the broker with this `url`."""
    return Depth(*log.waiting(cursor.position(log.id, broker)))


class Outbox:
    """Hands out each event of the log once, in order, and advances the cursor over what was acknowledged.

    The cursor stands before the first event that is not acknowledged, whatever was acknowledged after it. Until `next`
    has found that nothing is left it may stand up to `LAG` events further back. One thread at a time.
    """

    def __init__(self, log_path: Path, cursor_path: Path, broker: str) -> None:
        self.log = Log(log_path)
        """The log itself."""
        try:
            self.cursor = Cursor(cursor_path)
        except BaseException:
            self.log.close()
            raise
        self.broker = broker
        self.log_id = self.log.id
        self._reached = self._unwritten = 0
        self.rewind()

    def publishes_at(self, address: Address, expires: bool) -> tuple[Address, ...]:
        """Remember where things are published from now on; every address at this broker, of old and today's."""
        # On a full disk the log can't grow either, and what is in it is delivered all the same.
        with suppress(sqlite3.OperationalError):
            self.cursor.remember(Place(self.broker, address.site, address.robot, expires))
        here = [place for place in self.cursor.places() if place.broker == self.broker]
        return tuple({address: None} | {Address(place.site, place.robot): None for place in here})

    def retains(self, address: Address, session: str) -> str | None:
        """Remember that a session's summary is about to be retained, and give back since when it is kept.

        None where that can't be remembered, or the session is not on the list.
        """
        rows = self.log.query("SELECT coalesce(kept_from, started) FROM sessions WHERE id = ?", (session,))
        try:
            for (kept_from,) in rows:
                self.cursor.retains(self.broker, address, session, kept_from)
        except sqlite3.OperationalError:
            return None
        return rows[0][0] if rows else None

    def rewind(self) -> None:
        """Begin again after the last event that was acknowledged with all before it."""
        self.keep()
        self._read = self.cursor.position(self.log_id, self.broker)
        if self._read > self.log.end():
            # No broker can have what was never written: such a cursor is worth as much as none.
            self._read = 0
        self._ready: deque[tuple[int, Record]] = deque()
        self._out: deque[int] = deque()
        self._acknowledged: set[int] = set()
        self._version = self.log.version()
        self._batch = 1

    def look(self) -> None:
        """Read anew what was read ahead, if anybody has written meanwhile: it may have been erased."""
        if self._ready and (version := self.log.version()) != self._version:
            # While others write again and again, little is read ahead.
            self._version = version
            self._read = self._ready[0][0] - 1
            self._ready.clear()
            self._batch = 1

    def next(self) -> tuple[int, Record] | None:
        """The next event with its position, as it was at the last `look`; None where the log holds no more."""
        if not self._ready:
            self._batch = min(2 * self._batch, _BATCH)
            self._ready.extend(self.log.after(self._read, self._batch))
            if not self._ready:
                if not self._out:
                    self.keep()
                return None
            self._read = self._ready[-1][0]
        position, record = self._ready.popleft()
        self._out.append(position)
        return position, record

    def depth(self) -> Depth:
        """What waits for the broker."""
        self.keep()
        return waiting(self.log, self.cursor, self.broker)

    def acknowledge(self, positions: list[int]) -> None:
        """Take in that these events, once handed out, have arrived."""
        self._acknowledged.update(positions)
        while self._out and self._out[0] in self._acknowledged:
            self._reached = self._out.popleft()
            self._acknowledged.discard(self._reached)
            self._unwritten += 1
        if self._unwritten >= LAG:
            self.keep()

    def keep(self) -> None:
        """Write down how far the broker has everything."""
        if self._unwritten:
            self._unwritten = 0
            # A cursor that can't be written, on a full disk, makes duplicates: no reason to deliver nothing.
            with suppress(sqlite3.OperationalError):
                self.cursor.advance(self.log_id, self.broker, self._reached)

    def close(self) -> None:
        """Let go of both files."""
        self.keep()
        self.log.close()
        self.cursor.close()
