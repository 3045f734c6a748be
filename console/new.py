"""A scenario of one's own, begun from the terminal."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from console.texts import language, say
from robot.problem import Problem

NOTHING_WRITTEN = 1
"""The exit code of whoever leaves while being asked."""


def begin_scenario(file: str, setting: str | None, languages: str | None, kind: str | None) -> int:
    """Write a starter scenario; what is not given is asked for in a terminal, and else the default holds.

    Returns:
        The exit code: 0, or NOTHING_WRITTEN where whoever was asked left.

    Raises:
        Problem: The file exists, cannot be written, or something given is not possible.
    """
    from scenarios.language.model import LANGUAGES
    from scenarios.language.starter import KINDS, SETTINGS, name_from, starter

    name = name_from(file)
    path = Path(file).with_name(f"{name}.yaml")
    if path.exists():
        raise Problem("starter_exists", path=path)
    try:
        (place,) = _chosen("setting", setting, tuple(SETTINGS), next(iter(SETTINGS)))
        spoken = _chosen("languages", languages, LANGUAGES, language(), several=True)
        (beginning,) = _chosen("kind", kind, KINDS, "companionship" if place == "care" else "lesson")
    except (EOFError, KeyboardInterrupt):
        print(f"\n{say('new.left')}")
        return NOTHING_WRITTEN
    _write(path, lambda schema: starter(name, place, spoken, beginning, language(), schema))
    print(say("new.written", path=path, quoted=shlex.quote(str(path))))
    return 0


def _chosen(
    key: str, given: str | None, choices: Sequence[str], default: str, several: bool = False
) -> tuple[str, ...]:
    """What was given for `key`, or what people answer when they are asked; the default where nobody can be.

    Raises:
        Problem: What was given is none of the choices.
        EOFError: Whoever was asked left.
    """
    if given is not None or not sys.stdin.isatty():
        found, unknown = _read(default if given is None else given, choices, several)
        if unknown is not None:
            raise Problem("starter_choice", value=unknown, option=f"--{key}", known=", ".join(choices))
        return found
    print(say(f"new.{key}"))
    for number, choice in enumerate(choices, start=1):
        print(f"  {number}  {choice}: {say(f'new.choices.{key}_{choice}')}")
    while True:
        typed = input(say("new.prompt", default=choices.index(default) + 1)).strip()
        found, unknown = _read(typed or default, choices, several)
        if unknown is None:
            return found
        print(say("new.unknown", typed=unknown, most=len(choices)))


def _read(typed: str, choices: Sequence[str], several: bool) -> tuple[tuple[str, ...], str | None]:
    """The choices that were typed, as words or as numbers from 1, and the first thing typed that is none of them."""
    parts = re.split(r"[\s,;]+", typed.strip()) if several else [typed.strip()]
    named = dict(zip(map(str, range(1, len(choices) + 1)), choices, strict=True))
    named |= {choice: choice for choice in choices}
    words = [part.casefold() for part in parts if part] or [""]
    unknown = next((part for part in words if part not in named), None)
    return tuple(dict.fromkeys(named[word] for word in words if word in named)), unknown


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
