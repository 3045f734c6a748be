"""Writes one session's events into the log, a transaction a turn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from robot.clock import Clock
from scenarios.language.compile import Plan
from sessions.log import Log, LogBusy, LogFull
from sessions.record import Record, timestamp
from sessions.terms import Terms


class Recorder:
    """Notes what happens; what `commit` returned from is kept.

    Args:
        log: Where it goes.
        clock: What time it is.
        session: The session's id.
        noted: Each is called with each event that was taken in.
    """

    def __init__(self, log: Log, clock: Clock, session: str, *noted: Callable[[Record], None]) -> None:
        self._log = log
        self._noted = noted
        self._clock = clock
        self.session = session
        self.broken: LogFull | None = None
        """Why nothing more is written; None while all is well."""
        self._awaiting: list[Callable[[], None]] = []
        self._moment: datetime | None = None
        self._stamp = ""

    def begin(self, plan: Plan, terms: Terms) -> None:
        """Put the session on the log's list, and note all that a replay needs to begin as it did."""
        started = timestamp(self._clock.wall())
        self._log.begin(
            self.session,
            scenario=plan.name,
            language=terms.language,
            robot=terms.kind,
            started=started,
            kept_from=terms.kept_from,
        )
        self.note(
            "session_started",
            scenario=plan.name,
            version=plan.version,
            title=plan.title.in_language(terms.language)[0],
            # Pairs, because their order tells which file is the scenario and JSON's keys have none.
            source=[[path, text] for path, text in plan.sources.items()],
            inputs=dict(terms.inputs),
            language=terms.language,
            easy=terms.easy,
            named=terms.named,
            day=self._clock.today().isoformat(),
            profile=plan.profile.name,
            minutes=plan.minutes,
            robot=terms.kind,
            persona=terms.persona,
            seed=terms.seed,
            group=terms.group,
        )
        # One each, so that a person's can be erased alone.
        for each in terms.attending:
            self.note("attended", person=each.person, passing=each.passing)

    def note(self, type: str, **data: object) -> None:
        """Take in an event of this moment."""
        if self.broken is None:
            # Virtual time stands still for as long as something happens: many events have the same moment.
            moment = self._clock.wall()
            if moment is not self._moment:
                self._moment, self._stamp = moment, timestamp(moment)
            record = self._log.append(self.session, type, data, self._stamp)
            for told in self._noted:
                told(record)

    def once_kept(self, call: Callable[[], None]) -> None:
        """Have this called as soon as all that has been noted is kept; at once where nothing is written any more."""
        if self.broken is None:
            self._awaiting.append(call)
        else:
            call()

    def commit(self, last: bool = False) -> None:
        """Write what was noted since the last commit; the `last` one waits for other processes, ten seconds at most.

        Raises:
            LogBusy: Another process is writing to the log; commit again.
            LogFull: It could not be written; from now on nothing is, until `retry`.
        """
        while self.broken is None:
            try:
                self._log.commit()
                if self._awaiting:
                    awaiting, self._awaiting = self._awaiting, []
                    for call in awaiting:
                        call()
                return
            except LogBusy:
                if not last:
                    raise
            except LogFull as failure:
                self.broken = failure
                raise

    def retry(self) -> None:
        """Write again from now on: the log has kept what a failed commit could not write."""
        self.broken = None
