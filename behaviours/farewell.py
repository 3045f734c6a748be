"""Say goodbye: one thing we did, and when we meet next."""

from __future__ import annotations

from typing import ClassVar

from behaviours.behaviour import Behaviour
from behaviours.directives import Steps, Wait
from behaviours.parameters import GestureName, Parameters, Words
from robot.commands import Eyes, Light


class FarewellParameters(Parameters):
    """The goodbye."""

    text: Words
    """The last words: one thing we did, and until when."""
    gesture: GestureName = "wave"
    """The gesture it makes with these words."""


class Farewell(Behaviour[FarewellParameters]):
    """Says goodbye with a wave and lets the eyes go dark."""

    key = "farewell"
    parameter_model = FarewellParameters
    initial = "parting"
    graph: ClassVar = {"parting": {"parted": "=done"}}

    def parting(self) -> Steps:
        """Say it, wait for the wave, and dim."""
        yield from self.stage.say(self.stage.text(self.parameters.text), self.parameters.gesture)
        yield Wait(self.stage.profile.sentence_pause)
        yield Eyes(Light.OFF)
        return "parted"
