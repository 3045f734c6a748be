"""Accounts and sign-ins of a station's staff, as the console and the command line use them."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from robot.clock import Clock
from robot.problem import Problem
from sessions.database import forget_deleted, rows, told
from sessions.privacy.station_files import StationFiles
from sessions.record import moment, timestamp
from sessions.settings import Settings
from sessions.staff import attempts, pins
from sessions.staff.accounts import ROLES, Account, Role, opened
from sessions.station import Station

SHIFT = timedelta(hours=12)
"""So long a sign-in holds at most."""

IDLE = timedelta(hours=2)
"""A sign-in ends that nobody has used for so long."""

_SEEN_AGAIN = timedelta(minutes=1)
"""That a sign-in is used is written so often at most."""

LONGEST_NAME = 60

Audit = Callable[[str, str, str], None]
"""Told who did what, such as `staff_added`, about whom; ids alone."""

_COLUMNS = "id, name, role, active"
_ACCOUNTS = f"SELECT {_COLUMNS} FROM accounts"
_KINDS = (str, str, str, int)


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody is let in: whoever shows the `token` is they, `until` then. Only its hash is kept."""

    token: str = field(repr=False)
    account: Account
    until: datetime


def unaudited(who: str, what: str, about: str) -> None:
    """Tells nobody."""


