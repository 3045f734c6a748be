"""Persona files: what may stand in one, read with the place of everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields
from dataclasses import Field as Attribute
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, get_type_hints

import yaml
from pydantic import BaseModel, ConfigDict, Field, StrictInt, create_model

from behaviours.parameters import Spoken
from robot.problem import Problem
from scenarios.language.diagnostics import ScenarioError
from scenarios.language.document import Document, read
from scenarios.language.events import Path as Place
from scenarios.language.model import Span
from scenarios.language.source import Position
from scenarios.language.validation import validated
from sim.persona import Phrases, Traits

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Phrase = Annotated[str, Field(min_length=1, max_length=200)]

_SECONDS = Annotated[float, Field(ge=0.1, le=600.0)]
_LIMITS: dict[str, Any] = {
    "think": _SECONDS,
    "think_spread": Annotated[float, Field(ge=0.0, le=600.0)],
    "pause": _SECONDS,
    "away": _SECONDS,
    "patience": Annotated[StrictInt, Field(ge=0, le=1000)],
    "fastest": Annotated[float, Field(ge=0.3, le=4.0)],
}
"""The traits that are no chances or shares."""

_NEEDS = {
    "around": "around",
    "hesitant": "hesitant",
    "mumbles": "mumbles",
    "off_topic": "off_topic",
    "strain_off_topic": "off_topic",
    "backchannel": "backchannels",
    "call_out": "call_outs",
    "asks_again": "again",
    "asks_hint": "hint",
    "distress": "distress",
    "declines": "decline",
}
"""Of which phrases a trait has need, where it is not 0."""


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def _hint(attribute: Attribute[Any]) -> Any:
    hint = get_type_hints(Traits)[attribute.name]
    return _LIMITS.get(attribute.name, Share if hint is float else dict[Spoken, Spoken])


_FIGURES = [each for each in fields(Traits) if each.name not in ("errors", "phrases")]
_REQUIRED: dict[str, Any] = {
    each.name: (_hint(each), ... if each.default is each.default_factory is MISSING else None) for each in _FIGURES
}
_OPTIONAL: dict[str, Any] = {each.name: (_hint(each), None) for each in _FIGURES}

if TYPE_CHECKING:
    # Their fields are those of the dataclasses, so that none is written twice.
    class _Traits(_Shape): ...

    class _Differences(_Shape): ...

    class _Phrases(_Shape): ...
else:
    _Traits = create_model("_Traits", __base__=_Shape, **_REQUIRED)
    _Differences = create_model("_Differences", __base__=_Shape, **_OPTIONAL)
    _Phrases = create_model("_Phrases", __base__=_Shape, **{each.name: (list[Phrase], []) for each in fields(Phrases)})


class Title(_Shape):
    """What the persona is called where people choose one."""

    fi: Phrase
    sv: Phrase
    en: Phrase


class Seat(_Shape):
    """Where somebody is."""

    distance: float = Field(default=1.0, ge=0.2, le=30.0)
    """In metres, to the robot."""
    hearing_loss: float = Field(default=0.0, ge=0.0, le=100.0)
    """In dB."""


class Aside(_Shape):
    """People who talk to each other near the robot, and not to it."""

    sentences: dict[Spoken, list[Phrase]] = Field(min_length=1)
    """By the language of the session."""
    pause: float = Field(default=8.0, ge=0.5, le=600.0)
    """Seconds between two sentences, on average."""
    distance: float = Field(default=3.0, ge=0.2, le=30.0)
    """In metres, to the robot."""


class Room(_Shape):
    """How the room sounds."""

    snr: float = Field(ge=-20.0, le=60.0)
    """How far a clear voice at one metre stands above the steady noise, in dB."""
    bursts: float = Field(default=0.0, ge=0.0, le=60.0)
    """How often a minute something is louder: a cough, a chair, a door."""
    conversation: Aside | None = None


class Member(_Shape):
    """People of one persona in a company, one for each name; what differs from its own file is given here."""

    persona: Phrase
    names: list[Phrase] = Field(min_length=1)
    seat: Seat = Seat()
    sides: list[Annotated[float, Field(ge=-180.0, le=180.0)]] = []
    """Where each of them is, in degrees to the left of where the robot looks; left out, straight ahead."""
    traits: _Differences = Field(default_factory=_Differences)


class _Cast(_Shape):
    title: Title
    setting: Literal["classroom", "care", "any"]
    ages: Span
    success: Literal["finished", "left_in_peace"]
    room: Room


class PersonFile(_Cast):
    """A file of one person."""

    seat: Seat = Seat()
    recogniser: dict[Spoken, Share]
    traits: _Traits
    phrases: dict[Spoken, _Phrases] = Field(min_length=1)

    def figures(self) -> dict[str, Any]:
        """The traits that the file gives."""
        given: dict[str, Any] = self.traits.model_dump(exclude_unset=True)
        return given


class CompanyFile(_Cast):
    """A file of several people, each described by a persona of one."""

    turns: Literal["free", "by_name"] = "free"
    people: list[Member] = Field(min_length=1)


class PersonaError(Problem):
    """A persona file that cannot be used: where, and what is wrong there."""

    def __init__(self, position: Position, why: Callable[[str], str]) -> None:
        super().__init__("persona_invalid", path=position, why=why("en"))
        self._why = why

    def message(self, language: str = "en") -> str:
        """The sentence in `language`, with what is wrong in it as well."""
        texts = Problem(self.code, **{**self.facts, "why": self._why(language).removesuffix(".")})
        return texts.message(language)


def flawed(position: Position, flaw: str, **facts: str) -> PersonaError:
    """What has the right form and makes no sense: where, and which of `persona_flaws.yaml` it is."""

    def why(language: str) -> str:
        told = _flaw_texts()[flaw][language]
        # No template: one of them speaks of braces.
        for name, fact in facts.items():
            told = told.replace(f"{{{name}}}", fact)
        return told

    return PersonaError(position, why)


@cache
def _flaw_texts() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = yaml.safe_load(
        Path(__file__).with_name("persona_flaws.yaml").read_text(encoding="utf-8")
    )
    return texts


def persona_file(path: Path) -> tuple[PersonFile | CompanyFile, Document]:
    """What stands in a persona file, every figure in range.

    Raises:
        Problem: `persona_unreadable` or `persona_invalid`.
    """
    try:
        document = read(path)
    except OSError as error:
        raise Problem("persona_unreadable", path=path, why=error.strerror or error) from error
    except ScenarioError as error:
        raise PersonaError(error.findings[0].position, error.findings[0].message) from error
    company = isinstance(document.data, dict) and "people" in document.data
    shape = _company(document) if company else _person(document)
    return shape, document


Shape = TypeVar("Shape", PersonFile, CompanyFile)


def _valid(model: type[Shape], document: Document) -> Shape:
    shape, findings = validated(model, document.data, document, ())
    if shape is None:
        first = min(findings, key=lambda finding: finding.position)
        raise PersonaError(first.position, lambda language: f"{first.message(language)} {first.advice(language)}")
    if shape.ages.least > shape.ages.most:
        raise flawed(document.value(("ages",)), "ages")
    return shape


def _person(document: Document) -> PersonFile:
    person = _valid(PersonFile, document)
    for place, flaw, facts in _flaws(person):
        raise flawed(document.value(place), flaw, **facts)
    return person


def _company(document: Document) -> CompanyFile:
    company = _valid(CompanyFile, document)
    names: set[str] = set()
    for index, member in enumerate(company.people):
        if member.sides and len(member.sides) != len(member.names):
            raise flawed(document.value(("people", index, "sides")), "sides")
        for number, name in enumerate(member.names):
            if name in names:
                raise flawed(document.value(("people", index, "names", number)), "name_twice", name=name)
            names.add(name)
    return company


def _flaws(person: PersonFile) -> Iterator[tuple[Place, str, dict[str, str]]]:
    """What has the right form and makes no sense: where, what it is, and its facts."""
    given = person.figures()
    for language, phrases in person.phrases.items():
        place = ("phrases", language)
        kinds = phrases.model_dump()
        for index, template in enumerate(kinds["around"]):
            if template.count("{answer}") != 1 or template.count("{") != 1 or template.count("}") != 1:
                yield (*place, "around", index), "around", {}
        needed = [kind for trait, kind in _NEEDS.items() if given.get(trait)]
        for kind in ("unknown" if given.get("silent", 0.0) < 1.0 else "decline", *needed):
            if not kinds[kind]:
                yield place, "phrases", {"kind": kind}
        if language not in person.recogniser:
            yield ("recogniser",), "recogniser", {"language": language}
    if given.get("other_language"):
        for language in person.phrases:
            if language not in (given.get("others") or {}):
                yield ("traits", "others"), "others", {"language": language}
