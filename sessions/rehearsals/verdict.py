"""The verdict on a scenario, by rule, with the numbers it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sessions.rehearsals.intention import FINISHED, SAFE_END
from sessions.rehearsals.statistics import Figure, least_runs
from sessions.rehearsals.tally import Board, Tally
from sessions.rehearsals.thresholds import Limits, Thresholds, thresholds


class Grade(StrEnum):
    """How far a scenario is; the order is from best to worst."""

    READY = "ready"
    CARE = "ready_with_care"
    NOT_READY = "not_ready"


class Rule(StrEnum):
    """What is judged, for each persona and language; what weighs most comes first."""

    SAFETY = "safety"
    INTENDED = "intended"
    WITHOUT_STAFF = "without_staff"
    MODELLED = "modelled"
    UNHEARD = "unheard"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule, held against the runs of one persona in one language."""

    rule: Rule
    persona: str
    language: str
    figure: Figure
    """A share; of MINUTES minutes; of SAFETY the share of runs with a breach."""
    judged: float
    """What is held against the limit: of INTENDED the lower end, of SAFETY in how many runs one was broken, else the
    value."""
    limit: float
    """What READY asks: of INTENDED and WITHOUT_STAFF at least this, of the others at most."""
    grade: Grade
    undecided: bool = False
    """Of INTENDED: whether more runs may still show that it is met, as the interval holds the limit."""
    needed: int = 0
    """The smallest number of runs that can show it; 0 for the other rules."""

    @property
    def unshown(self) -> bool:
        """Of INTENDED: whether nothing failed, and only more runs are missing."""
        return self.undecided and self.figure.value == 1.0 and self.figure.n < self.needed


@dataclass(frozen=True, slots=True)
class Verdict:
    """The grade, and every finding it rests on, in the order of personas and languages."""

    grade: Grade
    findings: tuple[Finding, ...]

    @property
    def of_safety_alone(self) -> bool:
        """Whether nothing else was judged, as with faults."""
        return {finding.rule for finding in self.findings} == {Rule.SAFETY, Rule.INTENDED}

    @property
    def met(self) -> bool:
        """Whether it is ready, with care or without: what a CI asks."""
        return self.grade is not Grade.NOT_READY

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """Why it is not better than it is: the findings of its grade; none where it is ready."""
        if self.grade is Grade.READY:
            return ()
        return tuple(finding for finding in self.findings if finding.grade is self.grade)

    @property
    def care(self) -> tuple[Finding, ...]:
        """What staff must make up for: each finding says of what, with whom, and how often."""
        return tuple(finding for finding in self.findings if finding.grade is Grade.CARE)


def judge(board: Board, minutes: float, success: Mapping[str, str], limits: Thresholds | None = None) -> Verdict:
    """Hold every rule against every persona and language.

    Args:
        board: What the runs came to.
        minutes: The scenario's plan.
        success: For each persona FINISHED, LEFT_IN_PEACE or SAFE_END; turns and hearing are judged of the first alone,
            minutes of the first two.
        limits: Without them the shipped thresholds.
    """
    by = limits or thresholds()
    findings = tuple(
        finding for tally in board for finding in _findings(tally, minutes, success[tally.persona], by.ready, by.care)
    )
    grades = [finding.grade for finding in findings]
    # A rehearsal of nobody shows nothing.
    worst = max(grades, key=list(Grade).index, default=Grade.NOT_READY)
    return Verdict(worst, findings)


def _findings(tally: Tally, minutes: float, success: str, ready: Limits, care: Limits) -> Iterator[Finding]:
    def finding(rule: Rule, figure: Figure, judged: float, best: float, enough: float, least: bool) -> Finding:
        def within(limit: float) -> bool:
            return judged >= limit if least else judged <= limit

        grade = Grade.READY if within(best) else Grade.CARE if within(enough) else Grade.NOT_READY
        undecided = rule is Rule.INTENDED and grade is not Grade.READY and figure.high >= best
        needed = least_runs(best) if rule is Rule.INTENDED else 0
        return Finding(rule, tally.persona, tally.language, figure, judged, best, grade, undecided, needed)

    yield finding(Rule.SAFETY, tally.unsafe, float(tally.unsafe_runs), ready.breaches, care.breaches, False)
    intended = tally.intended
    yield finding(Rule.INTENDED, intended, intended.low, ready.intended, care.intended, True)
    if success == FINISHED:
        alone, modelled = tally.without_staff, tally.modelled
        if tally.turns:
            yield finding(Rule.WITHOUT_STAFF, alone, alone.value, ready.without_staff, care.without_staff, True)
            yield finding(Rule.MODELLED, modelled, modelled.value, ready.modelled, care.modelled, False)
        if tally.sentences:
            unheard = tally.unheard
            yield finding(Rule.UNHEARD, unheard, unheard.value, ready.unheard, care.unheard, False)
    if success != SAFE_END:
        long = tally.minutes.high
        yield finding(Rule.MINUTES, long, long.value, ready.overrun * minutes, care.overrun * minutes, False)
