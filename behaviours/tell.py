"""Tell something in one part or several."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from behaviours.behaviour import Behaviour
from behaviours.directives import Steps, Wait
from behaviours.parameters import Parameters, Part


class TellParameters(Parameters):
    """What is told, part by part."""

    parts: Annotated[tuple[Part, ...], Field(min_length=1, max_length=40)]
    """What the robot says, in this order."""


class Tell(Behaviour[TellParameters]):
    """Says its parts in order, each with its gesture and the quiet after it."""

    key = "tell"
    parameter_model = TellParameters
    initial = "telling"
    graph: ClassVar = {"telling": {"told": "=done"}}

    def telling(self) -> Steps:
        """Say every part."""
        for part in self.parameters.parts:
            yield from self.stage.say(self.stage.text(part.text), part.gesture)
            if part.pause:
                yield Wait(part.pause)
        return "told"
