"""Writes one session's events into the log, a transaction a turn."""

from __future__ import annotations

from robot.clock import Clock
from sessions.log import Log, LogFull
from sessions.record import timestamp


class Recorder:
    """Notes what happens; what `commit` returned from is kept.

    Args:
        log: Where it goes.
        clock: What time it is.
        session: The session's id.
    """

    def __init__(self, log: Log, clock: Clock, session: str) -> None:
        self._log = log
        self._clock = clock
        self.session = session
        self.broken: LogFull | None = None
        """Why nothing more is written; None while all is well."""

    def begin(self, scenario: str, language: str, robot: str) -> None:
        """Put the session on the log's list."""
        started = timestamp(self._clock.wall())
        self._log.begin(self.session, scenario=scenario, language=language, robot=robot, started=started)

    def note(self, type: str, **data: object) -> None:
        """Take in an event of this moment."""
        if self.broken is None:
            self._log.append(self.session, type, data, timestamp(self._clock.wall()))

    def commit(self) -> None:
        """Write what was noted since the last commit.

        Raises:
            LogFull: It could not be written; from now on nothing is, until `retry`.
        """
        if self.broken is None:
            try:
                self._log.commit()
            except LogFull as failure:
                self.broken = failure
                raise

    def retry(self) -> None:
        """Write again from now on: the log has kept what a failed commit could not write."""
        self.broken = None
