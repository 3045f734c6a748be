from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

STATION = """
import sys, threading
from robot.clock import RealClock
from robot.kernel import Kernel
from robot.events import Ready
from robot.commands import Wake
from robot.nao.qi_connector import QiConnector

url = sys.argv[1]
kernel = Kernel(RealClock(), lambda event: None, lambda: None)
connector = QiConnector(url, kernel.call, kernel.clock)

def found(wire):
    print(connector._watchdog.pid, flush=True)

def said(line):
    connector.close(at_rest=line == "rested")
    kernel.stop()

connector.begin(found, lambda problem: print(problem, flush=True), lambda reason: None)
threading.Thread(target=lambda: kernel.call(lambda line=sys.stdin.readline().strip(): said(line)), daemon=True).start()
kernel.run()
import os
os._exit(0)
"""

REST = ["ALTextToSpeech.stopAll", "ALMotion.stopMove", "ALMotion.killAll", "ALMotion.rest"]


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


def test_an_interrupt_of_the_stations_whole_group_leaves_a_robot_at_rest(robot: Process, station: Process) -> None:
    watchdog = int(station.line())
    assert os.getsid(watchdog) == watchdog
    os.killpg(station.pid, signal.SIGINT)
    assert [robot.line() for _ in REST] == REST
