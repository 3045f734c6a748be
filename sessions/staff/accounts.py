"""The file of a station's staff: who has an account, who is signed in, and how often somebody guessed wrong."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Literal, get_args

from robot.problem import Problem
from sessions.database import Newer, brought_up
from sessions.station import Station

Role = Literal["carer", "teacher", "manager"]
ROLES: tuple[Role, ...] = get_args(Role)

# One script a version, never changed once released.
MIGRATIONS = (
    """
    CREATE TABLE accounts (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        key TEXT NOT NULL UNIQUE,
        role TEXT NOT NULL,
        pin TEXT NOT NULL,
        used TEXT NOT NULL
    );
    CREATE TABLE sign_ins (
        token TEXT PRIMARY KEY,
        account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        until TEXT NOT NULL,
        seen TEXT NOT NULL
    );
    CREATE TABLE attempts (
        account TEXT NOT NULL,
        time TEXT NOT NULL
    );
    """,
    "ALTER TABLE accounts ADD COLUMN active INTEGER NOT NULL DEFAULT 1;",
)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody of the staff. The log and the audit know the `id` alone."""

    id: str
    name: str
    role: Role
    active: bool = True
    """Whether they may sign in."""

    @property
    def manages(self) -> bool:
        """Whether they may change settings, people and accounts."""
        return self.role == "manager" and self.active


def opened(station: Station) -> sqlite3.Connection:
    """The file, made where it is missing; no other user of the computer can open it.

    Raises:
        Problem: `staff_not_opened`.
    """
    try:
        connection = brought_up(station.staff, MIGRATIONS)
        connection.execute("PRAGMA foreign_keys = ON")
        return connection
    except (Newer, OSError, sqlite3.DatabaseError) as error:
        raise Problem("staff_not_opened", path=station.staff, reason=str(error) or "newer") from error
