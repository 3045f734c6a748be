"""Greet the people: a wave, a word, and that a machine is speaking."""

from __future__ import annotations

from typing import ClassVar

from behaviours.behaviour import Behaviour
from behaviours.directives import Steps
from behaviours.parameters import GestureName, Parameters, Words
from robot.commands import Sound


class GreetParameters(Parameters):
    """The greeting; its words say that the speaker is a robot."""

    text: Words
    """The first words, who is speaking among them."""
    gesture: GestureName = "wave"
    """The gesture it makes with these words."""


class Greet(Behaviour[GreetParameters]):
    """A soft sound first, so that a voice after a long quiet frightens nobody; then the greeting."""

    key = "greet"
    parameter_model = GreetParameters
    initial = "attending"
    graph: ClassVar = {"attending": {"attended": "greeting"}, "greeting": {"greeted": "=done"}}

    def attending(self) -> Steps:
        """Sound before the first word."""
        yield Sound("attention")
        return "attended"

    def greeting(self) -> Steps:
        """Say it with a wave."""
        yield from self.stage.say(self.stage.text(self.parameters.text), self.parameters.gesture)
        return "greeted"
