"""The options of a turn, prepared for looking words up in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from behaviours.numbers import LONGEST, number_of
from behaviours.stems import nominative_stem, stem
from robot.commands import Option
from robot.speech import normalise

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words of a language that stand around answers; `utterances.yaml` says what each kind does."""

    fillers: frozenset[str]
    negators: frozenset[str]
    joiners: frozenset[str]
    contrasts: frozenset[str]
    hedges: frozenset[str]
    corrections: frozenset[Words]
    harmless: frozenset[Words]


@cache
def surroundings(language: str) -> Surroundings:
    """What `utterances.yaml` holds for a language; another than fi, sv or en is a KeyError."""
    text = Path(__file__).with_name("utterances.yaml").read_text(encoding="utf-8")
    raw = yaml.safe_load(text)[language]
    kinds = {kind: frozenset(raw[kind]) for kind in ("fillers", "negators", "joiners", "contrasts", "hedges")}
    corrections, harmless = (
        frozenset(tuple(phrase.split()) for phrase in raw[kind]) for kind in ("corrections", "harmless")
    )
    return Surroundings(**kinds, corrections=corrections, harmless=harmless)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Options by their words, by their number and by the stems of their words; each value is an option's place."""

    language: str
    phrases: tuple[tuple[Words, int], ...]
    by_words: dict[Words, int]
    by_number: dict[int, int]
    by_stems: dict[Words, int]
    fillers: frozenset[str]
    longest: int

    def exactly(self, words: Words) -> int | None:
        """The earliest option that has these words or this number; None where none has."""
        by_words = self.by_words.get(words)
        by_number = self.by_number.get(number) if (number := self.number(words)) is not None else None
        if by_words is None or by_number is None:
            return by_words if by_number is None else by_number
        return min(by_words, by_number)

    def number(self, words: Words) -> int | None:
        """The number that these words are, where any option is a number."""
        return number_of(words, self.language) if self.by_number else None

    def inflected(self, words: Words) -> int | None:
        """The earliest option of which these words are a form; a number is never a form of another word."""
        if self.number(words) is not None:
            return None
        place = self.by_stems.get(tuple(stem(word, self.language) for word in words))
        if place is None and self.language == "fi":
            return self.by_stems.get(tuple(nominative_stem(word, "fi") for word in words))
        return place

    def core(self, words: Words) -> Words:
        """The words without those that add nothing to an answer."""
        return tuple(word for word in words if word not in self.fillers)


@lru_cache(maxsize=256)
def vocabulary(options: tuple[Option, ...], language: str) -> Vocabulary:
    """The options prepared once; where two share words, the earlier one has them, and one id is one option."""
    ids = [option.id for option in options]
    phrases = tuple(
        dict.fromkeys(
            (words, ids.index(option.id))
            for option in options
            for phrase in option.phrases
            if (words := normalise(phrase, language))
        )
    )
    by_words: dict[Words, int] = {}
    by_number: dict[int, int] = {}
    by_stems: dict[Words, int] = {}
    for words, place in phrases:
        by_words.setdefault(words, place)
        by_stems.setdefault(tuple(stem(word, language) for word in words), place)
        number = number_of(words, language)
        if number is not None:
            by_number.setdefault(number, place)
    alone = {words[0] for words in by_words if len(words) == 1}
    longest = max((len(words) for words in by_words), default=0)
    return Vocabulary(
        language=language,
        phrases=phrases,
        by_words=by_words,
        by_number=by_number,
        by_stems=by_stems,
        fillers=surroundings(language).fillers - alone,
        longest=max(longest, LONGEST) if by_number else longest,
    )
