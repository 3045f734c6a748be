"""Twelve damaged scenarios: each is found not ready, for what was done to it, and its healthy sibling is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from scenarios.language.check import load
from sessions.rehearsals.explanation import explained
from sessions.rehearsals.rehearsing import rehearse
from sessions.rehearsals.subject import Subject
from sessions.rehearsals.tally import Board, Tally
from sessions.rehearsals.verdict import Grade, Rule, Verdict, judge
from sessions.rehearsals.words import Words

FOLDER = Path(__file__).with_name("damaged")
SEEDS = 10


@dataclass(frozen=True)
class Damage:
    """Whom it shows with, which rule it breaks, what to do about it first, and what else is to be seen of it."""

    persona: str
    rule: Rule
    todo: str
    seen: Callable[[Tally], object] = lambda tally: True
    healthy: str = "healthy"


def only(rule: str) -> Callable[[Tally], object]:
    """No other safety rule is broken."""
    return lambda tally: set(tally.breaches) == {rule}


DAMAGES = {
    "too-little-time": Damage("shy_child", Rule.MODELLED, "silent"),
    "too-fast": Damage("hard_of_hearing", Rule.MODELLED, "silent", healthy="healthy-care"),
    "never-sure": Damage("eager_child", Rule.MODELLED, "unsure"),
    "one-chance": Damage("shy_child", Rule.MODELLED, "soon"),
    "cuts-off": Damage("newcomer_l2", Rule.MODELLED, "silent"),
    "long-answers": Damage("newcomer_l2", Rule.MODELLED, "unsure"),
    "minutes-too-short": Damage("newcomer_l2", Rule.MINUTES, "minutes"),
    "everyday-stop": Damage("shy_child", Rule.INTENDED, "stopped", lambda tally: tally.ends["stopped", ""] > 2),
    "waits-for-staff": Damage("eager_child", Rule.INTENDED, "hurried", lambda tally: not tally.states["milk"]),
    "long-silence": Damage(
        "eager_child", Rule.SAFETY, "no_way_out", lambda tally: set(tally.breaches) == {"no_way_out"}
    ),
    "arms": Damage(
        "eager_child",
        Rule.SAFETY,
        "arms_move_while_hands_answer",
        lambda tally: set(tally.breaches) == {"arms_move_while_hands_answer"},
    ),
    "endless-round": Damage(
        "newcomer_l2", Rule.SAFETY, "same_words_again", lambda tally: set(tally.breaches) == {"same_words_again"}
    ),
}


@cache
def rehearsed(scenario: str, persona: str) -> tuple[Verdict, Board]:
    subject = Subject.of(load(str(FOLDER / f"{scenario}.yaml")), scenario, [persona])
    board = Board(tuple(subject.plan.states), subject.pairs)
    for case in subject.cases(range(SEEDS)):
        board.add(rehearse(subject, case))
    return judge(board, subject.plan.minutes, subject.success), board


def broken(verdict: Verdict) -> set[Rule]:
    """The rules that are not met, beyond what so few runs leave undecided."""
    return {finding.rule for finding in verdict.findings if finding.grade is Grade.NOT_READY and not finding.undecided}


@pytest.mark.parametrize("scenario", DAMAGES)
def test_a_damaged_scenario_is_not_ready_for_what_was_done_to_it(scenario: str) -> None:
    damage = DAMAGES[scenario]
    verdict, board = rehearsed(scenario, damage.persona)
    assert verdict.grade is Grade.NOT_READY
    assert damage.rule in broken(verdict)
    assert damage.seen(next(iter(board)))


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
@pytest.mark.parametrize("scenario", DAMAGES)
def test_its_author_is_told_what_to_do_about_it_first(scenario: str, language: str) -> None:
    damage, words = DAMAGES[scenario], Words(language)
    verdict, board = rehearsed(scenario, damage.persona)
    told = next(each for each in explained(verdict, board, words, str) if each.rule is damage.rule)
    assert told.grade is Grade.NOT_READY
    before, _, after = words(f"todo.{damage.todo}", tries="#", minutes="#").partition("#")
    assert told.todo[0].startswith(before)
    assert told.todo[0].endswith(after)


def test_a_broken_safety_rule_is_told_by_name_with_the_state_and_the_run_that_shows_it() -> None:
    verdict, board = rehearsed("long-silence", "eager_child")
    first = explained(verdict, board, Words("en"), str)[0]
    (reason,) = first.reasons
    assert first.rule is Rule.SAFETY
    assert "in 10 of 10 sessions the robot leaves somebody waiting for over 30 seconds" in reason.text
    assert "in the state story" in reason.text
    assert reason.case is not None
    assert f"seed {reason.case.seed}" in reason.text


def test_what_was_failed_stands_before_what_too_few_people_do_not_show() -> None:
    verdict, board = rehearsed("never-sure", "eager_child")
    first, second, *_ = explained(verdict, board, Words("en"), str)
    assert (first.rule, second.rule) == (Rule.MODELLED, Rule.INTENDED)
    assert "no session failed" in second.reasons[0].text


def test_questions_that_were_left_open_are_put_down_to_the_end_of_the_session() -> None:
    verdict, board = rehearsed("minutes-too-short", "newcomer_l2")
    told = next(each for each in explained(verdict, board, Words("en"), str) if each.rule is Rule.WITHOUT_STAFF)
    assert told.todo == (Words("en")("rule.without_staff.care"), Words("en")("todo.unfinished"))


def test_what_somebody_could_not_hear_is_named() -> None:
    verdict, board = rehearsed("healthy-care", "elder_in_hall")
    told = next(each for each in explained(verdict, board, Words("en"), str) if each.rule is Rule.UNHEARD)
    most = board.whole.missed.most_common(1)[0]
    assert told.grade is Grade.CARE
    assert f"“{most[0]}” ({most[1]} ×)" in told.reasons[0].text
    assert told.todo == (Words("en")("rule.unheard.care"),)


@pytest.mark.parametrize("scenario", DAMAGES)
def test_its_healthy_sibling_breaks_no_such_rule_with_the_same_people(scenario: str) -> None:
    damage = DAMAGES[scenario]
    verdict, board = rehearsed(damage.healthy, damage.persona)
    assert damage.rule not in broken(verdict)
    assert not board.whole.breaches


def test_there_are_twelve_of_them_and_the_checker_lets_every_one_pass() -> None:
    files = {path.stem for path in FOLDER.glob("*.yaml")}
    assert files == {*DAMAGES, "healthy", "healthy-care"}
    assert len(DAMAGES) == 12
    for name in files:
        load(str(FOLDER / f"{name}.yaml"))
