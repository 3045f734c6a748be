"""The direct wire: nothing happens inside the call that asked, and nothing is shared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from robot.nao.wire import Reply, Wire
from sim.clock import VirtualClock
from sim.nao.virtual_nao import VirtualNao
from sim.wire import DirectWire


class Turns:
    """Jobs that wait for the session's thread."""

    def __init__(self) -> None:
        self.jobs: list[Callable[[], None]] = []

    def take(self) -> None:
        jobs, self.jobs = self.jobs, []
        for job in jobs:
            job()


@pytest.fixture
def turns() -> Turns:
    return Turns()


@pytest.fixture
def nao() -> VirtualNao:
    return VirtualNao(VirtualClock(0))


@pytest.fixture
def wire(nao: VirtualNao, turns: Turns) -> Wire:
    return DirectWire(nao, lambda job: turns.jobs.append(job))


@pytest.mark.parametrize(
    ("method", "arguments", "expected"),
    [
        ("getLanguage", [], Reply("English")),
        ("setLanguage", ["Klingon"], Reply(error="\tALTextToSpeech::setLanguage\n\tLanguage Klingon is not available")),
        ("sing", [], Reply(error="Can't find method: sing")),
    ],
)
def test_an_answer_comes_in_a_later_turn(
    wire: Wire, turns: Turns, method: str, arguments: list[Any], expected: Reply
) -> None:
    replies: list[Reply] = []
    wire.call("ALTextToSpeech", method, *arguments, done=replies.append)
    assert replies == []
    turns.take()
    assert replies == [expected]


def test_a_call_that_takes_time_is_answered_when_it_ends(wire: Wire, nao: VirtualNao, turns: Turns) -> None:
    replies: list[Reply] = []
    wire.call("ALLeds", "fadeRGB", "FaceLeds", 255, 1.0, done=replies.append)
    turns.take()
    assert replies == []
    while nao.clock.now() < 1.0:
        nao.clock.run_due()
    turns.take()
    assert replies == [Reply(None)]


def test_events_come_in_a_later_turn(wire: Wire, nao: VirtualNao, turns: Turns) -> None:
    seen: list[Any] = []
    wire.watch("X", seen.append)
    nao.memory.raise_("X", 1)
    assert seen == []
    turns.take()
    assert seen == [1]


def test_nothing_is_shared(wire: Wire, nao: VirtualNao, turns: Turns) -> None:
    mine: list[Any] = [1, [2]]
    seen: list[Any] = []
    wire.watch("X", seen.append)
    wire.call("ALMemory", "raiseEvent", "X", mine)
    mine[1].append(3)
    turns.take()
    seen[0].append(4)
    assert nao.memory.value("X") == [1, [2]]


def test_tuples_arrive_as_lists(wire: Wire, nao: VirtualNao) -> None:
    wire.call("ALMemory", "insertData", "X", ("a", (1,), {"k": (2,)}))
    assert nao.memory.value("X") == ["a", [1], {"k": [2]}]


def test_a_closed_wire_says_nothing_even_of_what_was_on_its_way(wire: Wire, nao: VirtualNao, turns: Turns) -> None:
    heard: list[Any] = []
    wire.watch("X", heard.append)
    wire.call("ALTextToSpeech", "getLanguage", done=heard.append)
    nao.memory.raise_("X", 1)
    wire.close()
    turns.take()
    nao.memory.raise_("X", 2)
    wire.call("ALTextToSpeech", "getLanguage", done=heard.append)
    turns.take()
    assert heard == []
