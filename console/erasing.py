"""Erasing at request, its receipts, and what a person may see of themselves."""

from __future__ import annotations

import re
import sys
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.prompt import Confirm
from rich.table import Table

from console import receipts
from console.texts import say
from robot.clock import RealClock
from robot.problem import Problem
from sessions.burial import kept_before
from sessions.log import Log
from sessions.people.people import People
from sessions.people.search import person_of
from sessions.privacy import audit, erasure
from sessions.privacy import export as privacy_export
from sessions.privacy.erasure import Receipt
from sessions.privacy.stores import Subject
from sessions.record import moment, timestamp
from sessions.running import Running
from sessions.settings import load
from sessions.station import Station

_AGE = re.compile(r"(\d{1,5})\s*d?")
_PERSON = re.compile(r"\bp-\w+")


def erase(persons: list[str], sessions: list[str], older_than: str | None, yes: bool) -> None:
    """Erase what is kept of persons, sessions, or all sessions that are older, and print the receipt.

    On a terminal it asks first.

    Raises:
        Problem: One of them is not known, or a session is still running; nothing is erased then.
    """
    station, clock = Station.here(), RealClock()
    with closing(Log(station.log)) as log:
        ids = {log.find(session).id for session in sessions}
        if older_than is not None:
            ids |= set(kept_before(log, timestamp(_before(older_than, clock.wall()))))
        people = frozenset(_pseudonym(station, log, person) for person in persons)
        subject = erasure.widened(log, Subject(people, frozenset(ids)))
    if not subject.persons and not subject.sessions:
        print(say("erase.nothing"))
        return
    counts = {"persons": len(subject.persons), "sessions": len(subject.sessions)}
    if not yes and sys.stdin.isatty() and not Confirm.ask(say("erase.sure", **counts), default=False):
        print(say("erase.left"))
        return
    receipt = erasure.erase(
        station,
        load(station.settings),
        subject,
        id=clock.new_id(),
        by=audit.STAFF,
        now=clock.wall(),
        running=Running(station).is_running,
    )
    _print_receipt(receipt)


def list_receipts(id: str | None, by_hand: str | None = None) -> None:
    """Print the receipts, or one of them in full, having noted whom staff have asked `by_hand`.

    Raises:
        Problem: There is none of this id, or it does not wait for them.
    """
    with closing(Log(Station.here().log)) as log:
        if by_hand is not None:
            erasure.settled_by_hand(log, id or "", by_hand, RealClock().wall())
        if id is not None:
            _print_receipt(erasure.receipt(log, id))
            return
        every = erasure.receipts(log)
    if not every:
        print(say("erase.none"))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("id", "asked", "count", "state"):
        table.add_column(say(f"erase.column.{column}"), no_wrap=column != "state")
    for receipt in every:
        count = sum((receipt.erased or {}).values())
        table.add_row(receipt.id[:8], _local(receipt.asked), str(count), receipts.state(receipt, say))
    _console().print(table)


def export_person(asked: str, output: Path | None) -> None:
    """Write all that is kept of a person into a file that they may be given, and print where it is.

    Raises:
        Problem: There is no such person, or the file can't be written.
    """
    station = Station.here()
    with closing(People(station, RealClock())) as people:
        person = person_of(asked, people)
    write_kept(station, person.pseudonym, person.name, output)


def write_kept(station: Station, who: str, name: str | None, output: Path | None) -> None:
    """Write all that is kept of somebody, by pseudonym or the id of an account, into a file, and print where it is.

    Raises:
        Problem: The file can't be written.
    """
    path, now = output or station.exports / f"{who}.json", RealClock().wall()
    privacy_export.export(station, load(station.settings), who, name, path, now)
    with closing(Log(station.log)) as log:
        audit.note(log, now, audit.STAFF, "exported", who)
    print(path)


def _before(written: str, now: datetime) -> datetime:
    """The moment that `90d`, `90` or `2026-01-31` means.

    Raises:
        Problem: `older_than_form`.
    """
    if found := _AGE.fullmatch(written.strip()):
        return now - timedelta(days=int(found[1]))
    try:
        day = date.fromisoformat(written.strip())
    except ValueError:
        raise Problem("older_than_form", written=written) from None
    return datetime(day.year, day.month, day.day).astimezone()


def _pseudonym(station: Station, log: Log, asked: str) -> str:
    """The pseudonym of a person on the list; one who is off the list may still be in the log, or in the audit."""
    attended = "SELECT 1 FROM events WHERE type = 'attended' AND data ->> 'person' = ?"
    if log.query(attended, (asked,)) or any(asked in _PERSON.findall(each.about) for each in audit.entries(log)):
        return asked
    with closing(People(station, RealClock())) as people:
        return person_of(asked, people).pseudonym


def _print_receipt(receipt: Receipt) -> None:
    out = _console()
    out.print(say("erase.receipt", id=receipt.id[:8], asked=_local(receipt.asked)), style="bold")
    for line in receipts.told(receipt, say, _local):
        print(line if receipt.erased is None else f"  {line}")


def _local(time: str) -> str:
    return moment(time).astimezone().strftime("%Y-%m-%d %H:%M")


def _console() -> Console:
    return Console(highlight=False, soft_wrap=True)
