from __future__ import annotations

from robot.catalogue import GESTURES
from robot.commands import Halt, Move
from robot.events import Moved, Refused
from tests.robot.nao.bench import Bench

INTERPOLATE = "ALMotion.angleInterpolation"


def test_a_gesture_is_played_from_its_keyframes() -> None:
    bench = Bench().opened(awake=True)
    bench.do(Move("nod", tag=4))
    assert bench.wire.sent(INTERPOLATE) == [(["HeadPitch"], [[0.25, -0.05, 0.2, 0.0]], [[0.4, 0.8, 1.2, 1.6]], True)]
    assert bench.told() == [Moved(4)]


def test_a_smaller_gesture_takes_as_long() -> None:
    bench = Bench().opened(awake=True)
    bench.do(Move("nod", size=0.5))
    names, angles, times, _ = bench.wire.sent(INTERPOLATE)[0]
    assert (names, angles, times) == (["HeadPitch"], [[0.125, -0.025, 0.1, 0.0]], [[0.4, 0.8, 1.2, 1.6]])


def test_an_unknown_gesture_a_lying_robot_and_one_at_rest_are_refused() -> None:
    bench = Bench().opened(awake=True)
    bench.do(Move("salto", tag=1))
    bench.happens("PostureFamilyChanged", "LyingBack")
    bench.told()
    bench.do(Move("nod", tag=2))
    assert bench.told() == [Refused(2, "no gesture while LyingBack")]
    resting = Bench().opened()
    resting.do(Move("nod", tag=3))
    assert resting.told() == [Refused(3, "the robot is at rest")]


def test_arms_that_have_worked_a_minute_stay_still_until_they_have_rested() -> None:
    bench = Bench().opened(awake=True)
    for _ in range(15):
        bench.do(Move("wave"))
        bench.pass_time(GESTURES["wave"].seconds)
    bench.do(Move("point_right"))
    bench.pass_time(GESTURES["point_right"].seconds)
    bench.forget()
    bench.do(Move("wave", tag=1))
    bench.do(Move("point_left", tag=2))
    bench.do(Move("applaud", tag=3))
    assert [call[0] for call in bench.wire.sent(INTERPOLATE)] == [["HeadPitch"], ["HeadYaw"]]
    assert bench.told() == [Moved(1), Moved(2), Moved(3)]
    bench.pass_time(20.0)
    bench.forget()
    bench.do(Move("applaud"))
    assert len(bench.wire.sent(INTERPOLATE)) == 1


def test_an_unknown_posture_leaves_the_arms_where_they_are() -> None:
    bench = Bench().opened(awake=True)
    bench.happens("PostureFamilyChanged", "Unknown")
    bench.do(Move("wave"))
    assert [call[0] for call in bench.wire.sent(INTERPOLATE)] == [["HeadPitch"]]


def test_a_gesture_leaves_once_every_stop_has_been_answered() -> None:
    bench = Bench().opened(awake=True)
    bench.wire.held |= {"stopMove", "killAll"}
    bench.do(Halt())
    bench.do(Move("nod", tag=1))
    for method in ("stopMove", "killAll"):
        assert bench.wire.sent(INTERPOLATE) == []
        bench.wire.finish(method)
        bench.settle()
    assert len(bench.wire.sent(INTERPOLATE)) == 1
    assert bench.told() == [Moved(1)]


def test_a_gesture_that_waits_for_a_stop_is_taken_back_by_the_next_one() -> None:
    bench = Bench().opened(awake=True)
    bench.wire.held.add("killAll")
    bench.do(Halt())
    bench.do(Move("nod", tag=1))
    bench.do(Halt())
    for _ in range(2):
        bench.wire.finish("killAll")
    bench.settle()
    assert bench.wire.sent(INTERPOLATE) == []
    assert bench.told() == []


def test_a_halted_gesture_ends_without_an_event() -> None:
    bench = Bench().opened(awake=True)
    bench.wire.held.add("angleInterpolation")
    bench.do(Move("wave", tag=1))
    bench.do(Halt())
    bench.wire.finish("angleInterpolation")
    bench.settle()
    assert bench.told() == []
