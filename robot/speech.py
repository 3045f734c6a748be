"""How long words take to say, and how alike two phrases sound."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from robot.memo import at_hand

NEAR = 0.7
"""From here on two phrases may be the same one, misheard; words that are never near stay below it."""

_SHORT = 5
"""Words of at most this many letters differ from their neighbours by one sound, so none of them is near another."""

_NEVER_NEAR = 0.65
_SAME_LETTERS = 0.95


@dataclass(frozen=True, slots=True)
class _Voice:
    """Seconds a letter, and how many letters the words of one digit have."""

    letter: float
    digit: float


# Fitted to espeak-ng 1.51 at 160 words a minute, on the first article of the Universal Declaration of Human Rights and
# a teacher's opening: English then runs at 165 to 180 words a minute, inside the 150 to 200 that suit old and young
# (Sutton 1995). Finnish has fewer, longer words; its letters take about as long.
_VOICES = {"en": _Voice(0.060, 5.5), "fi": _Voice(0.068, 9.0), "sv": _Voice(0.064, 5.0)}
_WORD = 0.05
_COMMA = 0.2
_SENTENCE = 0.4
_MARKS = re.compile(r"(?P<sentence>(?<![.!?…])[.!?…]++(?=\s|$))|(?P<comma>[,;:](?=\s|$)|\s[-–—]\s)")
_DIGIT = re.compile(r"\d")
_SOUNDED = re.compile(r"[^\W_]")


@at_hand(8192)
def seconds(text: str, language: str, rate: float = 1.0) -> float:
    """How long a voice needs for `text`, with its pauses at punctuation marks inside it; 0 where nothing is to be said.

    Args:
        text: What is said; numbers in digits count about as long as their words.
        language: "fi", "sv" or "en"; another one is a KeyError.
        rate: 1.0 is the voice's own pace, 0.9 a slower one; above 0.
    """
    voice = _VOICES[language]
    spoken = text.strip()
    digits = len(_DIGIT.findall(spoken))
    letters = len(_SOUNDED.findall(spoken)) - digits + voice.digit * digits
    if not letters:
        return 0.0
    marks = [mark.lastgroup for mark in _MARKS.finditer(spoken) if mark.end() < len(spoken)]
    pauses = _SENTENCE * marks.count("sentence") + _COMMA * marks.count("comma")
    words = len([word for word in spoken.split() if _SOUNDED.search(word)])
    return (letters * voice.letter + words * _WORD + pauses) / rate


@at_hand(8192)
def normalise(text: str, language: str) -> tuple[str, ...]:
    """The words of `text` as they are compared: NFC, case-folded, without punctuation, hyphens taken as spaces.

    English loses its accents too (cafe, café), because those who write it often leave them out; a Finnish or Swedish
    ä is a sound of its own.
    """
    if text.isascii():
        folded = text.lower()
    else:
        folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
        if language == "en":
            apart = unicodedata.normalize("NFD", folded)
            folded = "".join(char for char in apart if not unicodedata.combining(char))
    return tuple(_WORDS.findall(folded.translate(_INSIDE_WORDS)))


_WORDS = re.compile(r"[^\W_]+")
_INSIDE_WORDS = dict.fromkeys(map(ord, "'’\u00ad"))


def alike(a: str, b: str, language: str) -> float:
    """How alike two phrases sound, from 0 to 1; 1.0 means the same words, and a and b may change places.

    A phrase is as alike as its least alike word. Short words, and in Finnish and Swedish words that differ only in the
    length of a sound (tuli, tuuli, tulli; vila, villa), are never `NEAR`: they are other words, not slips.
    """
    return alike_words(normalise(a, language), normalise(b, language), language)


def alike_words(a: tuple[str, ...], b: tuple[str, ...], language: str) -> float:
    """`alike`, of two phrases that `normalise` has already made words of."""
    if a == b:
        return 1.0
    if not a or not b:
        return 0.0
    if len(a) == len(b):
        if len(a) == 1:
            return _alike_word(a[0], b[0], language)
        return min(_alike_word(one, other, language) for one, other in zip(a, b, strict=True))
    joined_a, joined_b = "".join(a), "".join(b)
    if joined_a == joined_b:
        return _SAME_LETTERS
    return _NEVER_NEAR * _distances().normalized_similarity(joined_a, joined_b)


# A recogniser compares what it hears with each phrase that it knows: the same few words, over and over.
@at_hand(16384)
def _alike_word(a: str, b: str, language: str) -> float:
    if a == b:
        return 1.0
    similarity = _distances().normalized_similarity(a, b)
    if min(len(a), len(b)) <= _SHORT or any(char.isdecimal() for char in a + b):
        return _NEVER_NEAR * similarity
    if language != "en" and _without_length(a) == _without_length(b):
        return _NEVER_NEAR * similarity
    return similarity


_DOUBLED = re.compile(r"(.)\1+")


def _without_length(word: str) -> str:
    return _DOUBLED.sub(r"\1", word)


class _Distances(Protocol):
    def normalized_similarity(self, s1: str, s2: str) -> float: ...


@cache
def _distances() -> _Distances:
    # 13 ms to import: a help page need not wait for it.
    from rapidfuzz.distance import OSA

    return OSA
