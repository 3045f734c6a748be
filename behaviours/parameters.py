"""The types of which a behaviour's parameters in YAML are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    RootModel,
    StrictBool,
    StrictInt,
    field_validator,
)
from pydantic_core import CoreSchema


@dataclass(frozen=True, slots=True)
class Reference:
    """Marks a field whose value must be the name of something that exists, such as a gesture."""

    kind: str

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, object]:
        """Say in a JSON Schema what the field refers to."""
        return {**handler(schema), "x-refers-to": self.kind}


Spoken = Literal["fi", "sv", "en"]
"""A language that voices and ears have."""

GestureName = Annotated[str, Reference("gesture")]
PictureName = Annotated[str, Reference("picture")]
Seconds = Annotated[float, Field(ge=0, le=600)]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]

MOST_LINES = 60
"""A song or a poem has at most so many lines."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that is possible to write and makes no sense: its kind, and under which key it stands."""

    kind: str
    """no_right_answer, same_hand, list_in_words, empty_answer, reserved_id or nothing_told"""
    key: str


COMMANDS = ("again", "slower", "louder", "hint", "stop", "distress")
"""The ids of the answers that hold everywhere; an author's answers have others."""


class Parameters(BaseModel):
    """What stands under a behaviour's name; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def flaws(self) -> Iterator[Flaw]:
        """What makes no sense in it."""
        yield from ()


class Words(RootModel[dict[str, tuple[str, ...]]]):
    """A text in each language of the scenario: one wording, or several that take turns."""

    model_config = ConfigDict(frozen=True)

    @field_validator("root", mode="before")
    @classmethod
    def _one_is_a_list_of_one(cls, value: object) -> object:
        if isinstance(value, dict):
            return {language: [text] if isinstance(text, str) else text for language, text in value.items()}
        return value

    def in_language(self, language: str, easy: bool = False) -> tuple[str, ...]:
        """The wordings in one language, in the plain form of it where that is wished for and there is one."""
        plain = self.root.get(f"{language}-easy") if easy else None
        return plain or self.root[language]


class Part(Parameters):
    """One thing said, with what goes with it."""

    text: Words
    """What the robot says."""
    gesture: GestureName | None = None
    """The gesture it makes with these words."""
    picture: PictureName | None = None
    """The picture that stands on the participants' screen from these words on."""
    pause: Seconds = 0.0
    """Seconds of quiet after it."""


class Answer(Parameters):
    """One answer that people may give: its words, or a number whose words every language knows."""

    id: Identifier | None = None
    """Its name in the log and the report; without one it is called by its place or its number."""
    words: Words | None = None
    """What people may say; the first wording is the one that the robot says itself."""
    number: Annotated[StrictInt, Field(ge=0, le=999)] | None = None
    """A number, which every language knows how to say; it stands in place of `words`."""
    right: StrictBool = True
    """Whether it will do. Answers that will not help the robot to ask back."""
    hand: Literal["left", "right"] | None = None
    """The hand of the robot that gives this answer when it is touched."""
    picture: PictureName | None = None
    """The picture on its button on the participants' screen."""

    def flaws(self) -> Iterator[Flaw]:
        """An answer is either words or a number, and no command's namesake."""
        if (self.words is None) == (self.number is None):
            yield Flaw("empty_answer", "words" if self.words is not None else "")
        if self.id in COMMANDS:
            yield Flaw("reserved_id", "id")
        if self.words is not None and any("," in text for texts in self.words.root.values() for text in texts):
            yield Flaw("list_in_words", "words")
