from __future__ import annotations

import pytest

from robot.commands import Sensor
from robot.events import Fell, Held, Posed, Touched
from robot.nao.senses import KEYS
from tests.robot.nao.bench import Bench


@pytest.mark.parametrize(("sensor", "key"), [(sensor, key) for sensor, keys in KEYS.items() for key in keys])
def test_every_sensor_tells_its_touch(sensor: Sensor, key: str) -> None:
    bench = Bench().opened()
    bench.happens(key, 1.0)
    bench.happens(key, 0.0)
    assert bench.told() == [Touched(sensor)]


def test_a_touch_of_two_seconds_is_held() -> None:
    bench = Bench({"getData": 1.0}).opened()
    bench.happens("MiddleTactilTouched", 1.0)
    bench.pass_time(1.9)
    assert bench.told() == [Touched(Sensor.HEAD_MIDDLE)]
    bench.pass_time(0.2)
    assert bench.told() == [Held(Sensor.HEAD_MIDDLE)]
    bench.pass_time(5.0)
    assert bench.told() == []


def test_a_tap_whose_end_came_before_its_beginning_is_not_held() -> None:
    bench = Bench({"getData": 0.0}).opened()
    bench.happens("MiddleTactilTouched", 0.0)
    bench.happens("MiddleTactilTouched", 1.0)
    bench.pass_time(3.0)
    assert bench.told() == [Touched(Sensor.HEAD_MIDDLE)]
    bench.happens("MiddleTactilTouched", 1.0)
    assert bench.told() == [Touched(Sensor.HEAD_MIDDLE)]


def test_a_hand_is_one_sensor_whichever_side_of_it_is_touched() -> None:
    bench = Bench().opened()
    bench.happens("HandLeftBackTouched", 1.0)
    bench.happens("HandLeftLeftTouched", 1.0)
    bench.happens("HandLeftBackTouched", 0.0)
    bench.happens("HandLeftLeftTouched", 0.0)
    assert bench.told() == [Touched(Sensor.HAND_LEFT)]


def test_a_bouncing_touch_is_one_touch() -> None:
    bench = Bench().opened()
    for value in (1.0, 0.0, 1.0, 0.0):
        bench.happens("FrontTactilTouched", value)
    assert bench.told() == [Touched(Sensor.HEAD_FRONT)]
    bench.pass_time(0.5)
    bench.happens("FrontTactilTouched", 1.0)
    assert bench.told() == [Touched(Sensor.HEAD_FRONT)]


HEAD_KEYS = ("FrontTactilTouched", "MiddleTactilTouched", "RearTactilTouched")


def helds(bench: Bench) -> list[Held]:
    return [event for event in bench.told() if isinstance(event, Held)]


def test_a_hand_that_wanders_over_the_head_holds_it_once() -> None:
    bench = Bench({"getData": 1.0}).opened()
    bench.happens(HEAD_KEYS[0], 1.0)
    for step in range(8):
        bench.pass_time(0.7)
        bench.happens(HEAD_KEYS[(step + 1) % 3], 1.0)
        bench.happens(HEAD_KEYS[step % 3], 0.0)
    assert len(helds(bench)) == 1


def test_a_hold_that_flickers_is_a_hold() -> None:
    bench = Bench({"getData": 1.0}).opened()
    for _ in range(2):
        bench.happens("MiddleTactilTouched", 1.0)
        bench.pass_time(1.5)
        bench.happens("MiddleTactilTouched", 0.0)
        bench.pass_time(0.04)
    assert helds(bench) == [Held(Sensor.HEAD_MIDDLE)]


def test_a_hold_that_flickers_just_as_it_becomes_one_is_a_hold() -> None:
    bench = Bench({"getData": 1.0}).opened()
    bench.happens("MiddleTactilTouched", 1.0)
    bench.pass_time(1.98)
    bench.happens("MiddleTactilTouched", 0.0)
    bench.pass_time(0.04)
    bench.happens("MiddleTactilTouched", 1.0)
    bench.pass_time(0.5)
    assert helds(bench) == [Held(Sensor.HEAD_MIDDLE)]


def test_a_hand_that_moves_on_just_as_its_hold_is_looked_at_holds_the_head() -> None:
    bench = Bench({"getData": 1.0}).opened()
    bench.wire.held.add("getData")
    bench.happens("FrontTactilTouched", 1.0)
    bench.pass_time(2.0)
    bench.happens("MiddleTactilTouched", 1.0)
    bench.happens("FrontTactilTouched", 0.0)
    bench.wire.held.clear()
    bench.wire.finish("getData", 0.0)
    bench.pass_time(0.5)
    assert len(helds(bench)) == 1


def test_touches_one_after_another_are_no_hold() -> None:
    bench = Bench({"getData": 1.0}).opened()
    for _ in range(6):
        bench.happens("MiddleTactilTouched", 1.0)
        bench.pass_time(1.0)
        bench.happens("MiddleTactilTouched", 0.0)
        bench.pass_time(0.3)
    assert helds(bench) == []


def test_a_fall_and_a_new_posture_are_told() -> None:
    bench = Bench().opened()
    bench.happens("robotHasFallen", True)
    bench.happens("robotHasFallen", False)
    bench.happens("PostureFamilyChanged", "LyingBack")
    assert bench.told() == [Fell(), Posed(0, "LyingBack")]


def test_malformed_values_are_dropped() -> None:
    bench = Bench().opened()
    bench.happens("FrontTactilTouched", "1.0")
    bench.happens("PostureFamilyChanged", 3)
    assert bench.told() == []
