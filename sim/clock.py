"""Virtual time: it jumps to the next timer, so that a lesson takes a fraction of a second and repeats to the byte."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from robot.clock import Timer, Timers

BEGINNING = datetime(2026, 9, 1, 7, 0, tzinfo=UTC)
"""The wall time at which a virtual session starts unless it is told another: a school morning in Espoo."""


def stream(seed: int, name: str) -> random.Random:
    """A chance of its own for `name`, which draws by others do not shift; the same seed and name give it again."""
    return random.Random(f"{name} {seed}")


class VirtualClock:
    """Time that moves only when nothing is left to do now.

    `pace` is how many virtual seconds pass in a real one; None waits for nothing.
    """

    def __init__(self, seed: int = 0, pace: float | None = None, start: datetime = BEGINNING) -> None:
        self.rng = random.Random(seed)
        self._ids = stream(seed, "ids")
        self._start = start
        self._pace = pace
        self._now = 0.0
        self._wall = (0.0, start)
        self._shown_at = time.monotonic()
        self._timers = Timers()

    def now(self) -> float:
        """Virtual seconds since this clock began."""
        return self._now

    def wall(self) -> datetime:
        """The fixed start plus the virtual seconds that have passed; the same object as long as none pass."""
        if self._wall[0] != self._now:
            self._wall = (self._now, self._start + timedelta(seconds=self._now))
        return self._wall[1]

    def today(self) -> date:
        """The day of the fixed start."""
        return self._start.date()

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Call back once, `seconds` of virtual time from now."""
        return self._timers.add(self._now + seconds, callback)

    cancel = staticmethod(Timers.cancel)

    def new_id(self) -> str:
        """32 hexadecimal digits that the same seed gives again."""
        return f"{self._ids.getrandbits(128):032x}"

    def until_next(self) -> float | None:
        """Real seconds left to wait for the next timer at this pace; 0 where the pace is None."""
        due = self._timers.next_due()
        if due is None:
            return None
        if self._pace is None:
            return 0.0
        waited = time.monotonic() - self._shown_at
        return max(0.0, (due - self._now) / self._pace - waited)

    def run_due(self) -> None:
        """Jump to the next timer and fire it."""
        timer = self._timers.pop_due(math.inf)
        if timer is None:
            return
        if timer.due > self._now:
            self._now = timer.due
        if self._pace is not None:
            self._shown_at = time.monotonic()
        timer.fire()
