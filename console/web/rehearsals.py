"""The one rehearsal that this console runs: in a process of its own, so that no page and no robot waits for it."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

from console.rehearsing import Asked
from robot.problem import Problem
from scenarios.language.check import Checked
from sessions.rehearsals.orphans import end_with_parent
from sessions.rehearsals.report import Rehearsed, rehearsal_report
from sessions.rehearsals.subject import Subject
from sessions.rehearsals.tally import Board
from sessions.rehearsals.verdict import Verdict, judge
from sessions.rehearsals.workers import spread

_POLITE = 10
"""How far what people wait for goes before a rehearsal."""

_CHUNK = 2
"""So many sessions are rehearsed between two looks at whether somebody left off."""


@dataclass(slots=True)
class Rehearsal:
    """A rehearsal of a scenario in one language; it has a `verdict` once it is over, unless it was `left` before."""

    scenario: str
    language: str
    total: int
    done: int = 0
    verdict: Verdict | None = None
    hardest: tuple[str, ...] = ()
    """The questions that most often went unanswered, worst first."""
    left: bool = False
    over: asyncio.Event = field(default_factory=asyncio.Event)
    rehearsed: Rehearsed | None = None
    _reports: dict[str, str] = field(default_factory=dict)

    def report(self, language: str) -> str | None:
        """The report that `kaveri rehearse` writes, as HTML; None without a verdict. Any thread; takes some seconds."""
        if self.rehearsed is None:
            return None
        if language not in self._reports:
            self._reports[language] = rehearsal_report(self.rehearsed, language)
        return self._reports[language]


class Rehearsals:
    """At most one at a time; the last stays until the next begins. For the thread of the loop."""

    def __init__(self) -> None:
        self.last: Rehearsal | None = None

    def begin(self, checked: Checked, name: str, language: str, times: int) -> Rehearsal:
        """Begin to rehearse with everybody who fits, so many times each.

        Raises:
            Problem: `rehearsal_on_stage`: another still runs.
        """
        if self.last is not None and not self.last.over.is_set():
            raise Problem("rehearsal_on_stage")
        subject = Subject.of(checked, name, languages=(language,))
        self.last = Rehearsal(name, language, times * len(subject.pairs))
        self._task = asyncio.get_running_loop().create_task(self._run(self.last, subject, times))
        return self.last

    def leave(self) -> None:
        """Leave off the rehearsal that runs: what is begun is brought to its end, and nothing more is."""
        if self.last is not None and not self.last.over.is_set():
            self.last.left = True

    async def _run(self, it: Rehearsal, subject: Subject, times: int) -> None:
        try:
            await asyncio.to_thread(_rehearsed, it, subject, times)
        finally:
            it.over.set()


def _rehearsed(it: Rehearsal, subject: Subject, times: int) -> None:
    board = Board([*subject.plan.states], subject.pairs)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context, _step_back) as executor:
        for outcome in spread(subject, subject.cases(range(times)), executor, 1, chunk=_CHUNK):
            board.add(outcome)
            it.done += 1
            if it.left:
                return
    it.hardest = tuple(each.text for each in board.hardest if each.fails_most)[:5]
    it.verdict = judge(board, subject.plan.minutes, subject.success)
    it.rehearsed = Rehearsed(subject, board, it.verdict, range(times), Asked(it.scenario).repeated)


def _step_back() -> None:
    end_with_parent()
    with suppress(AttributeError, OSError):
        os.nice(_POLITE)
