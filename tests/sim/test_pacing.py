"""The pacer keeps the order of a burst, and lets a lone event go at once."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from itertools import pairwise

import pytest

from robot.clock import RealClock
from sim.pacing import GAP, Pacer


@pytest.fixture
def pacer() -> Iterator[Pacer]:
    made = Pacer()
    made.start()
    yield made
    made.close()


def test_a_lone_event_leaves_on_the_caller_s_thread(pacer: Pacer) -> None:
    threads: list[threading.Thread] = []
    pacer.send(lambda: threads.append(threading.current_thread()))
    assert threads == [threading.current_thread()]


def test_a_burst_keeps_its_order_and_its_distance(pacer: Pacer) -> None:
    clock = RealClock()
    sent: queue.Queue[tuple[int, float]] = queue.Queue()
    for number in range(100):
        pacer.send(lambda number=number: sent.put((number, clock.now())))  # type: ignore[misc]
    arrived = [sent.get(timeout=5) for _ in range(100)]
    assert [number for number, _ in arrived] == list(range(100))
    times = [time for _, time in arrived]
    assert all(later - earlier > GAP * 0.9 for earlier, later in pairwise(times))


def test_an_event_that_fails_does_not_stop_the_next(pacer: Pacer) -> None:
    sent: queue.Queue[int] = queue.Queue()
    for number in range(4):
        pacer.send(lambda: 1 / 0)
        pacer.send(lambda number=number: sent.put(number))  # type: ignore[misc]
    assert [sent.get(timeout=5) for _ in range(4)] == [0, 1, 2, 3]


def test_a_closed_pacer_sends_nothing(pacer: Pacer) -> None:
    other = Pacer()
    other.start()
    other.close()
    sent: list[int] = []
    other.send(lambda: sent.append(1))
    assert sent == []
