"""Turns of listening: what a behaviour wants to hear, with what holds everywhere added to it."""

from __future__ import annotations

from collections.abc import Mapping

from behaviours.directives import Hear
from behaviours.parameters import COMMANDS, Words
from behaviours.turns import Overlap, Turn, Unclear, Understood
from behaviours.understanding import Understanding
from robot.commands import Listen, Option, Sensor
from robot.events import Event

DISTRESS = "distress"
STOP = "stop"
PACE = ("slower", "louder")
"""Commands about the robot's voice: done at once, and the question is asked again."""

AGAIN = Understood("again", 1.0, "speech")
"""What a behaviour is told after the voice was changed: ask once more, with it."""


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
        common = tuple(option for option in everywhere if option.id not in expected)
        return Listen(hear.options + common, hear.language, hear.timing, tag)

    def _common(self, heard: str) -> tuple[Option, ...]:
        languages = dict.fromkeys((heard, self._language))

        def phrases(key: str) -> tuple[str, ...]:
            words = (self._answers[key], *((self._added[key],) if key in self._added else ()))
            return tuple(dict.fromkeys(w for each in words for lang in languages for w in each.root.get(lang, ())))

        return tuple(Option(key, phrases(key), Sensor.HEAD_MIDDLE if key == "again" else None) for key in COMMANDS)

    def control(self, turn: Turn, sure: float) -> str | None:
        """The common answer that is not the scenario's affair: one of PACE, STOP or DISTRESS, or None.

        A distress word beside anything else is still one; any other counts from the confidence `sure` on.
        """
        match turn:
            case Unclear(between=heard) | Overlap(options=heard) if DISTRESS in heard:
                return DISTRESS
            case Understood(option=option) if option in (*PACE, STOP, DISTRESS) and turn.confidence >= sure:
                return option
        return None

    def resolve(self, event: Event, listen: Listen) -> Turn | None:
        """What the event means in this turn; None where it does not answer it."""
        return self._understanding.resolve(event, listen)
