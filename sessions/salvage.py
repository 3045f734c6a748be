"""A damaged log: set aside, and what can be read of it saved into a new one."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from typing import Any

from robot.problem import Problem
from sessions.lease import Lease, held
from sessions.record import canonical, moment, timestamp
from sessions.schema import CONTENTS, connected, damage, is_damage, opened, readable, suspect

_TRIES = 60
"""So often is looked, twenty times a second, whether a damaged log is let go of by others."""

_COMPANIONS = ("", "-wal", "-shm")
_EMPTY = 10_000
"""So many row numbers in a row without a row are the end of a table whose highest number can't be read."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What became of a damaged log: how many events were saved, how many were lost, and where the damaged file is."""

    path: Path
    aside: Path
    kept: int
    lost: int

    def told(self) -> Problem:
        """What to tell whoever is there."""
        if not self.kept and not self.lost:
            return Problem("log_lost", path=self.path, aside=self.aside)
        return Problem("log_salvaged", path=self.path, aside=self.aside, kept=self.kept, lost=self.lost)


happened: list[Salvaged] = []
"""What this process has salvaged and nobody was told of yet: whoever gave the command must be."""


def in_use(path: Path) -> Lease:
    """Shared by all who have the log at `path` open: what they commit must not go into a file that was replaced."""
    return Lease(path.with_name(path.name + ".use"))


def salvage(path: Path) -> Salvaged | None:
    """Set the damaged log at `path` aside and put what can be read of it into a new one in its place.

    Rows keep their positions, so that a cursor stays true; a `gap` event stands where events are lost.

    Returns:
        None where another process has done it in the meantime.

    Raises:
        Problem: `log_not_opened`, where there is no room or no right to write; `log_damaged` while somebody, such as a
            session that can go on all the same, has it open.
    """
    alone = in_use(path)
    with held(path.with_name(path.name + ".salvage")):
        try:
            if _sound(path):
                suspect(path).unlink(missing_ok=True)
                return None
            if not _alone(alone):
                raise Problem("log_damaged", path=path, reason="another process has it open")
            aside, fresh = _set_aside(path), path.with_name(path.name + ".fresh")
            _remove(fresh, *_COMPANIONS)
            kept, lost = _filled(fresh, aside)
            # The damaged file stays in its place until the new one is whole; an old WAL would be played into that.
            _remove(path, "-wal", "-shm")
            fresh.replace(path)
            _remove(fresh, "-wal", "-shm", ".lock")
            suspect(path).unlink(missing_ok=True)
        except (OSError, sqlite3.DatabaseError) as error:
            raise Problem("log_not_opened", path=path, reason=error) from error
        finally:
            alone.give()
    happened.append(Salvaged(path, aside, kept, lost))
    return happened[-1]


def _alone(lease: Lease) -> bool:
    """Whether the lease is had before long: others who open the damaged log let go of it as soon as they see."""
    pause = threading.Event()
    return any(lease.take() or pause.wait(0.05) for _ in range(_TRIES))


def _sound(path: Path) -> bool:
    try:
        with closing(connected(path)) as connection:
            return damage(connection) is None
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if not is_damage(error):
            raise
        return False


def _set_aside(path: Path) -> Path:
    """Copy the log with its companions to the first free name, and give that name."""
    names = (path.with_name(f"{path.stem}.damaged-{number}{path.suffix}") for number in count(1))
    aside = next(name for name in names if not name.exists())
    for companion in _COMPANIONS:
        with suppress(FileNotFoundError):
            shutil.copy2(path.with_name(path.name + companion), aside.with_name(aside.name + companion))
    return aside


def _remove(path: Path, *companions: str) -> None:
    for companion in companions:
        path.with_name(path.name + companion).unlink(missing_ok=True)


def _filled(fresh: Path, aside: Path) -> tuple[int, int]:
    """Fill a new log with what is readable; how many events were kept, and how many were lost."""
    with closing(opened(fresh)) as new, closing(connected(aside)) as old:
        new.execute("BEGIN IMMEDIATE")
        if (id := _one(old, "SELECT id FROM log")) is not None:
            new.execute("UPDATE log SET id = ?", (id,))
        for mark in ("tidied", "doubted"):
            # When the day's upkeep was done, and since when the clock is doubted.
            if _is_time(time := _one(old, f"SELECT {mark} FROM log")):
                new.execute(f"UPDATE log SET {mark} = ?", (time,))
        kept = {table: _copy(old, new, table) for table in CONTENTS}["events"]
        last = _one(old, "SELECT seq FROM sqlite_sequence WHERE name = 'events'")
        lost = _mark_tails(new, old) + _mark_holes(new) + _mark_ends(new, int(last or 0))
        new.execute("COMMIT")
        new.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return kept, lost


def _row(connection: sqlite3.Connection, statement: str) -> tuple[Any, ...] | None:
    """The first row; None where there is none, or none that can be read."""
    try:
        row: tuple[Any, ...] | None = connection.execute(statement).fetchone()
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return None
    return row


