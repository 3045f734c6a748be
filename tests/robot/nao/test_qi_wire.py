from __future__ import annotations

import queue
import threading
import time  # noqa: TID251 - bounds how long a test may wait
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from robot.clock import RealClock
from robot.limits import ArmDuty
from robot.nao.motion import Motion
from robot.nao.qi_wire import QiWire
from robot.nao.wire import Reply
from tests.robot.nao.qi_robot import Robot
from tests.robot.nao.relay import Relay


class Station:
    """A session's thread for a test: it runs what qi's threads bring, and the clock's timers, while it waits."""

    def __init__(self) -> None:
        self.jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.clock = RealClock(0)
        self.lost: list[str] = []

    def wire_to(self, url: str) -> QiWire:
        return QiWire.connect(url, self.jobs.put, self.clock, self.lost.append)

    def until(self, condition: Callable[[], bool], seconds: float = 10.0) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "it did not happen in time"
            try:
                self.jobs.get(timeout=0.02)()
            except queue.Empty:
                self.clock.run_due()

    def ask(self, wire: QiWire, *call: Any) -> Reply:
        replies: list[Reply] = []
        wire.call(*call, done=replies.append)
        self.until(lambda: bool(replies))
        return replies[0]


@pytest.fixture
def robot() -> Iterator[Robot]:
    robot = Robot()
    yield robot
    robot.close()


@pytest.fixture
def station() -> Station:
    return Station()


@pytest.fixture
def wire(robot: Robot, station: Station) -> Iterator[QiWire]:
    wire = station.wire_to(robot.url)
    yield wire
    wire.close()


def test_a_call_is_answered_on_the_sessions_thread(wire: QiWire, station: Station) -> None:
    threads: list[threading.Thread] = []
    wire.call("ALMemory", "ping", done=lambda reply: threads.append(threading.current_thread()))
    station.until(lambda: bool(threads))
    assert threads == [threading.current_thread()]


def test_errors_come_as_replies_in_the_robots_own_words(wire: QiWire, station: Station) -> None:
    assert station.ask(wire, "ALMemory", "ping") == Reply(True)
    assert station.ask(wire, "ALNope", "ping") == Reply(error="Cannot find service 'ALNope' in index")
    failed = station.ask(wire, "ALMotion", "fail").error
    assert failed is not None
    assert "ALMotion::fail" in failed
    assert ".py" not in failed
    missing = station.ask(wire, "ALMotion", "nope").error
    assert missing is not None
    assert "nope" in missing


def test_calls_made_before_a_service_is_known_keep_their_order(station: Station) -> None:
    said: list[str] = []
    robot = Robot(report=said.append)
    wire = station.wire_to(robot.url)
    texts = [f"say {number}" for number in range(5)]
    for text in texts:
        wire.call("ALTextToSpeech", "say", text.removeprefix("say "))
    station.until(lambda: len(said) == 5)
    assert sorted(said) == texts
    wire.close()
    robot.close()


def test_a_watched_event_is_seen(robot: Robot, wire: QiWire, station: Station) -> None:
    seen: list[Any] = []
    wire.watch("WordRecognized", seen.append)

    def raised() -> bool:
        if not seen:
            robot.memory.raiseEvent("WordRecognized", ["kissa", 0.5])
        return bool(seen)

    station.until(raised)
    assert list(seen[0]) == ["kissa", 0.5]


@pytest.mark.parametrize("trouble", ["Invalid signature", "the call timed out"])
def test_where_signals_do_not_work_the_event_is_polled_for(station: Station, trouble: str) -> None:
    robot = Robot(trouble=trouble)
    robot.memory.raiseEvent("WordRecognized", ["kissa", 0.5])
    wire = station.wire_to(robot.url)
    seen: list[Any] = []
    wire.watch("WordRecognized", lambda value: seen.append(list(value)))
    wire.watch("Never", seen.append)
    # A poll's answer is taken before the next poll begins.
    station.until(lambda: robot.memory.polled["WordRecognized"] >= 3)
    assert seen == []
    for count in (1, 2):
        robot.memory.raiseEvent("WordRecognized", ["koira", 0.4])
        station.until(lambda count=count: len(seen) == count)  # type: ignore[misc]
    assert seen == [["koira", 0.4], ["koira", 0.4]]
    wire.close()
    robot.close()


