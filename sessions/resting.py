"""How a session comes to its end: it is stopped, broken or over, the body rests, and the log says how it ended."""

from __future__ import annotations

from collections.abc import Callable

from robot.clock import Clock, Timer
from robot.commands import Command, Eyes, Halt, Light, Rest
from robot.problem import Failure, Problem
from sessions.arrival import Arrival
from sessions.live import Show, Who
from sessions.outcome import Outcome
from sessions.recorder import Recorder
from sessions.terms import LIFE, REST_SECONDS, Phase, asking

OVER = (Phase.RESTING, Phase.ENDED)
"""Where nobody stops a session any more."""


class Resting:
    """Brings a session's body to rest, once, and writes the session's last event. Session thread only.

    Args:
        outcome: How the session is going to have ended.
        recorder: Notes who stopped it, and its end.
        clock: The session's.
        arrival: Knows whether the body was ever reached.
        phase: Where the session is.
        enter: Has the session be in another phase; once it is ENDED no more turns are taken.
        let_go: Has the session wait for nothing any more, and ask for nothing.
        halt: Gives the body a command past the tray.
        send: Takes commands, which leave after the turn's commit.
        show: Shows what is never kept.
        tell: Told the robot's state at the end, for the link.
        began: When the session began, by the clock.
    """

    def __init__(
        self,
        outcome: Outcome,
        recorder: Recorder,
        clock: Clock,
        arrival: Arrival,
        phase: Callable[[], Phase],
        enter: Callable[[Phase], None],
        let_go: Callable[[], None],
        halt: Callable[[Halt], None],
        send: Callable[[Command], None],
        show: Show,
        tell: Callable[[str], None],
        began: float,
    ) -> None:
        self._outcome = outcome
        self._recorder = recorder
        self._clock = clock
        self._arrival = arrival
        self._phase = phase
        self._enter = enter
        self._let_go = let_go
        self._halt = halt
        self._send = send
        self._show = show
        self._tell = tell
        self._began = began
        self._timer: Timer | None = None

    def stop(self, how: str, by: str) -> None:
        """Somebody stops the session: halt at once, note it, and rest."""
        if self._phase() in OVER:
            return
        # The body first, the disk after it.
        self._halt(Halt())
        self._recorder.note("staff_asked", what="stop", by=asking(by))
        self._show(Who.PERSON if by == "voice" else Who.STAFF, "asks", "stop")
        self.rest(how)

    def fail(self, error: Exception) -> None:
        """Something went wrong: halt at once, and rest."""
        self._outcome.fails(error)
        if self._phase() not in OVER:
            self._halt(Halt())
            self.rest("failed")

    def rest(self, how: str) -> None:
        """Bring the body to rest, where it was ever reached and still is; then the session has ended."""
        self._let_go()
        self._outcome.how = how
        if not self._arrival.connected:
            self.end()
        elif self._phase() is Phase.LOST:
            self.unrested(how)
        else:
            self._enter(Phase.RESTING)
            self._send(Eyes(Light.OFF))
            self._send(Rest(LIFE))
            self._timer = self._clock.call_later(REST_SECONDS, self.unrested)

    def unrested(self, how: str = "failed", why: Problem | None = None) -> None:
        """The body cannot be brought to rest, or not in time: the session has ended all the same."""
        self._outcome.fails(why or Failure("robot_stays_awake"), how)
        self.end()

    def end(self) -> None:
        """The session has ended: write how."""
        if self._phase() is Phase.ENDED:
            return
        self._clock.cancel(self._timer)
        self._enter(Phase.ENDED)
        how = self._outcome.how
        self._outcome.note(self._recorder, self._clock.now() - self._began)
        self._show(Who.SESSION, "ended", how)
        self._tell("ready" if how in ("finished", "stopped") else "disconnected")
