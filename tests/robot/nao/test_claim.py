"""Two stations and one robot: only one drives it."""

from __future__ import annotations

from typing import Any

import pytest

from robot.commands import Listen, Option, Rest, Timing, Wake
from robot.events import Awake, Event, Lost, Ready, Regained, Rested
from robot.kernel import Kernel
from robot.nao.body import NaoBody
from robot.nao.claim import BEAT_SECONDS, KEY, PATIENCE
from robot.nao.connector import Failed, Found, LostWire
from robot.nao.settings import NaoSettings
from robot.nao.wire import Reply
from robot.problem import Failure
from sim.clock import VirtualClock
from sim.nao.virtual_nao import VirtualNao
from sim.wire import DirectWire
from tests.robot.nao.bench import Bench

LISTEN = Listen((Option("a", ("a",)),), "en", Timing(60, 1, 60))
WAIT = PATIENCE * BEAT_SECONDS


class Station:
    """A driver of the one robot in the room; it can lose its way to it, or freeze."""

    def __init__(self, room: Room, name: str) -> None:
        self._room = room
        self.away = False
        self.told: list[Event] = []
        self.drop: LostWire = lambda reason: None
        self.closed_at_rest: bool | None = None
        settings = NaoSettings(station=name)
        self.body = NaoBody(self, room.clock, self.told.append, settings=settings)

    def begin(self, found: Found, failed: Failed, lost: LostWire) -> None:
        self.drop = lost
        if self.away:
            failed(Failure("robot_unreachable", address="nao"))
        else:
            found(DirectWire(self._room.nao, self._room.kernel.call))

    def close(self, at_rest: bool, resting: bool = False) -> None:
        self.closed_at_rest = at_rest

    def says(self, kind: type[Event]) -> bool:
        return any(isinstance(event, kind) for event in self.told)

    @property
    def gave_way(self) -> bool:
        """Whether it was lost for good because another drives the robot."""
        lost = [event for event in self.told if isinstance(event, Lost)]
        if not lost or not lost[-1].final:
            return False
        assert lost[-1].problem is not None
        assert (lost[-1].problem.code, lost[-1].problem.exit_code) == ("robot_in_use", 1)
        assert lost[-1].reason == str(lost[-1].problem)
        return True


