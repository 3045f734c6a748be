from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.speech import NEAR, alike, normalise, seconds

languages = st.sampled_from(["fi", "sv", "en"])
phrases = st.text("abcdeilkmnostuyäöåAEKÄ -',.é7", max_size=30)

ENGLISH = (
    "All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience and "
    "should act towards one another in a spirit of brotherhood."
)
FINNISH = (
    "Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan. Heille on annettu järki ja "
    "omatunto, ja heidän on toimittava toisiaan kohtaan veljeyden hengessä."
)
SWEDISH = (
    "Alla människor är födda fria och lika i värde och rättigheter. De är utrustade med förnuft och samvete och bör "
    "handla gentemot varandra i en anda av broderskap."
)


def words_a_minute(text: str, language: str) -> float:
    return len(text.split()) / seconds(text, language) * 60


def test_prose_is_spoken_at_a_pace_that_suits_old_and_young() -> None:
    assert 150 <= words_a_minute(ENGLISH, "en") <= 180
    assert 140 <= words_a_minute(SWEDISH, "sv") <= 180
    assert 100 <= words_a_minute(FINNISH, "fi") <= 130


def test_the_same_text_takes_about_as_long_in_every_language() -> None:
    times = [seconds(ENGLISH, "en"), seconds(FINNISH, "fi"), seconds(SWEDISH, "sv")]
    assert max(times) < 1.3 * min(times)


def test_a_slower_rate_takes_longer() -> None:
    assert seconds("Hyvää huomenta", "fi", rate=0.5) == pytest.approx(2 * seconds("Hyvää huomenta", "fi"))


@pytest.mark.parametrize(
    ("digits", "words", "language"),
    [("7", "seitsemän", "fi"), ("23", "kaksikymmentäkolme", "fi"), ("23", "tjugotre", "sv"), ("8", "eight", "en")],
)
def test_digits_take_about_as_long_as_their_words(digits: str, words: str, language: str) -> None:
    assert seconds(digits, language) == pytest.approx(seconds(words, language), rel=0.4)


def test_a_pause_is_counted_between_sentences_and_not_after_the_last() -> None:
    assert seconds("Yes. No.", "en") > seconds("Yes no", "en") + 0.3
    assert seconds("Yes.", "en") == seconds("Yes", "en")


@pytest.mark.parametrize("nothing", ["", "  ", "...", " - !"])
def test_nothing_to_say_takes_no_time(nothing: str) -> None:
    assert seconds(nothing, "fi") == 0.0


@given(phrases, phrases, languages)
def test_more_words_never_take_less_time(text: str, more: str, language: str) -> None:
    assert seconds(f"{text} {more}", language) >= seconds(text, language) - 1e-9


def test_normalised_words_carry_no_case_punctuation_or_hyphens() -> None:
    assert normalise(" Twenty-Three, please! ", "en") == ("twenty", "three", "please")
    assert normalise("Vaa'an", "fi") == ("vaaan",)
    assert normalise("Café", "en") == ("cafe",)
    assert normalise(unicodedata.normalize("NFD", "Äiti"), "fi") == ("äiti",)


@pytest.mark.parametrize(
    ("a", "b", "language"),
    [
        ("tuli", "tuuli", "fi"),
        ("tuli", "tulli", "fi"),
        ("tuuli", "tulli", "fi"),
        ("taka", "takka", "fi"),
        ("kuka", "kukka", "fi"),
        ("valitaan", "vallitaan", "fi"),
        ("iso tuli", "iso tuuli", "fi"),
        ("tapaaminen", "tappaminen", "fi"),
        ("vila", "villa", "sv"),
        ("glas", "glass", "sv"),
        ("kuusi", "kuusia", "fi"),
        ("six", "sex", "en"),
        ("not seven", "seven", "en"),
        ("100000", "100001", "en"),
    ],
)
def test_another_word_is_never_near(a: str, b: str, language: str) -> None:
    assert alike(a, b, language) < NEAR


@pytest.mark.parametrize(
    ("a", "b", "language"),
    [
        ("seitsemän", "seitsämän", "fi"),
        ("terveyskeskus", "terveskeskus", "fi"),
        ("hälsovårdscentral", "hälsovårdcentral", "sv"),
        ("butterfly", "buterfly", "en"),
        ("elephant", "elehpant", "en"),
        ("linja-auto", "linjaauto", "fi"),
    ],
)
def test_a_slip_in_a_long_word_is_near(a: str, b: str, language: str) -> None:
    assert NEAR < alike(a, b, language) < 1.0


@given(phrases, phrases, languages)
def test_alike_is_symmetric_and_between_nought_and_one(a: str, b: str, language: str) -> None:
    score = alike(a, b, language)
    assert 0.0 <= score <= 1.0
    assert score == alike(b, a, language)


@given(phrases, phrases, languages)
def test_only_the_same_words_are_wholly_alike(a: str, b: str, language: str) -> None:
    assert alike(a, a, language) == 1.0
    assert (alike(a, b, language) == 1.0) == (normalise(a, language) == normalise(b, language))


@given(phrases, languages)
def test_normalising_twice_changes_nothing(text: str, language: str) -> None:
    words = normalise(text, language)
    assert normalise(" ".join(words), language) == words


@given(st.text(max_size=20), languages)
def test_any_text_at_all_is_taken(text: str, language: str) -> None:
    assert seconds(text, language) >= 0.0
    assert alike(text, text, language) == 1.0
