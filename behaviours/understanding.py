"""What a body heard or felt, resolved against the options of the pending Listen.

Options are taken in order and the earlier wins a tie: the session puts the expected answers first, then the commands
(again, hint, stop) and the distress words. So "sattuu" is an answer where a lesson teaches it; what else is a call for
help, `cries.py` says.
"""

from __future__ import annotations

from behaviours import numbers, stems
from behaviours.reading import Reading, Weights, read
from behaviours.turns import Nothing, Overlap, Turn, Unclear, Understood
from behaviours.vocabulary import surroundings, vocabulary
from robot.commands import Listen, Option
from robot.events import Asked, Event, Heard, Hypothesis, Silent, Touched, Voiced
from robot.speech import alike, normalise
from robot.values import value

_SCREENS = frozenset({"screen", "card"})


@value(frozen=True, slots=True)
class Thresholds:
    """Confidences from 0 to 1: where words begin to count, how far apart two options must be, and a choir's."""

    floor: float = 0.2
    margin: float = 0.05
    choir: float = 0.5


def prepare(language: str) -> None:
    """Load a language's data ahead of its first use, which else takes some 100 ms."""
    numbers.load(language)
    stems.load(language)
    surroundings(language)
    alike("valmiina", "valmista", language)


@value(frozen=True, slots=True)
class _Guess:
    """What one hypothesis comes to: options by place, and how sure the ears and the words are of the first."""

    reading: Reading
    confidence: float


class Understanding:
    """Resolves events to turns; keeps no state between them. Any thread."""

    def __init__(self, thresholds: Thresholds | None = None, weights: Weights | None = None) -> None:
        self._thresholds = thresholds or Thresholds()
        self._weights = weights or Weights()

    def resolve(self, event: Event, listen: Listen) -> Turn | None:
        """The turn that `event` makes of `listen`.

        None: it answers nothing here, as a touch that no option has, a stale tag, or an option staff cannot accept.
        No text is an error; a language other than fi, sv and en is a KeyError.
        """
        match event:
            case Heard(tag=listen.tag):
                return self._heard(event, listen)
            case Voiced(tag=listen.tag, voices=voices):
                return Overlap() if voices > 1 else Unclear("speech")
            case Silent(tag=listen.tag):
                return Nothing()
            case Touched(sensor=sensor):
                touched = next((option.id for option in listen.options if option.sensor is sensor), None)
                return None if touched is None else Understood(touched, 1.0, "touch")
            case Asked(what="accept", argument=chosen, by=by):
                known = any(option.id == chosen for option in listen.options)
                return Understood(chosen, 1.0, by if by in _SCREENS else "staff") if known else None
        return None

    def _heard(self, event: Heard, listen: Listen) -> Turn:
        guesses = [self._guess(hypothesis, listen) for hypothesis in event.hypotheses]
        named = [guess for guess in guesses if guess.reading.places]
        named.sort(key=lambda guess: -guess.confidence)
        if event.voices > 1:
            return self._choir(guesses, named, listen.options)
        if not named:
            return Unclear("speech")
        best = named[0]
        first = best.reading.places[0]
        if not best.reading.certain:
            return Unclear("speech", _ids(best.reading.places, listen.options)[:2])
        rivals = [guess for guess in named if guess.reading.places[0] != first]
        close = bool(rivals) and best.confidence - rivals[0].confidence < self._thresholds.margin
        if close or best.confidence < self._thresholds.floor:
            likely = (first, *(rival.reading.places[0] for rival in rivals[:1]))
            return Unclear("speech", _ids(likely, listen.options))
        return Understood(listen.options[first].id, best.confidence, "speech")

    def _choir(self, guesses: list[_Guess], named: list[_Guess], options: tuple[Option, ...]) -> Turn:
        """Everybody's one answer counts; anything else that was clearly said makes it an overlap."""
        places = dict.fromkeys(place for guess in named for place in guess.reading.places)
        others = [guess for guess in guesses if not guess.reading.places and guess.confidence >= self._thresholds.choir]
        if len(places) == 1 and not others and named[0].confidence >= self._thresholds.choir:
            return Understood(options[next(iter(places))].id, named[0].confidence, "speech")
        return Overlap(_ids(tuple(places), options))

    def _guess(self, hypothesis: Hypothesis, listen: Listen) -> _Guess:
        words = normalise(hypothesis.words, listen.language)
        reading = read(words, vocabulary(listen.options, listen.language), self._weights) if words else Reading()
        heard = min(1.0, max(0.0, hypothesis.confidence))
        # A reading that names nothing keeps the ears' own confidence: somebody did say something.
        return _Guess(reading, heard * reading.fit if reading.places else heard)


def _ids(places: tuple[int, ...], options: tuple[Option, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(options[place].id for place in places))
