"""The log as a store of data about people: events, summaries, the audit, and requests to erase."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from robot.problem import Problem
from sessions import compaction
from sessions.burial import attended, bury_person, bury_session
from sessions.log import Log
from sessions.privacy import audit, erasure
from sessions.privacy.delivery_store import DeliveryStore
from sessions.privacy.stores import Erased, Found, Kept, Subject
from sessions.record import timestamp
from sessions.running import any_running
from sessions.settings import Settings
from sessions.station import Station
from sessions.summaries import keep_summaries

_MEGABYTE = 1_000_000


class LogStore:
    """What the log keeps."""

    name = "log"
    holds: tuple[Kept, ...] = (
        Kept("events", "events", "log.sqlite: events, sessions"),
        Kept("summaries", "summaries", "log.sqlite: summaries, sessions"),
        Kept("audit", "audit", "log.sqlite: audit"),
        Kept("erasures", "audit", "log.sqlite: erasures"),
    )
    files: tuple[str, ...] = ("log.sqlite*",)

    def __init__(self, station: Station, settings: Settings) -> None:
        self._log = Log(station.log)
        self._station = station
        self._settings = settings

    def find(self, subject: Subject) -> list[Found]:
        """The events of the subject's sessions, and those that name its persons, each with its session."""
        sessions = sorted(
            {*subject.sessions, *(id for person in subject.persons for id in attended(self._log, person))}
        )
        found: list[Found] = []
        for session in sessions:
            whole = session in subject.sessions
            for record in self._log.records(session):
                told = whole or record.type in ("session_started", "session_ended")
                mentions = any(person in json.dumps(record.data) for person in subject.persons)
                if record.type not in ("erased", "gap") and (told or mentions):
                    data = {key: value for key, value in record.data.items() if key != "source"}
                    found.append(
                        Found(
                            self.name,
                            "events",
                            {"session": session, "time": record.time, "type": record.type, "data": data},
                        )
                    )
            if whole and (kept := self._log.query("SELECT data FROM summaries WHERE session = ?", (session,))):
                found.append(Found(self.name, "summaries", json.loads(kept[0][0])))
        for entry in audit.entries(self._log):
            if entry.who in subject.persons or any(person in entry.about for person in subject.persons):
                found.append(Found(self.name, "audit", {"time": entry.time, "what": entry.what}))
        return found

    def erase(self, subject: Subject) -> list[Erased]:
        """Leave tombstones in place of the events; what the pages behind them may hold is for `erasure.overwrite`."""
        events = sum(bury_session(self._log, session) for session in sorted(subject.sessions))
        events += sum(bury_person(self._log, person) for person in sorted(subject.persons))
        noted = sum(audit.forget_person(self._log, person) for person in sorted(subject.persons))
        return [Erased(self.name, "events", events), Erased(self.name, "audit", noted)]

    def expire(self, now: datetime) -> list[Erased]:
        """Keep summaries of what is old, delete the rest; what waits too long for the broker leaves gaps.

        Raises:
            Problem: `log_in_use`: it is deleted, and can't be overwritten while a session runs or somebody reads.
        """
        keep, link = self._settings.keep, self._settings.link
        delivered = self._delivered()
        events = _before(now, keep.events)
        keep_summaries(self._log)
        dropped = 0
        if delivered is not None:
            dropped += compaction.drop_older(self._log, _before(now, link.outbox_days), delivered)
            dropped += compaction.drop_beyond(self._log, link.outbox_megabytes * _MEGABYTE, delivered)
        compacted = compaction.compact(self._log, events, self._log.end() if delivered is None else delivered)
        gone = [
            Erased(self.name, "events", compacted + dropped),
            Erased(self.name, "summaries", compaction.forget(self._log, _before(now, keep.summaries))),
            Erased(self.name, "audit", audit.expire(self._log, _before(now, keep.audit))),
            Erased(self.name, "erasures", erasure.expire(self._log, _before(now, keep.audit), now)),
        ]
        if not self._log.scrub(pack=not any_running(self._log)):
            raise Problem("log_in_use", path=self._station.log)
        return gone

    def close(self) -> None:
        """Let go of the log."""
        self._log.close()

    def _delivered(self) -> int | None:
        """How far every broker that has been given events has the log; None where there is none to wait for."""
        store = DeliveryStore(self._station, self._settings)
        try:
            return store.position(self._log.id)
        finally:
            store.close()


def _before(now: datetime, days: int) -> str:
    return timestamp(now - timedelta(days=days))
