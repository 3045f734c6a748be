"""What a scenario file holds, once its shape is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, RootModel, StrictInt

from behaviours.behaviour import Behaviour
from behaviours.parameters import Identifier, Parameters, Reference, Words
from scenarios.language.filling import Holder
from scenarios.language.inputs import Input
from scenarios.language.trials import Trial

Language = Literal["fi", "sv", "en"]
LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")

EASY = "-easy"
"""What the key of a language's plain form ends in: `fi-easy` is plain Finnish."""

WRITTEN: tuple[str, ...] = (*LANGUAGES, "fi-easy")
"""The keys under which a text may stand."""


class Span(Parameters):
    """From the least to the most, both included."""

    least: Annotated[StrictInt, Field(alias="from", ge=1, le=120)]
    """The least."""
    most: Annotated[StrictInt, Field(alias="to", ge=1, le=120)]
    """The most."""


SharedFile = Annotated[str, Field(pattern=r"^common(/[a-z0-9][a-z0-9_-]*)+\.yaml$", max_length=120)]
"""The path of a file under a scenario folder."""


class FrontMatter(Parameters):
    """Everything in the file but its states: what a scenario is for, and for whom."""

    kaveri: Literal[1]
    """The version of the scenario language."""
    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
    """The name in lists and in the log: small letters a-z, digits and hyphens, as in the file's name."""
    title: Words
    """What people call it."""
    purpose: Words
    """In a sentence, what people do and what it is good for."""
    setting: Literal["classroom", "care"]
    """Where it takes place. In care the robot sits, and its shared phrases suit older people."""
    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=3)]
    """The languages in which every text is complete; the first is spoken where none is asked for."""
    ages: Span | None = None
    """For whom it is written, in years."""
    group: Span | None = None
    """How many people take part."""
    minutes: Annotated[float, Field(gt=0, le=120)]
    """How long it takes; well past that the robot goes to its goodbye."""
    profile: Annotated[str, Reference("profile")]
    """The pace: how long the robot waits, how fast it speaks and how long its sentences may be."""
    address: Literal["informal", "formal"]
    """How the robot addresses people: sinä and du, or te and ni."""
    version: Annotated[StrictInt, Field(ge=1)]
    """Which edition this is; add one when you change it for others."""
    licence: Annotated[str, Field(min_length=1)]
    """Who may use and change it, such as CC-BY-4.0."""
    distress: Words | None = None
    """Words that call staff in this scenario, besides the common ones."""
    commands: dict[Literal["again", "slower", "louder", "hint", "stop"], Words] = {}
    """Words that count as one of the common commands in this scenario, besides the common ones."""
    material: Words | None = None
    """What is needed on the table or on the wall."""
    curriculum: Words | None = None
    """Which part of the curriculum a lesson belongs to."""
    care_goal: Words | None = None
    """Which goal of care the companionship serves."""
    include: Annotated[tuple[SharedFile, ...], Field(max_length=20)] = ()
    """Files of a scenario folder that this one shares words and states with, such as common/goodbyes.yaml."""
    inputs: Annotated[dict[Identifier, Input], Field(max_length=20)] = {}
    """What is filled in before the start. A text names one as {name}, a parameter takes it as $name."""
    start: Annotated[str, Reference("state")]
    """The state in which it begins."""

    def written(self) -> tuple[tuple[str, Language], ...]:
        """The keys of texts that are said in this scenario, each with the language it is a form of."""
        return tuple(
            (key, language) for language in self.languages for key in (language, f"{language}{EASY}") if key in WRITTEN
        )


class File(FrontMatter):
    """The whole file; its states are looked into one by one."""

    states: Annotated[dict[Identifier, dict[str, Any]], Field(min_length=1)]
    """What happens, state by state: under each name one behaviour, and where it leads."""
    tests: Annotated[tuple[Trial, ...], Field(max_length=100)] = ()
    """Conversations that must go as they are written; `kaveri test` holds them."""


class Button(Parameters):
    """What staff may press while a state is on."""

    label: Words
    """What stands on the button."""
    to: Annotated[str, Reference("state")]
    """The state that it leads to."""


