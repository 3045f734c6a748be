"""How long joints take to cool: by the law of the virtual NAO, and on the safe side where little is known."""

from __future__ import annotations

import pytest

from robot.heat import LOOSE, STATUSES, cooling_seconds
from tests.sim.room import Room


def test_where_nothing_is_warm_nobody_waits() -> None:
    assert cooling_seconds(0, True, {"LShoulderPitch": 99.0}) == 0.0


@pytest.mark.parametrize("status", [1, 2, 3])
def test_it_is_when_the_virtual_nao_is_cool(status: int) -> None:
    room = Room()
    room.nao.warm(status)
    degrees = {"LShoulderPitch": room.nao.vitals.temperature("LArm"), "HeadYaw": LOOSE}
    reckoned = cooling_seconds(status, False, degrees)

    while room.nao.vitals.hot():
        room.clock.run_due()

    assert room.clock.now() == pytest.approx(reckoned, abs=0.1)


def test_the_slowest_joint_counts() -> None:
    arm, leg = {"LElbowRoll": 80.0}, {"RKneePitch": 70.0}
    assert cooling_seconds(2, False, arm | leg) == max(cooling_seconds(2, False, each) for each in (arm, leg))


def test_stiff_joints_cool_more_slowly() -> None:
    assert cooling_seconds(2, True, {"LElbowRoll": 80.0}) > cooling_seconds(2, False, {"LElbowRoll": 80.0}) > 0


@pytest.mark.parametrize("known", [{}, {"HeadYaw": STATUSES[0] - 20}])
def test_a_robot_that_does_not_say_where_it_is_warm_is_taken_at_its_worst(known: dict[str, float]) -> None:
    times = [cooling_seconds(status, False, known) for status in (1, 2, 3)]
    assert times == sorted(times)
    assert times[-1] == cooling_seconds(3, False, {"LKneePitch": 85.0})
