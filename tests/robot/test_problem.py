"""What goes wrong is said in three languages, with the same facts; tests/docs holds the page that explains it."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from robot import problem
from robot.problem import LANGUAGES, Failure, Problem, codes

ROOT = Path(__file__).parents[2]


def facts_of(code: str, language: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(problem._catalogue()[code][language]) if name is not None}


def filled(code: str, language: str) -> str:
    return Problem(code, **dict.fromkeys(facts_of(code, "en"), "X")).message(language)


@pytest.mark.parametrize("code", codes())
def test_each_code_speaks_every_language_with_the_same_facts(code: str) -> None:
    assert set(problem._catalogue()[code]) == set(LANGUAGES)
    assert {language: facts_of(code, language) for language in LANGUAGES} == dict.fromkeys(
        LANGUAGES, facts_of(code, "en")
    )
    texts = {filled(code, language) for language in LANGUAGES}
    assert len(texts) == len(LANGUAGES), "each language has words of its own"
    for text in texts:
        assert text == text.strip()
        assert "\n" not in text


def test_every_code_that_is_raised_has_words_and_every_code_with_words_is_raised() -> None:
    sources = [
        path.read_text(encoding="utf-8")
        for room in ("robot", "behaviours", "scenarios", "sessions", "console", "sim")
        for path in sorted((ROOT / room).rglob("*.py"))
    ]
    raised = {
        code for source in sources for code in re.findall(r"\b(?:Problem|Failure|LogFull)\(\s*\"([a-z_]+)\"", source)
    }
    assert raised <= set(codes())
    everything = "\n".join(sources)
    # Settings name their code by their key.
    unused = {code for code in codes() if f'"{code}"' not in everything and not code.startswith("settings_")}
    assert not unused


def test_a_problem_is_its_sentence_in_english_and_where_the_language_is_not_ours() -> None:
    known = Problem("session_unknown", id="ab")
    assert str(known) == known.message("en") == known.message("et")
    assert "'ab'" in known.message("fi")
    assert known.message("fi") != known.message("sv")


def test_a_fact_with_braces_is_shown_as_it_is() -> None:
    assert "'{id}'" in str(Problem("session_unknown", id="{id}"))


def test_exit_codes_tell_a_bad_order_from_a_session_that_failed() -> None:
    assert Problem("session_none").exit_code == 2
    assert Failure("session_none").exit_code == 1
    assert isinstance(Failure("session_none"), Problem)


def test_a_code_without_words_is_an_error() -> None:
    with pytest.raises(KeyError):
        Problem("no_such_code").message()
