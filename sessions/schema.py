"""The log's tables, and how a file comes to have them."""

from __future__ import annotations

import sqlite3
from contextlib import nullcontext
from pathlib import Path

from robot.problem import Problem
from sessions.lease import held

BUSY_SECONDS = 5.0
"""How long a connection waits for another process to finish its transaction."""

# One script a version, never changed once released: a file is brought up by those it has not seen.
# Positions grow in the order of commits and are never given twice, so that a cursor stays true after an erasure.
MIGRATIONS = (
    """
    CREATE TABLE log (id TEXT NOT NULL);
    INSERT INTO log VALUES (lower(hex(randomblob(16))));
    CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        scenario TEXT NOT NULL,
        language TEXT NOT NULL,
        robot TEXT NOT NULL,
        started TEXT NOT NULL,
        ended TEXT,
        how TEXT
    );
    CREATE TABLE events (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        session TEXT NOT NULL REFERENCES sessions (id),
        seq INTEGER NOT NULL,
        id TEXT NOT NULL UNIQUE,
        type TEXT NOT NULL,
        time TEXT NOT NULL,
        data TEXT NOT NULL,
        UNIQUE (session, seq)
    );
    """,
)


def opened(path: Path | None) -> sqlite3.Connection:
    """A connection to the log at `path`, or to one in memory, that has today's tables.

    A commit on it has reached the disk when it returns.

    Raises:
        Problem: `log_not_opened`, `log_damaged`, or `log_newer` where a later Kaveri wrote the file.
    """
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            path or ":memory:", timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
    except (OSError, sqlite3.OperationalError) as error:
        raise Problem("log_not_opened", path=path, reason=error) from error
    try:
        _prepare(connection, path)
    except (OSError, sqlite3.OperationalError) as error:
        connection.close()
        raise Problem("log_not_opened", path=path, reason=error) from error
    except sqlite3.DatabaseError as error:
        connection.close()
        raise Problem("log_damaged", path=path, reason=error) from error
    except Problem:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path | None) -> None:
    if _version(connection) > len(MIGRATIONS):
        raise Problem("log_newer", path=path)
    if _version(connection) < len(MIGRATIONS):
        # Turning the WAL on fails at once, busy timeout or not, where another process does the same.
        with held(path.with_name(path.name + ".lock")) if path is not None else nullcontext():
            _migrate(connection)
    # With today's tables nothing is written here: a log on a full or read-only disk stays readable.
    connection.execute("PRAGMA synchronous = FULL")


def _migrate(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    for script in MIGRATIONS[_version(connection) :]:
        for statement in filter(str.strip, script.split(";")):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
