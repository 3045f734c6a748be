from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.limits import ARM_REST_SECONDS, ARM_WORK_SECONDS, CHAINS, ArmDuty, head_pitch_range, joints


def test_a_nao_has_26_joints_in_the_order_of_its_body() -> None:
    names = list(joints())
    assert len(names) == len(set(names)) == 26
    assert names[:3] == ["HeadYaw", "HeadPitch", "LShoulderPitch"]
    assert names[-1] == "RHand"
    assert [joint for chain in CHAINS.values() for joint in chain] == names


def test_every_joint_has_a_range_and_a_speed() -> None:
    for name, joint in joints().items():
        assert joint.lower < joint.upper, name
        assert joint.speed > 0.0, name
    assert (joints()["LHand"].lower, joints()["RHand"].upper) == (0.0, 1.0)


def test_joints_that_a_documentation_page_gives_are_as_it_gives_them() -> None:
    assert joints()["HeadYaw"].upper == pytest.approx(2.0857, abs=1e-3)
    assert joints()["LShoulderRoll"].lower == pytest.approx(-0.3142, abs=1e-3)
    assert joints()["LElbowRoll"].lower == pytest.approx(-1.5446, abs=1e-3)


@pytest.mark.parametrize("roll", ["ShoulderRoll", "ElbowRoll", "ElbowYaw", "WristYaw"])
def test_the_arms_mirror_each_other(roll: str) -> None:
    left, right = joints()[f"L{roll}"], joints()[f"R{roll}"]
    assert left.lower == pytest.approx(-right.upper, abs=1e-3)
    assert left.upper == pytest.approx(-right.lower, abs=1e-3)


@pytest.mark.parametrize(
    ("yaw", "low", "high"),
    [(0.0, -0.672, 0.515), (0.486, -0.672, 0.422), (-1.527, -0.330, 0.200), (3.0, -0.449, 0.330)],
)
def test_the_heads_range_is_the_tables_at_its_rows(yaw: float, low: float, high: float) -> None:
    assert head_pitch_range(yaw) == pytest.approx((low, high))


@given(st.floats(-2.2, 2.2))
def test_the_heads_range_is_even_in_both_directions_and_has_no_jump(yaw: float) -> None:
    low, high = head_pitch_range(yaw)
    assert (low, high) == head_pitch_range(-yaw)
    assert low < 0.0 < high
    near = head_pitch_range(yaw + 1e-6)
    assert near == pytest.approx((low, high), abs=1e-5)


def test_between_two_rows_the_range_lies_between_theirs() -> None:
    low, high = head_pitch_range((0.756 + 0.903) / 2)
    assert low == pytest.approx((-0.548 - 0.480) / 2)
    assert high == pytest.approx((0.370 + 0.330) / 2)


def test_arms_work_a_stretch_and_then_rest() -> None:
    duty = ArmDuty()
    assert duty.allow(0.0, ARM_WORK_SECONDS / 2)
    assert duty.allow(ARM_WORK_SECONDS / 2, ARM_WORK_SECONDS / 2)
    assert not duty.allow(ARM_WORK_SECONDS, 1.0)
    assert not duty.allow(ARM_WORK_SECONDS + ARM_REST_SECONDS - 0.1, 1.0)
    assert duty.allow(ARM_WORK_SECONDS + ARM_REST_SECONDS, 1.0)


def test_a_gesture_that_was_refused_does_not_count_as_work() -> None:
    duty = ArmDuty()
    assert duty.allow(0.0, ARM_WORK_SECONDS - 1.0)
    assert not duty.allow(1.0, 5.0)
    assert duty.allow(2.0, 1.0)


def test_a_gesture_longer_than_a_stretch_is_never_allowed() -> None:
    assert not ArmDuty().allow(0.0, ARM_WORK_SECONDS + 0.1)


@given(st.lists(st.tuples(st.floats(0.0, 30.0), st.floats(0.1, 20.0)), max_size=40))
def test_arms_never_work_more_than_a_stretch_without_a_rest(gestures: list[tuple[float, float]]) -> None:
    duty = ArmDuty()
    now, free, stretch = 0.0, 0.0, 0.0
    for wait, seconds in gestures:
        now = max(now, free) + wait
        if duty.allow(now, seconds):
            stretch = seconds if now - free >= ARM_REST_SECONDS else stretch + seconds
            free = now + seconds
            assert stretch <= ARM_WORK_SECONDS + 1e-6
