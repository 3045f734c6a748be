from __future__ import annotations

from itertools import pairwise
from math import cos, dist, sin

import pytest

from robot import catalogue
from robot.catalogue import CUES, GESTURES, Keyframes, neutral_of
from robot.limits import head_pitch_range, joints

FAMILIES = ("Standing", "Sitting")
SIZES = (1.0, 0.5, 0.0)
CALM = 0.6
"""The share of a joint's greatest speed that a gesture may use beside people."""

HANDS_APART = 0.08
FROM_HEAD = 0.13
"""Metres between the middles of the hands, and between a hand's and the head's."""


def angle_at(keyframes: Keyframes, start: float, time: float) -> float:
    before = (0.0, start)
    for after in keyframes:
        if time <= after[0]:
            return before[1] + (after[1] - before[1]) * (time - before[0]) / (after[0] - before[0])
        before = after
    return before[1]


def starting(name: str, family: str) -> dict[str, float]:
    """Where the joints are when a gesture begins: at neutral, or where the gesture that it ends has left them."""
    angles = dict(neutral_of(family))
    for gesture in GESTURES.values():
        if gesture.held_until == name:
            angles |= {joint: frames[-1][1] for joint, frames in gesture.track(family).items()}
    return angles


def hand(side: str, angles: dict[str, float]) -> tuple[float, float, float]:
    """The middle of a hand in the torso's frame, from NAO's link lengths in metres."""
    y = 1 if side == "L" else -1
    point = (0.05595 + 0.05775, 0.0, 0.0)
    point = _about_z(point, angles[side + "ElbowRoll"])
    point = _about_x(point, angles[side + "ElbowYaw"])
    point = (point[0] + 0.105, point[1] + y * 0.015, point[2])
    point = _about_z(point, angles[side + "ShoulderRoll"])
    point = _about_y(point, angles[side + "ShoulderPitch"])
    return (point[0], point[1] + y * 0.098, point[2] + 0.1)


def _about_x(p: tuple[float, float, float], a: float) -> tuple[float, float, float]:
    return (p[0], p[1] * cos(a) - p[2] * sin(a), p[1] * sin(a) + p[2] * cos(a))


def _about_y(p: tuple[float, float, float], a: float) -> tuple[float, float, float]:
    return (p[0] * cos(a) + p[2] * sin(a), p[1], p[2] * cos(a) - p[0] * sin(a))


def _about_z(p: tuple[float, float, float], a: float) -> tuple[float, float, float]:
    return (p[0] * cos(a) - p[1] * sin(a), p[0] * sin(a) + p[1] * cos(a), p[2])


every_gesture = pytest.mark.parametrize("name", list(GESTURES))
every_family = pytest.mark.parametrize("family", FAMILIES)


@every_gesture
@every_family
def test_every_angle_is_within_its_joints_range(name: str, family: str) -> None:
    for size in SIZES:
        for joint, keyframes in GESTURES[name].track(family, size).items():
            limits = joints()[joint]
            assert all(limits.lower <= angle <= limits.upper for _, angle in keyframes), joint


@every_gesture
@every_family
def test_no_joint_moves_faster_than_is_calm(name: str, family: str) -> None:
    for joint, keyframes in GESTURES[name].track(family).items():
        way = ((0.0, starting(name, family)[joint]), *keyframes)
        for (time_a, angle_a), (time_b, angle_b) in pairwise(way):
            assert time_a < time_b, joint
            assert abs(angle_b - angle_a) / (time_b - time_a) <= CALM * joints()[joint].speed, joint


@every_gesture
@every_family
def test_hands_and_head_keep_clear_of_each_other_all_the_way(name: str, family: str) -> None:
    gesture = GESTURES[name]
    start = starting(name, family)
    for step in range(int(gesture.seconds * 20) + 1):
        angles = start | {
            joint: angle_at(keyframes, start[joint], step / 20) for joint, keyframes in gesture.track(family).items()
        }
        lowest, highest = head_pitch_range(angles["HeadYaw"])
        assert lowest <= angles["HeadPitch"] <= highest
        left, right = hand("L", angles), hand("R", angles)
        assert dist(left, right) >= HANDS_APART, step / 20
        assert min(dist(left, (0, 0, 0.19)), dist(right, (0, 0, 0.19))) >= FROM_HEAD, step / 20


@every_gesture
@every_family
def test_a_gesture_ends_at_neutral_or_is_ended_by_another(name: str, family: str) -> None:
    gesture = GESTURES[name]
    ends = {joint: keyframes[-1] for joint, keyframes in gesture.track(family, 0.5).items()}
    if gesture.held_until:
        assert set(GESTURES[gesture.held_until].keyframes) >= set(gesture.keyframes)
        assert not GESTURES[gesture.held_until].held_until
    else:
        assert ends == {joint: (gesture.seconds, neutral_of(family)[joint]) for joint in gesture.keyframes}


@every_gesture
def test_a_gesture_leaves_the_legs_alone_and_says_whether_arms_move(name: str) -> None:
    gesture = GESTURES[name]
    assert set(gesture.keyframes) <= set(neutral_of("Standing"))
    assert gesture.arms == bool(set(gesture.keyframes) - {"HeadYaw", "HeadPitch"})
    assert not gesture.arms or set(gesture.track("Sitting", arms=False)) <= {"HeadYaw", "HeadPitch"}


def test_a_gesture_for_some_postures_alone_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    joints = {"HeadYaw": [[1.0, 0.3]]}
    each = {
        "stride": {"seconds": 2.0, "joints": joints, "families": ["Standing"]},
        "nod": {"seconds": 2.0, "joints": joints},
    }
    monkeypatch.setattr(catalogue, "_document", lambda: {"families": FAMILIES, "gestures": each})
    known = catalogue._gestures.__wrapped__()
    assert (known["stride"].families, known["nod"].families) == (("Standing",), FAMILIES)


def test_a_breath_takes_four_seconds_in_and_six_out() -> None:
    assert (GESTURES["breathe_in"].seconds, GESTURES["breathe_out"].seconds) == (4.0, 6.0)


def test_there_is_no_gesture_that_walks() -> None:
    assert "walk" not in GESTURES
    assert len(GESTURES) == 12


def test_every_cue_is_short_and_soft() -> None:
    assert set(CUES) == {"listen", "attention", "thinking", "done"}
    assert all(0 < cue.seconds <= 0.3 and 0 < cue.gain <= 50 for cue in CUES.values())
