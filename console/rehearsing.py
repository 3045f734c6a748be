"""A scenario rehearsed from the terminal: with a progress bar, a verdict, and a report at its end."""

from __future__ import annotations

import shlex
import signal
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from console.rehearsal_tables import show_board, show_difference, show_verdict, show_worst
from console.texts import language, say
from robot.problem import Problem
from scenarios.language.check import Checked, load
from sessions.private import write_private
from sessions.rehearsals.case import Case
from sessions.rehearsals.comparison import Comparison
from sessions.rehearsals.outcome import Outcome
from sessions.rehearsals.report import Rehearsed, rehearsal_report, title_of
from sessions.rehearsals.results import Results, folder_of
from sessions.rehearsals.subject import Subject
from sessions.rehearsals.tally import Board
from sessions.rehearsals.thresholds import thresholds
from sessions.rehearsals.verdict import Grade, Verdict, judge
from sessions.rehearsals.words import Words
from sessions.rehearsals.workers import forked, spread
from sessions.station import Station
from sim.faults import KINDS

_JUDGED_EACH = 16
"""The verdict so far is told anew after so many sessions."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be rehearsed, as it was asked for."""

    scenario: str
    people: int | None = None
    """How many seeds; without them as many as the thresholds say."""
    seed: int = 0
    """The first."""
    personas: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    workers: int | None = None
    faults: bool = False
    resume: bool = False
    compare: str | None = None
    """The scenario as it was before an edit."""
    folders: tuple[Path, ...] = ()
    """Scenario folders, besides those of the settings."""
    html: Path | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    """What was typed for the scenario's inputs, by name."""
    sets: tuple[str, ...] = ()
    """How it was typed: each NAME=VALUE, or `-`."""

    @property
    def seeds(self) -> range:
        """Those of every persona and language."""
        return range(self.seed, self.seed + (self.people or thresholds().seeds))

    def resumed(self) -> str:
        """The command that goes on with it."""
        words = ["kaveri", "rehearse", self.scenario]
        words += ["--people", str(self.people)] if self.people else []
        words += ["--seed", str(self.seed)] if self.seed else []
        words += [word for name in self.personas for word in ("--persona", name)]
        words += [word for name in self.languages for word in ("--language", name)]
        words += ["--workers", str(self.workers)] if self.workers else []
        words += ["--faults"] if self.faults else []
        words += ["--compare", self.compare] if self.compare else []
        words += ["--html", str(self.html)] if self.html else []
        return shlex.join([*words, *self._given(), "--resume"])

    def repeated(self, case: Case) -> str:
        """The command that runs one case once more: shown as a session, or with its faults rehearsed alone."""
        which = ["--language", case.language, "--persona", case.persona, "--seed", str(case.seed)]
        if case.faults:
            return shlex.join(
                ["kaveri", "rehearse", case.scenario, *which, "--people", "1", "--faults", *self._given()]
            )
        return shlex.join(["kaveri", "run", case.scenario, *which, "--pace", "max", *self._given()])

    def _given(self) -> list[str]:
        """Inputs and folders, as they were typed."""
        words = [word for each in self.sets for word in ("--set", each)]
        return words + [word for folder in self.folders for word in ("--scenarios", str(folder))]


def rehearse_scenario(asked: Asked, station: Station, folders: Sequence[Path]) -> int:
    """Rehearse, show what came of it, and write the report.

    Returns:
        The exit code: 0 where the scenario is ready, with care or without, else 1, also when it was interrupted.

    Raises:
        Problem: There is no such scenario, persona or language, an input does not fit, nobody fits, a worker is lost,
            or the report can't be written.
    """
    out = Console(highlight=False)
    subject = _subject(load(asked.scenario, folders), asked.scenario, asked.personas, asked.languages, asked)
    before = None
    if asked.compare is not None:
        before = _subject(
            load(asked.compare, folders), asked.compare, tuple(subject.casts), tuple(subject.plans), asked
        )
    out.print(Text(title_of(subject, language()), "bold"))
    board, whole = Board((), ()), True
    verdict_before: Verdict | None = None
    with _Interrupts.taken() as interrupts:
        if before is not None:
            board, whole = _performed(before, asked, station, out, interrupts)
            verdict_before = judge(board, before.plan.minutes, before.success)
        shown = whole
        if whole:
            board, whole = _performed(subject, asked, station, out, interrupts)
    words = Words(language())
    # What the earlier scenario came to until then would stand under the title of this one.
    if not shown or not board.whole.runs:
        told = say("rehearse.interrupted", done=board.whole.runs, command=asked.resumed())
        out.print(Text(told, "yellow"), soft_wrap=True)
        return 1
    verdict = judge(board, subject.plan.minutes, subject.success)
    show_board(board, verdict, words, out)
    show_worst(board, verdict, asked.repeated, words, out)
    if not whole:
        told = say("rehearse.interrupted", done=board.whole.runs, command=asked.resumed())
        out.print(Text(told, "yellow"), soft_wrap=True)
        return 1
    show_verdict(verdict, board, asked.repeated, words, out)
    comparison = None
    if before is not None and verdict_before is not None:
        comparison = _compared(before, subject, asked, station)
        show_difference(comparison, asked.compare or "", verdict_before, verdict, words, out)
    rehearsed = Rehearsed(
        subject, board, verdict, asked.seeds, asked.repeated, asked.compare, comparison, verdict_before
    )
    path = _reported(rehearsed, asked, station)
    out.print(Text(f"{say('summary.report')}: {path}"), soft_wrap=True)
    return 0 if verdict.met else 1


