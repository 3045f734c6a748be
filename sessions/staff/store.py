"""Staff accounts as a store of data about people."""

from __future__ import annotations

from datetime import datetime, timedelta

from sessions.database import forget_deleted, rows, told
from sessions.privacy.stores import Erased, Found, Kept, Subject
from sessions.record import timestamp
from sessions.settings import Settings
from sessions.staff.accounts import opened
from sessions.station import Station


class StaffStore:
    """What a station keeps about its staff; a subject may name them by the ids of their accounts."""

    name = "staff"
    holds: tuple[Kept, ...] = (Kept("accounts", "accounts", "staff.sqlite: accounts, sign_ins, attempts"),)
    files: tuple[str, ...] = ("staff.sqlite*",)

    def __init__(self, station: Station, settings: Settings) -> None:
        self._path = station.staff
        self._days = timedelta(days=settings.keep.accounts)
        self._connection = opened(station) if station.staff.exists() else None

    def find(self, subject: Subject) -> list[Found]:
        """The accounts of the subject: what is kept of a PIN tells nobody anything."""
        if self._connection is None:
            return []
        with told(self._path, "staff_not_opened", "staff_not_opened"):
            kept = rows(
                self._connection,
                "SELECT id, name, role, used, active FROM accounts ORDER BY key",
                kinds=(str, str, str, str, int),
            )
        keys = ("account", "name", "role", "used", "active")
        return [
            Found(self.name, "accounts", dict(zip(keys, row, strict=True))) for row in kept if row[0] in subject.persons
        ]

    def erase(self, subject: Subject) -> list[Erased]:
        """Delete the accounts of the subject, with their sign-ins."""
        return self._deleted("id = ?", [(person,) for person in sorted(subject.persons)])

    def expire(self, now: datetime) -> list[Erased]:
        """Delete the accounts that nobody has signed in with for as long as they are kept."""
        return self._deleted("used < ?", [(timestamp(now - self._days),)])

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()

    def _deleted(self, which: str, each: list[tuple[str]]) -> list[Erased]:
        count = 0
        if self._connection is not None:
            with told(self._path, "staff_not_opened", "staff_not_written"):
                for values in each:
                    count += self._connection.execute(f"DELETE FROM accounts WHERE {which}", values).rowcount
                orphans = "DELETE FROM attempts WHERE account <> '' AND account NOT IN (SELECT id FROM accounts)"
                self._connection.execute(orphans)
                forget_deleted(self._connection, self._path)
        return [Erased(self.name, "accounts", count)]
