"""Each rule of the verdict has a case that flips it."""

from __future__ import annotations

from typing import Any

import pytest

from sessions.rehearsals.intention import FINISHED, LEFT_IN_PEACE, SAFE_END
from sessions.rehearsals.outcome import Breach, Missed
from sessions.rehearsals.tally import Board
from sessions.rehearsals.thresholds import thresholds
from sessions.rehearsals.verdict import Grade, Rule, Verdict, judge
from tests.rehearsals.outcomes import PAIR, outcome, question

PLAN = 6.0
SEEDS = thresholds().seeds


def verdict(others: dict[int, dict[str, Any]], runs: int = SEEDS, success: str = FINISHED, **every: Any) -> Verdict:
    """The verdict on so many runs, of which some went otherwise."""
    board = Board(("hello", "sums"), [PAIR])
    for seed in range(runs):
        board.add(outcome(seed, **every | others.get(seed, {})))
    return judge(board, PLAN, {PAIR[0]: success})


def first(count: int, **changes: Any) -> dict[int, dict[str, Any]]:
    """The first so many runs go otherwise."""
    return dict.fromkeys(range(count), changes)


def grade_of(found: Verdict, rule: Rule) -> Grade:
    return next(finding.grade for finding in found.findings if finding.rule is rule)


def test_a_scenario_of_which_every_run_went_well_is_ready() -> None:
    found = verdict({})
    assert found.grade is Grade.READY
    assert found.met
    assert found.reasons == ()


def test_too_few_runs_show_nothing_however_well_they_go() -> None:
    found = verdict({}, runs=SEEDS - 1)
    assert found.grade is Grade.CARE
    (reason,) = found.reasons
    assert (reason.rule, reason.undecided, reason.needed) == (Rule.INTENDED, True, SEEDS)


def test_more_runs_decide() -> None:
    assert verdict(first(1, intended=False)).grade is Grade.CARE
    assert verdict(first(1, intended=False), runs=2 * SEEDS).grade is Grade.READY


@pytest.mark.parametrize(
    ("rule", "care", "not_ready"),
    [
        (Rule.INTENDED, first(5, intended=False), first(20, intended=False)),
        (Rule.WITHOUT_STAFF, first(8, questions=(question("staff"),)), first(37, questions=(question("staff"),))),
        (Rule.MODELLED, first(19, questions=(question("modelled"),)), first(37, questions=(question("modelled"),))),
        (Rule.MINUTES, first(4, minutes=7.0), first(4, minutes=8.0)),
    ],
)
def test_a_rule_that_is_missed_needs_care_and_missed_by_far_is_not_ready(
    rule: Rule, care: dict[int, dict[str, Any]], not_ready: dict[int, dict[str, Any]]
) -> None:
    with_care, without = verdict(care), verdict(not_ready)
    assert [finding.rule for finding in with_care.care] == [rule]
    assert with_care.grade is Grade.CARE
    assert with_care.met
    assert without.grade is grade_of(without, rule) is Grade.NOT_READY
    assert not without.met


def test_one_run_fewer_on_the_wrong_side_meets_each_rule() -> None:
    assert verdict(first(7, questions=(question("staff"),))).grade is Grade.READY
    assert verdict(first(18, questions=(question("modelled"),))).grade is Grade.READY
    assert verdict(first(3, minutes=20.0)).grade is Grade.READY
    assert verdict(first(SEEDS, minutes=PLAN)).grade is Grade.READY


@pytest.mark.parametrize(("missed", "grade"), [(2, Grade.READY), (3, Grade.CARE), (20, Grade.CARE)])
def test_where_more_than_a_tenth_of_the_sentences_is_not_heard_staff_must_care(missed: int, grade: Grade) -> None:
    found = verdict({}, missed=(Missed("Paljonko on yksi ja yksi?", missed),), sentences=20)
    assert found.grade is grade
    assert [finding.rule for finding in found.care] == [Rule.UNHEARD] * (grade is Grade.CARE)
    assert found.met


def test_whether_somebody_who_wants_peace_hears_is_not_judged() -> None:
    found = verdict({}, success=LEFT_IN_PEACE, missed=(Missed("Hei!", 20),), sentences=20)
    assert found.grade is Grade.READY


def test_one_broken_safety_rule_is_not_ready() -> None:
    found = verdict(first(1, breaches=(Breach("moved_after_stop", 3.0),)))
    assert found.grade is Grade.NOT_READY
    (reason,) = found.reasons
    assert (reason.rule, reason.judged, reason.limit) == (Rule.SAFETY, 1.0, 0.0)


def test_skipped_and_unfinished_turns_are_not_solved_without_staff() -> None:
    for kind in ("skipped", "unfinished"):
        assert verdict(first(8, questions=(question(kind),))).grade is Grade.CARE


def test_of_somebody_who_wants_peace_turns_are_not_judged() -> None:
    found = verdict({}, success=LEFT_IN_PEACE, questions=(question("modelled"),))
    assert found.grade is Grade.READY
    assert {finding.rule for finding in found.findings} == {Rule.INTENDED, Rule.MINUTES, Rule.SAFETY}


def test_with_faults_safety_and_a_safe_end_are_judged_and_nothing_else() -> None:
    short = {"questions": (question("unfinished"),), "missed": (Missed("Hei.", 15),), "minutes": 60.0}
    found = verdict({}, success=SAFE_END, **short)
    assert found.grade is Grade.READY
    assert [each.rule for each in found.findings] == [Rule.SAFETY, Rule.INTENDED]
    assert found.of_safety_alone
    assert not verdict({}).of_safety_alone
    assert not verdict(first(20, intended=False), success=SAFE_END, **short).met
    assert not verdict(first(1, breaches=(Breach("speaks_at_rest", 3.0),)), success=SAFE_END, **short).met


def test_one_persona_that_is_not_ready_is_enough() -> None:
    board = Board(("hello",), [PAIR, ("shy_child", "fi")])
    for seed in range(SEEDS):
        board.add(outcome(seed))
        board.add(outcome(seed, "shy_child", intended=False))
    found = judge(board, PLAN, {PAIR[0]: FINISHED, "shy_child": FINISHED})
    assert [(finding.persona, finding.rule) for finding in found.reasons] == [("shy_child", Rule.INTENDED)]


def test_a_rehearsal_of_nobody_is_not_ready() -> None:
    assert judge(Board((), []), PLAN, {}).grade is Grade.NOT_READY
