"""Words beside the scenario: staff's own, and the robot's when it calls for help. Spoken, never kept."""

from __future__ import annotations

from collections.abc import Callable

from behaviours.stage import Stage
from robot.commands import Command, Say
from robot.events import Asked
from robot.text import Text, literal, no_names
from sessions.live import Show, Who
from sessions.recorder import Recorder
from sessions.terms import ASIDE, MQTT


class Aside:
    """At most one aside at a time. Session thread only."""

    def __init__(self, rate: float, recorder: Recorder, send: Callable[[Command], None], show: Show) -> None:
        self._rate = rate
        self._recorder = recorder
        self._send = send
        self._show = show
        self._tag = ASIDE + 1
        self.speaking = False
        self.words = ""
        """What it said last; never kept."""

    def say(self, text: Text) -> None:
        """Speak; the scenario must be silent by now."""
        self.speaking = True
        self._tag -= 1
        self.words = text.filled(no_names)
        self._show(Who.ROBOT, "says", self.words)
        self._send(Say(text, rate=self._rate, tag=self._tag))

    def ended(self, tag: int) -> bool:
        """The last word of the aside with this tag was heard; false where it had been broken off before."""
        spoken = self.speaking and tag == self._tag
        self.speaking = self.speaking and not spoken
        if spoken:
            self._recorder.note("aside_spoken")
        return spoken


def said_aside(asked: Asked, stage: Stage) -> Text:
    """What is to be said: the words that staff typed, or, asked for by MQTT, one of the scenario's phrases."""
    return stage.beside(asked.argument) if asked.by == MQTT else literal(asked.argument, stage.language)
