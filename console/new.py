"""A scenario of one's own, begun from the terminal."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from console.texts import language, say
from robot.problem import Problem

T = TypeVar("T")


def begin_scenario(file: str, setting: str | None, languages: str | None, kind: str | None) -> None:
    """Write a starter scenario; what is not given is asked for in a terminal, and else the default holds.

    Raises:
        Problem: The file exists, cannot be written, or something given is not possible.
    """
    from scenarios.language.starter import KINDS, SETTINGS, name_from, starter

    name = name_from(file)
    path = Path(file).with_name(f"{name}.yaml")
    if path.exists():
        raise Problem("starter_exists", path=path)

    def one_of(option: str, choices: Sequence[str]) -> Callable[[str], str]:
        return lambda typed: _one_of(option, choices, typed)

    settings = tuple(SETTINGS)
    place = _chosen("setting", setting, settings, settings[0], one_of("--setting", settings))
    spoken = _chosen("languages", languages, (), language(), _languages)
    usual = "companionship" if place == "care" else "lesson"
    beginning = _chosen("kind", kind, KINDS, usual, one_of("--kind", KINDS))
    _write(path, lambda schema: starter(name, place, spoken, beginning, language(), schema))
    print(say("new.written", path=path, quoted=shlex.quote(str(path))))


def _chosen(key: str, given: str | None, choices: Sequence[str], default: str, read: Callable[[str], T]) -> T:
    """What was given for `key`, or what people answer when they are asked; the default where nobody can be."""
    if given is not None or not sys.stdin.isatty():
        return read(default if given is None else given)
    print(say(f"new.{key}"))
    for number, choice in enumerate(choices, start=1):
        print(f"  {number}  {choice}: {say(f'new.choices.{choice}')}")
    while True:
        try:
            typed = input(f"[{default}] ").strip() or default
        except EOFError:
            typed = default
        try:
            in_range = typed.isdecimal() and 1 <= int(typed) <= len(choices)
            return read(choices[int(typed) - 1] if in_range else typed)
        except Problem as problem:
            print(problem.message(language()))


def _one_of(option: str, choices: Sequence[str], typed: str) -> str:
    word = typed.strip().casefold()
    if word not in choices:
        raise Problem("starter_choice", value=typed, option=option, known=", ".join(choices))
    return word


def _languages(typed: str) -> tuple[str, ...]:
    from scenarios.language.model import LANGUAGES

    words = typed.replace(",", " ").split()
    return tuple(dict.fromkeys(_one_of("--languages", LANGUAGES, word) for word in words or [typed]))


def _write(path: Path, text: Callable[[str], str]) -> None:
    """Write the scenario's text, made with the place of its schema, and put the schema there."""
    from scenarios.language.editors import provide

    try:
        begun = text(provide(path.parent))
    except OSError as error:
        at_fault = error.filename if path.parent.is_dir() else path
        raise Problem("starter_not_written", path=at_fault, reason=error.strerror) from error
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(begun)
    except FileExistsError as error:
        raise Problem("starter_exists", path=path) from error
    except OSError as error:
        raise Problem("starter_not_written", path=path, reason=error.strerror) from error
