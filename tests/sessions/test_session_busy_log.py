"""Another process writes to the log: what is said waits until it is kept, and a stop waits for nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from robot.commands import Eyes, Halt, Rest, Say
from robot.events import Asked, Warmed
from sessions.terms import JOINTS
from tests.sessions.bench import Bench, assert_failed


def busy(bench: Bench, commits: int = 5) -> Callable[[], None]:
    """Makes the log busy for so many commits."""

    def begin() -> None:
        bench.log.busy = commits

    return begin


def test_nothing_is_said_before_it_is_kept() -> None:
    bench = Bench()
    kept: list[int] = []
    bench.when_logged("said", 3, busy(bench))
    bench.on(Say, 3, lambda: kept.append(len(bench.data("said"))), after=0.0)
    assert bench.run().how == "finished"
    assert kept == [3]
    undisturbed = Bench()
    undisturbed.run()
    assert bench.body.words() == undisturbed.body.words()


@pytest.mark.parametrize("what", ["stop", "pause"])
def test_what_waited_to_be_kept_does_not_leave_after_an_interruption(what: str) -> None:
    bench = Bench()
    bench.when_logged("said", 3, busy(bench))
    bench.when_logged("said", 3, Asked(what))
    bench.when_logged("paused", 1, bench.later(60.0, bench.asks("resume")))
    ending = bench.run()
    assert ending.how == ("stopped" if what == "stop" else "finished")
    halted = bench.body.done.index(Halt())
    assert len([command for command in bench.body.done[:halted] if isinstance(command, Say)]) == 2
    assert isinstance(bench.body.done[halted + 1], Eyes)
    assert not isinstance(bench.body.done[halted + 2], Say) or what == "pause"
    assert len(bench.data("said")) == len(bench.body.words()) + 1, "one was noted and never said"


def test_a_stop_reaches_the_body_while_the_log_is_busy() -> None:
    bench = Bench()
    waiting: list[int] = []
    bench.when_logged("said", 3, busy(bench, 50))
    bench.when_logged("said", 3, Asked("stop"))
    bench.on(Halt, 1, lambda: waiting.append(bench.log.busy), after=0.0)
    assert bench.run().how == "stopped"
    assert waiting
    assert waiting[0] > 40


def test_joints_that_are_hot_rest_although_what_followed_was_taken_back() -> None:
    bench = Bench()
    bench.on(Say, 3, Warmed(2))
    bench.when_logged("monitor", 1, busy(bench))
    bench.when_logged("monitor", 1, Asked("again"))
    assert bench.run().how == "finished"
    assert bench.body.of(Rest)[0] == Rest(JOINTS)


def test_the_end_of_a_session_is_kept_although_the_log_is_busy_just_then() -> None:
    bench = Bench()
    bench.when_logged("session_ended", 1, busy(bench))
    assert bench.run().how == "finished"
    assert bench.types()[-1] == "session_ended"


def test_a_log_that_stays_busy_ends_the_session_as_a_full_one_does(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sessions.log.BUSY_MS", 1)
    path = tmp_path / "log.sqlite"
    bench = Bench(path=path)
    other = sqlite3.connect(path, isolation_level=None)

    def begin() -> None:
        other.execute("BEGIN IMMEDIATE")

    bench.on(Say, 3, begin)
    bench.on(Rest, 1, other.rollback, after=0.0)
    assert_failed(bench, "log_not_written")
    other.close()
    bench.log.close()
