"""Walks through checked parameters: every text and every reference in them, with the path that leads there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from behaviours.parameters import Reference, Words
from scenarios.language.events import Path


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text in the languages it is in; `owner` is the model in which it stands."""

    path: Path
    words: Words
    owner: BaseModel | None

    def wordings(self, language: str) -> Iterator[tuple[Path, str]]:
        """Each wording in one language, with a path of its own."""
        for index, wording in enumerate(self.words.root.get(language, ())):
            yield (*self.path, language, index), wording


@dataclass(frozen=True, slots=True)
class Name:
    """A value that must be the name of something."""

    path: Path
    kind: str
    name: str


def phrases(value: object, path: Path, owner: BaseModel | None = None) -> Iterator[Phrase]:
    """Every text in `value`, in the order of its fields."""
    found: list[Phrase] = []
    _gather_phrases(value, path, owner, found)
    return iter(found)


def models(value: object, path: Path) -> Iterator[tuple[Path, BaseModel]]:
    """Every model in `value`, itself included."""
    found: list[tuple[Path, BaseModel]] = []
    _gather_models(value, path, found)
    return iter(found)


# Lists that are filled, not generators in generators: the checker walks each scenario a dozen times.
def _gather_phrases(value: object, path: Path, owner: BaseModel | None, found: list[Phrase]) -> None:
    if isinstance(value, Words):
        found.append(Phrase(path, value, owner))
        return
    owner = value if isinstance(value, BaseModel) else owner
    for key, inner in _inside(value):
        if isinstance(inner, _HOLDING):
            _gather_phrases(inner, (*path, key), owner, found)


def _gather_models(value: object, path: Path, found: list[tuple[Path, BaseModel]]) -> None:
    if isinstance(value, BaseModel) and not isinstance(value, Words):
        found.append((path, value))
    for key, inner in _inside(value):
        if isinstance(inner, _HOLDING) and not isinstance(inner, Words):
            _gather_models(inner, (*path, key), found)


def names(value: object, path: Path) -> Iterator[Name]:
    """Every reference in `value`."""
    for place, model in models(value, path):
        for field, (key, kind) in _references(type(model)).items():
            yield from _named(getattr(model, field), (*place, key), kind)


def _named(value: object, path: Path, kind: str) -> Iterator[Name]:
    if isinstance(value, str):
        yield Name(path, kind, value)
    else:
        for key, inner in _inside(value):
            yield from _named(inner, (*path, key), kind)


def _inside(value: object) -> Iterable[tuple[str | int, object]]:
    if isinstance(value, Words):
        return ()
    if isinstance(value, BaseModel):
        held = value.__dict__
        own = [(key, held[name]) for name, key in _fields(type(value))]
        return (*own, *value.model_extra.items()) if value.model_extra else own
    if isinstance(value, Mapping):
        return value.items()
    return enumerate(value) if isinstance(value, list | tuple) else ()


_HOLDING = (BaseModel, dict, list, tuple)
"""What may hold a text or a model."""


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """The fields of a model, each with its key in YAML."""
    return tuple((name, field.alias or name) for name, field in model.model_fields.items())


@cache
def _references(model: type[BaseModel]) -> dict[str, tuple[str, str]]:
    """By field that refers to something: its key in YAML, and what kind of name it holds."""
    found = {
        name: (field.alias or name, _kind((*field.metadata, field.annotation)))
        for name, field in model.model_fields.items()
    }
    return {name: (key, kind) for name, (key, kind) in found.items() if kind is not None}


def _kind(parts: tuple[Any, ...]) -> str | None:
    for part in parts:
        if isinstance(part, Reference):
            return part.kind
        if (kind := _kind(get_args(part))) is not None:
            return kind
    return None
