"""`kaveri run` killed with SIGKILL at many points, and gone on with: nothing missing, nothing twice, in order.

Two points each are part of the suite; KAVERI_FAULTS=full makes them 100.
"""

from __future__ import annotations

import random  # noqa: TID251 - picks the points; the seed is in the test's name
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from sessions.log import Log
from sessions.record import Record
from sessions.running import Running
from sessions.station import Station
from tests.console.terminal import PATIENCE, running
from tests.console.terminal import told as kaveri
from tests.faults.extent import extent
from tests.mosquitto import Mosquitto, Receiver, until
from tests.sessions.replay import replayed

POINTS = extent(full=40, short=2)
LESSON = ("run", "number-friends", "--persona", "shy_child", "--language", "fi")
PACES = ("50", "300", "max")
"""Slow enough to be hit while it waits, and so fast that it is always at work, as in the middle of a commit."""


class Killer:
    """Runs lessons on one station and kills them, each again and again until it is over."""

    def __init__(self, home: Path, seed: int, *options: str) -> None:
        self._home = home
        self._chance = random.Random(seed)
        self._options = options
        self.kills = 0
        self.lessons = 0

    def run(self, points: int) -> None:
        while self.kills < points:
            before = self._latest()
            if before and before[-1].type != "session_ended":
                self._start_and_kill(("run", "--resume"), before)
            else:
                self.lessons += 1
                self._start_and_kill((*LESSON, "--seed", str(self.lessons)), [])
        records = self._latest()
        if records[-1].type != "session_ended":
            told = kaveri(self._home, "run", "--resume", *self._options)
            assert told.code == 0, told.err
            self._check(records)

    def _start_and_kill(self, command: Sequence[str], before: list[Record]) -> None:
        there, more = self.events(), self._chance.choice([1, 2, 3, 5, 8, 13, 21, 34, 55, 89])
        # Nobody reads what is shown: a pipe that is full holds up nothing.
        with running(self._home, *command, "--pace", self._chance.choice(PACES), *self._options) as process:
            until(lambda: process.poll() is not None or self.events() >= there + more, "the next point", PATIENCE)
            process.kill()
            process.wait(PATIENCE)
        self.kills += 1
        self._check(before)

    def events(self) -> int:
        """How many events the log has, read beside the one that writes."""
        if not (self._home / "log.sqlite").exists():
            return 0
        with closing(sqlite3.connect(f"file:{self._home / 'log.sqlite'}?mode=ro", uri=True)) as connection:
            try:
                return int(connection.execute("SELECT count(*) FROM events").fetchone()[0])
            except sqlite3.OperationalError:
                return 0

    def _latest(self) -> list[Record]:
        if not (self._home / "log.sqlite").exists():
            return []
        with logged(self._home) as log:
            rows = log.sessions()
            return log.records(rows[0].id) if rows else []

    def _check(self, before: list[Record]) -> None:
        """What was there is there still; the rest follows it without a hole and leads on."""
        with closing(sqlite3.connect(self._home / "log.sqlite")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        records = self._latest()
        assert records[: len(before)] == before
        assert [record.seq for record in records] == list(range(1, len(records) + 1))
        assert len({record.id for record in records}) == len(records)
        assert all(earlier.time <= later.time for earlier, later in pairwise(records))
        if records:
            replayed(records)


@contextmanager
def logged(home: Path) -> Iterator[Log]:
    log = Log(home / "log.sqlite")
    try:
        yield log
    finally:
        log.close()


def test_a_lesson_that_is_killed_at_any_point_goes_on_to_its_end(tmp_path: Path) -> None:
    killer = Killer(tmp_path, POINTS)
    killer.run(POINTS)
    with logged(tmp_path) as log:
        rows = log.sessions()
        assert [row.how for row in rows] == ["finished"] * killer.lessons
        assert not any(Running(Station(tmp_path)).is_cut_off(row) for row in rows)
        for row in rows:
            types = [record.type for record in log.records(row.id)]
            assert types[0] == "session_started"
            assert types[-1] == "session_ended"
            assert types.count("session_started") == types.count("session_ended") == 1
        assert sum(record.type == "recovered" for row in rows for record in log.records(row.id)) > 0


def test_a_broker_gets_every_event_of_a_killed_lesson_in_order(tmp_path: Path) -> None:
    broker = Mosquitto(tmp_path)
    broker.start()
    receiver = Receiver(broker.port)
    try:
        receiver.listen(qos=1)
        home = tmp_path / "home"
        Killer(home, POINTS + 1, "--broker", broker.url).run(POINTS)
        with logged(home) as log:
            committed = {row.id: [record.id for record in log.records(row.id)] for row in log.sessions()}
        count = sum(map(len, committed.values()))
        receiver.until(lambda: len({event["id"] for event in receiver.events}) >= count, "every event")
        for session, ids in committed.items():
            received = [str(event["id"]) for event in receiver.events if event["subject"] == session]
            assert list(dict.fromkeys(received)) == ids
    finally:
        receiver.close()
        broker.stop()


@pytest.mark.parametrize("command", [("run", "morning-round"), ("run", "--resume")])
def test_nothing_is_left_behind_where_the_program_died_before_anything_was_in_the_log(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "running").mkdir()
    (tmp_path / "running" / f"{'a' * 32}.lock").touch()
    told = kaveri(tmp_path, *command)
    assert told.code == (2 if "--resume" in command else 0)
    assert "Traceback" not in told.err


def test_the_list_tells_a_session_that_was_cut_off_from_one_that_runs(tmp_path: Path) -> None:
    with running(tmp_path, *LESSON, "--pace", "1") as process:
        killer = Killer(tmp_path, 0)
        until(lambda: killer.events() > 3, "the session")
        assert "Running" in kaveri(tmp_path, "sessions", "list").out
        process.kill()
        process.wait(PATIENCE)
    assert "Cut off: kaveri run --resume" in kaveri(tmp_path, "sessions", "list").out
    assert kaveri(tmp_path, "run", "--resume").code == 0
    assert "Finished" in kaveri(tmp_path, "sessions", "list").out
