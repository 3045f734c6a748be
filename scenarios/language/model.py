"""What a scenario file holds, once its shape is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, RootModel

from behaviours.behaviour import Behaviour
from behaviours.parameters import Identifier, Parameters, Reference, Words

Language = Literal["fi", "sv", "en"]
LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")

FORM = 1
"""The version of the language that this checker reads: the value of `kaveri:`."""


class Span(Parameters):
    """From the least to the most, both included."""

    least: Annotated[int, Field(alias="from", ge=1, le=120)]
    most: Annotated[int, Field(alias="to", ge=1, le=120)]


class FrontMatter(Parameters):
    """Everything in the file but its states: what a scenario is for, and for whom."""

    kaveri: Literal[1]
    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
    title: Words
    purpose: Words
    setting: Literal["classroom", "care"]
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    ages: Span | None = None
    group: Span | None = None
    minutes: Annotated[float, Field(gt=0, le=120)]
    profile: Annotated[str, Reference("profile")]
    address: Literal["informal", "formal"]
    version: Annotated[int, Field(ge=1)]
    licence: Annotated[str, Field(min_length=1)]
    distress: Words | None = None
    """Words that call staff in this scenario, besides the common ones."""
    start: Annotated[str, Reference("state")]


class File(FrontMatter):
    """The whole file; its states are looked into one by one."""

    states: Annotated[dict[Identifier, dict[str, Any]], Field(min_length=1)]


class Ways(Parameters):
    """Where a state leads: by outcome, and otherwise to `then`."""

    then: Annotated[str | None, Reference("state")] = None
    on: Annotated[dict[str, str], Reference("state")] = {}


WAYS = tuple(Ways.model_fields)
"""The keys of a state beside its behaviour's."""


@dataclass(frozen=True, slots=True)
class State:
    """One state: one behaviour with its parameters, and where its outcomes lead."""

    name: str
    behaviour: type[Behaviour[Any]]
    parameters: Parameters
    ways: Ways

    def target(self, outcome: str) -> str | None:
        """The state that an outcome leads to; None where the author gave none."""
        return self.ways.on.get(outcome, self.ways.then)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A file of the right shape; its references may still lead nowhere."""

    front: FrontMatter
    states: Mapping[str, State]


class ProfileFile(Parameters):
    """A profile as it stands in `scenarios/profiles/`; seconds throughout."""

    no_speech: Annotated[float, Field(gt=0, le=60)]
    end_silence: Annotated[float, Field(gt=0, le=10)]
    longest: Annotated[float, Field(gt=0, le=120)]
    thinking: Annotated[float, Field(ge=0, le=30)]
    rate: Annotated[float, Field(ge=0.5, le=2)]
    sentence_pause: Annotated[float, Field(ge=0, le=5)]
    sentence_words: dict[Language, Annotated[int, Field(ge=1, le=60)]]
    accept: Annotated[float, Field(gt=0, le=1)]
    confirm: Annotated[float, Field(gt=0, le=1)]
    quiet: Annotated[float, Field(gt=0, le=600)]
    reaction: Annotated[float, Field(gt=0, le=60)]
    hold: Annotated[float, Field(gt=0, le=10)]
    rungs: Annotated[int, Field(ge=1, le=6)]
    together: Annotated[float, Field(ge=0, le=30)]
    staff_wait: Annotated[float, Field(ge=0, le=600)]
    overrun: Annotated[float, Field(ge=1, le=5)]


class AnswersFile(RootModel[dict[Identifier, Words]]):
    """`scenarios/common/answers.yaml`: what people may say in any scenario, by key."""


class RepairFile(Parameters):
    """`scenarios/common/repair.yaml`: what the robot says when a question needs repair, by key."""

    phrases: dict[Identifier, Words]
    care: dict[Identifier, Words] = {}
    """What differs where the setting is care."""
    formal: dict[Identifier, Words] = {}
    """What differs where people are addressed formally; it wins over `care`."""
