"""How a session is going to have ended: the first problem counts."""

from __future__ import annotations

import logging

from robot.kernel import Stalled
from robot.problem import Failure, Problem
from sessions.recorder import Recorder
from sessions.terms import Ending

_log = logging.getLogger(__name__)


class Outcome:
    """Finished, unless something comes in between. Session thread only."""

    def __init__(self) -> None:
        self.how = "finished"
        self.problem: Problem | None = None

    def fails(self, error: BaseException, how: str = "failed") -> None:
        """Something went wrong; what is no Problem is a mistake of ours."""
        if isinstance(error, Problem):
            problem = error
        else:
            _log.error("a mistake in Kaveri", exc_info=error)
            problem = Failure("session_broke", error=f"{type(error).__name__}: {error}")
        self.problem = self.problem or problem
        self.how = how

    def breaks(self, error: BaseException, state: str) -> None:
        """The session's thread takes no more turns, for this reason."""
        if isinstance(error, KeyboardInterrupt):
            self.how = "interrupted"
        else:
            self.fails(Failure("session_stalled", state=state) if isinstance(error, Stalled) else error)

    def note(self, recorder: Recorder, seconds: float) -> None:
        """Write the session's last event, also where an earlier commit failed."""
        recorder.retry()
        why = self.problem.code if self.problem else None
        recorder.note("session_ended", how=self.how, why=why, seconds=round(seconds, 3))

    def ending(self, session: str) -> Ending:
        """What `run` returns."""
        return Ending(session, self.how, self.problem)
