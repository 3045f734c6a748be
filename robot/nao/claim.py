"""One station drives a robot at a time: it says so in the robot's own memory, and sees there when another does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from robot.clock import Clock, Timer
from robot.nao.chain import Steps, Wait, call
from robot.nao.wire import Reply, Wire

KEY = "Kaveri/Station"
"""The key in ALMemory: [the station's id, a counter that it raises as long as it is there]."""

BEAT_SECONDS = 2.0

PATIENCE = 1.25
"""Times a beat: a counter that stands still for so long belongs to a station that has gone."""


def holder_of(value: Any) -> tuple[str, int] | None:
    """The id and the counter that a claim's value holds; None where it is none."""
    if isinstance(value, list | tuple) and len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], int):
        return value[0], value[1]
    return None


class Claim:
    """One wire's claim to its robot, made by `take` and kept up until `close`. Session thread only.

    The counter is compared with itself alone, so that the clocks of two computers need not agree.

    Args:
        wire: The wire to the robot.
        clock: The session's clock.
        station: This station's id; empty where nobody else can reach the robot, which then is not claimed.
        beat: Seconds between two raisings of the counter, the same for every station.
        give_way: Called when another station drives the robot; the claim has been given up by then.
    """

    def __init__(self, wire: Wire, clock: Clock, station: str, beat: float, give_way: Callable[[], None]) -> None:
        self._wire = wire
        self._clock = clock
        self._station = station
        self._beat = beat
        self._give_way = give_way
        self._count = 0
        self._held = False
        self._timer: Timer | None = None

    @property
    def longest(self) -> float:
        """Seconds that `take` may wait for another station's sign of life."""
        return PATIENCE * self._beat if self._station else 0.0

    def take(self) -> Steps:
        """Claim the robot, or give way to a station that is there; comes before anything that the robot notices."""
        if not self._station:
            return
        found = holder_of((yield call("ALMemory", "getData", KEY)).value)
        if found is not None and found[0] != self._station:
            yield Wait(self.longest)
            seen = holder_of((yield call("ALMemory", "getData", KEY)).value)
            if seen not in (None, found):
                self._give_way()
                return
        yield call("ALMemory", "insertData", KEY, self._next())
        self._held = True
        self._timer = self._clock.call_later(self._beat, self._look)

    def release(self) -> None:
        """Take a claim that is held out of the robot's memory. Another station's beat would put its own back."""
        if self._held:
            self.close()
            self._wire.call("ALMemory", "removeData", KEY)

    def close(self) -> None:
        """Keep the claim up no more."""
        self._held = False
        self._clock.cancel(self._timer)

    def _look(self) -> None:
        self._timer = self._clock.call_later(self._beat, self._look)
        self._wire.call("ALMemory", "getData", KEY, done=self._seen)

    def _seen(self, reply: Reply) -> None:
        found = holder_of(reply.value)
        # Of two that claimed it at once both see this, and only one may go: the one with the greater id.
        if found is not None and found[0] < self._station:
            self.close()
            self._give_way()
        else:
            self._wire.call("ALMemory", "insertData", KEY, self._next())

    def _next(self) -> list[Any]:
        self._count += 1
        return [self._station, self._count]
