"""Time, ids and chance, handed in: the only callers of the real ones are here and in `sim.clock`."""

from __future__ import annotations

import heapq
import itertools
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol


def _nothing() -> None:
    """What a timer calls that is over."""


@dataclass(slots=True)
class Timer:
    """One call that is due at `due` seconds; once it is over it holds nothing that it would have called."""

    due: float
    callback: Callable[[], None]
    cancelled: bool = False

    def fire(self) -> None:
        """Make the call, once."""
        callback, self.callback = self.callback, _nothing
        callback()


class Clock(Protocol):
    """What the core knows of time. One thread owns a clock; only its owner's lock or thread calls it."""

    rng: random.Random

    def now(self) -> float:
        """Seconds since this clock began; never goes back."""
        ...

    def wall(self) -> datetime:
        """The date and time of day, in UTC."""
        ...

    def today(self) -> date:
        """The day it is where the people are."""
        ...

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Call back once, `seconds` from now."""
        ...

    def cancel(self, timer: Timer | None) -> None:
        """Make sure that `timer` never fires; a fired or missing one is fine."""
        ...

    def new_id(self) -> str:
        """An id that no other call returns: 32 hexadecimal digits."""
        ...

    def until_next(self) -> float | None:
        """Real seconds to wait for the next timer; None where no timer is set."""
        ...

    def run_due(self) -> None:
        """Fire what is due."""
        ...


class Timers:
    """A heap of timers: what every clock has in common. Equal times keep the order in which they were asked for."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Timer]] = []
        self._order = itertools.count()

    def add(self, due: float, callback: Callable[[], None]) -> Timer:
        """Keep a timer until it is popped or cancelled."""
        timer = Timer(due, callback)
        heapq.heappush(self._heap, (due, next(self._order), timer))
        return timer

    def next_due(self) -> float | None:
        """When the earliest live timer is due."""
        while self._heap and self._heap[0][2].cancelled:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def pop_due(self, now: float) -> Timer | None:
        """The earliest timer due at `now`, taken out; None where none is."""
        heap = self._heap
        while heap and (heap[0][0] <= now or heap[0][2].cancelled):
            timer = heapq.heappop(heap)[2]
            if not timer.cancelled:
                return timer
        return None

    @staticmethod
    def cancel(timer: Timer | None) -> None:
        """Mark a timer so that it never fires."""
        if timer is not None:
            timer.cancelled, timer.callback = True, _nothing


class RealClock:
    """The computer's own time; `pace` 2 makes it run twice as fast."""

    def __init__(self, seed: int | None = None, pace: float = 1.0) -> None:
        self.rng = random.Random(seed)
        self._pace = pace
        self._start = time.monotonic()
        self._timers = Timers()

    def now(self) -> float:
        """Seconds since this clock was made, times its pace."""
        return (time.monotonic() - self._start) * self._pace

    def wall(self) -> datetime:
        """The date and time of day, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The day by this computer's own time zone."""
        return datetime.now().astimezone().date()

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Call back once, `seconds` from now."""
        return self._timers.add(self.now() + seconds, callback)

    def cancel(self, timer: Timer | None) -> None:
        """Make sure that `timer` never fires."""
        self._timers.cancel(timer)

    def new_id(self) -> str:
        """A random UUID's digits."""
        return uuid.uuid4().hex

    def until_next(self) -> float | None:
        """Real seconds to wait for the next timer; None where no timer is set."""
        due = self._timers.next_due()
        return None if due is None else max(0.0, (due - self.now()) / self._pace)

    def run_due(self) -> None:
        """Fire every timer that is due by now, the earliest first."""
        now = self.now()
        while (timer := self._timers.pop_due(now)) is not None:
            timer.fire()
