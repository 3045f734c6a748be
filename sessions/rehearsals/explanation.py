"""Why a verdict is what it is, and what to do about it: rule by rule, the worst first, in the reader's language."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sessions.rehearsals.case import Case
from sessions.rehearsals.tally import Board, Tally
from sessions.rehearsals.verdict import Finding, Grade, Rule, Verdict
from sessions.rehearsals.words import Words

_NAMED = 3
"""So many sentences, questions, or states are named."""

_OFTEN = 0.15
"""What ended this share of the tries in vain is worth doing something about."""

_SELDOM = 0.005
"""What ended a smaller share of them is not told."""

_SOON = 2.5
"""A robot that gives a question up after so few tries, on average, hardly helped."""

_AUTHORS = ("no_way_out", "same_words_again", "arms_move_while_hands_answer")
"""Safety rules that a scenario may break; that it never breaks the others is for Kaveri itself to see to."""

_SETTLED = {Rule.MODELLED: ("modelled",), Rule.WITHOUT_STAFF: ("staff", "skipped", "unfinished")}
"""How turns were settled that fall short of a rule."""

_TRIED = {Rule.MODELLED: ("modelled",), Rule.WITHOUT_STAFF: ("staff", "skipped")}
"""Those of them for which the robot did all that it could."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one persona in one language does not meet a rule."""

    grade: Grade
    text: str
    case: Case | None = None
    """The run that shows it worst, where one is to be told with it."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One rule: how it was met, and where it was not, why and what to do."""

    rule: Rule
    grade: Grade
    """The worst."""
    met: int
    of: int
    """How many personas and languages meet it, of how many."""
    furthest: Finding
    """The finding that is furthest from what is asked for."""
    reasons: tuple[Reason, ...]
    todo: tuple[str, ...]


def explained(verdict: Verdict, board: Board, words: Words, called: Callable[[str], str]) -> tuple[Explained, ...]:
    """Every rule that was judged, the worst first; of equals one that was failed before one that was only not shown.

    Args:
        verdict: On the runs of the board.
        board: What they came to.
        words: The reader's.
        called: What a persona is called.
    """
    told = []
    for rule in Rule:
        held = [each for each in verdict.findings if each.rule is rule]
        if not held:
            continue
        least = rule in (Rule.INTENDED, Rule.WITHOUT_STAFF)
        furthest = min(held, key=lambda each: each.judged if least else -each.judged)
        grade = max((each.grade for each in held), key=list(Grade).index)
        met = sum(each.grade is Grade.READY for each in held)
        short = [each for each in held if each.grade is not Grade.READY]
        short.sort(key=lambda each: (-list(Grade).index(each.grade), each.undecided))
        shown = [each for each in short if not each.unshown]
        reasons = [reason for each in shown for reason in _reasons(each, board, words, called)]
        if few := [each for each in short if each.unshown]:
            worst = max((each.grade for each in few), key=list(Grade).index)
            reasons.append(Reason(worst, words.never_failed(few)))
        todo = tuple(dict.fromkeys(_todo(rule, grade, shown, board, words))) if shown else ()
        told.append(Explained(rule, grade, met, len(held), furthest, tuple(reasons), todo))
    return tuple(sorted(told, key=lambda each: (-list(Grade).index(each.grade), not each.todo)))


def _reasons(finding: Finding, board: Board, words: Words, called: Callable[[str], str]) -> Iterator[Reason]:
    tally = board.tallies[finding.persona, finding.language]
    told = words.finding(finding, called)
    if finding.rule is Rule.SAFETY:
        for rule, runs in tally.breaches.most_common():
            _, first, case = tally.breaking[rule]
            at = f"{int(first.at) // 60}:{int(first.at) % 60:02d}"
            broken = words(
                "broken",
                what=words(f"safety.{rule}"),
                runs=runs,
                of=tally.runs,
                seed=case.seed,
                at=at,
                state=first.state,
            )
            yield Reason(finding.grade, f"{words.who(finding, called)}: {broken}", case)
        return
    yield Reason(finding.grade, " ".join([told, *_because(finding.rule, tally, words)]))


