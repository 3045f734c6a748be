"""How long a session may last: its plan, then its goodbye, and an end whatever it waits for. Pauses do not count."""

from __future__ import annotations

from collections.abc import Callable

from robot.clock import Clock, Timer
from robot.problem import Failure

GOODBYE_SECONDS = 300.0
"""An overdue session that is not over so much later comes to its safe rest, whatever it waits for."""


class Length:
    """Runs from `go_on`, stands still from `pause` to the next `go_on`. Session thread only.

    Args:
        clock: The session's clock.
        minutes: The plan's.
        overrun: After this many times the planned minutes `overdue` is called, in a turn of its own.
        overdue: Brings the session to its goodbye; if that does not end it, a Failure is raised in its thread.
    """

    def __init__(self, clock: Clock, minutes: float, overrun: float, overdue: Callable[[], None]) -> None:
        self._clock = clock
        self._left = minutes * 60 * overrun
        self._overdue = overdue
        self._told = False
        self._since = 0.0
        self._timer: Timer | None = None

    def go_on(self) -> None:
        """Count from now."""
        self.pause()
        self._since = self._clock.now()
        self._timer = self._clock.call_later(self._left, self._over)

    def pause(self) -> None:
        """Count no more; also at the end."""
        if self._timer is not None:
            self._clock.cancel(self._timer)
            self._timer = None
            self._left = max(0.0, self._left - (self._clock.now() - self._since))

    def _over(self) -> None:
        if self._told:
            raise Failure("session_too_long")
        self._told = True
        self._timer = None
        self._left = GOODBYE_SECONDS
        self.go_on()
        self._overdue()
