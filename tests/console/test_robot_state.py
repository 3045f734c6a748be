"""The robot's state on the first page: one sentence in each language, one look for all pages, none that waits."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime
from typing import get_args

import pytest

from console.web.robot_state import FRESH_SECONDS, RobotState, RobotWatch
from console.web.words import LANGUAGES
from robot.clock import Clock
from robot.problem import Problem
from sessions.ready.standing import Standing, State
from sim.clock import VirtualClock

ROBOT = "nao://192.168.1.20"


class Looks:
    """Counts looks, and tells what it is given."""

    def __init__(self, told: Standing) -> None:
        self.told = told
        self.count = 0
        self.may = threading.Event()
        self.may.set()

    def __call__(self, address: str, clock: Clock) -> Standing:
        assert self.may.wait(10)
        self.count += 1
        return self.told


def seen(told: Standing, language: str) -> RobotState:
    watch = RobotWatch(ROBOT, VirtualClock(), Looks(told))
    asyncio.run(watch.look())
    return watch.state(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_is_a_sentence_of_its_own(language: str) -> None:
    until = datetime(2026, 11, 24, 8, 25, tzinfo=UTC)
    problem = Problem("qi_missing")
    told = {
        seen(Standing(state, 64, until, problem if state == "unknown" else None), language).words
        for state in get_args(State)
    }
    assert len(told) == len(get_args(State))
    assert all("64" in words for words in told if words != problem.message(language))


def test_until_when_it_cools_is_told_as_people_tell_the_time() -> None:
    until = datetime(2026, 11, 24, 10, 25).astimezone()
    assert "10.25" in seen(Standing("too_warm", 64, until), "fi").words
    assert "10:25" in seen(Standing("too_warm", 64, until), "en").words


def test_the_page_says_that_it_looks_until_it_knows() -> None:
    looks = Looks(Standing("ready", 80))
    looks.may.clear()
    watch = RobotWatch(ROBOT, VirtualClock(), looks)

    async def open_page() -> RobotState:
        look = asyncio.create_task(watch.look())
        await asyncio.sleep(0)
        before = watch.state("en")
        looks.may.set()
        await look
        return before

    assert asyncio.run(open_page()) == RobotState("Looking for the robot …", None)
    assert watch.state("en") == RobotState("The robot is ready. Charge 80 %.", True)


def test_many_pages_look_once_and_later_once_more() -> None:
    looks, clock = Looks(Standing("ready", 80)), VirtualClock()
    watch = RobotWatch(ROBOT, clock, looks)

    async def all_look() -> None:
        await asyncio.gather(*(watch.look() for _ in range(20)))
        await watch.look()

    asyncio.run(all_look())
    assert looks.count == 1
    clock.call_later(FRESH_SECONDS, lambda: None)
    clock.run_due()
    asyncio.run(watch.look())
    assert looks.count == 2


@pytest.mark.parametrize("address", ["sim", "desk"])
def test_what_is_always_there_is_not_looked_for(address: str) -> None:
    looks = Looks(Standing("missing"))
    watch = RobotWatch(address, VirtualClock(), looks)
    asyncio.run(watch.look())
    assert watch.state("fi").usable
    assert looks.count == 0


def test_during_a_session_it_says_so() -> None:
    watch = RobotWatch(ROBOT, VirtualClock(), Looks(Standing("driven")))
    assert watch.state("en", session=True) == RobotState("The robot is in a session.", True)
