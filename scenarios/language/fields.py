"""What each key of a scenario means, read from the docstrings beside the models' fields."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from behaviours.behaviour import Behaviour


@dataclass(frozen=True, slots=True)
class Key:
    """One key as authors write it, with the field behind it."""

    name: str
    field: FieldInfo
    meaning: str
    """One or two sentences; empty where the model tells none, which a test forbids."""


def keys(model: type[BaseModel]) -> tuple[Key, ...]:
    """Every key of a model in the order of its fields."""
    meanings = _meanings(model)
    return tuple(
        Key(field.alias or name, field, field.description or meanings.get(name, ""))
        for name, field in model.model_fields.items()
    )


def others(model: type[BaseModel]) -> str:
    """What any other key of a model means; empty where it has no others."""
    return _meanings(model).get("__pydantic_extra__", "") if model.model_config.get("extra") == "allow" else ""


def purpose(behaviour: type[Behaviour[Any]]) -> str:
    """What a behaviour does, in the first words of its file."""
    return _first(sys.modules[behaviour.__module__].__doc__)


def summary(model: type[BaseModel]) -> str:
    """What a model holds, in the first words of its docstring."""
    return _first(model.__doc__)


def _first(doc: str | None) -> str:
    return " ".join((doc or "").strip().partition("\n\n")[0].split())


def _meanings(model: type[BaseModel]) -> dict[str, str]:
    found: dict[str, str] = {}
    for owner in reversed(model.__mro__):
        if issubclass(owner, BaseModel) and owner is not BaseModel:
            found.update(_documented(owner.__module__).get(owner.__qualname__, {}))
    return found


@cache
def _documented(module: str) -> dict[str, dict[str, str]]:
    """By class of a module, by field, the docstring under the field."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except OSError:
        return {}
    return {node.name: dict(_under_fields(node)) for node in tree.body if isinstance(node, ast.ClassDef)}


def _under_fields(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, doc in zip(node.body, node.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(doc, ast.Expr)
            and isinstance(doc.value, ast.Constant)
            and isinstance(doc.value.value, str)
        ):
            yield field.target.id, inspect.cleandoc(doc.value.value).replace("\n", " ")
