"""Charge, heat, life and what the robot runs."""

from __future__ import annotations

import pytest

from tests.contract.link import Link, Refusal


def test_the_charge_is_in_per_cent(link: Link) -> None:
    assert 0 <= link.call("ALBattery", "getBatteryCharge") <= 100


def test_the_diagnosis_of_heat_begins_with_its_status(link: Link) -> None:
    diagnosis = link.call("ALBodyTemperature", "getTemperatureDiagnosis")
    assert not diagnosis or diagnosis[0] in (0, 1, 2, 3)


def test_life_can_be_disabled(link: Link) -> None:
    link.call("ALAutonomousLife", "setState", "disabled")
    assert link.call("ALAutonomousLife", "getState") == "disabled"


def test_an_unknown_state_of_life_is_refused(link: Link) -> None:
    with pytest.raises(Refusal):
        link.call("ALAutonomousLife", "setState", "asleep")


@pytest.mark.parametrize(
    "service",
    ["ALAutonomousBlinking", "ALBackgroundMovement", "ALListeningMovement", "ALSpeakingMovement", "ALBasicAwareness"],
)
def test_what_the_robot_does_of_its_own_accord_can_be_switched_off(link: Link, service: str) -> None:
    link.call(service, "setEnabled", True)
    assert link.call(service, "isEnabled") is True
    link.call(service, "setEnabled", False)
    assert link.call(service, "isEnabled") is False


def test_the_version_has_numbers(link: Link) -> None:
    assert all(part.isdigit() for part in link.call("ALSystem", "systemVersion").split("."))
    assert link.call("ALSystem", "robotName")


def test_a_behaviour_that_is_not_installed_is_refused(link: Link) -> None:
    assert link.call("ALBehaviorManager", "isBehaviorInstalled", "no/such/behaviour") is False
    assert "no/such/behaviour" not in link.call("ALBehaviorManager", "getInstalledBehaviors")
    with pytest.raises(Refusal):
        link.call("ALBehaviorManager", "runBehavior", "no/such/behaviour")


def test_a_sound_file_that_is_not_there_is_refused(link: Link) -> None:
    with pytest.raises(Refusal):
        link.call("ALAudioPlayer", "playFile", "/no/such/file.wav")


def test_the_touch_sensors_are_listed(link: Link) -> None:
    assert {"Head/Touch/Front", "Head/Touch/Middle", "Head/Touch/Rear"} <= set(link.call("ALTouch", "getSensorList"))