class FailedLink:
    """A signal's connect that came to nothing."""

    def hasError(self, timeout: int) -> bool:
        return True


def test_where_a_signal_cannot_be_connected_the_event_is_polled_for(
    robot: Robot, wire: QiWire, station: Station
) -> None:
    seen: list[Any] = []
    robot.memory.raiseEvent("FrontTactilTouched", 0.0)
    wire._keep("FrontTactilTouched", seen.append, None, FailedLink())
    station.until(lambda: robot.memory.polled["FrontTactilTouched"] >= 3)
    robot.memory.raiseEvent("FrontTactilTouched", 1.0)
    station.until(lambda: seen == [1.0])


def test_a_gesture_or_a_rest_that_follows_a_stop_is_sent_once_a_slow_robot_has_answered_the_stop(
    station: Station,
) -> None:
    called: list[str] = []
    robot = Robot(report=called.append)
    robot.motion.slow.clear()
    wire = station.wire_to(robot.url)
    motion = Motion(wire, station.clock, lambda event: None, ArmDuty())
    motion.stop()
    motion.when_stopped(lambda: wire.call("ALMotion", "rest"))
    station.until(lambda: len(called) == 2)
    assert sorted(called) == ["ALMotion.killAll", "ALMotion.stopMove"]
    end = time.monotonic() + 0.2
    station.until(lambda: time.monotonic() > end)
    assert "ALMotion.rest" not in called
    robot.motion.slow.set()
    station.until(lambda: called[2:] == ["ALMotion.rest"])
    wire.close()
    robot.close()


def test_a_robot_that_goes_away_is_lost_once_and_its_calls_stay_unanswered(robot: Robot, station: Station) -> None:
    wire = station.wire_to(robot.url)
    assert station.ask(wire, "ALMemory", "ping") == Reply(True)
    replies: list[Reply] = []
    wire.call("ALMotion", "wait", done=replies.append)
    wire.call("ALMotion", "nope", done=replies.append)
    station.until(lambda: len(replies) == 1)
    robot.close()
    station.until(lambda: bool(station.lost))
    wire.call("ALMemory", "ping", done=replies.append)
    end = time.monotonic() + 0.3
    station.until(lambda: time.monotonic() > end)
    assert len(station.lost) == 1
    assert len(replies) == 1
    assert wire.down
    wire.close()


def test_a_robot_that_falls_silent_is_lost(station: Station) -> None:
    robot = Robot()
    with Relay.to(robot.url) as relay:
        station.clock = RealClock(0, pace=20.0)
        wire = station.wire_to(relay.url)
        assert station.ask(wire, "ALMemory", "ping") == Reply(True)
        relay.mute.set()
        station.until(lambda: bool(station.lost))
        assert station.lost == ["no answer for 10 seconds"]
        wire.close()
    robot.close()


def test_nothing_is_told_after_closing(robot: Robot, station: Station) -> None:
    wire = station.wire_to(robot.url)
    seen: list[Any] = []
    wire.watch("FrontTactilTouched", seen.append)
    wire.call("ALMemory", "ping", done=seen.append)
    wire.close()
    wire.close()
    robot.memory.raiseEvent("FrontTactilTouched", 1.0)
    end = time.monotonic() + 0.2
    station.until(lambda: time.monotonic() > end)
    assert seen == []
    assert station.lost == []


def test_what_was_sent_last_arrives_before_the_wire_closes(station: Station) -> None:
    heard: list[str] = []
    robot = Robot(report=heard.append)
    wire = station.wire_to(robot.url)
    assert station.ask(wire, "ALMotion", "stopMove") == Reply(True)
    wire.call("ALMotion", "rest")
    wire.close()
    assert heard == ["ALMotion.stopMove", "ALMotion.rest"]
    robot.close()
