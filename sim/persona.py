"""A simulated person: parameters and a seed, which turn what is seen of a robot into what is done to it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from robot.clock import Clock, Timer
from robot.commands import Sensor
from sim.knowledge import Answers, Oracle
from sim.sights import EarsClosed, EarsOpened, Presence, Sight, SpeechBegan, SpeechEnded

REACTION = 0.2
"""Seconds before anybody answers: people change turns in about 200 ms (Stivers 2009)."""

PRESS = 0.4
"""Seconds that a hand rests on a sensor: well below a body's long touch."""

TOO_SOFT = 0.2
"""The loudness of a voice that cannot be made out (see `sim.sights.Presence.speak`)."""

Thing = TypeVar("Thing")


class Chance(Protocol):
    """The part of `random.Random` that a person draws from."""

    def random(self) -> float:
        """A number from 0 to below 1."""
        ...

    def choice(self, seq: Sequence[Thing], /) -> Thing:
        """One of `seq`."""
        ...

    def lognormvariate(self, mu: float, sigma: float) -> float:
        """A number whose logarithm is normal with mean `mu` and deviation `sigma`."""
        ...


@dataclass(frozen=True, slots=True)
class Phrases:
    """What a person says in one language besides answers; `around` holds templates with an `{answer}` in them."""

    around: tuple[str, ...]
    mumbles: tuple[str, ...]
    unknown: tuple[str, ...]
    backchannels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Traits:
    """What sets one person apart. Times in seconds, chances from 0 to 1; `sim/personas` says what each one means."""

    think: float
    think_spread: float
    right: float
    right_after_hint: float
    silent: float
    unclear: float
    touch: float
    hasty: float
    right_when_hasty: float
    around: float
    backchannel: float
    ease: float
    patience: int
    loudness: float
    phrases: Mapping[str, Phrases]

    @classmethod
    def of(cls, persona: Mapping[str, Any]) -> Traits:
        """The traits in a persona's mapping, as `sessions.cast.load_persona` hands it.

        Raises:
            KeyError: The mapping lacks a parameter.
        """
        phrases = {
            language: Phrases(**{kind: tuple(texts) for kind, texts in kinds.items()})
            for language, kinds in persona["phrases"].items()
        }
        return cls(
            think=persona["think"]["mean"],
            think_spread=persona["think"]["spread"],
            ease=persona["ease"],
            patience=persona["patience"],
            loudness=persona["loudness"],
            phrases=phrases,
            **persona["chances"],
        )


