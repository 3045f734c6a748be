"""The tests that an author writes beside a scenario: what people do, turn by turn, and what must come of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, GetJsonSchemaHandler, StrictBool, StrictInt
from pydantic_core import CoreSchema

from behaviours.parameters import Parameters, Reference
from robot.commands import Sensor
from scenarios.language.events import Data

Step = Literal[
    "first",
    "waiting_on",
    "shortening",
    "giving",
    "narrowing",
    "switching",
    "deferring",
    "hinting",
    "halving",
    "together",
    "one_at_a_time",
    "choir",
]
Text = Annotated[str, Field(min_length=1)]

Number = Annotated[StrictInt, Field(ge=0, le=999)]
Voices = Annotated[tuple[Text, ...], Field(min_length=2, max_length=6)]
Said = str | tuple[str, ...] | Mapping[str, str] | Mapping[str, str | bool] | Mapping[str, tuple[str, ...]]

EASY = "-easy"

BARE = ("mumbles", "silent")
"""Turns that may stand as a word alone."""

SPECIAL = {"robot_says": ("state", "key"), "says": ("right", "wrong")}
"""In a map under these turns: the keys that are no languages, and stand alone."""

QUESTION_OUTCOMES = ("right", "heard", "modelled")
"""How a question may be settled."""

_SECONDS = re.compile(r"(\d+(?:\.\d+)?) ?(s|min)")


class Minutes(Parameters):
    """How long the conversation may have taken."""

    least: Annotated[float, Field(ge=0, le=240)] | None = None
    """At least so many minutes."""
    most: Annotated[float, Field(ge=0, le=240)] | None = None
    """At most so many minutes."""


class Expectation(Parameters):
    """What must be so when the robot next waits for people, or when the session is over."""

    state: Annotated[str | None, Reference("state")] = None
    """The state in which the scenario is then; `end` is the end."""
    outcome: Annotated[str, Field(min_length=1)] | None = None
    """How the question was settled (right, heard, modelled), or how the state before was left (done, skipped ...)."""
    repair_step: Step | None = None
    """The step of the repair ladder: of the question that `outcome` or `modelled` is about, or else is asked now."""
    modelled: StrictBool | None = None
    """Whether the robot had to give the answer."""
    ends: Literal["finished", "stopped", "failed", "interrupted", "lost"] | None = None
    """How the session ends; nobody answers any more until then."""
    minutes: Minutes | None = None
    """How long the session has taken until then."""


class Turn(Parameters):
    """One turn of a test: one thing that people or staff do, or that the robot must do."""

    robot_says: Text | dict[str, Text] | None = None
    """Wait until the robot says this: a text or part of one, one a language, `{state: NAME}` or `{key: PLACE}`."""
    says: Text | dict[str, Text | StrictBool] | None = None
    """Somebody says this in the robot's next turn of listening; also one text a language, or `{right: true}`."""
    touch: Sensor | None = None
    """Somebody touches the robot there, for a moment, in the robot's next turn of listening."""
    silent: StrictBool | str | None = None
    """Nobody answers for so long, such as `9s`; `true` is one whole turn of listening."""
    mumbles: StrictBool | None = None
    """Somebody answers too softly to be understood."""
    two_at_once: Voices | dict[str, Voices] | None = None
    """Several people answer at once, each with one of these; also one list a language."""
    staff: Literal["pause", "resume", "again", "skip", "accept", "stop"] | None = None
    """Staff press this button."""
    button: Annotated[StrictInt, Field(ge=1, le=9)] | None = None
    """Staff press one of the state's own buttons, the first of which is 1."""
    expect: Expectation | None = None
    """What must be so now."""

    @property
    def kind(self) -> str:
        """Which one of them it is."""
        return next(iter(self.model_fields_set))

    @property
    def seconds(self) -> float | None:
        """How long nobody answers; None for a whole turn, or where `silent` is no time."""
        found = _SECONDS.fullmatch(self.silent) if isinstance(self.silent, str) else None
        return float(found[1]) * (60.0 if found[2] == "min" else 1.0) if found else None

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, object]:
        """A turn may also be a word alone."""
        described = handler(schema)
        return {
            "description": "One turn of a test.",
            "anyOf": [{**described, "minProperties": 1, "maxProperties": 1}, {"enum": list(BARE)}],
        }


class Trial(Parameters):
    """One test: a conversation that must go as it is written."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    """What is tested, in words for people."""
    language: str | None = None
    """The language in which it runs, `fi-easy` a form of `fi`, too; without one, every language of the scenario."""
    inputs: Annotated[dict[str, Number | Text | tuple[Text, ...]], Field(max_length=20)] = {}
    """What is filled in before the start; any other input has its default."""
    group: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    """What the group is called, as by `--group`; without it the group has no name."""
    seed: Annotated[StrictInt, Field(ge=0)] = 0
    """What chance begins with; the same seed gives the same conversation."""
    turns: Annotated[tuple[Turn, ...], Field(min_length=1, max_length=200)]
    """What happens, turn by turn."""

    def typed(self) -> dict[str, str]:
        """The inputs as somebody would type them."""
        return {name: ", ".join(v) if isinstance(v, tuple) else str(v) for name, v in self.inputs.items()}

    def languages(self, all_languages: tuple[str, ...]) -> tuple[str, ...]:
        """The languages in which it runs."""
        return all_languages if self.language is None else (self.language,)


def spelt_out(data: Data) -> Data:
    """The data of a file in which every turn is a map: `- mumbles` stands for `- mumbles: true`."""
    if not isinstance(data, dict) or not isinstance(data.get("tests"), list):
        return data
    return {**data, "tests": [_spelt_out(trial) for trial in data["tests"]]}  # type: ignore[union-attr]


def _spelt_out(trial: Data) -> Data:
    if not isinstance(trial, dict) or not isinstance(trial.get("turns"), list):
        return trial
    turns = trial["turns"]
    return {**trial, "turns": [{turn: True} if isinstance(turn, str) else turn for turn in turns]}  # type: ignore[union-attr]


def in_language(words: Said, language: str) -> tuple[str, ...]:
    """What a turn says in one language, of which `fi-easy` is a form; nothing where it does not say it in that."""
    if isinstance(words, Mapping):
        said: object = words.get(language) or words.get(language.removesuffix(EASY))
    else:
        said = words
    return (said,) if isinstance(said, str) else said if isinstance(said, tuple) else ()
