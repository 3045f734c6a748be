from __future__ import annotations

from datetime import UTC, datetime

import pytest

from robot.clock import RealClock, Timers


def test_timers_come_out_by_time_and_equal_ones_in_the_order_of_asking() -> None:
    timers = Timers()
    called: list[str] = []
    for due, name in ((2.0, "c"), (1.0, "a"), (1.0, "b")):
        timers.add(due, lambda name=name: called.append(name))  # type: ignore[misc]
    while (timer := timers.pop_due(5.0)) is not None:
        timer.callback()
    assert called == ["a", "b", "c"]


def test_a_timer_is_not_due_before_its_time() -> None:
    timers = Timers()
    timer = timers.add(2.0, lambda: None)
    assert timers.pop_due(1.9) is None
    assert timers.next_due() == 2.0
    assert timers.pop_due(2.0) is timer
    assert timers.next_due() is None


def test_a_cancelled_timer_is_gone_and_cancelling_nothing_is_fine() -> None:
    timers = Timers()
    timer = timers.add(1.0, lambda: None)
    timers.cancel(timer)
    timers.cancel(timer)
    timers.cancel(None)
    assert timers.next_due() is None
    assert timers.pop_due(9.0) is None


def test_real_time_does_not_go_back_and_ids_do_not_repeat() -> None:
    clock = RealClock()
    moments = [clock.now() for _ in range(1000)]
    assert moments == sorted(moments)
    ids = {clock.new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(id) == 32 and int(id, 16) >= 0 for id in ids)


def test_the_wall_clock_is_in_utc_and_today_is_local() -> None:
    clock = RealClock()
    assert clock.wall().tzinfo is UTC
    before = datetime.now().astimezone().date()  # noqa: TID251
    today = clock.today()
    assert before <= today <= datetime.now().astimezone().date()  # noqa: TID251


def test_a_seed_gives_the_same_chance_again() -> None:
    assert RealClock(3).rng.random() == RealClock(3).rng.random()


def test_the_wait_for_the_next_timer_is_in_real_seconds() -> None:
    clock = RealClock(pace=10.0)
    assert clock.until_next() is None
    clock.call_later(100.0, lambda: None)
    wait = clock.until_next()
    assert wait is not None
    assert 5.0 < wait <= 10.0


def test_a_faster_pace_makes_more_seconds_of_the_same_moment() -> None:
    slow, fast = RealClock(), RealClock(pace=1000.0)
    while slow.now() == 0.0:
        pass
    assert fast.now() > slow.now()


def test_run_due_fires_all_that_is_due_and_nothing_else() -> None:
    clock = RealClock()
    called: list[str] = []
    later = clock.call_later(3600.0, lambda: called.append("later"))
    clock.call_later(0.0, lambda: called.append("now"))
    cancelled = clock.call_later(0.0, lambda: called.append("cancelled"))
    clock.cancel(cancelled)
    assert clock.until_next() == 0.0
    clock.run_due()
    assert called == ["now"]
    assert not later.cancelled


def test_a_timer_may_cancel_one_that_is_due_with_it() -> None:
    clock = RealClock()
    called: list[str] = []
    clock.call_later(0.0, lambda: clock.cancel(second))
    second = clock.call_later(0.0, lambda: called.append("second"))
    clock.run_due()
    assert called == []


def test_a_timer_that_fails_leaves_the_others_for_the_next_turn() -> None:
    clock = RealClock()
    called: list[str] = []

    def fails() -> None:
        raise ValueError("no")

    clock.call_later(0.0, fails)
    clock.call_later(0.0, lambda: called.append("second"))
    with pytest.raises(ValueError, match="no"):
        clock.run_due()
    clock.run_due()
    assert called == ["second"]
