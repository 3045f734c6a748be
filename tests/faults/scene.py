"""A station that writes, a broker behind a line that fails, and whoever receives: what a fault is done to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from sessions.link import Link, Patience
from sessions.log import Log
from tests.faults.verdict import Told, Verdict, verdict
from tests.faults.writer import HASTE, Apart, Writer, link_of
from tests.mosquitto import Mosquitto, Receiver
from tests.proxy import Proxy

OPEN = ("allow_anonymous true", "max_queued_messages 0")


class Scene:
    """Everything that a test of a fault needs, in one folder; `record` keeps the figures of each verdict."""

    def __init__(self, folder: Path, record: Callable[[str, object], None] = lambda name, figure: None) -> None:
        self.folder = folder / "station"
        self.folder.mkdir()
        self.log_path = self.folder / "log.sqlite"
        self.broker = Mosquitto(folder, broker=OPEN)
        self.broker.start()
        self.proxy = Proxy(self.broker.port)
        self.receiver = Receiver(self.broker.port)
        self._record = record
        self._links: list[Link] = []
        self._writers: list[Writer] = []
        self._apart: list[Apart] = []

    def link(self, patience: Patience = HASTE, in_flight: int = 2) -> Link:
        """A link through the proxy, already started."""
        link = link_of(self.folder, self.proxy.url, patience, in_flight)
        self._links.append(link)
        link.start()
        return link

    def writer(self, seed: int | str, name: str = "a", **more: object) -> Writer:
        """A writer in this process."""
        self._writers.append(Writer(Log(self.log_path), seed, name, **more))  # type: ignore[arg-type]
        return self._writers[-1]

    def apart(self, seed: int | str, name: str, events: int, drains: bool = False) -> Apart:
        """A writer in a process of its own."""
        self._apart.append(Apart(self.folder, seed, name, events, self.proxy.url if drains else ""))
        return self._apart[-1]

    @property
    def told(self) -> list[Told]:
        """What all writers were told is committed."""
        return [each for writer in (*self._writers, *self._apart) for each in writer.told]

    def come(self, more: int) -> None:
        """Wait until so many more events have come, duplicates too."""
        target = len(self.receiver.events) + more
        self.receiver.until(lambda: len(self.receiver.events) >= target, f"{more} more events")

    def await_quiet(self) -> None:
        """Wait until all that the broker has taken, or has still to read, has come."""
        # One round may overtake what lies unread at the broker; the next comes after that was read.
        for mark in ("kaveri/mark/first", "kaveri/mark/second"):
            self.receiver.publish(mark)
            self.receiver.until(lambda mark=mark: self.receiver.messages[-1].topic == mark, "the mark")

    def held(self) -> list[str]:
        """The ids of all that the log holds."""
        log = Log(self.log_path)
        try:
            return [row[0] for row in log.query("SELECT id FROM events ORDER BY position")]
        finally:
            log.close()

    def await_all(self, ids: Iterable[str]) -> None:
        """Wait until each of these has come."""
        missing, seen = set(ids), 0

        def came() -> bool:
            nonlocal seen
            events = self.receiver.events
            missing.difference_update(event["id"] for event in events[seen:])
            seen = len(events)
            return not missing

        self.receiver.until(came, "every event")

    def settle(self) -> None:
        """Have a link without faults deliver the rest, and wait until it has come."""
        self.proxy.mend()
        for link in self._links:
            # As long as one of them still ends, the next is not on duty and delivers nothing.
            link.close(60.0)
        self._links.clear()
        link = self.link()
        assert link.close(60.0), f"not everything was delivered: {link.status()}"
        self.await_all(self.held())

    def judged(self, *, gaps: Collection[str] = (), erased: bool = False) -> Verdict:
        """The verdict over all that has come."""
        found = verdict(self.receiver.events, self.told, self.log_path, gaps=gaps, erased=erased)
        for name in ("events", "duplicates", "explained"):
            self._record(name, getattr(found, name))
        return found

    def assert_nothing_is_lost(self, *, gaps: Collection[str] = (), erased: bool = False) -> Verdict:
        """Settle, and let the verdict be that all is well."""
        self.settle()
        found = self.judged(gaps=gaps, erased=erased)
        assert_well(found.wrong)
        return found

    def close(self) -> None:
        for apart in self._apart:
            apart.kill()
        for link in self._links:
            link.close(0.5)
        for writer in self._writers:
            writer.log.close()
        self.receiver.close()
        self.proxy.close()
        self.broker.stop()


def assert_well(wrong: Sequence[str]) -> None:
    """Fail with the first of what is wrong."""
    assert not wrong, f"{len(wrong)} things are wrong:\n" + "\n".join(wrong[:20])
