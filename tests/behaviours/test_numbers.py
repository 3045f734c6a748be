from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from behaviours.numbers import number_of, number_phrases, number_word, sound_alike
from robot.speech import normalise

languages = st.sampled_from(["fi", "sv", "en"])


def value(text: str, language: str) -> int | None:
    return number_of(normalise(text, language), language)


@given(st.integers(0, 999), languages)
def test_the_standard_word_is_its_number(number: int, language: str) -> None:
    assert value(number_word(number, language), language) == number


@given(st.integers(0, 999), languages)
def test_every_phrase_for_a_recogniser_is_the_number_and_the_standard_word_is_first(number: int, language: str) -> None:
    phrases = number_phrases(number, language)
    assert phrases[0] == number_word(number, language)
    assert {value(phrase, language) for phrase in phrases} == {number}
    assert len(phrases) == len(set(phrases)) <= 3


@given(st.integers(0, 999_999_999), languages)
def test_digits_are_their_number(number: int, language: str) -> None:
    assert value(str(number), language) == number


@given(st.text(max_size=30), languages)
def test_no_text_is_an_error(text: str, language: str) -> None:
    assert value(text, language) is None or normalise(text, language)


@given(st.lists(st.sampled_from(["kuusi", "sata", "kymmentä", "toista", "tjugo", "och", "hundred", "and"]), max_size=8))
def test_no_run_of_number_words_is_an_error(words: list[str]) -> None:
    for language in ("fi", "sv", "en"):
        number = number_of(tuple(words), language)
        assert number is None or 0 <= number <= 999


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("yks", 1), ("kaks", 2), ("kol", 3), ("nelj", 4), ("viis", 5), ("kuus", 6),
        ("seittemän", 7), ("seiska", 7), ("kaheksan", 8), ("kasi", 8), ("yheksän", 9), ("ysi", 9), ("kymppi", 10),
        ("ykstoista", 11), ("kolmetoista", 13), ("seittemäntoista", 17), ("kakskyt", 20), ("kakskytkolme", 23),
        ("kaks kyt", None), ("kaksikymmentä kolme", 23), ("kaksi kymmentä kolme", 23), ("yheksänkyt yheksän", 99),
        ("satanen", 100), ("satakolme", 103), ("kaksisataaviisikymmentä", 250),
        ("seitsemää", 7), ("seitsemällä", 7), ("kahta", 2), ("kahdeksi", 2), ("kahdeksaa", 8), ("kahdelletoista", 12),
        ("kahdenkymmenenviiden", 25), ("kymmentä", 10), ("sataan", 100),
        ("kissa", None), ("kaksi kolme", None), ("seitsemän kymmenen", None), ("kuusipuu", None),
    ],
)  # fmt: skip
def test_finnish_as_it_is_spoken(text: str, number: int | None) -> None:
    assert value(text, "fi") == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("en", 1), ("ett", 1), ("fyr", 4), ("sjuan", 7), ("nie", 9), ("tie", 10), ("aderton", 18),
        ("tjugoett", 21), ("tjugoen", 21), ("tjugett", 21), ("tjuett", 21), ("tjugo tre", 23), ("tretti", 30),
        ("förtio", 40), ("fyrtiosju", 47), ("förtisju", 47), ("hundra", 100), ("etthundrafem", 105),
        ("hundra och fem", 105), ("tvåhundra", 200), ("sex tio", None), ("katt", None),
    ],
)  # fmt: skip
def test_swedish_as_it_is_spoken(text: str, number: int | None) -> None:
    assert value(text, "sv") == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("oh", 0), ("zero", 0), ("to", 2), ("for", 4), ("ate", 8), ("twenty three", 23), ("Twenty-Three", 23),
        ("twentythree", 23), ("a hundred", 100), ("one hundred", 100), ("a hundred and five", 105),
        ("two hundred twenty three", 223), ("hundred to", None), ("one two", None), ("tent", None),
    ],
)  # fmt: skip
def test_english_as_it_is_spoken(text: str, number: int | None) -> None:
    assert value(text, "en") == number


@pytest.mark.parametrize(
    ("number", "language", "phrases"),
    [
        (7, "fi", ("seitsemän", "seittemän", "seiska")),
        (23, "fi", ("kaksikymmentäkolme", "kakskytkolme")),
        (47, "sv", ("fyrtiosju",)),
        (10, "sv", ("tio", "tie", "tia")),
        (100, "en", ("one hundred", "a hundred")),
        (2, "en", ("two",)),
        (2026, "sv", ("2026",)),
        (-1, "fi", ("-1",)),
    ],
)
def test_phrases_are_those_that_people_use(number: int, language: str, phrases: tuple[str, ...]) -> None:
    assert number_phrases(number, language) == phrases


@pytest.mark.parametrize(
    ("one", "other", "languages"),
    [
        (15, 50, {"sv", "en"}),
        (13, 30, {"sv", "en"}),
        (115, 150, {"sv", "en"}),
        (7, 17, {"fi", "sv", "en"}),
        (2, 20, {"fi"}),
        (7, 20, {"sv"}),
        (3, 300, {"fi", "sv", "en"}),
        (4, 5, set()),
        (8, 9, set()),
        (20, 21, set()),
        (15, 150, set()),
        (15, 115, set()),
        (0, 10, set()),
        (1500, 5000, set()),
    ],
)
def test_ears_take_some_numbers_for_one_another(one: int, other: int, languages: set[str]) -> None:
    assert {language for language in ("fi", "sv", "en") if sound_alike(one, other, language)} == languages
    assert {language for language in ("fi", "sv", "en") if sound_alike(other, one, language)} == languages
