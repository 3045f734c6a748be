"""How long a session waits for staff before it comes to its safe rest (docs/decisions/0008)."""

from __future__ import annotations

from robot.clock import Clock, Timer
from robot.problem import Failure

STAFF_SECONDS = 900.0
"""A session that waits for staff this long, to be seated or while paused, ends."""


class Patience:
    """One wait for staff at a time. Session thread only."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._timer: Timer | None = None

    def begin(self) -> None:
        """Wait from now; when nobody comes in time, a Failure is raised in the session's own thread."""
        self.end()
        self._timer = self._clock.call_later(STAFF_SECONDS, _nobody_came)

    def end(self) -> None:
        """Somebody came, or it does not matter any more."""
        self._clock.cancel(self._timer)


def _nobody_came() -> None:
    raise Failure("nobody_came", minutes=int(STAFF_SECONDS // 60))