class Room:
    """A virtual NAO on virtual time."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.kernel: Kernel[Event] = Kernel(self.clock, lambda event: None, lambda: None, outsiders=False)
        self.nao = VirtualNao(self.clock, posture="Sit")

    def pass_time(self, seconds: float) -> None:
        self.clock.call_later(seconds, self.kernel.stop)
        self.kernel.run()

    def opened(self, name: str, seconds: float = 1.0) -> Station:
        station = Station(self, name)
        station.body.open()
        self.pass_time(seconds)
        return station

    def claim(self) -> Any:
        return self.nao.memory.value(KEY)

    def awake(self) -> Any:
        return self.nao.call("ALMotion", "robotIsWakeUp")


@pytest.fixture
def room() -> Room:
    return Room()


def claimed(value: Any) -> Bench:
    """A station `m` at a robot whose key holds `value` whenever it is read."""
    return Bench({"getData": lambda key: value if key == KEY else None}, NaoSettings(station="m"))


def test_a_free_robot_is_claimed_before_anything_else_is_asked_of_it() -> None:
    bench = claimed(Reply(error="Data not found Kaveri/Station"))
    bench.body.open()
    bench.settle()
    assert bench.wire.calls[:2] == [("ALMemory.getData", KEY), ("ALMemory.insertData", KEY, ["m", 1])]
    assert isinstance(bench.told()[0], Ready), "at once"


def test_where_no_other_station_can_reach_the_robot_nothing_is_claimed() -> None:
    bench = Bench()
    bench.body.open()
    bench.pass_time(60.0)
    bench.body.close()
    assert not [call for call in bench.wire.calls if KEY in call]


def test_the_counter_rises_with_each_beat_and_the_claim_goes_at_the_end(room: Room) -> None:
    station = room.opened("m")
    assert room.claim() == ["m", 1]
    room.pass_time(3 * BEAT_SECONDS)
    assert room.claim() == ["m", 4]
    station.body.do(Wake())
    room.pass_time(10.0)
    station.body.do(Rest())
    room.pass_time(10.0)
    assert station.says(Rested)
    station.body.close()
    with pytest.raises(KeyError):
        room.claim()
    room.pass_time(10.0)
    assert station.closed_at_rest is True


@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("b", "a")])
def test_a_second_station_gives_way_and_the_first_notices_nothing(room: Room, first: str, second: str) -> None:
    one = room.opened(first)
    one.body.do(Wake())
    room.pass_time(10.0)
    one.body.do(LISTEN)
    room.pass_time(2.0)
    told = list(one.told)
    two = room.opened(second, WAIT - 0.1)
    assert two.told == []
    room.pass_time(0.2)
    assert two.gave_way
    assert not two.says(Ready)
    assert two.body.problem is not None
    two.body.close()
    assert two.closed_at_rest is True, "its watchdog does not rest a robot that another drives"
    room.pass_time(10.0)
    assert one.told == told
    assert room.awake()
    assert room.nao.call("ALSpeechRecognition", "getSubscribersInfo")
    assert room.claim()[0] == first


def test_a_station_that_gives_way_sends_nothing_but_its_look() -> None:
    counter = iter(range(10))
    bench = Bench({"getData": lambda key: ["a", next(counter)]}, NaoSettings(station="m"))
    bench.body.open()
    bench.pass_time(10.0)
    assert bench.told()[-1] == Lost(str(Failure("robot_in_use")), True, bench.body.problem)  # type: ignore[attr-defined]
    bench.body.close()
    assert bench.wire.calls == [("ALMemory.getData", KEY)] * 2
    assert bench.wire.closed
    assert bench.connector.closed_at_rest is True


def test_a_robot_whose_station_ended_is_free_at_once(room: Room) -> None:
    room.opened("a").body.close()
    assert room.opened("b").says(Ready)


@pytest.mark.parametrize("left", [["a", 7], ["z", 7]])
def test_a_claim_that_nobody_keeps_up_is_taken_over(room: Room, left: list[Any]) -> None:
    room.nao.memory.put(KEY, left)
    station = room.opened("m", WAIT - 0.1)
    assert station.told == []
    room.pass_time(1.0)
    assert station.says(Ready)
    assert room.claim()[0] == "m"


@pytest.mark.parametrize("value", ["busy", ["a"], ["a", "1"], [1, 2], None, [], ["a", 1, 2]])
def test_what_is_no_claim_is_no_station(room: Room, value: Any) -> None:
    room.nao.memory.put(KEY, value)
    assert room.opened("m").says(Ready)
    assert room.claim() == ["m", 1]


def test_a_claim_that_goes_while_it_is_looked_at_leaves_the_robot_free(room: Room) -> None:
    first = room.opened("a")
    second = room.opened("b")
    first.body.close()
    room.pass_time(WAIT)
    assert second.says(Ready)


def test_a_lost_station_knows_its_own_claim_again(room: Room) -> None:
    station = room.opened("m")
    station.drop("the wire dropped")
    room.pass_time(2.0)
    assert [type(event) for event in station.told if isinstance(event, Lost | Regained)] == [Lost, Regained]
    assert room.claim()[0] == "m"


@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("b", "a")])
def test_a_station_that_comes_back_gives_way_to_one_that_took_the_robot(room: Room, first: str, second: str) -> None:
    one = room.opened(first)
    one.body.do(Wake())
    room.pass_time(10.0)
    one.away = True
    one.drop("the wire dropped")
    two = room.opened(second, 5.0)
    assert two.says(Ready)
    one.away = False
    room.pass_time(20.0)
    assert one.gave_way
    assert one.body.problem is None, "it was reached at first"
    one.body.close()
    assert one.closed_at_rest is True
    assert room.awake()
    two.body.close()
    room.pass_time(10.0)
    assert not room.awake(), "whoever drives it rests it"


def test_of_two_that_begin_at_once_the_greater_gives_way_without_touching_the_robot(room: Room) -> None:
    stations = [Station(room, name) for name in ("b", "a")]
    for station in stations:
        station.body.open()
    room.pass_time(1.0)
    assert all(station.says(Ready) for station in stations)
    for station in stations:
        station.body.do(Wake())
    room.pass_time(3 * BEAT_SECONDS)
    greater, lesser = stations
    assert greater.gave_way
    assert not lesser.gave_way
    greater.body.close()
    assert greater.closed_at_rest is True
    room.pass_time(10.0)
    assert room.awake()
    assert lesser.says(Awake)
    assert room.claim()[0] == "a"


def test_a_robot_that_forgot_the_claim_is_claimed_again(room: Room) -> None:
    station = room.opened("m")
    room.nao.call("ALMemory", "removeData", [KEY])
    room.pass_time(BEAT_SECONDS)
    assert room.claim() == ["m", 2]
    assert not station.says(Lost)


def test_ears_and_joints_are_left_alone_by_a_station_that_finds_another_on_its_beat() -> None:
    value: list[Any] = ["m", 1]
    bench = Bench({"getData": lambda key: value}, NaoSettings(station="m", listen_cue="")).opened(awake=True)
    bench.do(LISTEN)
    bench.forget()
    value[0] = "a"
    bench.pass_time(BEAT_SECONDS)
    (lost,) = bench.told()
    assert isinstance(lost, Lost)
    assert lost.final
    bench.do(Rest())
    bench.pass_time(60.0)
    bench.body.close()
    assert bench.wire.calls == [("ALMemory.getData", KEY)]
    assert bench.connector.tries == 1
    assert (bench.connector.closed_at_rest, bench.connector.closed_resting) == (True, False)


def test_a_robot_that_cannot_speak_is_not_kept_from_others() -> None:
    bench = Bench({"getAvailableLanguages": Reply(error="no voice")}, NaoSettings(station="m"))
    bench.body.open()
    bench.settle()
    assert bench.wire.sent("ALMemory.removeData") == [(KEY,)]


def test_looking_for_another_station_is_not_counted_as_making_ready() -> None:
    bench = Bench({"getData": lambda key: ["a", 1]}, NaoSettings(station="m", beat=40.0))
    bench.body.open()
    bench.pass_time(PATIENCE * 40.0 + 0.1)
    assert isinstance(bench.told()[0], Ready)