def _subject(
    checked: Checked, scenario: str, personas: Sequence[str], languages: Sequence[str], asked: Asked
) -> Subject:
    try:
        subject = Subject.of(checked, scenario, personas, languages, KINDS if asked.faults else (), asked.inputs)
    except KeyError as error:
        front = checked.scenario.front
        known = ", ".join(front.languages)
        raise Problem("scenario_language", name=front.name, language=error.args[0], languages=known) from error
    if not subject.pairs:
        raise Problem("nobody_to_rehearse", name=checked.scenario.front.name)
    return subject


def _performed(
    subject: Subject, asked: Asked, station: Station, out: Console, interrupts: _Interrupts
) -> tuple[Board, bool]:
    """What all cases of a subject come to, and whether all were done before anybody interrupted."""
    board = Board(tuple(subject.plan.states), subject.pairs)
    total, done = len(subject.pairs) * len(asked.seeds), 0
    with Results(folder_of(station, subject)) as results:
        if asked.resume:
            for outcome in results.kept(subject.cases(asked.seeds)):
                board.add(outcome)
                done += 1
        else:
            results.clear()
        if done == total:
            return board, True
        rest = islice(subject.cases(asked.seeds), done, None)
        with (
            _workers_held(asked),
            forked(subject, asked.workers) as (executor, count, shares),
            _progress(out, total, done) as progress,
        ):
            outcomes = spread(subject, rest, executor, count, shares)
            with suppress(KeyboardInterrupt):
                while (told := interrupts.next_of(outcomes)) is not None:
                    results.add(told)
                    board.add(told)
                    done += 1
                    progress.update(TaskID(0), completed=done)
                    if done % _JUDGED_EACH == 0:
                        progress.update(TaskID(0), said=_so_far(judge(board, subject.plan.minutes, subject.success)))
    return board, done == total


@contextmanager
def _workers_held(asked: Asked) -> Iterator[None]:
    try:
        yield
    except BrokenExecutor as error:
        raise Problem("rehearsal_worker_lost", command=replace(asked, workers=1).resumed()) from error


def _so_far(verdict: Verdict) -> str:
    """What is known already, while the interval of what is undecided still narrows."""
    against = [each for each in verdict.findings if each.grade is Grade.NOT_READY and not each.undecided]
    return say("rehearse.against", count=len(against)) if against else say("rehearse.nothing_against")


def _compared(before: Subject, after: Subject, asked: Asked, station: Station) -> Comparison:
    comparison = Comparison()
    with Results(folder_of(station, before)) as old, Results(folder_of(station, after)) as new:
        comparison.add_all(old.kept(before.cases(asked.seeds)), new.kept(after.cases(asked.seeds)))
    return comparison


def _reported(rehearsed: Rehearsed, asked: Asked, station: Station) -> Path:
    path = asked.html or station.reports / f"rehearsal-{rehearsed.subject.plan.name}.html"
    try:
        write_private(path, rehearsal_report(rehearsed, language()))
    except OSError as error:
        raise Problem("rehearsal_not_written", path=path, reason=error.strerror) from error
    return path


@contextmanager
def _progress(out: Console, total: int, done: int) -> Iterator[Progress]:
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[said]}"), TimeRemainingColumn())
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as progress:
        progress.add_task("", total=total, completed=done, said="")
        yield progress


class _Interrupts:
    """Ctrl-C breaks off the wait for the next outcome, and nothing else: what is done is written down whole."""

    def __init__(self) -> None:
        self._waits = self._missed = self._again = False

    @classmethod
    @contextmanager
    def taken(cls) -> Iterator[_Interrupts]:
        """Take SIGINT and SIGTERM until the end."""
        interrupts = cls()
        before = {number: signal.signal(number, interrupts._take) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield interrupts
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def next_of(self, things: Iterator[Outcome]) -> Outcome | None:
        """The next thing, or None at the end.

        Raises:
            KeyboardInterrupt: Somebody interrupted, and nothing more is done.
        """
        self._waits = True
        if self._missed:
            raise KeyboardInterrupt
        try:
            return next(things, None)
        finally:
            self._waits = False

    def _take(self, number: int, frame: FrameType | None) -> None:
        if self._waits or self._again:
            self._again = True
            raise KeyboardInterrupt
        self._missed = self._again = True
