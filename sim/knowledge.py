"""What the people in the room know: which answers to what the robot says are right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from robot.commands import Sensor
from robot.memo import at_hand
from robot.values import value

TOUCH = "touch:"
"""Among the words handed to `Knowledge.learn`, one that begins so names a sensor: `touch:hand_left`."""

_TAG = re.compile(r"\\[^\\]*\\|\^\w+\([^)]*\)")


@value(frozen=True, slots=True)
class Answers:
    """What a question may be answered with; `touch` and `wrong_touches` are empty where no sensor answers it."""

    right: tuple[str, ...]
    wrong: tuple[str, ...] = ()
    touch: Sensor | None = None
    wrong_touches: tuple[Sensor, ...] = ()


Oracle = Callable[[str], Answers | None]
"""The answers to an utterance of the robot; None where it asks nothing."""


def asked(oracle: Oracle, sentences: Sequence[str]) -> Answers | None:
    """What an oracle makes of all sentences of a turn together, or of the end of them; None where it asks nothing."""
    for first in range(len(sentences)):
        answers = oracle(" ".join(sentences[first:]))
        if answers is not None:
            return answers
    return None


class Knowledge:
    """An oracle that is taught, question by question, by the session that asks them."""

    def __init__(self) -> None:
        self._answers: dict[str, Answers] = {}

    def learn(self, utterance: str, right: Iterable[str], wrong: Iterable[str]) -> None:
        """Know the answers to `utterance` from now on; what was known of it before is forgotten.

        Args:
            utterance: What the robot says. Case, spaces, and NAOqi's tags in it do not matter.
            right: Words that answer it; `touch:` and a sensor's name for a touch that does, the first of which counts.
            wrong: Words, and touches, that a person may mistake for the answer.

        Raises:
            ValueError: A touch names no sensor.
        """
        right_words, right_touches = _sorted(tuple(right))
        wrong_words, wrong_touches = _sorted(tuple(wrong))
        touch = right_touches[0] if right_touches else None
        self._answers[_key(utterance)] = Answers(right_words, wrong_words, touch, wrong_touches)

    def __call__(self, utterance: str) -> Answers | None:
        """The answers learned for `utterance`; None where there are none."""
        return self._answers.get(_key(utterance))


# The robot says the same sentences in every session, and each is looked up for everybody who heard it.
@at_hand(4096)
def _key(utterance: str) -> str:
    return " ".join(_TAG.sub(" ", utterance).casefold().split())


@lru_cache(maxsize=4096)
def _sorted(answers: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Sensor, ...]]:
    given = tuple(dict.fromkeys(answers))
    words = tuple(answer for answer in given if not answer.startswith(TOUCH))
    touches = tuple(Sensor(answer.removeprefix(TOUCH)) for answer in given if answer.startswith(TOUCH))
    return words, touches
