from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from robot.clock import RealClock
from robot.nao.claim import KEY
from robot.nao.watchdog import RESTING, STEPS, keep_watch
from tests.robot.nao.qi_robot import Robot
from tests.robot.nao.relay import Relay

STATION = """
import signal, sys, threading
from robot.clock import RealClock
from robot.kernel import Kernel
from robot.events import Ready
from robot.commands import Wake
from robot.nao.qi_connector import QiConnector

# Whoever starts the tests in the background has interrupts ignored by all that comes of it.
signal.signal(signal.SIGINT, signal.default_int_handler)
url = sys.argv[1]
kernel = Kernel(RealClock(), lambda event: None, lambda: None)
connector = QiConnector(url, kernel.call, kernel.clock)

def found(wire):
    print(connector._watchdog.pid, flush=True)

def said(line):
    connector.close(at_rest=line == "rested", resting=line == "resting")
    kernel.stop()

connector.begin(found, lambda problem: print(problem, flush=True), lambda reason: None)
threading.Thread(target=lambda: kernel.call(lambda line=sys.stdin.readline().strip(): said(line)), daemon=True).start()
kernel.run()
import os
os._exit(0)
"""

REST = [
    "ALTextToSpeech.stopAll",
    "ALMotion.stopMove",
    "ALMotion.killAll",
    "ALMotion.rest",
    "ALSpeechRecognition.unsubscribe Kaveri",
]


class Process:
    """A child of this test, whose lines can be waited for."""

    def __init__(self, *arguments: str) -> None:
        self._child = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            process_group=0,
        )
        self.pid = self._child.pid
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def line(self, seconds: float = 20.0) -> str:
        """The next line it prints; empty once it has ended."""
        return self._lines.get(timeout=seconds)

    def write(self, line: str) -> None:
        assert self._child.stdin is not None
        self._child.stdin.write(line + "\n")
        self._child.stdin.flush()

    def send(self, number: signal.Signals) -> None:
        self._child.send_signal(number)

    def wait(self) -> int:
        return self._child.wait(20)

    def close(self) -> None:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.close()
        try:
            self._child.wait(5)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._reader.join(5)
        self._child.stdout.close()

    def _read(self) -> None:
        assert self._child.stdout is not None
        for line in self._child.stdout:
            self._lines.put(line.strip())
        self._lines.put("")


@pytest.fixture
def robot() -> Iterator[Process]:
    robot = Process("-m", "tests.robot.nao.qi_robot")
    yield robot
    robot.close()


@pytest.fixture
def station(robot: Process) -> Iterator[Process]:
    station = Process("-c", STATION, robot.line().replace("tcp://", "nao://"))
    yield station
    station.close()


def test_a_killed_station_leaves_a_robot_at_rest(robot: Process, station: Process) -> None:
    assert int(station.line()) > 0
    station.send(signal.SIGKILL)
    assert [robot.line() for _ in REST] == REST


def test_a_station_that_fails_before_it_rested_the_robot_has_it_rested(robot: Process, station: Process) -> None:
    station.line()
    station.write("failed")
    assert [robot.line() for _ in REST] == REST
    assert station.wait() == 0


def test_a_station_that_says_goodbye_has_nothing_rested(robot: Process, station: Process) -> None:
    watchdog = int(station.line())
    station.write("rested")
    assert station.wait() == 0
    with pytest.raises(ProcessLookupError):
        os.kill(watchdog, 0)
    robot.close()
    assert robot.line() == ""


def test_a_rest_that_is_under_way_is_seen_through_and_not_broken_off(robot: Process, station: Process) -> None:
    station.line()
    station.write("resting")
    assert [robot.line() for _ in range(2)] == ["ALMotion.robotIsWakeUp"] * 2
    assert station.wait() == 0
    robot.close()
    assert robot.line() == "", "neither a stop nor another rest"


class Pipe:
    """The station's end, which comes with a last word; `ending` happens just before it."""

    def __init__(self, word: bytes, ending: Callable[[], None] = lambda: None) -> None:
        self.buffer = self
        self._word = word
        self._ending = ending

    def read(self) -> bytes:
        self._ending()
        return self._word


def test_a_rest_that_does_not_come_to_its_end_is_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    robot = Robot(report=called.append)
    monkeypatch.setattr("robot.nao.watchdog.RESTING_SECONDS", 0.0)
    monkeypatch.setattr("sys.stdin", Pipe(RESTING))
    assert keep_watch(robot.url) == 0
    assert called == REST
    robot.close()


@pytest.mark.parametrize("word", [b"", RESTING])
@pytest.mark.parametrize(("holder", "calls"), [("other", []), ("mine", REST), (None, REST)])
def test_a_robot_that_another_station_drives_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, word: bytes, holder: str | None, calls: list[str]
) -> None:
    called: list[str] = []
    robot = Robot(report=called.append)
    if holder is not None:
        robot.memory.values[KEY] = [holder, 3]
    monkeypatch.setattr("robot.nao.watchdog.RESTING_SECONDS", 0.0)
    monkeypatch.setattr("sys.stdin", Pipe(word))
    assert keep_watch(robot.url, "mine") == 0
    assert called == calls
    robot.close()


def test_a_connection_that_died_without_a_word_is_made_anew_to_rest_the_robot(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    robot = Robot(report=called.append)
    with Relay.to(robot.url) as relay:
        clock = RealClock()
        monkeypatch.setattr("sys.stdin", Pipe(b"", relay.freeze))
        assert keep_watch(relay.url) == 0
        assert clock.now() < 15.0, "it asks whether anybody is there before it takes the slow steps"
    assert called == REST
    robot.close()


def test_a_robot_without_a_voice_or_whose_stops_fail_is_rested_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    robot = Robot(report=called.append)
    failing = (("ALNope", "stopAll", 2.0, ()), ("ALMotion", "fail", 2.0, ()), ("ALMotion", "wait", 0.1, ()))
    steps = (*failing, STEPS[3], ("ALNope", "unsubscribe", 2.0, ("Kaveri",)))
    monkeypatch.setattr("robot.nao.watchdog.STEPS", steps)
    monkeypatch.setattr("sys.stdin", Pipe(b""))
    assert keep_watch(robot.url) == 0
    assert called == ["ALMotion.rest"]
    robot.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signals_do_not_end_the_watch(robot: Process, number: signal.Signals) -> None:
    with Relay.to(robot.line()) as relay:
        watchdog = Process("-m", "robot.nao.watchdog", relay.url)
        assert relay.accepted.wait(20), "it connects once it has shut its ears to signals"
        watchdog.send(number)
        watchdog.close()
        assert [robot.line() for _ in REST] == REST
        assert watchdog.wait() == 0


def test_an_interrupt_of_the_stations_whole_group_leaves_a_robot_at_rest(robot: Process, station: Process) -> None:
    watchdog = int(station.line())
    assert os.getsid(watchdog) == watchdog
    os.killpg(station.pid, signal.SIGINT)
    assert [robot.line() for _ in REST] == REST
