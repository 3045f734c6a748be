"""The shape of tests inside scenarios."""

from __future__ import annotations

from typing import get_args

import pytest

from behaviours.repair import LADDER
from scenarios.language.trials import Said, Step, Turn, in_language, spelt_out


def test_every_step_of_the_ladder_can_be_expected() -> None:
    assert set(get_args(Step)) == {"first"} | {rung for rungs in LADDER.values() for rung in rungs}


@pytest.mark.parametrize(
    ("silent", "seconds"),
    [("9s", 9.0), ("1.5 s", 1.5), ("2min", 120.0), (True, None), ("9", None), ("s", None), ("-1s", None)],
)
def test_a_silence_is_a_time_or_a_turn(silent: str | bool, seconds: float | None) -> None:
    assert Turn.model_validate({"silent": silent}).seconds == seconds


@pytest.mark.parametrize(
    ("words", "in_finnish", "in_plain_finnish"),
    [
        ("kuusi", ("kuusi",), ("kuusi",)),
        ({"fi": "kuusi", "fi-easy": "6"}, ("kuusi",), ("6",)),
        ({"fi": ("a", "b")}, ("a", "b"), ("a", "b")),
        ({"sv": "sex"}, (), ()),
    ],
)
def test_words_are_taken_in_the_language_of_the_run(
    words: Said, in_finnish: tuple[str, ...], in_plain_finnish: tuple[str, ...]
) -> None:
    assert (in_language(words, "fi"), in_language(words, "fi-easy")) == (in_finnish, in_plain_finnish)


def test_a_turn_may_be_a_word_alone() -> None:
    assert spelt_out({"tests": [{"turns": ["mumbles", {"says": "a"}]}]}) == {
        "tests": [{"turns": [{"mumbles": True}, {"says": "a"}]}]
    }


@pytest.mark.parametrize("data", ["x", {"tests": 1}, {"tests": [1, {"turns": 2}]}, {"tests": [{"name": "a"}]}])
def test_what_is_no_test_is_left_for_the_checker(data: object) -> None:
    assert spelt_out(data) == data  # type: ignore[arg-type]
