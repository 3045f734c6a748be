"""Tell something in one part or several, or say a song or a poem line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from behaviours.behaviour import Behaviour
from behaviours.directives import Steps, Wait
from behaviours.parameters import MOST_LINES, Flaw, Parameters, Part, Words


class TellParameters(Parameters):
    """What is told, part by part or line by line."""

    parts: Annotated[tuple[Part, ...], Field(min_length=1, max_length=40)] = ()
    """What the robot says, in this order."""
    lines: Annotated[tuple[Words, ...], Field(min_length=1, max_length=MOST_LINES)] = ()
    """In place of parts, the lines of a song or a poem, of any length: $name of a song says that song."""

    def flaws(self) -> Iterator[Flaw]:
        """What is told is either parts or lines."""
        if bool(self.parts) == bool(self.lines):
            yield Flaw("nothing_told", "lines" if self.lines else "")


class Tell(Behaviour[TellParameters]):
    """Says its parts in order, each with its gesture and the quiet after it; lines with a breath after each."""

    key = "tell"
    parameter_model = TellParameters
    initial = "telling"
    graph: ClassVar = {"telling": {"told": "=done"}}
    exempt = frozenset({"lines"})

    def telling(self) -> Steps:
        """Say every part, or every line."""
        self.picture = ""
        for part in self.parameters.parts:
            self.picture = part.picture or self.picture
            yield from self.stage.say(self.stage.text(part.text), part.gesture)
            if part.pause:
                yield Wait(part.pause)
        for line in self.parameters.lines:
            yield from self.stage.say(self.stage.text(line))
            yield Wait(self.stage.profile.sentence_pause)
        return "told"
