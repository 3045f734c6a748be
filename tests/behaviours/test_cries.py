"""Calls for help, as people really call, and what only sounds like one."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from behaviours.cries import cry
from robot.commands import Option
from robot.events import Heard, Hypothesis
from scenarios.language.check import SCENARIOS

LANGUAGES = ("fi", "sv", "en")
COMMON = yaml.safe_load((SCENARIOS / "common" / "answers.yaml").read_text(encoding="utf-8"))["distress"]


def called(words: str, language: str, *expected: str, confidence: float = 0.8) -> float | None:
    heard = Heard(1, (Hypothesis(words, confidence),))
    distress = Option("distress", tuple(COMMON[language]))
    answers = [Option(f"a{place}", (answer,)) for place, answer in enumerate(expected)]
    return cry(heard, distress, answers, (language,))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "auttakaa minua"),
        ("fi", "auta minua nyt"),
        ("fi", "Apua!"),
        ("fi", "voi voi nyt on hätä"),
        ("fi", "soittakaa ambulanssi"),
        ("fi", "en saa henkeä"),
        ("fi", "rintaan sattuu"),
        ("fi", "minä kaaduin"),
        ("fi", "en jaksa enää apua"),
        ("fi", "ei, apua!"),
        ("sv", "hjälp mig snälla"),
        ("sv", "ring ambulans"),
        ("sv", "det gör ont i bröstet"),
        ("sv", "jag får ingen luft"),
        ("sv", "jag har ramlat"),
        ("en", "please help me"),
        ("en", "call an ambulance"),
        ("en", "I can't breathe"),
        ("en", "oh my chest hurts"),
        ("en", "I've fallen and I can't get up"),
        ("en", "no help"),
    ],
)
def test_people_call_for_help_in_many_words(language: str, words: str) -> None:
    assert called(words, language) == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "ottakaa kahvia"),
        ("fi", "lopettakaa"),
        ("fi", "kaadoin kahvia"),
        ("fi", "ei hätää"),
        ("fi", "hätä keinon keksii"),
        ("fi", "en tarvitse apua"),
        ("fi", "sattui hauska juttu"),
        ("fi", "hoitaja"),
        ("fi", "vihje"),
        ("sv", "jag klarar mig utan hjälp"),
        ("sv", "jag var sköterska"),
        ("en", "I can do it without help"),
        ("en", "at the bus stop"),
        ("en", "let's stop"),
        ("en", "a nurse"),
        ("en", ""),
    ],
)
def test_talk_of_every_day_is_no_call(language: str, words: str) -> None:
    assert called(words, language) is None


def test_an_expected_answer_wins_and_no_more_than_its_own_words() -> None:
    assert called("sattuu", "fi", "sattuu") is None
    assert called("sattuu apua", "fi", "sattuu") is not None
    assert called("jalkaan sattuu", "fi", "jalkaan sattuu") is None
    assert called("jalkaan sattuu", "fi", "jalka") is not None


def test_a_slip_of_a_letter_still_calls_a_little_less_surely() -> None:
    assert 0.8 < (called("call an ambulence", "en", confidence=1.0) or 0.0) < 1.0


@given(st.sampled_from(LANGUAGES), st.data(), st.lists(st.sampled_from(["no", "so", "jaa", "och", "nyt"]), max_size=4))
def test_every_word_of_distress_calls_whatever_is_said_around_it(
    language: str, data: st.DataObject, around: list[str]
) -> None:
    word = data.draw(st.sampled_from(COMMON[language]))
    at = data.draw(st.integers(0, len(around)))
    assert called(" ".join([*around[:at], word, *around[at:]]), language) is not None
