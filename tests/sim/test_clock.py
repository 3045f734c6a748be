from __future__ import annotations

import time  # noqa: TID251
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clock import BEGINNING, VirtualClock, stream


def run_out(clock: VirtualClock) -> None:
    while clock.until_next() is not None:
        clock.run_due()


def test_time_stands_still_until_something_is_due() -> None:
    clock = VirtualClock()
    assert clock.now() == 0.0
    clock.run_due()
    assert clock.now() == 0.0
    clock.call_later(1000.0, lambda: None)
    assert clock.until_next() == 0.0
    clock.run_due()
    assert clock.now() == 1000.0
    assert clock.until_next() is None


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0]), max_size=20))
def test_timers_fire_in_the_order_of_their_times_and_equal_ones_as_asked_for(seconds: list[float]) -> None:
    clock = VirtualClock()
    fired: list[int] = []
    for index, wait in enumerate(seconds):
        clock.call_later(wait, lambda index=index: fired.append(index))  # type: ignore[misc]
    run_out(clock)
    assert fired == [index for index, _ in sorted(enumerate(seconds), key=lambda pair: pair[1])]


def test_one_call_fires_one_timer() -> None:
    clock = VirtualClock()
    fired: list[str] = []
    clock.call_later(1.0, lambda: fired.append("a"))
    clock.call_later(1.0, lambda: fired.append("b"))
    clock.run_due()
    assert fired == ["a"]


def test_a_timer_set_by_a_timer_counts_from_then() -> None:
    clock = VirtualClock()

    def again() -> None:
        clock.call_later(0.5, lambda: None)

    clock.call_later(1.0, again)
    run_out(clock)
    assert clock.now() == 1.5


def test_a_cancelled_timer_moves_no_time() -> None:
    clock = VirtualClock()
    clock.cancel(clock.call_later(5.0, lambda: None))
    clock.cancel(None)
    run_out(clock)
    assert clock.now() == 0.0


def test_the_wall_starts_at_the_given_moment_and_goes_on_with_virtual_time() -> None:
    start = datetime(2026, 12, 6, 8, 0, tzinfo=UTC)
    clock = VirtualClock(start=start)
    clock.call_later(90.0, lambda: None)
    run_out(clock)
    assert clock.wall() == datetime(2026, 12, 6, 8, 1, 30, tzinfo=UTC)
    assert clock.today() == date(2026, 12, 6)
    assert VirtualClock().wall() == BEGINNING


def test_a_session_past_midnight_keeps_its_day() -> None:
    clock = VirtualClock(start=datetime(2026, 12, 6, 23, 59, tzinfo=UTC))
    clock.call_later(3600.0, lambda: None)
    run_out(clock)
    assert clock.today() == date(2026, 12, 6)


def test_a_seed_gives_its_ids_and_its_chance_again_and_another_gives_others() -> None:
    def drawn(seed: int) -> tuple[list[str], list[float]]:
        clock = VirtualClock(seed)
        return [clock.new_id() for _ in range(50)], [clock.rng.random() for _ in range(5)]

    assert drawn(1) == drawn(1)
    assert not set(drawn(1)[0]) & set(drawn(2)[0])
    assert drawn(1)[1] != drawn(2)[1]
    assert len(set(drawn(1)[0])) == 50
    assert all(len(id) == 32 and int(id, 16) >= 0 for id in drawn(1)[0])


def test_ids_do_not_shift_the_chance() -> None:
    one, other = VirtualClock(1), VirtualClock(1)
    one.new_id()
    assert one.rng.random() == other.rng.random()


def test_streams_are_apart_by_name_and_repeat_by_seed() -> None:
    assert stream(1, "person").random() == stream(1, "person").random()
    assert stream(1, "person").random() != stream(1, "ids").random()
    assert stream(1, "person").random() != stream(2, "person").random()


@pytest.mark.parametrize("pace", [1.0, 10.0])
def test_a_pace_waits_real_time_in_proportion(pace: float) -> None:
    clock = VirtualClock(pace=pace)
    clock.call_later(600.0, lambda: None)
    wait = clock.until_next()
    assert wait is not None
    assert 600.0 / pace - 30.0 < wait <= 600.0 / pace
    clock.run_due()
    clock.call_later(300.0, lambda: None)
    again = clock.until_next()
    assert again is not None
    assert 300.0 / pace - 30.0 < again <= 300.0 / pace


def test_a_paced_timer_is_due_once_its_real_time_is_over() -> None:
    began = time.monotonic()
    clock = VirtualClock(pace=1000.0)
    clock.call_later(10.0, lambda: None)
    while clock.until_next() != 0.0:
        assert time.monotonic() - began < 30.0
    assert time.monotonic() - began >= 0.0099
