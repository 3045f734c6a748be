"""Where an utterance names options, and which of them it means: "not six but seven" means seven."""

from __future__ import annotations

from dataclasses import dataclass

from behaviours.numbers import is_weak
from behaviours.vocabulary import Surroundings, Vocabulary, Words, surroundings

ANOTHER = -1
"""The place of a number that no option has."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words from `start` up to `end` that name the option at `place`."""

    start: int
    end: int
    place: int
    inflected: bool = False


@dataclass(frozen=True, slots=True)
class Meant:
    """What the mentions of an utterance come to.

    `affirmed` are meant, in order of speech; `denied` are what it is not. `doubt` tells that a negation stands behind
    what was affirmed, or denies another option after it, so that either may be meant.
    """

    affirmed: tuple[Mention, ...]
    denied: tuple[Mention, ...]
    doubt: bool


def mentions(words: Words, vocabulary: Vocabulary) -> tuple[Mention, ...]:
    """Every option that is named, the longest words first where several begin alike; none inside another."""
    found: list[Mention] = []
    start = 0
    while start < len(words):
        mention = _mention_at(start, words, vocabulary)
        if mention is None:
            start += 1
            continue
        found.append(mention)
        start = mention.end
    return tuple(found)


def _mention_at(start: int, words: Words, vocabulary: Vocabulary) -> Mention | None:
    for end in range(min(len(words), start + vocabulary.longest), start, -1):
        part = words[start:end]
        if is_weak(part, vocabulary.language):
            continue
        place = vocabulary.exactly(part)
        if place is not None:
            return Mention(start, end, place)
        if vocabulary.number(part) is not None:
            return Mention(start, end, ANOTHER)
        place = vocabulary.inflected(part)
        if place is not None:
            return Mention(start, end, place, inflected=True)
    return None


def meant(words: Words, found: tuple[Mention, ...], language: str) -> Meant:
    """Which of the mentions are affirmed and which denied, after what the speaker took back."""
    around = surroundings(language)
    free = _outside(words, found)
    denying = _denying(words, around)
    denied = _denied(words, found, denying, around)
    # The "not" of "not seven" does not answer a yes-or-no question.
    spent = {index for index, word in enumerate(words) if word in around.negators and _denies(index, denied, denying)}
    affirmed = [
        mention
        for mention in found
        if mention not in denied and not (mention.start in spent and mention.end == mention.start + 1)
    ]
    taken_back = [
        end for start, end in _corrections(words, around) if all(free[start:end]) and _within(affirmed, start, end)
    ]
    if taken_back:
        affirmed = [mention for mention in affirmed if mention.start >= taken_back[-1]]
    last = affirmed[-1].end if affirmed else len(words)
    behind = any(free[index] and _turns_away(words, index, around) for index in range(last, len(words)))
    return Meant(tuple(affirmed), denied, behind)


def _outside(words: Words, found: tuple[Mention, ...]) -> list[bool]:
    outside = [True] * len(words)
    for mention in found:
        outside[mention.start : mention.end] = [False] * (mention.end - mention.start)
    return outside


def _denying(words: Words, around: Surroundings) -> list[bool]:
    """For each word, whether a negation before it reaches it."""
    reached: list[bool] = []
    on = False
    for index, word in enumerate(words):
        after_negator = index > 0 and words[index - 1] in around.negators
        if word in around.contrasts or (word in around.hedges and not after_negator):
            on = False
        reached.append(on)
        on = on or word in around.negators
    return reached


def _denied(words: Words, found: tuple[Mention, ...], denying: list[bool], around: Surroundings) -> tuple[Mention, ...]:
    """The first mention that each negation reaches, and those joined to it: "not six or seven" denies two."""
    denied: list[Mention] = []
    for mention in found:
        if not denying[mention.start] or words[mention.start] in around.negators:
            continue
        before = words[denied[-1].end : mention.start] if denied else ()
        fresh = (
            not denied or not around.negators.isdisjoint(before) or not all(denying[denied[-1].start : mention.start])
        )
        if fresh or (before and around.joiners.issuperset(before)):
            denied.append(mention)
    return tuple(denied)


def _denies(index: int, denied: tuple[Mention, ...], denying: list[bool]) -> bool:
    return any(mention.start > index and all(denying[index + 1 : mention.start + 1]) for mention in denied)


def _corrections(words: Words, around: Surroundings) -> list[tuple[int, int]]:
    return [
        (start, start + length)
        for start in range(len(words))
        for length in (2, 1)
        if words[start : start + length] in around.corrections
    ]


def _within(affirmed: list[Mention], start: int, end: int) -> bool:
    """Whether something was said before a correction and something after it."""
    return any(mention.end <= start for mention in affirmed) and any(mention.start >= end for mention in affirmed)


def _turns_away(words: Words, index: int, around: Surroundings) -> bool:
    return words[index] in around.negators or any(index in range(*span) for span in _corrections(words, around))
