from __future__ import annotations

import queue
import threading
import time  # noqa: TID251 - bounds how long a test may wait
from collections.abc import Callable

from robot.clock import RealClock
from robot.nao.qi_connector import QiConnector
from robot.nao.wire import Wire
from robot.problem import Problem
from tests.robot.nao.qi_robot import Robot


def waits_for(condition: Callable[[], bool]) -> None:
    end, pause = time.monotonic() + 10.0, threading.Event()
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        pause.wait(0.01)


def test_a_robot_that_drops_before_anybody_could_be_told_of_it_is_not_found() -> None:
    jobs: queue.Queue[Callable[[], None]] = queue.Queue()
    robot = Robot()
    told: list[str] = []

    def found(wire: Wire) -> None:
        told.append("found")

    def failed(problem: Problem) -> None:
        told.append(problem.code)

    connector = QiConnector(robot.url.replace("tcp://", "nao://"), jobs.put, RealClock(0))
    connector.begin(found, failed, lambda reason: told.append("lost"))
    # Its first beat, and that it was found: the session's thread has not come to either.
    waits_for(lambda: jobs.qsize() >= 2)
    robot.close()
    waits_for(lambda: jobs.qsize() >= 3)
    while not jobs.empty():
        jobs.get()()
    assert "robot_unreachable" in told
    assert "found" not in told
    connector.close(at_rest=True)
