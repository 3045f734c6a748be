"""All that a station keeps of one person, in a file that they may be given (GDPR, articles 15 and 20)."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import groupby
from pathlib import Path

from robot.problem import Problem
from sessions.log import Log
from sessions.privacy import erasure
from sessions.privacy import stores as privacy
from sessions.privacy.stores import Found, Subject
from sessions.private import write_private
from sessions.record import timestamp
from sessions.settings import Settings
from sessions.station import Station


def export(station: Station, settings: Settings, who: str, name: str | None, path: Path, now: datetime) -> None:
    """Write what every store keeps of somebody into a file; `who` is a pseudonym, or the id of an account of staff.

    Raises:
        Problem: `export_not_written`.
    """
    try:
        write_private(path, written(station, settings, who, name, now))
    except OSError as error:
        raise Problem("export_not_written", path=path, reason=error.strerror) from error


def written(station: Station, settings: Settings, who: str, name: str | None, now: datetime) -> str:
    """What every store keeps of somebody, each kind with its keeping time in days, as JSON."""
    log = Log(station.log)
    try:
        subject = erasure.widened(log, Subject(persons=frozenset({who})))
    finally:
        log.close()
    with privacy.stores(station, settings) as stores:
        found = [each for store in stores for each in store.find(subject)]
        keeps = {(store.name, kept.field): kept.keep for store in stores for kept in store.holds}
    kept = []
    # A store tells of one session after the other, each with all kinds of data.
    for (store, field), things in groupby(sorted(found, key=_kind), _kind):
        days = getattr(settings.keep, keeps[store, field], None)
        kept.append({"kept": field, "days": days, "found": [dict(each.data) for each in things]})
    whole = {"person": who, "name": name, "written": timestamp(now), "data": kept}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _kind(found: Found) -> tuple[str, str]:
    return found.store, found.field
