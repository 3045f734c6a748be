from __future__ import annotations

from typing import Any

import pytest

from robot.events import Charged, Warmed
from robot.nao.vitals import status_of
from robot.nao.wire import Reply
from tests.robot.nao.bench import Bench


@pytest.mark.parametrize(
    ("diagnosis", "status"),
    [(None, 0), ([], 0), (2, 2), ([1, ["LArm"]], 1), ([3, []], 3), ((2, ()), 2), ([9, []], 3), ("hot", 0)],
)
def test_every_shape_of_the_diagnosis_is_read(diagnosis: Any, status: int) -> None:
    assert status_of(diagnosis) == status


def test_heat_is_told_at_the_robots_notice_and_once() -> None:
    bench = Bench().opened()
    bench.wire.answers["getTemperatureDiagnosis"] = [2, ["RArm"]]
    bench.happens("HotDeviceDetected", ["RShoulderPitch"])
    bench.happens("TemperatureStatusChanged", [2, ["RArm"]])
    assert bench.told() == [Warmed(2)]


def test_heat_and_charge_are_asked_for_without_a_notice() -> None:
    bench = Bench().opened()
    bench.wire.answers |= {"getTemperatureDiagnosis": [1, ["LArm"]], "getBatteryCharge": 29}
    bench.pass_time(29.0)
    assert bench.told() == []
    bench.pass_time(2.0)
    assert bench.told() == [Warmed(1), Charged(29)]
    bench.wire.answers["getTemperatureDiagnosis"] = []
    bench.pass_time(30.0)
    assert bench.told() == [Warmed(0)]


def test_charge_is_told_when_it_changes() -> None:
    bench = Bench().opened()
    bench.happens("BatteryChargeChanged", 80)
    bench.happens("BatteryChargeChanged", 79)
    bench.happens("BatteryChargeChanged", "low")
    assert bench.told() == [Charged(79)]


def test_a_diagnosis_that_fails_says_nothing_of_the_heat() -> None:
    bench = Bench().opened()
    bench.wire.answers["getTemperatureDiagnosis"] = [2, []]
    bench.pass_time(30.0)
    bench.told()
    bench.wire.answers["getTemperatureDiagnosis"] = Reply(error="busy")
    bench.pass_time(30.0)
    assert bench.told() == []


def test_the_first_diagnosis_is_told_whatever_it_is() -> None:
    bench = Bench({"getTemperatureDiagnosis": [2, ["LArm"]]}).opened(awake=True)
    bench.answers["getTemperatureDiagnosis"] = []
    bench.connector.lost("the wire dropped")
    bench.pass_time(1.0)
    assert bench.told()[-1] == Warmed(0), "joints that have cooled while the robot was lost"
