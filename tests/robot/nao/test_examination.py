"""A look at a robot tells how it is, changes nothing, and never hangs."""

from __future__ import annotations

import pytest

from robot.clock import Clock
from robot.nao.claim import KEY
from robot.nao.examination import Connect, Findings, examined, spoken
from robot.nao.wire import Done, Reply
from robot.problem import Failure
from sim.clock import VirtualClock
from sim.nao.virtual_nao import VirtualNao
from sim.wire import DirectWire
from tests.sim.room import Room


class Asking(DirectWire):
    """Keeps what the robot is asked."""

    asked: list[str] = []

    def call(self, service: str, method: str, *arguments: object, done: Done | None = None) -> None:
        self.asked.append(f"{service}.{method}")
        super().call(service, method, *arguments, done=done)


class Mute(DirectWire):
    """Answers nothing."""

    def call(self, service: str, method: str, *arguments: object, done: Done | None = None) -> None:
        """Nothing."""


class Wrong(DirectWire):
    """Answers everything with an error."""

    def call(self, service: str, method: str, *arguments: object, done: Done | None = None) -> None:
        self._answer(done, Reply(error="no such service"))


def way(nao: VirtualNao, wire: type[DirectWire] = DirectWire) -> Connect:
    return lambda run, lost: wire(nao, run)


def clock_and_nao(**more: object) -> tuple[VirtualClock, VirtualNao]:
    clock = VirtualClock(0, None)
    return clock, VirtualNao(clock, **more)  # type: ignore[arg-type]


def look(clock: Clock, nao: VirtualNao) -> Findings:
    return examined(way(nao), clock, 9.0)


def test_it_tells_how_the_robot_is() -> None:
    found = look(*clock_and_nao(posture="Sit", battery=42))
    assert (found.family, found.battery, found.heat, found.driven) == ("Sitting", 42, 0, False)
    assert "fi" in found.languages
    assert found.volume is not None
    assert found.version


def test_it_tells_when_a_hot_robot_will_be_cool() -> None:
    room = Room()
    room.nao.warm(3)
    found = look(room.clock, room.nao)
    assert (found.heat, found.awake) == (3, False)
    assert found.cool_in is not None
    room.let_pass(found.cool_in - 1)
    assert room.nao.vitals.hot()
    room.let_pass(2)
    assert not room.nao.vitals.hot()


def test_it_asks_and_changes_nothing() -> None:
    Asking.asked = []
    clock, nao = clock_and_nao()
    examined(way(nao, Asking), clock, 9.0)
    assert Asking.asked
    assert all(method.partition(".")[2].startswith(("get", "system", "robotIs")) for method in Asking.asked)


def test_a_station_that_drives_it_is_seen_and_one_that_has_gone_is_not() -> None:
    clock, nao = clock_and_nao()
    nao.call("ALMemory", "insertData", [KEY, ["other", 1]])
    assert not look(clock, nao).driven
    count = iter(range(2, 100))

    def beat() -> None:
        nao.call("ALMemory", "insertData", [KEY, ["other", next(count)]])
        clock.call_later(2.0, beat)

    beat()
    assert look(clock, nao).driven


@pytest.mark.parametrize("wire", [Mute, Wrong])
def test_whatever_answers_wrongly_or_not_at_all_is_no_robot(wire: type[DirectWire]) -> None:
    clock, nao = clock_and_nao()
    with pytest.raises(Failure) as caught:
        examined(way(nao, wire), clock, 9.0)
    assert caught.value.code == "robot_silent"
    assert clock.now() <= 9.0


def test_it_says_what_it_is_told_to_the_last_word() -> None:
    clock, nao = clock_and_nao()
    spoken(way(nao), clock, 20.0, "Kuuleeko kauimpanakin istuva?", "fi")
    assert clock.now() > 0.5
    with pytest.raises(Failure):
        spoken(way(nao, Wrong), clock, 20.0, "Hei", "fi")
