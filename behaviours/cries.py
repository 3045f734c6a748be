"""Calls for help in what was heard: the words that must reach staff, wherever in an utterance they stand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from behaviours.vocabulary import Words, surroundings
from robot.commands import Option
from robot.events import Heard
from robot.memo import at_hand
from robot.speech import alike_words, normalise

NEAR = 0.87
"""A cry may be misheard by one letter in eight: further off stand words of every day (auttakaa, ottakaa)."""


def cry(heard: Heard, distress: Option, expected: Sequence[Option], languages: Sequence[str]) -> float | None:
    """How sure the ears are, from 0 to 1, that somebody called for help; None where nobody did.

    Any hypothesis and any voice counts, and whatever else is said beside it: "en jaksa, apua" denies nothing. Words
    inside an expected answer that was said, or inside a phrase that is harmless (`utterances.yaml`), are no cry.

    Args:
        heard: What the body heard.
        distress: The words that call for help.
        expected: The answers of the turn.
        languages: That people may speak, first the one in which the turn listens.
    """
    language = languages[0]
    cries, other = _phrases(distress, tuple(expected), tuple(languages))
    found = [
        min(1.0, max(0.0, hypothesis.confidence)) * likeness
        for hypothesis in heard.hypotheses
        if (likeness := _likeness(normalise(hypothesis.words, language), cries, other, language))
    ]
    return max(found, default=None)


# A turn's options are the same whenever its question is asked.
@lru_cache(maxsize=256)
def _phrases(
    distress: Option, expected: tuple[Option, ...], languages: tuple[str, ...]
) -> tuple[frozenset[Words], frozenset[Words]]:
    """The words that call for help, and those in which they are no cry."""
    language = languages[0]
    harmless = (surroundings(spoken).harmless for spoken in languages)
    return _words((distress,), language), _words(expected, language).union(*harmless)


def _words(options: tuple[Option, ...], language: str) -> frozenset[Words]:
    return frozenset(words for option in options for said in option.phrases if (words := normalise(said, language)))


# What people answer is much the same from one session to the next.
@at_hand(4096)
def _likeness(words: Words, cries: frozenset[Words], other: frozenset[Words], language: str) -> float:
    near = [
        (start, start + len(phrase), likeness)
        for phrase in cries
        for start in range(len(words) - len(phrase) + 1)
        if (likeness := alike_words(words[start : start + len(phrase)], phrase, language)) >= NEAR
    ]
    if not near:
        return 0.0
    taken = [span for phrase in other for span in _spans(words, phrase)]
    return max(
        (likeness for start, end, likeness in near if not any(first <= start and end <= last for first, last in taken)),
        default=0.0,
    )


def _spans(words: Words, phrase: Words) -> list[tuple[int, int]]:
    length = len(phrase)
    return [(at, at + length) for at in range(len(words) - length + 1) if words[at : at + length] == phrase]
