"""Staff in a rehearsal: they come when they are called, do what gets the session on, and go again."""

from __future__ import annotations

from collections.abc import Callable

from robot.clock import Clock, Timer
from robot.events import Asked
from sessions.record import Record
from sessions.rehearsals.thresholds import Staff
from sessions.terms import STAFF
from sim.luck import Chance, leaning

_FELL, _RESUME = "fall", "resume"


HEEDED = frozenset(("staff_called", "paused", "seat_asked", "listened", "state_entered", "resumed", "session_ended"))
"""The types of events by which they come or turn back."""


class Attendant:
    """The least that staff do. Session thread only.

    Called to an answer that nobody understands they take it as right; called to a session that is paused they see to
    the person, or set up the robot that fell, and have it go on; asked to seat the robot they seat it. Where the robot
    goes on without them they turn back. A pause of their own they end themselves.

    Args:
        clock: The session's.
        staff: How soon they come and have helped.
        ask: Takes what they ask for.
        set_up: Sets up a robot that fell.
        chance: How far away they are at each call.
    """

    def __init__(
        self, clock: Clock, staff: Staff, ask: Callable[[Asked], None], set_up: Callable[[], None], chance: Chance
    ) -> None:
        self._clock = clock
        self._staff = staff
        self._chance = chance
        self._ask = ask
        self._set_up = set_up
        self._timer: Timer | None = None
        self._lies = False
        self.called = 0
        """How often they had to come."""

    def note(self, record: Record) -> None:
        """Take in an event of the session's log, of a type of HEEDED."""
        match record.type:
            case "staff_called":
                self._come(lambda: self._ask(Asked("accept")))
            case "paused" if record.data["why"] != STAFF:
                self._lies = self._lies or record.data["why"] == _FELL
                self._come(self._resume)
            case "seat_asked":
                self._lies = True
                self._come(self._resume)
            case "listened" | "state_entered" | "resumed" | "session_ended":
                self._clock.cancel(self._timer)

    def step_in(self, asked: Asked) -> None:
        """They come for a reason of their own, such as a fault: it counts, but for going on after it.

        Nobody has a session go on whose robot lies on the floor: whoever does so sets it up first.
        """
        if asked.what == _RESUME:
            self._resume()
            return
        self.called += 1
        self._ask(asked)

    def _come(self, act: Callable[[], None]) -> None:
        self.called += 1
        self._clock.cancel(self._timer)
        arrive = leaning(self._chance, self._staff.seconds, self._staff.spread)
        self._timer = self._clock.call_later(arrive + self._staff.helps, act)

    def _resume(self) -> None:
        if self._lies:
            self._lies = False
            self._set_up()
        self._ask(Asked(_RESUME))
