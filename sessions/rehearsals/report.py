"""A rehearsal's report: one page that opens anywhere, loads nothing, and prints well."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import methodcaller
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from sessions.live import Line, Who
from sessions.rehearsals.case import Case
from sessions.rehearsals.charts import bars, stacks
from sessions.rehearsals.comparison import Comparison
from sessions.rehearsals.explanation import explained
from sessions.rehearsals.outcome import Outcome
from sessions.rehearsals.rehearsing import conversation
from sessions.rehearsals.subject import Subject
from sessions.rehearsals.tally import Board, Tally
from sessions.rehearsals.verdict import Grade, Rule, Verdict
from sessions.rehearsals.words import Words

MOST_WORST = 5
"""So many of the worst runs are told."""

_MOST_SENTENCES = 10
_MOST_LINES = 400
"""A conversation that goes on for longer, as one that never ends does, is told from its beginning."""

_SAID = ("says", "spoke", "overlap", "touches", "silent", "unclear", "asks")
_EVENTS = ("missed", "alert", "paused", "resumed", "lost", "regained")

_STEPS: Mapping[str, str] = {
    "first": "#1f6f54",
    "waiting_on": "#4d9b7c",
    "shortening": "#8cc4aa",
    "narrowing": "#9cc3e6",
    "switching": "#5f97cf",
    "hinting": "#2a63a8",
    "halving": "#1d4577",
    "one_at_a_time": "#d8c46a",
    "choir": "#b89b2e",
    "together": "#e3a06f",
    "deferring": "#a58bc4",
    "giving": "#c9803f",
}
"""Repair steps, from the lightest help, with their colours."""

_KINDS: Mapping[str, str] = {"modelled": "#b3622b", "staff": "#7a4fa3", "skipped": "#7b8494", "unfinished": "#c3c9d4"}


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a report tells of."""

    subject: Subject
    board: Board
    verdict: Verdict
    seeds: range
    repeated: Callable[[Case], str]
    """The command that runs a case once more."""
    other: str | None = None
    """What it is compared with."""
    comparison: Comparison | None = None
    before: Verdict | None = None
    """The verdict on that."""


def worst_runs(board: Board, verdict: Verdict) -> tuple[Outcome, ...]:
    """The worst run of each persona and language with which a rule is not met: broken safety first, then not intended.

    Others come in the order of the rules that are not met, those that weigh most first. What only more runs would show
    does not count.
    """
    grades, rules = list(Grade), list(Rule)
    missed: dict[tuple[str, str], tuple[int, int]] = {}
    for each in verdict.findings:
        if each.grade is not Grade.READY and not each.unshown:
            weight = -grades.index(each.grade), rules.index(each.rule)
            pair = each.persona, each.language
            missed[pair] = min(weight, missed.get(pair, weight))

    def first(outcome: Outcome) -> tuple[bool, bool, tuple[int, int], int]:
        weight = missed[outcome.case.persona, outcome.case.language]
        return not outcome.breaches, outcome.intended, weight, -outcome.staff_called

    worst = [outcome for tally in board if (tally.persona, tally.language) in missed for outcome in tally.worst[:1]]
    return tuple(sorted(worst, key=first)[:MOST_WORST])


def title_of(subject: Subject, language: str) -> str:
    """The scenario's title in the reader's language, else in its own first one."""
    plan = subject.plan
    return plan.title.in_language(language if language in plan.languages else plan.languages[0])[0]


