"""What a vocabulary recogniser makes of speech, and how sure it is: its own errors, apart from the speaker's.

Pure functions of what is said, of the errors that a speaker and a noise cause, and of a chance. The model, its sources
and what it was measured to give are in `docs/rehearsal-model.md`. Without errors nothing is drawn but the spread of a
confidence, and an exact, clear phrase is heard as it was said, at 0.65 to 0.95.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

from robot.memo import at_hand
from robot.speech import alike_words, normalise
from robot.values import value
from sim.confusions import confusions, heard_for
from sim.luck import Chance, happens

LEAST_LIKENESS = 0.5
"""Below it a phrase is not taken for one of the vocabulary."""
LEAST_LOUDNESS = 0.3
"""Below it nothing is made out."""
OTHER_LANGUAGE = 0.6
"""How much of a likeness is left where the words are spoken in another language than the vocabulary's."""
EMBEDDED = 0.85
"""How much is left where the phrase stands among other words and word spotting is off."""

SUBSTITUTED, DELETED = 0.7, 0.2
"""Of 10 errors 7 are wrong words and 2 are missing ones; the last one is a word that nobody said (p)."""

NOISE_HALF, NOISE_SLOPE = -2.0, 0.27
"""The signal-to-noise ratio in dB at which noise alone spoils half of the words, and the logistic slope per dB (p)."""

SURE = 0.8
"""The confidence of an exact, clear phrase, on average."""
SPREAD = 0.15
"""How far a confidence lies from that at most."""
SHAKEN = 0.6
"""How much of a confidence is left where another phrase is heard than was said, or one where none was (p)."""
STRAINED = 0.3
"""How much of a confidence is lost with a speaker of whom every word is misheard (p)."""
FALSE_ALARM = 0.1
"""How often what is none of the vocabulary is taken for it, where every word is misheard (p)."""
MANY = 0.2
"""The confidence of a phrase that several say at once, on average."""

Sounds = tuple[str, ...]
"""A phrase's words as they are compared."""


@value(frozen=True, slots=True)
class Utterance:
    """What somebody said, and how it reaches the recogniser."""

    words: str
    language: str
    """fi, sv or en."""
    loudness: float = 1.0
    """1 is clear."""
    voices: int = 1
    """How many said it at once; 0 is a noise that is nobody's voice."""
    errors: float = 0.0
    """The word error rate, from 0 to 1."""


@value(frozen=True, slots=True)
class Recognised:
    """A phrase of the vocabulary, and how sure the recogniser is of it."""

    phrase: str
    confidence: float


class Vocabulary:
    """The phrases of one language that a recogniser tells apart; spotted among other words, or not."""

    def __init__(self, phrases: Iterable[str], language: str, spotting: bool = False) -> None:
        sounds = {phrase: normalise(phrase, language) for phrase in phrases if phrase.strip()}
        self.phrases = tuple(sounds.items())
        """Every phrase with its words."""
        self.words = tuple(dict.fromkeys(word for words in sounds.values() for word in words))
        """All words of the phrases."""
        self.language = language
        self.spotting = spotting

    def __bool__(self) -> bool:
        return bool(self.phrases)

    def nearest(self, heard: Sounds) -> tuple[str, float]:
        """The phrase that what was heard is most like, and how like, from 0 to 1; none is like nothing at all."""
        return _best(heard, self.phrases, self.language, self.spotting) if heard else ("", 0.0)


# A scenario teaches the same few vocabularies in every session.
@lru_cache(maxsize=1024)
def taught(phrases: tuple[str, ...], language: str, spotting: bool) -> Vocabulary:
    """The vocabulary of these phrases, made once; nobody changes one."""
    return Vocabulary(phrases, language, spotting)


def recognised(said: Utterance, vocabulary: Vocabulary, chance: Chance) -> Recognised | None:
    """What is recognised of an utterance; None where only the sound of it is noticed."""
    if said.loudness < LEAST_LOUDNESS or not vocabulary:
        return None
    words = normalise(said.words, vocabulary.language)
    heard = misheard(words, vocabulary.language, said.errors, vocabulary.words, chance) if said.voices else ()
    phrase, likeness = vocabulary.nearest(heard)
    if said.language != vocabulary.language:
        likeness *= OTHER_LANGUAGE
    if likeness < LEAST_LIKENESS:
        if said.errors <= 0 or not happens(chance, FALSE_ALARM * said.errors):
            return None
        # Nothing was like it: a noise, or words of which none were made out.
        phrase = phrase or chance.choice(vocabulary.phrases)[0]
    meant, as_said = vocabulary.nearest(words)
    wrong = phrase != meant or as_said < LEAST_LIKENESS
    return Recognised(phrase, _confidence(said, likeness, wrong, chance))