def _has(connection: sqlite3.Connection, table: str) -> bool:
    return _one(connection, f"SELECT name FROM sqlite_master WHERE name = '{table}'") is not None


def _one(connection: sqlite3.Connection, statement: str) -> Any:
    row = _row(connection, statement)
    return row[0] if row else None


def _is_time(value: object) -> bool:
    try:
        return isinstance(value, str) and timestamp(moment(value)) == value
    except ValueError:
        return False


def _copy(old: sqlite3.Connection, new: sqlite3.Connection, table: str) -> int:
    """Copy row by row, for one damaged page must not take the others with it."""
    columns = CONTENTS[table]
    if not _has(old, table):
        return 0
    # An older Kaveri's log lacks the newer columns.
    # A spoilt name may be no text.
    had = {name for (name,) in old.execute("SELECT CAST(name AS BLOB) FROM pragma_table_info(?)", (table,))}
    wanted = ", ".join(name if name.encode() in had else f"NULL AS {name}" for name in columns.split(", "))
    insert = f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({', '.join('?' * len(columns.split(',')))})"
    last, missed, copied = _one(old, f"SELECT max(rowid) FROM {table}"), 0, 0
    for number in count(1):
        if number > last if last is not None else missed >= _EMPTY:
            return copied
        row = _row(old, f"SELECT {wanted} FROM {table} WHERE rowid = {number}")
        missed = 0 if row is not None else missed + 1
        if row is not None and readable(table, row):
            copied += new.execute(insert, row).rowcount
    raise AssertionError("count never ends")


def _mark_tails(new: sqlite3.Connection, old: sqlite3.Connection) -> int:
    """Put a `gap` in the place of each session's last event that is lost, where an index still knows of it."""
    lost = 0
    try:
        # It needs nothing but the index, which lies on pages of its own.
        ends = old.execute("SELECT session, max(seq), rowid FROM events GROUP BY session").fetchall()
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return 0
    for session, last, position in ends:
        if not (isinstance(session, str) and isinstance(last, int)):
            continue
        reached, time = new.execute(
            "SELECT coalesce(max(seq), 0), max(time) FROM events WHERE session = ?", (session,)
        ).fetchone()
        began = new.execute("SELECT started FROM sessions WHERE id = ?", (session,)).fetchone()
        if last > reached and (time or began):
            lost += last - reached
            _gap(new, position, session, reached + 1, last, time or began[0])
    return lost


def _mark_holes(new: sqlite3.Connection) -> int:
    """Put a `gap` into every hole between two events of a session, and give back how many events are lost there."""
    lost = 0
    # An event whose session's row is lost has no list to be on: the session gets a row that says so.
    new.execute(
        "INSERT OR IGNORE INTO sessions "
        "SELECT session, '', '', '', min(time), max(time), 'lost', min(time) FROM events "
        "WHERE session NOT IN (SELECT id FROM sessions) GROUP BY session"
    )
    for (session,) in new.execute("SELECT DISTINCT session FROM events").fetchall():
        rows = new.execute("SELECT seq, position, time FROM events WHERE session = ? ORDER BY seq", (session,))
        for (before, low, _), (seq, high, time) in pairwise([(0, 0, ""), *rows.fetchall()]):
            first = new.execute(
                "SELECT type, data FROM events WHERE session = ? AND seq = ?", (session, seq)
            ).fetchone()
            if seq > before + 1 and first[0] != "gap":
                lost += seq - before - 1
                _gap(new, _between(new, low, high), session, before + 1, seq - 1, time)
    return lost


def _mark_ends(new: sqlite3.Connection, last: int) -> int:
    """Put a `gap` behind what is left of each session without an end, beyond every `seq` that it may have used.

    An id must never stand for two events: the lost ones may have been delivered.
    """
    highest = int(_one(new, "SELECT max(position) FROM events") or 0)
    if last <= highest:
        return 0
    lost = last - highest
    open_ones = new.execute(
        "SELECT id, (SELECT coalesce(max(seq), 0) FROM events WHERE session = sessions.id), started FROM sessions "
        "WHERE id NOT IN (SELECT session FROM events WHERE type = 'session_ended') AND how IS NOT 'erased'"
    ).fetchall()
    new.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'events'", (last,))
    for session, seq, started in open_ones:
        _gap(new, None, session, seq + 1, seq + lost, started)
    return lost


def _between(new: sqlite3.Connection, low: int, high: int) -> int | None:
    """A position before `high` that no event has, so that a gap is delivered in its place; None where none is free."""
    for position in range(high - 1, low, -1):
        if new.execute("SELECT 1 FROM events WHERE position = ?", (position,)).fetchone() is None:
            return position
    return None


def _gap(new: sqlite3.Connection, position: int | None, session: str, first: int, last: int, time: str) -> None:
    data = canonical({"from": first, "to": last, "why": "damage"})
    row = (position, session, last, f"{session}-{last}", "gap", time, data)
    new.execute(f"INSERT OR IGNORE INTO events ({CONTENTS['events']}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
