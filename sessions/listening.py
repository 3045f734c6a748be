"""Turns of listening: what a behaviour wants to hear, with what holds everywhere added to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from behaviours.cries import cry
from behaviours.directives import Hear
from behaviours.parameters import COMMANDS, Words
from behaviours.profile import Profile
from behaviours.turns import Overlap, Turn, Unclear, Understood
from behaviours.understanding import Understanding
from robot.commands import Listen, Option, Sensor
from robot.events import Event, Heard

DISTRESS = "distress"
STOP = "stop"
PACE = ("slower", "louder")
"""Commands about the robot's voice: done at once, and the question is asked again."""

SLOWER = 0.9
"""By what one "slower" multiplies the rate of speech; it never falls below SLOWEST."""

SLOWEST = 0.7

AGAIN = Understood("again", 1.0, "speech")
"""What a behaviour is told after the voice was changed: ask once more, with it."""


def slowed(rate: float) -> float:
    """The rate of speech after one more "slower"."""
    return max(SLOWEST, rate * SLOWER)


class Listening:
    """Builds a turn and resolves what happens in it; an expected answer wins over a command or a distress word."""

    def __init__(
        self,
        answers: Mapping[str, Words],
        distress: Words | None,
        language: str,
        added: Mapping[str, Words] | None = None,
    ) -> None:
        self._answers = answers
        self._added = {**(added or {}), **({DISTRESS: distress} if distress is not None else {})}
        self._language = language
        self._everywhere = self._common(language)
        self._understanding = Understanding()

    def open(self, hear: Hear, tag: int) -> Listen:
        """The command that opens the ears for this turn."""
        expected = {option.id for option in hear.options}
        # Where the answers are in another language, people call for help in their own all the same.
        everywhere = self._everywhere if hear.language == self._language else self._common(hear.language)
        if not expected.isdisjoint(COMMANDS):
            everywhere = tuple(option for option in everywhere if option.id not in expected)
        return Listen(hear.options + everywhere, hear.language, hear.timing, tag)

    def _common(self, heard: str) -> tuple[Option, ...]:
        languages = dict.fromkeys((heard, self._language))

        def phrases(key: str) -> tuple[str, ...]:
            words = (self._answers[key], *((self._added[key],) if key in self._added else ()))
            return tuple(dict.fromkeys(w for each in words for lang in languages for w in each.root.get(lang, ())))

        return tuple(Option(key, phrases(key), Sensor.HEAD_MIDDLE if key == "again" else None) for key in COMMANDS)

    def control(self, turn: Turn, profile: Profile) -> str | None:
        """The common answer that is not the scenario's affair: one of PACE, STOP or DISTRESS, or None.

        A call for help counts at a lower confidence than an answer. A stop that was not heard surely calls staff: it
        may be a call for help, and whoever meant it comes to rest at once all the same.
        """
        match turn:
            case Unclear(between=heard) | Overlap(options=heard) if DISTRESS in heard:
                return DISTRESS
            case Understood(option=option, confidence=sure) if option == DISTRESS:
                return DISTRESS if sure >= profile.alarm else None
            case Understood(option=option, confidence=sure) if option == STOP and sure >= profile.confirm:
                return STOP if sure >= profile.accept else DISTRESS
            case Understood(option=option, confidence=sure) if option in PACE and sure >= profile.confirm:
                return option
        return None

    def resolve(self, event: Event, listen: Listen) -> Turn | None:
        """What the event means in this turn; None where it does not answer it.

        Words of distress are a call for help wherever in an utterance they stand, and what only resembles them is none.
        """
        turn = self._understanding.resolve(event, listen)
        if turn is None or not isinstance(event, Heard):
            return turn
        expected = [option for option in listen.options if option.id not in COMMANDS]
        distress = next(option for option in listen.options if option.id == DISTRESS)
        languages = tuple(dict.fromkeys((listen.language, self._language)))
        sure = cry(event, distress, expected, languages)
        return _calm(turn) if sure is None else Understood(DISTRESS, sure, "speech")


def _calm(turn: Turn) -> Turn:
    """The turn without distress: nobody called for help."""
    match turn:
        case Understood(option=option, channel=channel) if option == DISTRESS:
            return Unclear(channel)
        case Unclear(between=heard):
            return replace(turn, between=tuple(option for option in heard if option != DISTRESS))
        case Overlap(options=heard):
            return replace(turn, options=tuple(option for option in heard if option != DISTRESS))
    return turn