def misheard(words: Sounds, language: str, errors: float, vocabulary: Sounds, chance: Chance) -> Sounds:
    """The words that a recogniser hears, where the words that it is to hear are these.

    Over many words, the word error rate of what is heard is `errors`: each word is wrong, missing, or followed by one
    that nobody said.

    Args:
        words: As `robot.speech.normalise` makes them.
        language: fi, sv or en.
        errors: The word error rate, from 0 to 1.
        vocabulary: The words that are listened for.
        chance: Nothing is drawn from it where `errors` is 0.
    """
    if errors <= 0:
        return words
    heard: list[str] = []
    # With only wrong words between them, a missing word and one that nobody said would count as one error, not two.
    extra = missing = False
    for word in words:
        drawn = chance.random() / errors
        if drawn >= 1.0:
            heard.append(word)
            extra = missing = False
        elif drawn >= SUBSTITUTED + DELETED and not missing:
            heard += (word, chance.choice(confusions(language).small))
            extra = True
        elif SUBSTITUTED <= drawn < SUBSTITUTED + DELETED and not extra:
            missing = True
        else:
            heard.append(heard_for(word, language, vocabulary, chance))
    return tuple(heard)


def errors_in_noise(errors: float, snr: float) -> float:
    """The word error rate of a speaker in noise.

    Args:
        errors: The speaker's own, where it is quiet.
        snr: How far the voice stands above the noise at the recogniser, in dB; infinite where it is quiet.
    """
    if snr == math.inf:
        return errors
    spoilt = 1 / (1 + math.exp(min(NOISE_SLOPE * (snr - NOISE_HALF), 700.0)))
    return 1 - (1 - errors) * (1 - spoilt)


def together(utterances: Sequence[Utterance]) -> Utterance:
    """Utterances that overlap, one at least, as the one that a recogniser takes them for; noises are lost in voices."""
    voiced = [utterance for utterance in utterances if utterance.voices] or list(utterances)
    first, *others = voiced
    if not others:
        return first
    return Utterance(
        " ".join(dict.fromkeys(utterance.words for utterance in voiced)),
        first.language,
        max(utterance.loudness for utterance in voiced),
        sum(utterance.voices for utterance in voiced),
        max(utterance.errors for utterance in voiced),
    )


def _confidence(said: Utterance, likeness: float, wrong: bool, chance: Chance) -> float:
    spread = -SPREAD + 2 * SPREAD * chance.random()
    if said.voices > 1:
        sure = MANY + spread * 0.6
    else:
        sure = SURE * likeness**2 * (0.5 + 0.5 * min(said.loudness, 1.0)) * (1.0 - STRAINED * said.errors)
        sure = sure * (SHAKEN if wrong else 1.0) + spread
    return round(min(0.99, max(0.05, sure)), 4)


@at_hand(8192)
def _best(said: Sounds, phrases: tuple[tuple[str, Sounds], ...], language: str, spotting: bool) -> tuple[str, float]:
    """The phrase that what was said is most like, and how like."""
    found, best, length = "", -1.0, 0
    for phrase, sounds in phrases:
        likeness = _likeness(said, sounds, language, spotting)
        # Of phrases that are all in what was said, the one that holds the most of it.
        if likeness > best or (likeness == best and len(sounds) > length):
            found, best, length = phrase, likeness, len(sounds)
    return found, best


def _likeness(said: Sounds, phrase: Sounds, language: str, spotting: bool) -> float:
    whole = alike_words(said, phrase, language)
    length = len(phrase)
    if whole == 1.0 or not 0 < length < len(said):
        return whole
    inside = max(alike_words(said[i : i + length], phrase, language) for i in range(len(said) - length + 1))
    return max(whole, inside * (1.0 if spotting else EMBEDDED))