def rehearsal_report(rehearsed: Rehearsed, language: str) -> str:
    """The HTML of a rehearsal's report, complete in itself.

    Args:
        rehearsed: At least one run.
        language: The reader's: fi, sv or en.
    """
    words, board, subject = Words(language), rehearsed.board, rehearsed.subject
    called = _caller(subject, language)
    tallies = [tally for tally in board if tally.runs]
    return _template().render(
        words=words,
        title=title_of(subject, language),
        rehearsed=rehearsed,
        plan=subject.plan,
        board=board,
        whole=board.whole,
        tallies=tallies,
        called=called,
        tongue=lambda language: words(f"language.{language.replace('-', '_')}"),
        verdict=rehearsed.verdict,
        rules=explained(rehearsed.verdict, board, words, called),
        grades={
            (each.persona, each.language, each.rule.value): "undecided" if each.undecided else each.grade.value
            for each in rehearsed.verdict.findings
        },
        told=lambda finding: words.finding(finding, called),
        charts=_charts(tallies, subject, words, called),
        steps=[
            *((_step(step, words), methodcaller("by_step", step)) for step in _STEPS if board.whole.steps[step]),
            *((words(f"kind.{kind}"), methodcaller("by_kind", kind)) for kind in _KINDS if board.whole.kinds[kind]),
        ],
        unheard=board.whole.missed.most_common(_MOST_SENTENCES),
        worst=[_Told.of(outcome, rehearsed, words, called) for outcome in worst_runs(board, rehearsed.verdict)],
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """One of the worst runs, with what was said in it."""

    outcome: Outcome
    command: str
    lines: tuple[tuple[str, str, str, str], ...]
    """Each the time, who, a kind for its looks, and the words."""
    left_out: int

    @classmethod
    def of(cls, outcome: Outcome, rehearsed: Rehearsed, words: Words, called: Callable[[str], str]) -> _Told:
        persona = outcome.case.persona
        # Somebody alone goes by the name of the persona, which has a title.
        titles = {rehearsed.subject.casts[persona].name: called(persona)}
        _, lines = conversation(rehearsed.subject, outcome.case)
        told = [_line(line, words, titles) for line in lines if _is_told(line)]
        return cls(outcome, rehearsed.repeated(outcome.case), tuple(told[:_MOST_LINES]), len(told[_MOST_LINES:]))


def _is_told(line: Line) -> bool:
    return line.what in _EVENTS if line.who is Who.SESSION else line.what in _SAID


def _line(line: Line, words: Words, titles: Mapping[str, str]) -> tuple[str, str, str, str]:
    at = f"{int(line.at) // 60}:{int(line.at) % 60:02d}"
    match line.who, line.what:
        case Who.ROBOT, "says":
            return at, "Kaveri", "robot", line.text
        case Who.PERSON, "spoke":
            name, _, said = line.text.partition(": ")
            return at, titles.get(name, name), "person", said
        case Who.SESSION, "missed":
            name, _, said = line.text.partition(": ")
            return at, "", "event", words("line.missed", name=titles.get(name, name), text=said)
        case Who.PERSON, "touches":
            return at, "", "event", words("line.touches", text=words(f"sensor.{line.text}"))
        case who, "asks":
            return at, words("staff") if who is Who.STAFF else "", who.value, words(f"asked.{line.text}")
        case _, "alert":
            return at, "", "staff", words(f"alert.{line.text}")
        case _, what:
            return at, "", "event", words(f"line.{what}", text=line.text)


def _caller(subject: Subject, language: str) -> Callable[[str], str]:
    def called(persona: str) -> str:
        return subject.casts[persona].titles[language]

    return called


def _charts(
    tallies: Sequence[Tally], subject: Subject, words: Words, called: Callable[[str], str]
) -> dict[str, Markup]:
    def row(tally: Tally) -> str:
        name = called(tally.persona)
        return f"{name} · {tally.language}" if len(subject.plans) > 1 else name

    def chart(name: str, draw: Callable[..., str], *more: Any) -> Markup:
        # pygal writes its own SVG, and escapes every text in it.
        return Markup(draw(name, words(f"chart.{name}"), words(f"chart.{name}_about"), *more))

    personas = list(dict.fromkeys(tally.persona for tally in tallies))
    by = {(tally.persona, tally.language): tally for tally in tallies}
    intended = {
        words(f"language.{language.replace('-', '_')}"): [
            by[persona, language].intended if (persona, language) in by else None for persona in personas
        ]
        for language in subject.plans
    }
    rows = [row(tally) for tally in tallies]
    medians = [tally.minutes.median.value for tally in tallies]
    tails = [tally.minutes.high.value - median for tally, median in zip(tallies, medians, strict=True)]
    minutes = {words("chart.median"): medians, words("chart.high"): tails}
    charts = {
        "intended": chart("intended", bars, [called(persona) for persona in personas], intended),
        "minutes": chart(
            "minutes",
            stacks,
            rows,
            minutes,
            ("#2a63a8", "#9cc3e6"),
            _marks(subject, tallies, words),
            subject.plan.minutes,
        ),
    }
    asked = [tally for tally in tallies if tally.turns]
    shares: dict[str, list[float]] = {}
    colours = []
    for step, colour in _STEPS.items():
        if any(tally.steps[step] for tally in asked):
            shares[_step(step, words)] = [100 * tally.by_step(step).value for tally in asked]
            colours.append(colour)
    for kind, colour in _KINDS.items():
        if any(tally.kinds[kind] for tally in asked):
            shares[words(f"kind.{kind}")] = [100 * tally.by_kind(kind).value for tally in asked]
            colours.append(colour)
    if shares:
        ends = [(float(at), f"{at} %") for at in (0, 25, 50, 75, 100)]
        charts["steps"] = chart("steps", stacks, [row(tally) for tally in asked], shares, colours, ends)
    return charts


def _step(step: str, words: Words) -> str:
    return words(f"step.{step}")


def _marks(subject: Subject, tallies: Sequence[Tally], words: Words) -> list[tuple[float, str]]:
    """The plan, and round minutes that leave its name its place."""
    plan = subject.plan.minutes
    most = max(plan, *(tally.minutes.high.value for tally in tallies))
    each = next((each for each in (1, 2, 5, 10, 20) if most / each <= 12), 60)
    rounds = [float(at) for at in range(0, int(most) + each, each) if abs(at - plan) > most / 8]
    told = words("chart.plan", minutes=words.number(plan))
    # The first tick names the unit of all.
    return sorted([*((at, words.number(at) if at else f"{words.number(at)} min") for at in rounds), (plan, told)])


def _unbroken(told: Any) -> Any:
    """No line ends between a number and its per cent or its times."""
    if not isinstance(told, str):
        return told
    return told.replace(" %", "\N{NO-BREAK SPACE}%").replace(" ×", "\N{NO-BREAK SPACE}×")


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_unbroken,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html")
