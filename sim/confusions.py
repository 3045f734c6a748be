"""The words that a recogniser may take a word for, by how near they sound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

import yaml

from robot.memo import at_hand
from robot.speech import alike_words
from sim.luck import Chance

_FILE = Path(__file__).with_name("confusions.yaml")
_NEAR, _LEAST = 0.45, 0.1
"""From this likeness on a real word may be heard for another; no likeness counts for less than the least."""
_EXPECTED = 4.0
"""How much rather a recogniser hears a word of its vocabulary than any other (p)."""
_LISTED = 0.5
"""The likeness of words that are listed as alike, where their letters make them less so."""
_SLIP = 0.3
"""How likely a word with one sound wrong is, as against a real word that is as near (p)."""


@dataclass(frozen=True, slots=True)
class Confusions:
    """What is taken for something else in one language."""

    words: Mapping[str, tuple[str, ...]]
    """The words that are listed as sounding like a word."""
    sounds: tuple[tuple[str, str], ...]
    small: tuple[str, ...]
    """Words that are heard where nobody said anything."""


@cache
def confusions(language: str) -> Confusions:
    """Of a language: fi, sv or en."""
    shape = yaml.safe_load(_FILE.read_text(encoding="utf-8"))[language]
    words: dict[str, tuple[str, ...]] = {}
    for line in shape["words"]:
        folded = [word.casefold() for word in line]
        for word in folded:
            others = tuple(other for other in folded if other != word)
            words[word] = (*words.get(word, ()), *others)
    return Confusions(words, tuple((one, other) for one, other in shape["sounds"]), tuple(shape["small"]))


def heard_for(word: str, language: str, vocabulary: tuple[str, ...], chance: Chance) -> str:
    """Another word than `word`, a near one rather than a far one.

    Args:
        word: As `robot.speech.normalise` makes it.
        language: fi, sv or en.
        vocabulary: The words that the recogniser listens for, of which it rather hears one than any other.
        chance: One number is drawn from it.
    """
    others, sums = _near(word, language, vocabulary)
    drawn = chance.random() * sums[-1]
    return next(other for other, reached in zip(others, sums, strict=True) if drawn < reached)


def slips(word: str, language: str) -> Iterator[str]:
    """The word with one sound taken for a near one, in every way that there is."""
    for one, other in confusions(language).sounds:
        for sound, taken in ((one, other), (other, one)):
            at = word.find(sound)
            while at >= 0:
                slip = word[:at] + taken + word[at + len(sound) :]
                if not any(a == b == c for a, b, c in zip(slip, slip[1:], slip[2:], strict=False)):
                    yield slip
                at = word.find(sound, at + 1)


@at_hand(8192)
def _near(word: str, language: str, vocabulary: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The words that `word` may be heard for, and the sums of their weights up to each."""
    weights = dict(_real(word, language))
    for slip in slips(word, language):
        weights.setdefault(slip, _SLIP * _likeness(word, slip, language) ** 2)
    for other in vocabulary:
        likeness = _likeness(word, other, language)
        if likeness >= _NEAR or other in weights:
            weights[other] = max(weights.get(other, 0.0), likeness**2) * _EXPECTED
    weights.pop(word, None)
    if not weights:
        weights = {word[:-1] or word + word: 1.0}
    return tuple(weights), tuple(accumulate(weights.values()))


@at_hand(8192)
def _real(word: str, language: str) -> tuple[tuple[str, float], ...]:
    known = confusions(language).words
    weights = {other: max(_LISTED, _likeness(word, other, language)) ** 2 for other in known.get(word, ())}
    for other in known:
        if other not in weights and (likeness := _likeness(word, other, language)) >= _NEAR:
            weights[other] = likeness**2
    return tuple(weights.items())


def _likeness(word: str, other: str, language: str) -> float:
    return max(_LEAST, alike_words((word,), (other,), language))
