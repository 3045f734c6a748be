"""Accounts of staff, from the terminal."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from console.erasing import write_kept
from console.texts import say
from robot.clock import RealClock
from robot.problem import Problem
from sessions.privacy import audit
from sessions.staff import Staff
from sessions.station import Station


def add_staff(name: str, role: str) -> None:
    """Make an account with a PIN that is typed unseen, or comes through a pipe.

    Raises:
        Problem: As `Staff.add`, or `staff_pin_differs`.
    """
    with staff_of(Station.here()) as staff:
        account = staff.add(name, role, _pin(), audit.STAFF)
    print(say("staff.added", name=account.name, role=say(f"staff.roles.{account.role}")))


def list_staff() -> None:
    """Print everybody with their role and the code by which the audit knows them."""
    station = Station.here()
    if not station.staff.exists():
        print(say("staff.none"))
        return
    with staff_of(station) as staff:
        accounts = staff.accounts()
    if not accounts:
        print(say("staff.none"))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("name", "role", "id"):
        table.add_column(say(f"staff.{column}"))
    for account in accounts:
        role = say(f"staff.roles.{account.role}")
        table.add_row(account.name, role if account.active else f"{role} ({say('staff.closed')})", account.id)
    Console(highlight=False).print(table)


def export_staff(name: str, output: Path | None) -> None:
    """Write all that is kept of a member of staff into a file that they may be given, and print where it is.

    Raises:
        Problem: `staff_unknown`, or the file can't be written.
    """
    station = Station.here()
    with staff_of(station) as staff:
        account = staff.find(name)
    write_kept(station, account.id, account.name, output)


def remove_staff(name: str) -> None:
    """Erase an account.

    Raises:
        Problem: As `Staff.remove`.
    """
    with staff_of(Station.here()) as staff:
        account = staff.remove(name, audit.STAFF)
    print(say("staff.removed", name=account.name))


def set_pin(name: str) -> None:
    """Give somebody another PIN.

    Raises:
        Problem: As `Staff.set_pin`, or `staff_pin_differs`.
    """
    with staff_of(Station.here()) as staff:
        account = staff.find(name)
        staff.set_pin(account.id, _pin(), audit.STAFF)
    print(say("staff.pin_changed", name=account.name))


@contextmanager
def staff_of(station: Station) -> Iterator[Staff]:
    """The station's staff for a while; what is done stands in the audit."""
    staff = Staff(station, RealClock(), audit.keeper(station))
    try:
        yield staff
    finally:
        staff.close()


def _pin() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    pin = getpass.getpass(say("staff.ask"))
    if getpass.getpass(say("staff.ask_again")) != pin:
        raise Problem("staff_pin_differs")
    return pin
