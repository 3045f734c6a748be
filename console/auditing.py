"""The record of use, in words: who did what to the data, and when."""

from __future__ import annotations

import re
from contextlib import closing

from rich.console import Console
from rich.table import Table

from console.receipts import place_of
from console.texts import say
from sessions.log import Log
from sessions.privacy import audit
from sessions.record import moment
from sessions.station import Station

_COUNTED = re.compile(r"(\w+\.\w+) (\d+)")
"""What went by its keeping time, as the audit holds it."""


def list_audit() -> None:
    """Print who did what to the data, the newest last."""
    with closing(Log(Station.here().log)) as log:
        entries = audit.entries(log)
    if not entries:
        print(say("audit.none"))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("time", "who", "what", "about"):
        table.add_column(say(f"audit.{column}"))
    for entry in entries:
        at = moment(entry.time).astimezone().strftime("%Y-%m-%d %H:%M")
        table.add_row(at, _who(entry.who), _said("did", entry.what), _about(entry))
    Console(highlight=False, soft_wrap=True, markup=False, emoji=False).print(table)


def _who(who: str) -> str:
    sender = who.removeprefix("mqtt ")
    return _said("by", who) if sender == who else say("audit.sender", name=sender)


def _about(entry: audit.Entry) -> str:
    if entry.what == "expired":
        return ", ".join(f"{place_of(place, say)}: {count}" for place, count in _COUNTED.findall(entry.about))
    if entry.what == "command":
        what, _, verdict = entry.about.partition(": ")
        verdict, _, why = verdict.partition(", ")
        return f"{what}: {say(f'audit.verdict.{verdict}', why=_said('why', why)) if why else _said('verdict', verdict)}"
    return entry.about


def _said(kind: str, code: str) -> str:
    """The words of a code; the code itself where a later Kaveri wrote it."""
    try:
        return say(f"audit.{kind}.{code}")
    except KeyError:
        return code
