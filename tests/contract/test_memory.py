"""ALMemory: keys and events."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.link import Link, Refusal

KEY = "Kaveri/ContractTest"


@pytest.mark.parametrize("value", [3, 0.5, "text", [1, "two", [3.0, True]], True])
def test_a_value_comes_back_as_it_was(link: Link, value: Any) -> None:
    link.call("ALMemory", "insertData", KEY, value)
    assert link.call("ALMemory", "getData", KEY) == value
    assert KEY in link.call("ALMemory", "getDataList", "ContractTest")
    link.call("ALMemory", "removeData", KEY)
    with pytest.raises(Refusal):
        link.call("ALMemory", "getData", KEY)


def test_an_unknown_key_is_refused_by_name(link: Link) -> None:
    with pytest.raises(Refusal, match="Kaveri/NoSuchKey"):
        link.call("ALMemory", "getData", "Kaveri/NoSuchKey")


def test_inserted_data_tell_nobody_and_raised_events_do(link: Link) -> None:
    seen = link.watch(KEY)
    link.call("ALMemory", "insertData", KEY, 1)
    link.call("ALMemory", "raiseEvent", KEY, [2, "two"])
    link.until(lambda: bool(seen))
    assert seen == [(KEY, [2, "two"])]
    assert link.call("ALMemory", "getData", KEY) == [2, "two"]


def test_a_micro_event_is_told_too(link: Link) -> None:
    seen = link.watch(KEY)
    link.call("ALMemory", "raiseMicroEvent", KEY, 5)
    link.until(lambda: seen == [(KEY, 5)])


def test_no_event_is_lost_and_none_comes_twice(link: Link) -> None:
    seen = link.watch(KEY)
    for number in range(50):
        link.call("ALMemory", "raiseEvent", KEY, number)
    link.until(lambda: len(seen) >= 50)
    # Over qi two that come close together may change places: libqi keeps no order on the client's side.
    assert sorted(value for _, value in seen) == list(range(50))


def test_a_module_that_is_not_there_cannot_be_subscribed(link: Link) -> None:
    with pytest.raises(Refusal):
        link.call("ALMemory", "subscribeToEvent", KEY, "KaveriNoSuchModule", "callback")


def test_joints_and_battery_can_be_read_as_sensors(link: Link) -> None:
    angle = link.call("ALMemory", "getData", "Device/SubDeviceList/HeadYaw/Position/Sensor/Value")
    assert -2.1 <= angle <= 2.1
    assert 0 <= link.call("ALMemory", "getData", "Device/SubDeviceList/Battery/Charge/Sensor/Value") <= 1
    assert link.call("ALMemory", "getData", "Device/SubDeviceList/Head/Touch/Front/Sensor/Value") in (0.0, 1.0)
