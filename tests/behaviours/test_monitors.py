"""The machines that listen beside a scenario."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from behaviours.monitors import GOODBYE_CHARGE, REST_CHARGE, START_CHARGE, Effect, Monitors, sign
from robot.commands import Sensor
from robot.events import Charged, Event, Fell, Silent, Touched, Warmed

SIGNS = ("calm", "warm", "hot", "too_hot", "low", "empty", "fell", "help", "resumed", "overdue", "nonsense")


def effects(*events: Event | str) -> list[Effect]:
    """What the session must do, one after the other."""
    monitors = Monitors()
    signs = [event if isinstance(event, str) else sign(event) for event in events]
    return [effect for seen in signs if seen is not None for _, effect in monitors.see(seen)]


def test_warm_joints_make_gestures_smaller_and_hot_ones_end_them() -> None:
    assert effects(Warmed(1)) == [Effect.SMALLER_GESTURES]
    assert effects(Warmed(2)) == [Effect.NO_GESTURES]
    assert effects(Warmed(1), Warmed(2)) == [Effect.SMALLER_GESTURES, Effect.NO_GESTURES]


def test_joints_that_are_too_hot_rest_at_once_from_wherever() -> None:
    for before in ([], [Warmed(1)], [Warmed(2)], [Warmed(1), Warmed(0)]):
        assert effects(*before, Warmed(3))[-1] is Effect.REST_NOW


def test_cooling_brings_the_gestures_back() -> None:
    assert effects(Warmed(1), Warmed(0)) == [Effect.SMALLER_GESTURES, Effect.FULL_GESTURES]


def test_hot_joints_rest_until_they_are_cool_for_at_the_first_sign_of_warm_they_would_be_hot_again() -> None:
    assert effects(Warmed(2), Warmed(1), Warmed(2), Warmed(1)) == [Effect.NO_GESTURES]
    assert effects(Warmed(2), Warmed(1), Warmed(0)) == [Effect.NO_GESTURES, Effect.FULL_GESTURES]


def test_news_that_is_none_has_no_effect() -> None:
    assert effects(Warmed(0)) == []
    assert effects(Warmed(1), Warmed(1)) == [Effect.SMALLER_GESTURES]
    assert effects(Charged(14), Charged(13), Charged(12)) == [Effect.SAY_GOODBYE]
    assert effects(Charged(100), Charged(50), Silent(1), Touched(Sensor.CHEST)) == []


@pytest.mark.parametrize(("status", "expected"), [(-1, "calm"), (0, "calm"), (3, "too_hot"), (4, "too_hot")])
def test_a_diagnosis_out_of_range_counts_as_the_nearest(status: int, expected: str) -> None:
    assert sign(Warmed(status)) == expected


def test_a_low_charge_says_goodbye_and_a_lower_one_rests() -> None:
    assert (START_CHARGE, GOODBYE_CHARGE, REST_CHARGE) == (30, 15, 8)
    assert effects(Charged(16)) == []
    assert effects(Charged(15)) == [Effect.SAY_GOODBYE]
    assert effects(Charged(9)) == [Effect.SAY_GOODBYE]
    assert effects(Charged(8)) == [Effect.REST_NOW]
    assert effects(Charged(15), Charged(8)) == [Effect.SAY_GOODBYE, Effect.REST_NOW]


@pytest.mark.parametrize("bad", ["fell", "help"])
def test_a_fall_and_a_distress_word_hold_everything_until_staff_go_on(bad: str) -> None:
    assert effects(bad) == [Effect.HOLD_FOR_STAFF]
    assert effects(bad, bad) == [Effect.HOLD_FOR_STAFF]
    assert effects(bad, "resumed", bad) == [Effect.HOLD_FOR_STAFF] * 2


def test_a_fall_is_seen_in_what_the_body_tells() -> None:
    assert effects(Fell()) == [Effect.HOLD_FOR_STAFF]


def test_a_session_that_is_overdue_is_brought_to_its_goodbye_once() -> None:
    assert effects("overdue", "overdue") == [Effect.SAY_GOODBYE]


def test_every_effect_tells_which_monitor_asks_for_it() -> None:
    monitors = Monitors()

    asking = {seen: [name for name, _ in monitors.see(seen)] for seen in ("fell", "help", "warm", "low", "overdue")}

    assert asking == {
        "fell": ["fall"],
        "help": ["distress"],
        "warm": ["heat"],
        "low": ["battery"],
        "overdue": ["length"],
    }


def test_staff_going_on_clears_a_fall_and_a_distress_word_and_nothing_else() -> None:
    monitors = Monitors()
    for seen in ("fell", "help", "warm", "low"):
        monitors.see(seen)

    assert monitors.see("resumed") == []
    assert monitors.see("low") == []
    assert monitors.see("fell") == [("fall", Effect.HOLD_FOR_STAFF)]


@given(st.lists(st.sampled_from(SIGNS), max_size=30))
def test_whatever_happens_resting_is_never_taken_back(seen: list[str]) -> None:
    monitors = Monitors()
    told = [(name, effect) for one in seen for name, effect in monitors.see(one)]

    for name in ("heat", "battery"):
        own = [effect for who, effect in told if who == name]
        assert Effect.REST_NOW not in own[:-1]
