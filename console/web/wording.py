"""A scenario's words, each at its place in the file: one can be changed, and all around it stays as it was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from robot.problem import Problem
from scenarios.language.document import parse
from scenarios.language.events import Path
from scenarios.language.model import EASY
from scenarios.language.source import Source

_QUIET = ("tests",)
"""What is no word of the scenario itself."""

_CHOSEN = ("choice", "song")
"""The kinds of input whose value is a name."""


@dataclass(frozen=True, slots=True)
class Word:
    """Some words in one language: where they stand, and what they are."""

    path: Path
    text: str

    several: bool = False
    """Whether it is one of several wordings, or of several things in a list."""

    @property
    def is_option(self) -> bool:
        """Whether it is what an input offers to choose from; an option's name may be that of a language."""
        return self.path[0] == "inputs" and len(self.path) > 3 and self.path[2] == "options"


def words(text: str, language: str) -> list[Word]:
    """Every text of the scenario in this language, in the order of the file.

    Raises:
        ScenarioError: It cannot be read.
    """
    data = parse(Source("scenario.yaml", text)).data
    return list(_words(data, language)) if isinstance(data, dict) else []


def changed(text: str, path: Path, new: str) -> str:
    """The file with other words at a path of `words`.

    Raises:
        ScenarioError: It cannot be read any more.
        Problem: `words_not_changed`: they are written in a form that only the file itself can be changed in.
    """
    document = parse(Source("scenario.yaml", text))
    start, end = document.span(path)
    if text[start : start + 1] in ("|", ">"):
        raise Problem("words_not_changed")
    fresh = text[:start] + json.dumps(new, ensure_ascii=False) + text[end:]
    if dict(_leaves(parse(Source("scenario.yaml", fresh)).data, ())).get(path) != new:
        raise Problem("words_not_changed")
    return fresh


def _words(data: dict[str, Any], language: str) -> Iterator[Word]:
    leaves = dict(_leaves(data, ()))
    for path, leaf in leaves.items():
        key = path[-2] if isinstance(path[-1], int) else path[-1]
        if path[0] in _QUIET or key not in (language, f"{language}{EASY}") or _is_choice(data, path):
            continue
        listed = isinstance(path[-1], int)
        yield Word(path, leaf, listed and (*path[:-1], 1) in leaves)


def _is_choice(data: dict[str, Any], path: Path) -> bool:
    """Whether it is the name of something that is chosen, such as a song: nothing that is said."""
    return path[0] == "inputs" and path[2] == "default" and data["inputs"][path[1]]["kind"] in _CHOSEN


def _leaves(data: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _leaves(value, (*path, key))
    elif isinstance(data, (list, tuple)):
        for number, value in enumerate(data):
            yield from _leaves(value, (*path, number))
