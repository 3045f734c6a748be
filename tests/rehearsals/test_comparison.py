"""What an edit changed, paired by seed."""

from __future__ import annotations

import pytest

from sessions.rehearsals.comparison import Comparison
from sessions.rehearsals.words import Words
from tests.rehearsals.outcomes import outcome, question


def test_pairs_that_differ_are_told_with_what_chance_could_do() -> None:
    comparison = Comparison()
    before = [outcome(seed, intended=seed >= 10, minutes=5.0, digest=str(seed)) for seed in range(40)]
    after = [outcome(seed, minutes=4.5 if seed % 2 else 5.0, digest=str(seed % 39)) for seed in range(40)]
    comparison.add_all(before, after)
    whole = comparison.whole
    assert (whole.pairs, whole.gained, whole.lost) == (40, 10, 0)
    assert whole.chance == pytest.approx(2 / 2**10)
    assert whole.is_change
    assert (whole.minutes.low, whole.minutes.high) == (-0.5, 0.0)
    # Whatever their logs are called: of those that went well before, each second one took as long.
    assert comparison.same == 15
    (one,) = comparison.differences
    assert (one.persona, one.language, one.pairs) == ("eager_child", "fi", 40)


def test_what_is_gained_and_lost_alike_is_no_change() -> None:
    comparison = Comparison()
    for seed in range(20):
        comparison.add(outcome(seed, intended=seed % 2 == 0), outcome(seed, intended=seed % 2 == 1))
    assert comparison.whole.chance == 1.0
    assert not comparison.whole.is_change


def test_other_cases_are_not_paired() -> None:
    with pytest.raises(ValueError, match="not paired"):
        Comparison().add(outcome(0), outcome(1))


def test_answers_that_the_robot_no_longer_gives_are_told_where_every_session_ends_well() -> None:
    comparison = Comparison()
    given, solved = (question("modelled"), question()), (question(), question())
    for seed in range(12):
        comparison.add(outcome(seed, questions=given), outcome(seed, questions=given if seed < 4 else solved))
    whole = comparison.whole
    assert whole.answered == (0.5, pytest.approx(4 / 24))
    assert whole.answered_chance == pytest.approx(2 / 2**8)
    assert whole.is_answered_otherwise
    assert not whole.is_change


def test_a_chance_too_small_to_be_written_is_no_zero() -> None:
    assert Words("fi").chance(0.0001) == "<\N{NO-BREAK SPACE}0,001"
    assert Words("en").chance(1.0) == "1"
