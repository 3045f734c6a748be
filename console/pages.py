"""Help pages in the terminal's language: the words on them that are typer's own, and are English alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from console.texts import say

_KIND = re.compile(r" <[\w\[\]]+>$")
"""What typer says of an argument's type, in the language of programmers."""

_SEVERAL = re.compile(r"\[\[(\w+) \.\.\.\]\]\.\.\.")
_RANGE = re.compile(r"([\d.]+)<=x<=([\d.]+)")
_HELP = "Show this message and exit."


def speaking(formatter: type[Any]) -> type[Any]:
    """A class of formatters that write what `formatter` does, in the terminal's language."""

    class Page(formatter):  # type: ignore[misc]
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, _usage(args), f"{say('page.usage')}: ")

        def write_heading(self, heading: str) -> None:
            super().write_heading(say(f"page.{heading.lower()}"))

        def write_dl(self, rows: Sequence[tuple[str, str]], *measures: int, **named: int) -> None:
            told = [(_KIND.sub("", term), _meaning(meaning)) for term, meaning in rows]
            super().write_dl(told, *measures, **named)

    return Page


def _usage(arguments: str) -> str:
    written = _SEVERAL.sub(r"[\1 ...]", arguments).replace("{", "").replace("}", "")
    for word, key in (("[OPTIONS]", "options_word"), ("COMMAND", "command_word"), ("[ARGS]", "more_word")):
        said = say(f"page.{key}")
        written = written.replace(word, f"[{said}]" if word.startswith("[") else said)
    return written


def _meaning(text: str) -> str:
    if text == _HELP:
        return say("page.help")
    text = text.replace("[required]", f"[{say('page.required')}]").replace("[default: ", f"[{say('page.default')}: ")
    return _RANGE.sub(r"\1–\2", text)