class Person:
    """Answers a robot when it listens, at most once each time it opens its ears, and never while it speaks.

    The same traits, chance and sights give the same acts. All calls, and the presence's, are made on the clock's
    thread.

    Args:
        persona: The person's parameters, as `sessions.cast.load_persona` hands them.
        presence: The robot in the room.
        clock: Where time comes from.
        chance: Where the person's luck comes from; one seeded for this person alone.
        language: The person's own language: fi, sv or en.
        oracle: What the person would know if nothing went wrong.
    """

    def __init__(
        self,
        persona: Mapping[str, Any],
        presence: Presence,
        clock: Clock,
        chance: Chance,
        language: str,
        oracle: Oracle,
    ) -> None:
        self._traits = Traits.of(persona)
        self._phrases = self._traits.phrases[language]
        self._presence = presence
        self._clock = clock
        self._chance = chance
        self._language = language
        self._asked_in = language
        self._oracle = oracle
        self._heard: list[str] = []
        self._turn_came = False
        self._robot_speaks = False
        self._ears_open = False
        self._turn_over = True
        self._thought: _Thought | None = None
        self._timer: Timer | None = None
        self._question = _Question(None)
        presence.observe(self.see)

    def see(self, sight: Sight) -> None:
        """Take in what the robot does."""
        match sight:
            case SpeechBegan():
                self._robot_speaks = True
                self._forget()
            case SpeechEnded(text=text, whole=whole):
                self._robot_speaks = False
                if whole:
                    self._heard.append(text)
                self._think()
            case EarsOpened(language=language):
                self._asked_in = language or self._language
                self._ears_open = self._turn_came = True
                self._turn_over = False
                self._think()
            case EarsClosed():
                self._ears_open = False
                self._wait()
            case _:
                pass

    def _forget(self) -> None:
        # Words after our turn begin something new; sentences before it belong together.
        if self._turn_came:
            self._heard.clear()
            self._turn_came = False
        self._thought = None
        self._wait()

    def _wait(self) -> None:
        self._clock.cancel(self._timer)
        self._timer = None

    def _think(self) -> None:
        """Begin or go on with a thought: one that is late for its turn is not lost when the ears open again."""
        if not self._ears_open or self._robot_speaks or self._turn_over or self._timer is not None:
            return
        if self._thought is None:
            hasty = self._happens(self._traits.hasty)
            self._thought = _Thought(self._clock.now() + (0.0 if hasty else self._think_seconds()), hasty)
        seconds = max(REACTION, self._thought.due - self._clock.now())
        self._timer = self._clock.call_later(seconds, self._decide)

    def _think_seconds(self) -> float:
        # Times to answer lean to the right: most near the middle, a few very long.
        mean, spread = self._traits.think, self._traits.think_spread
        variance = math.log(1.0 + (spread / mean) ** 2)
        return self._chance.lognormvariate(math.log(mean) - variance / 2, math.sqrt(variance))

    def _decide(self) -> None:
        hasty = self._thought is not None and self._thought.hasty
        self._timer = self._thought = None
        self._turn_over = True
        answers = self._answers()
        if answers is None:
            if self._happens(self._traits.backchannel):
                self._say(self._chance.choice(self._phrases.backchannels))
            return
        self._take_up(answers, hasty)
        eased = self._traits.ease**self._question.repeats
        if self._question.repeats > self._traits.patience or self._happens(self._traits.silent * eased):
            return
        sensor = self._sensor(answers)
        if sensor is not None and (not self._words(answers) or self._happens(self._traits.touch)):
            self._press(sensor)
        elif self._happens(self._traits.unclear * eased):
            self._mumble(answers)
        else:
            # A lesson in another language is answered in that one.
            self._presence.speak(self._worded(answers), self._asked_in, self._traits.loudness)

    def _answers(self) -> Answers | None:
        """What the oracle makes of all that the robot said in its turn, or of the end of it."""
        for first in range(len(self._heard)):
            answers = self._oracle(" ".join(self._heard[first:]))
            if answers is not None:
                return answers
        return None

    def _take_up(self, answers: Answers, hasty: bool) -> None:
        right = (answers.right, answers.touch)
        if right == self._question.right:
            self._question.repeats += 1
            self._question.known = self._question.known or self._happens(self._traits.right_after_hint)
        else:
            known = self._happens(self._traits.right_when_hasty if hasty else self._traits.right)
            self._question = _Question(right, known)

    def _words(self, answers: Answers) -> tuple[str, ...]:
        return answers.right if self._question.known else answers.wrong

    def _sensor(self, answers: Answers) -> Sensor | None:
        if self._question.known:
            return answers.touch
        return self._chance.choice(answers.wrong_touches) if answers.wrong_touches else None

    def _worded(self, answers: Answers) -> str:
        words = self._words(answers)
        if not words:
            return self._chance.choice(self._phrases.unknown)
        answer = self._chance.choice(words)
        if not self._happens(self._traits.around):
            return answer
        return self._chance.choice(self._phrases.around).format(answer=answer)

    def _mumble(self, answers: Answers) -> None:
        if self._happens(0.5):
            self._presence.speak(self._worded(answers), self._language, min(TOO_SOFT, self._traits.loudness))
        else:
            self._say(self._chance.choice(self._phrases.mumbles))

    def _say(self, words: str) -> None:
        self._presence.speak(words, self._language, self._traits.loudness)

    def _press(self, sensor: Sensor) -> None:
        self._presence.press(sensor, True)
        self._clock.call_later(PRESS, lambda: self._presence.press(sensor, False))

    def _happens(self, chance: float) -> bool:
        return self._chance.random() < chance


@dataclass(slots=True)
class _Thought:
    """An answer in the making: when it will be ready, on the clock, and whether it comes before thinking."""

    due: float
    hasty: bool


@dataclass(slots=True)
class _Question:
    """What is being asked, told apart by its right answers: a robot asks again in other words."""

    right: tuple[tuple[str, ...], Sensor | None] | None
    known: bool = False
    repeats: int = 0
