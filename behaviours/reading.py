"""What one line of words says about the options of a turn."""

from __future__ import annotations

from behaviours.mentions import ANOTHER, Meant, meant, mentions
from behaviours.vocabulary import Vocabulary, Words, surroundings
from robot.speech import NEAR, alike_words
from robot.values import value

_LONGEST_NEAR = 8
"""In a longer utterance a word that only resembles an answer is chance."""


@value(frozen=True, slots=True)
class Weights:
    """How well words fit an option, from 0 to 1; the very words, or the same number, fit wholly."""

    inflected: float = 0.95
    among_fillers: float = 0.97
    inside: float = 0.9
    doubted: float = 0.65
    near: float = 0.75
    margin: float = 0.05


@value(frozen=True, slots=True)
class Reading:
    """The places of the options that the words may mean, best first, and how well the first one fits.

    Empty places: the words name none. `certain`: they name the first one alone.
    """

    places: tuple[int, ...] = ()
    fit: float = 0.0
    certain: bool = False


def read(words: Words, vocabulary: Vocabulary, weights: Weights) -> Reading:
    """What `words`, normalised, say: the whole first, then without fillers, then inside, then what they resemble."""
    for said, share in ((words, 1.0), (vocabulary.core(words), weights.among_fillers)):
        place = vocabulary.exactly(said)
        if place is not None:
            return Reading((place,), share, certain=True)
        place = vocabulary.inflected(said)
        if place is not None:
            return Reading((place,), share * weights.inflected, certain=True)
    found = mentions(words, vocabulary)
    if found:
        return _named(meant(words, found, vocabulary.language), weights)
    if len(words) > _LONGEST_NEAR or not surroundings(vocabulary.language).negators.isdisjoint(words):
        return Reading()
    return _resembling(words, vocabulary, weights)


def _named(what: Meant, weights: Weights) -> Reading:
    places = {mention.place for mention in what.affirmed}
    if not places - {ANOTHER}:
        return Reading()
    last = what.affirmed[-1]
    later = {mention.place for mention in what.denied if mention.start >= last.end}
    likely = (*sorted(places - {ANOTHER}), *sorted(later - places - {ANOTHER}))
    fit = weights.inside * (weights.inflected if last.inflected else 1.0)
    if len(places | later) > 1:
        return Reading(likely, fit)
    return Reading(likely, fit * (weights.doubted if what.doubt else 1.0), certain=True)


def _resembling(words: Words, vocabulary: Vocabulary, weights: Weights) -> Reading:
    best: dict[int, float] = {}
    for phrase, place in vocabulary.phrases:
        length = len(phrase)
        parts = {words, vocabulary.core(words), *(words[at : at + length] for at in range(len(words) - length + 1))}
        likeness = max(alike_words(part, phrase, vocabulary.language) for part in parts)
        if likeness >= NEAR:
            best[place] = max(best.get(place, 0.0), likeness * weights.near)
    places = tuple(sorted(best, key=lambda place: (-best[place], place)))
    if not places:
        return Reading()
    close = [place for place in places if best[place] > best[places[0]] - weights.margin]
    return Reading(tuple(close), best[places[0]], certain=len(close) == 1)