class Ways(Parameters):
    """Where a state leads: by outcome, and otherwise to `then`; and at a press of staff's buttons."""

    then: Annotated[str | None, Reference("state")] = None
    """The state that follows whatever came of this one; `end` is the end."""
    on: Annotated[dict[str, str], Reference("state")] = {}
    """The state that follows one outcome, by outcome; it wins over `then`."""
    buttons: Annotated[tuple[Button, ...], Field(max_length=9)] = ()
    """Buttons for staff, while this state is on: the first is key 1, the second key 2, and so on."""


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
    tests: tuple[Trial, ...] = ()
    holders: tuple[Holder, ...] = ()
    """Where the parameters take the value of an input."""


class ProfileFile(Parameters):
    """A profile as it stands in the folder `profiles` of a scenario folder; seconds throughout."""

    no_speech: Annotated[float, Field(gt=0, le=60)]
    """Seconds that people have before they begin to speak."""
    end_silence: Annotated[float, Field(gt=0, le=10)]
    """Seconds of silence that end what somebody says."""
    longest: Annotated[float, Field(gt=0, le=120)]
    """Seconds that one turn of listening lasts at most."""
    thinking: Annotated[float, Field(ge=0, le=30)]
    """Seconds that a quiz adds for thinking."""
    rate: Annotated[float, Field(ge=0.5, le=2)]
    """How fast the robot speaks; 1 is the voice's own pace."""
    sentence_pause: Annotated[float, Field(ge=0, le=5)]
    """Seconds of quiet between two sentences."""
    sentence_words: dict[Language, Annotated[StrictInt, Field(ge=1, le=60)]]
    """The most words in a sentence, by language."""
    turn_sentences: Annotated[StrictInt, Field(ge=1, le=20)] = 3
    """About how many sentences people follow in one turn; more draws a warning."""
    accept: Annotated[float, Field(gt=0, le=1)]
    """From this confidence on an answer is taken as it is."""
    confirm: Annotated[float, Field(gt=0, le=1)]
    """From this confidence on the robot asks back; below it the answer is repaired."""
    alarm: Annotated[float, Field(gt=0, le=1)] = 0.2
    """From this confidence on a call for help calls staff; lower than `confirm`, as it is better to come in vain."""
    quiet: Annotated[float, Field(gt=0, le=600)]
    """After so many quiet seconds a soft sound and a light come before the next word."""
    reaction: Annotated[float, Field(gt=0, le=60)]
    """A reaction slower than this many seconds is noted in the log."""
    hold: Annotated[float, Field(gt=0, le=10)]
    """Seconds for which a touch of the head means stop."""
    rungs: Annotated[StrictInt, Field(ge=1, le=6)]
    """Repairs of one question before the robot gives the answer."""
    together: Annotated[float, Field(ge=0, le=30)]
    """Seconds that people have to say an answer together with the robot."""
    staff_wait: Annotated[float, Field(ge=0, le=600)]
    """Seconds that staff have to decide before the robot goes on."""
    overrun: Annotated[float, Field(ge=1, le=5)]
    """At this many times its planned minutes a session goes to its goodbye."""


class AnswersFile(RootModel[dict[Identifier, Words]]):
    """`scenarios/common/answers.yaml`: what people may say in any scenario, by key."""


class SharedWords(Parameters):
    """A file under `common/` that scenarios include."""

    phrases: dict[Identifier, Words] = {}
    """Other wordings for what the robot says when a question needs repair."""
    answers: dict[Identifier, Words] = {}
    """More words for the answers that hold everywhere."""
    states: dict[Identifier, dict[str, Any]] = {}
    """States that the scenario takes over under their own names."""


class RepairFile(Parameters):
    """`scenarios/common/repair.yaml`: what the robot says when a question needs repair, by key."""

    phrases: dict[Identifier, Words]
    """What it says in a classroom, and to those whom it addresses informally."""
    care: dict[Identifier, Words] = {}
    """What differs where the setting is care."""
    formal: dict[Identifier, Words] = {}
    """What differs where people are addressed formally; it wins over `care`."""
