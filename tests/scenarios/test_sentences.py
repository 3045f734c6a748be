"""Where a sentence ends, in Finnish, Swedish and English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.language.sentences import sentences, words_in


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Tulemme klo 8.30, esim. torstaina. Hyvä.", 2),
        ("1. luokan oppilas lukee.", 1),
        ("6.12. eli itsenäisyyspäivä on talvella.", 1),
        ("Se oli vuonna 1952. Sitten tuli kesä.", 2),
        ("Marjat, sienet jne. ovat metsässä. Mennään!", 2),
        ("Marjat, sienet jne. Mennään!", 2),
        ("Tässä on kirjain N. Mikä tämä on?", 2),
        ("Vi ses kl. 8.30, t.ex. på torsdag.", 1),
        ("Ta med skor, vantar m.m. Vi går ut.", 2),
        ("Say it, e.g. like Mr. Smith does.", 1),
        ("Dec. 6 is near. It is a feast.", 2),
        ("I think so. It is a fig. Now you.", 3),
        ("No. Now you.", 2),
        ("Oi… niin! Vai ei?", 3),
        ("Lyssna: {translation}. {word} heter så.", 2),
        ("", 0),
    ],
)
def test_abbreviations_ordinals_and_times_end_no_sentence(text: str, count: int) -> None:
    assert len(sentences(text)) == count


WORDS = st.lists(st.sampled_from(["kissa", "t.ex.", "esim.", "8.30", "1.", "Mr.", "Anna", "ja", "{word}"]), min_size=1)


@given(st.lists(WORDS, min_size=1, max_size=5), st.sampled_from([". ", "! ", "? ", "… "]))
def test_no_word_is_lost_and_no_sentence_is_empty(parts: list[list[str]], mark: str) -> None:
    text = mark.join(" ".join(part) for part in parts)
    told = sentences(text)
    assert sum(map(words_in, told)) == words_in(text)
    assert all(sentence.strip() for sentence in told)


@given(st.lists(st.sampled_from(["Kissa nukkuu", "Katten sover", "The cat sleeps"]), min_size=1, max_size=6))
def test_plain_sentences_are_counted(parts: list[str]) -> None:
    assert len(sentences(". ".join(parts) + ".")) == len(parts)