class Staff:
    """The staff of one station. Any thread; signing in takes as long as a PIN's hash, some tenths of a second.

    Args:
        station: Where the file is; it is made here.
        clock: What time it is.
        audit: Told of each change and each sign-in.

    Raises:
        Problem: `staff_not_opened`, here and wherever the file turns out to be damaged.
    """

    def __init__(self, station: Station, clock: Clock, audit: Audit = unaudited) -> None:
        self._station = station
        self._path = station.staff
        self._clock = clock
        self._audit = audit
        self._lock = threading.RLock()
        self._connection = opened(station)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def accounts(self) -> list[Account]:
        """Everybody, by name."""
        return self._accounts(f"{_ACCOUNTS} ORDER BY key")

    def find(self, name: str) -> Account:
        """The account of this name, or with this id.

        Raises:
            Problem: `staff_unknown`.
        """
        found = self._accounts(f"{_ACCOUNTS} WHERE key = ? OR id = ?", (_key(name), name))
        if not found:
            raise Problem("staff_unknown", name=name, names=", ".join(each.name for each in self.accounts()) or "–")
        return found[0]

    def add(self, name: str, role: str, pin: str, by: str = "staff") -> Account:
        """Make an account; `by` is the id of whoever makes it.

        Raises:
            Problem: `staff_name`, `staff_role`, `staff_name_taken`, `staff_pin_form`, `staff_pin_easy`, or
                `staff_not_written`.
        """
        name = _tidy(name)
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise Problem("staff_name", most=LONGEST_NAME)
        known = _role(role)
        pins.check_pin(pin)
        account = Account(f"s-{self._clock.new_id()[:8]}", name, known)
        values = (account.id, name, _key(name), role, pins.hashed(pin), timestamp(self._clock.wall()))
        with self._lock, self._written():
            try:
                columns = "(id, name, key, role, pin, used) VALUES (?, ?, ?, ?, ?, ?)"
                self._connection.execute(f"INSERT INTO accounts {columns}", values)
            except sqlite3.IntegrityError:
                raise Problem("staff_name_taken", name=name) from None
        self._audit(by, "staff_added", account.id)
        return account

    def set_pin(self, name: str, pin: str, by: str = "staff") -> None:
        """Give somebody another PIN; they are signed out everywhere.

        Raises:
            Problem: `staff_unknown`, `staff_pin_form`, `staff_pin_easy`, or `staff_not_written`.
        """
        account = self.find(name)
        pins.check_pin(pin)
        kept = pins.hashed(pin)
        with self._lock, self._written():
            self._connection.execute("UPDATE accounts SET pin = ? WHERE id = ?", (kept, account.id))
            self._connection.execute("DELETE FROM sign_ins WHERE account = ?", (account.id,))
            attempts.forgive(self._connection, account.id)
        self._audit(by, "staff_pin_changed", account.id)

    def change_pin(self, token: str, old: str, new: str) -> None:
        """Whoever signed in with this token takes another PIN; they stay signed in there, and nowhere else.

        Raises:
            Problem: `staff_not_let_in`: the sign-in has ended; `staff_pin_wrong`: the old PIN is another, which counts
                as a guess; `staff_wait`, `staff_pin_form`, `staff_pin_easy`, or `staff_not_written`.
        """
        account = self.whose(token)
        if account is None:
            raise Problem("staff_not_let_in")
        pins.check_pin(new)
        with self._lock, self._written():
            attempts.begin(self._connection, account.id, self._clock.wall())
            select = "SELECT pin FROM accounts WHERE id = ?"
            kept = rows(self._connection, select, (account.id,), kinds=(str,))
        if not pins.fits(kept[0][0] if kept else None, old):
            raise Problem("staff_pin_wrong")
        fresh = pins.hashed(new)
        with self._lock, self._written():
            self._connection.execute("UPDATE accounts SET pin = ? WHERE id = ?", (fresh, account.id))
            others = "DELETE FROM sign_ins WHERE account = ? AND token <> ?"
            self._connection.execute(others, (account.id, _kept(token)))
            attempts.forgive(self._connection, account.id)
        self._audit(account.id, "staff_pin_changed", account.id)

    def set_role(self, name: str, role: str, by: str = "staff") -> None:
        """Give somebody another role, which holds at once.

        Raises:
            Problem: `staff_unknown`, `staff_role`, `staff_last_manager`, or `staff_not_written`.
        """
        known = _role(role)
        with self._lock:
            account = self.find(name)
            if known != "manager":
                self._check_manager_without(account)
            with self._written():
                self._connection.execute("UPDATE accounts SET role = ? WHERE id = ?", (known, account.id))
        self._audit(by, "staff_role_changed", account.id)

    def set_active(self, name: str, active: bool, by: str = "staff") -> None:
        """Have somebody come in no more, or again; who comes in no more is signed out everywhere.

        Raises:
            Problem: `staff_unknown`, `staff_last_manager`, or `staff_not_written`.
        """
        with self._lock:
            account = self.find(name)
            if not active:
                self._check_manager_without(account)
            with self._written():
                self._connection.execute("UPDATE accounts SET active = ? WHERE id = ?", (int(active), account.id))
                if not active:
                    self._connection.execute("DELETE FROM sign_ins WHERE account = ?", (account.id,))
        self._audit(by, "staff_resumed" if active else "staff_suspended", account.id)

    def remove(self, name: str, by: str = "staff") -> Account:
        """Erase an account and its sign-ins, to the last byte, and the answer to their own request that names them.

        Raises:
            Problem: `staff_unknown`; `staff_last_manager`: nobody could mend anything any more; `staff_not_written`.
        """
        with self._lock:
            account = self.find(name)
            # Nobody at all may be left: then whoever sits at the computer may mend everything.
            if len(self.accounts()) > 1:
                self._check_manager_without(account)
            with self._written():
                self._connection.execute("DELETE FROM accounts WHERE id = ?", (account.id,))
                attempts.forgive(self._connection, account.id)
                forget_deleted(self._connection, self._path)
            StationFiles(self._station, Settings()).erase_answers(frozenset({account.id}))
        self._audit(by, "staff_removed", account.id)
        return account

    def sign_in(self, name: str, pin: str) -> SignIn:
        """Let somebody in.

        Raises:
            Problem: `staff_not_let_in`, which does not say whether the name or the PIN was wrong; `staff_wait`.
        """
        now = self._clock.wall()
        with self._lock, self._written():
            kept = rows(
                self._connection,
                f"SELECT {_COLUMNS}, pin FROM accounts WHERE key = ?",
                (_key(name),),
                kinds=(*_KINDS, str),
            )
            account = _account(kept[0][:-1]) if kept else None
            attempts.begin(self._connection, account.id if account else attempts.NOBODY, now)
        # A hash takes its time: nobody else waits for it.
        if not pins.fits(kept[0][-1] if kept else None, pin) or account is None or not account.active:
            raise Problem("staff_not_let_in")
        token, until = urlsafe_b64encode(os.urandom(32)).decode(), now + SHIFT
        with self._lock, self._written():
            attempts.forgive(self._connection, account.id)
            self._connection.execute("DELETE FROM sign_ins WHERE until <= ?", (timestamp(now),))
            self._connection.execute(
                "INSERT INTO sign_ins VALUES (?, ?, ?, ?)",
                (_kept(token), account.id, timestamp(until), timestamp(now)),
            )
            self._connection.execute("UPDATE accounts SET used = ? WHERE id = ?", (timestamp(now), account.id))
        self._audit(account.id, "signed_in", "")
        return SignIn(token, account, until)

    def whose(self, token: str, used: bool = True) -> Account | None:
        """Whoever signed in with this token; None where that has ended, or never was.

        Only a sign-in that is `used` goes on; a page that lies open is not.
        """
        now = self._clock.wall()
        with self._lock, told(self._path, "staff_not_opened", "staff_not_opened"):
            found = rows(
                self._connection,
                f"SELECT {_COLUMNS}, until, seen FROM accounts JOIN sign_ins ON account = id WHERE token = ?",
                (_kept(token),),
                kinds=(*_KINDS, str, str),
            )
            if not found:
                return None
            *account, until, seen = found[0]
            if moment(until) <= now or moment(seen) + IDLE <= now:
                self.sign_out(token)
                return None
            if used and moment(seen) + _SEEN_AGAIN <= now:
                self._connection.execute("UPDATE sign_ins SET seen = ? WHERE token = ?", (timestamp(now), _kept(token)))
        return _account(account)

    def sign_out(self, token: str) -> None:
        """End a sign-in."""
        with self._lock, self._written():
            self._connection.execute("DELETE FROM sign_ins WHERE token = ?", (_kept(token),))

    def _accounts(self, statement: str, values: tuple[object, ...] = ()) -> list[Account]:
        with self._lock, told(self._path, "staff_not_opened", "staff_not_opened"):
            return [_account(row) for row in rows(self._connection, statement, values, kinds=_KINDS)]

    def _check_manager_without(self, account: Account) -> None:
        """Make sure that somebody else manages."""
        if account.manages and not any(each.manages for each in self.accounts() if each.id != account.id):
            raise Problem("staff_last_manager", name=account.name)

    def _written(self) -> AbstractContextManager[None]:
        return told(self._path, "staff_not_opened", "staff_not_written")


def _account(row: Sequence[Any]) -> Account:
    id, name, role, active = row
    return Account(id, name, role, bool(active))


def _role(role: str) -> Role:
    known: Role | None = next((each for each in ROLES if each == role), None)
    if known is None:
        raise Problem("staff_role", role=role, roles=", ".join(ROLES))
    return known


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _key(name: str) -> str:
    """What a name is found by: nobody signs in with the capital letters of the list in mind."""
    return _tidy(name).casefold()


def _kept(token: str) -> str:
    """What is kept of a token: who reads the file can't sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()
