from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.clock import RealClock
from robot.kernel import Kernel, Stalled
from sim.clock import VirtualClock

BOUND = 10.0
"""Seconds within which another thread must have come to its end."""


class Diary:
    """Keeps what a kernel did, in order; the item `stop` ends it."""

    def __init__(self, outsiders: bool = False, clock: VirtualClock | RealClock | None = None) -> None:
        self.entries: list[object] = []
        self.clock = clock or VirtualClock()
        self.kernel: Kernel[object] = Kernel(self.clock, self._take, lambda: self.entries.append("turn"), outsiders)

    def _take(self, item: object) -> None:
        self.entries.append(item)
        if item == "stop":
            self.kernel.stop()

    def done(self) -> list[object]:
        return [entry for entry in self.entries if entry != "turn"]


def in_thread(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_each_item_is_a_turn_in_the_order_of_posting() -> None:
    diary = Diary()
    for item in ("a", "b", "stop"):
        diary.kernel.post(item)
    diary.kernel.run()
    assert diary.entries == ["a", "turn", "b", "turn", "stop", "turn"]


@given(st.lists(st.booleans(), max_size=30))
def test_urgent_items_go_first_and_each_kind_keeps_its_order(urgencies: list[bool]) -> None:
    diary = Diary()
    for number, urgent in enumerate(urgencies):
        diary.kernel.post(number, urgent)
    diary.kernel.post("stop")
    diary.kernel.run()
    urgent_ones = [number for number, urgent in enumerate(urgencies) if urgent]
    others = [number for number, urgent in enumerate(urgencies) if not urgent]
    assert diary.done() == [*urgent_ones, *others, "stop"]


def test_an_urgent_item_posted_in_a_turn_goes_before_what_waits() -> None:
    diary = Diary()
    diary.kernel.call(lambda: diary.kernel.post("urgent", urgent=True))
    diary.kernel.post("waiting")
    diary.kernel.post("stop")
    diary.kernel.run()
    assert diary.done() == ["urgent", "waiting", "stop"]


def test_what_waits_is_taken_before_a_timer_fires() -> None:
    diary = Diary()
    diary.clock.call_later(0.0, lambda: diary.kernel.post("stop"))
    diary.kernel.post("a")
    diary.kernel.post("b")
    diary.kernel.run()
    assert diary.done() == ["a", "b", "stop"]


def test_a_timer_is_a_turn_and_what_it_posts_comes_before_the_next_timer() -> None:
    diary = Diary()
    diary.clock.call_later(1.0, lambda: diary.kernel.post("first"))
    diary.clock.call_later(1.0, lambda: diary.kernel.post("stop"))
    diary.kernel.run()
    assert diary.entries == ["turn", "first", "turn", "turn", "stop", "turn"]


def test_a_job_runs_on_the_sessions_thread_as_a_turn_of_its_own() -> None:
    diary = Diary(outsiders=True, clock=RealClock())
    threads: list[threading.Thread] = []
    session = in_thread(diary.kernel.run)
    diary.kernel.call(lambda: threads.append(threading.current_thread()))
    diary.kernel.post("stop")
    session.join(BOUND)
    assert threads == [session]
    assert diary.entries == ["turn", "stop", "turn"]


def test_nothing_due_and_nobody_outside_is_stalled() -> None:
    with pytest.raises(Stalled):
        Diary().kernel.run()


def test_a_cancelled_timer_keeps_nobody_waiting() -> None:
    diary = Diary()
    diary.clock.cancel(diary.clock.call_later(1.0, lambda: None))
    with pytest.raises(Stalled):
        diary.kernel.run()


def test_with_outsiders_it_waits_for_them() -> None:
    diary = Diary(outsiders=True)
    session = in_thread(diary.kernel.run)
    diary.kernel.post("late")
    diary.kernel.post("stop")
    session.join(BOUND)
    assert not session.is_alive()
    assert diary.done() == ["late", "stop"]


def test_an_item_that_comes_during_the_wait_for_a_timer_is_taken_at_once() -> None:
    diary = Diary(outsiders=True, clock=RealClock())
    diary.clock.call_later(3600.0, lambda: None)
    session = in_thread(diary.kernel.run)
    diary.kernel.post("stop")
    session.join(BOUND)
    assert not session.is_alive()


def test_a_real_timer_fires_though_nothing_is_posted() -> None:
    diary = Diary(outsiders=True, clock=RealClock(pace=100.0))
    diary.clock.call_later(1.0, lambda: diary.kernel.post("stop"))
    session = in_thread(diary.kernel.run)
    session.join(BOUND)
    assert diary.done() == ["stop"]


def failing() -> None:
    raise ValueError("no")


def test_an_error_ends_run_where_nobody_takes_it() -> None:
    diary = Diary()
    diary.kernel.call(failing)
    with pytest.raises(ValueError, match="no"):
        diary.kernel.run()


@pytest.mark.parametrize("from_timer", [False, True])
def test_an_error_is_handed_on_its_turn_ended_and_the_next_taken(from_timer: bool) -> None:
    clock = VirtualClock()
    entries: list[object] = []
    kernel: Kernel[str] = Kernel(clock, entries.append, lambda: entries.append("turn"), False, entries.append)
    if from_timer:
        clock.call_later(0.0, failing)
    else:
        kernel.call(failing)
    clock.call_later(1.0, kernel.stop)
    kernel.run()
    error, *rest = entries
    assert isinstance(error, ValueError)
    assert rest == ["turn", "turn"]


def test_what_many_threads_post_is_all_taken_in_each_ones_order() -> None:
    diary = Diary(outsiders=True)
    threads, each = 8, 200
    started = threading.Barrier(threads)

    def post(name: int) -> None:
        started.wait(BOUND)
        for number in range(each):
            diary.kernel.post((name, number), urgent=number % 7 == 0)

    session = in_thread(diary.kernel.run)
    posters = [in_thread(lambda name=name: post(name)) for name in range(threads)]  # type: ignore[misc]
    for poster in posters:
        poster.join(BOUND)
    diary.kernel.post("stop")
    session.join(BOUND)
    assert not session.is_alive()
    taken = [item for item in diary.done() if isinstance(item, tuple)]
    assert len(set(taken)) == len(taken) == threads * each
    for name in range(threads):
        for kind in (True, False):
            numbers = [number for poster, number in taken if poster == name and (number % 7 == 0) is kind]
            assert numbers == sorted(numbers)