def _because(rule: Rule, tally: Tally, words: Words) -> Iterator[str]:
    """What lies behind a figure, in sentences."""
    match rule:
        case Rule.INTENDED if tally.unintended:
            ends = Counter(how for how, _ in tally.unintended.elements())
            # Only who wanted to be left in peace is let down by a session that came to its own end.
            told = [(words("asked_on" if how == "finished" else f"how.{how}"), n) for how, n in ends.most_common()]
            yield words("ended", ends=_list(words, told))
            states = Counter(state for how, state in tally.unintended.elements() if state and how != "finished")
            if states:
                yield words("stood", states=_list(words, states.most_common(_NAMED)))
        case Rule.WITHOUT_STAFF | Rule.MODELLED:
            if rule is Rule.WITHOUT_STAFF:
                kinds = [(words(f"kind.{kind}"), n) for kind in _SETTLED[rule] if (n := tally.kinds[kind])]
                yield words("settled", kinds=_list(words, kinds))
            asked: Counter[str] = Counter()
            for (kind, text), times in tally.unsolved.items():
                asked[text] += times if kind in _SETTLED[rule] else 0
            yield words("mostly", texts=_quoted(words, asked))
            shares = [(words(f"tried.{what}"), each) for what, each in _tries(rule, tally)[:_NAMED] if each >= _SELDOM]
            if shares:
                yield words("tries", shares=", ".join(f"{what} {words.percent(each, 0)}" for what, each in shares))
        case Rule.UNHEARD:
            yield words("mostly", texts=_quoted(words, tally.missed))
        case _:
            return


def _todo(rule: Rule, grade: Grade, short: Sequence[Finding], board: Board, words: Words) -> Iterator[str]:
    """What to do about the findings that fall short by so much: for staff where they can make up for it."""
    if grade is Grade.CARE:
        yield words(f"rule.{rule}.care")
    tallies = [board.tallies[each.persona, each.language] for each in short if each.grade is grade]
    match rule:
        case Rule.SAFETY:
            broken = sum((tally.breaches for tally in tallies), Counter[str]())
            yield from (words(f"todo.{each if each in _AUTHORS else 'ours'}") for each, _ in broken.most_common())
        case Rule.INTENDED:
            ends = Counter(how for tally in tallies for how, _ in tally.unintended.elements())
            yield from (words(f"todo.{how}") for how, _ in ends.most_common())
        case Rule.WITHOUT_STAFF | Rule.MODELLED:
            yield from _helped(rule, tallies, words)
        case Rule.MINUTES:
            yield words("todo.minutes", minutes=math.ceil(max(each.judged for each in short)))
        case _:
            return


def _helped(rule: Rule, tallies: Sequence[Tally], words: Words) -> Iterator[str]:
    """What would have helped with turns that nobody solved: what ended most tries in vain comes first."""
    given_up = sum(tally.kinds["modelled"] for tally in tallies)
    tries = sum(times for tally in tallies for (kind, _), times in tally.tries.items() if kind == "modelled")
    if rule is Rule.MODELLED and 0 < tries <= _SOON * given_up:
        yield words("todo.soon", tries=words.number(tries / given_up))
    left = sum(tally.kinds["unfinished"] for tally in tallies)
    if rule is Rule.WITHOUT_STAFF and 2 * left > sum(tally.kinds[kind] for tally in tallies for kind in _SETTLED[rule]):
        yield words("todo.unfinished")
        return
    often: dict[str, float] = {}
    for tally in tallies:
        for what, each in _tries(rule, tally):
            if each >= _OFTEN:
                often[what] = often.get(what, 0.0) + each
    yield from (words(f"todo.{what}") for what in sorted(often, key=lambda what: -often[what]))


def _tries(rule: Rule, tally: Tally) -> list[tuple[str, float]]:
    """How the listenings for turns ended that fall short of a rule: what was most often, with its share."""
    tries: Counter[str] = Counter()
    for (kind, what), times in tally.tries.items():
        tries[what] += times if kind in _TRIED[rule] else 0
    return [(what, times / tries.total()) for what, times in tries.most_common() if times]


def _list(words: Words, counted: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{what} ({words.number(times, 0)} ×)" for what, times in counted)


def _quoted(words: Words, texts: Counter[str]) -> str:
    return _list(words, [(words("quoted", text=text), times) for text, times in texts.most_common(_NAMED) if times])
