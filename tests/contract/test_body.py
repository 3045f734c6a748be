"""Joints, postures and lights. On a real robot these cases wake it up and move its head."""

from __future__ import annotations

import contextlib
import math
from typing import Any

import pytest

from tests.contract.link import Link, Refusal

MOTION = "ALMotion"


def test_the_body_has_its_26_joints(link: Link) -> None:
    names = link.call(MOTION, "getBodyNames", "Body")
    assert len(names) == 26
    assert len(link.call(MOTION, "getAngles", "Body", True)) == 26
    assert link.call(MOTION, "getBodyNames", "Head") == ["HeadYaw", "HeadPitch"]
    limits = link.call(MOTION, "getLimits", "Body")
    assert all(least < greatest and speed > 0 for least, greatest, speed, _ in limits)


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("getAngles", ["NoSuchJoint", True]),
        ("angleInterpolation", ["NoSuchJoint", 0.1, 1.0, True]),
        ("angleInterpolation", [["HeadYaw", "HeadPitch"], [0.1], [1.0, 1.0], True]),
        ("angleInterpolation", ["HeadYaw", [0.1, 0.2], [1.0], True]),
        ("angleInterpolation", ["HeadYaw", [0.1, 0.2], [2.0, 1.0], True]),
        ("angleInterpolation", ["HeadYaw", "left", 1.0, True]),
        ("angleInterpolation", ["HeadYaw", [0.5, 0.0], [0.01, 0.02], True]),
        ("openHand", ["LFoot"]),
    ],
)
def test_an_impossible_motion_is_refused(link: Link, method: str, arguments: list[Any]) -> None:
    with pytest.raises(Refusal):
        link.call(MOTION, method, *arguments)


def test_a_joint_out_of_range_is_refused(link: Link) -> None:
    with pytest.raises(Refusal, match="HeadPitch"):
        link.call(MOTION, "angleInterpolation", "HeadPitch", 1.5, 2.0, True)


def test_waking_up_stiffens_and_resting_lets_go(link: Link) -> None:
    link.call(MOTION, "wakeUp")
    assert link.call(MOTION, "robotIsWakeUp") is True
    assert all(stiffness > 0.5 for stiffness in link.call(MOTION, "getStiffnesses", "Head"))
    link.call(MOTION, "rest")
    assert link.call(MOTION, "robotIsWakeUp") is False
    assert link.call(MOTION, "getStiffnesses", "Head") == [0.0, 0.0]


def test_a_joint_arrives_in_the_time_that_it_was_given(link: Link) -> None:
    link.call(MOTION, "wakeUp")
    began = link.clock.now()
    link.call(MOTION, "angleInterpolation", "HeadYaw", [0.4, -0.4], [1.0, 2.0], True)
    assert 1.9 <= link.clock.now() - began < 4
    assert math.isclose(link.call(MOTION, "getAngles", "HeadYaw", True)[0], -0.4, abs_tol=0.1)


def test_a_relative_motion_adds_to_where_the_joint_is(link: Link) -> None:
    link.call(MOTION, "wakeUp")
    link.call(MOTION, "angleInterpolation", "HeadYaw", 0.0, 1.0, True)
    link.call(MOTION, "angleInterpolation", "HeadYaw", [0.1, 0.3], [0.5, 1.0], False)
    assert math.isclose(link.call(MOTION, "getAngles", "HeadYaw", True)[0], 0.3, abs_tol=0.1)


def test_set_angles_returns_while_the_joint_is_on_its_way(link: Link) -> None:
    link.call(MOTION, "wakeUp")
    link.call(MOTION, "angleInterpolation", "HeadYaw", 0.0, 1.0, True)
    link.call(MOTION, "setAngles", "HeadYaw", 0.6, 0.05)
    assert link.call(MOTION, "getAngles", "HeadYaw", True)[0] < 0.5
    link.let_pass(3)
    assert math.isclose(link.call(MOTION, "getAngles", "HeadYaw", True)[0], 0.6, abs_tol=0.1)


def test_kill_all_stops_a_joint_on_its_way(link: Link) -> None:
    link.call(MOTION, "wakeUp")
    link.call(MOTION, "angleInterpolation", "HeadYaw", 0.0, 1.0, True)
    motion = link.begin(MOTION, "angleInterpolation", "HeadYaw", 1.0, 4.0, True)
    link.let_pass(1)
    link.call(MOTION, "killAll")
    link.until(lambda: bool(motion))
    assert link.call(MOTION, "getAngles", "HeadYaw", True)[0] < 0.8


def test_a_loose_joint_stays_where_it_is(link: Link) -> None:
    link.call(MOTION, "rest")
    before = link.call(MOTION, "getAngles", "HeadYaw", True)[0]
    link.call(MOTION, "angleInterpolation", "HeadYaw", 0.5, 1.0, True)
    assert math.isclose(link.call(MOTION, "getAngles", "HeadYaw", True)[0], before, abs_tol=0.1)


def test_the_posture_family_is_a_known_one(link: Link) -> None:
    families = link.call("ALRobotPosture", "getPostureFamilyList")
    assert link.call("ALRobotPosture", "getPostureFamily") in families
    assert "Sit" in link.call("ALRobotPosture", "getPostureList")


def test_an_unknown_posture_is_not_reached(link: Link) -> None:
    with contextlib.suppress(Refusal):
        assert link.call("ALRobotPosture", "goToPosture", "Handstand", 0.5) is False


def test_breathing_can_be_switched_off_by_chain(link: Link) -> None:
    link.call(MOTION, "setBreathEnabled", "Body", False)
    assert link.call(MOTION, "getBreathEnabled", "Body") is False
    with pytest.raises(Refusal):
        link.call(MOTION, "setBreathEnabled", "Tail", False)


@pytest.mark.parametrize("colour", [[0x0000FF, 0.2], ["green", 0.2], [1.0, 0.5, 0, 0.2]])
def test_the_eyes_take_a_colour_in_three_ways(link: Link, colour: list[Any]) -> None:
    began = link.clock.now()
    link.call("ALLeds", "fadeRGB", "FaceLeds", *colour)
    assert link.clock.now() - began >= 0.15


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("fadeRGB", ["NoSuchLeds", 0x0000FF, 0.1]),
        ("fadeRGB", ["FaceLeds", "octarine", 0.1]),
        ("on", ["NoSuchLeds"]),
        ("listGroup", ["NoSuchLeds"]),
    ],
)
def test_an_unknown_light_is_refused(link: Link, method: str, arguments: list[Any]) -> None:
    with pytest.raises(Refusal):
        link.call("ALLeds", method, *arguments)


def test_the_groups_of_lights_are_there(link: Link) -> None:
    assert {"FaceLeds", "LeftFaceLeds", "ChestLeds", "EarLeds", "AllLeds"} <= set(link.call("ALLeds", "listGroups"))
