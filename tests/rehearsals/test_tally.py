"""What many outcomes come to."""

from __future__ import annotations

from dataclasses import replace

from sessions.rehearsals.outcome import Breach, Missed
from sessions.rehearsals.tally import WORST, Board
from tests.rehearsals.outcomes import PAIR, outcome, question

SHY = ("shy_child", "fi")


def test_a_board_counts_for_each_persona_and_for_all() -> None:
    board = Board(("hello", "sums", "never"), [PAIR, SHY])
    board.add(outcome(0, staff_acts=(("accept", 2),), missed=(Missed("Hei!", 3),)))
    board.add(outcome(1, minutes=9.0, missed=(Missed("Hei!", 1),)))
    board.add(outcome(0, "shy_child", intended=False, how="failed", why="nobody_came", dead_end="sums"))
    assert board.tallies[PAIR].runs == 2
    assert board.tallies[SHY].intended.value == 0.0
    assert board.whole.runs == 3
    assert board.whole.missed["Hei!"] == 4
    assert board.whole.staff == {"accept": 2}
    assert board.whole.ends["failed", "nobody_came"] == 1
    assert board.whole.dead_ends == {"sums": 1}
    assert board.tallies[PAIR].minutes.most == 9.0
    assert board.unreached == ("never",)


def test_turns_are_counted_by_how_and_at_which_step() -> None:
    board = Board((), [PAIR])
    kinds = (("at_once", "first"), ("with_help", "hinting"), ("modelled", "giving"), ("staff", "first"))
    board.add(outcome(questions=tuple(question(kind, f"q{n}", step) for n, (kind, step) in enumerate(kinds))))
    tally = board.whole
    assert tally.turns == 4
    assert tally.without_staff.value == 0.75
    assert tally.modelled.value == tally.by_step("hinting").value == tally.by_step("first").value == 0.25
    assert tally.by_step("giving").value == 0.0


def test_the_worst_runs_are_kept_and_no_more() -> None:
    board = Board((), [PAIR])
    for seed in range(50):
        board.add(outcome(seed, intended=seed != 30, staff_called=seed % 7))
    worst = board.whole.worst
    assert len(worst) == WORST
    assert [each.case.seed for each in worst[:2]] == [30, 6]


def test_a_question_that_most_personas_fail_is_hard() -> None:
    board = Board((), [PAIR, SHY, ("teenager", "fi")])
    hard, easy = question("modelled", "hard"), question("at_once", "easy")
    for persona in ("eager_child", "shy_child"):
        board.add(outcome(0, persona, questions=(hard, easy)))
    board.add(outcome(0, "teenager", questions=(question("at_once", "hard"), question("staff", "easy"))))
    assert [each.id for each in board.hardest] == ["hard"]
    assert board.questions[hard.text].failed.value == 2 / 3


def test_of_each_broken_rule_the_run_that_broke_it_most_is_known() -> None:
    board = Board((), [PAIR])
    board.add(outcome(3, breaches=(Breach("no_way_out", 40.0, state="sums"),)))
    twice = (Breach("no_way_out", 35.0), Breach("no_way_out", 90.0), Breach("speaks_at_rest", 99.0))
    board.add(outcome(5, breaches=twice))
    board.add(outcome(6, breaches=twice))
    tally = board.tallies[PAIR]
    assert tally.breaking["no_way_out"] == (2, twice[0], outcome(5).case)
    assert (tally.unsafe_runs, tally.breaches["no_way_out"]) == (3, 3)


def test_how_unintended_runs_ended_and_what_stood_behind_unsolved_turns_is_counted() -> None:
    board = Board((), [PAIR])
    tried = replace(question("modelled"), tries=("silent", "silent", "unsure"))
    board.add(outcome(0, intended=False, how="stopped", stood="sums", questions=(tried, question())))
    board.add(outcome(1, intended=False, stood="sums"))
    tally = board.tallies[PAIR]
    assert tally.unintended == {("stopped", "sums"): 1, ("hurried", "sums"): 1}
    assert tally.tries == {("modelled", "silent"): 2, ("modelled", "unsure"): 1}
    assert tally.unsolved == {("modelled", tried.text): 1}


def test_the_share_that_was_not_heard_is_of_what_could_have_been() -> None:
    board = Board((), [PAIR])
    board.add(outcome(0, missed=(Missed("Hei!", 3),), sentences=10))
    board.add(outcome(1, sentences=20))
    assert board.tallies[PAIR].unheard.value == 0.1
