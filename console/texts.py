"""What the terminal says, in the language of whoever sits at it."""

from __future__ import annotations

import os
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_LANGUAGES = ("fi", "sv", "en")


def language() -> str:
    """The terminal's language: KAVERI_LANGUAGE, else the computer's own, else English."""
    for variable in ("KAVERI_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return value[:2] if value[:2] in _LANGUAGES else "en"
    return "en"


def say(key: str, /, **facts: object) -> str:
    """The text of a dotted key, such as `line.touches`, with its facts filled in.

    Raises:
        KeyError: There is no such text.
    """
    return say_in(language(), key, **facts)


def say_in(spoken: str, key: str, /, **facts: object) -> str:
    """The text of a dotted key in another language than the terminal's own.

    Raises:
        KeyError: There is no such text.
    """
    texts: Any = _catalogue()
    for part in key.split("."):
        texts = texts[part]
    text: str = texts[spoken]
    return text.format(**{name: _told(fact, spoken) for name, fact in facts.items()}) if facts else text


def in_full(day: date) -> str:
    """A day with its weekday, as people write it."""
    from babel.dates import format_date

    return str(format_date(day, "full", locale={"en": "en_GB"}.get(language(), language())))


def _told(fact: object, spoken: str) -> object:
    """A fact as its reader writes it: with a comma before the decimals in Finnish and Swedish."""
    if not isinstance(fact, float):
        return fact
    from babel.numbers import format_decimal

    return format_decimal(fact, format="0.##", locale=spoken)


@cache
def _catalogue() -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = Path(__file__).with_name("texts.yaml").read_text(encoding="utf-8")
    catalogue: dict[str, Any] = yaml.load(text, loader)
    return catalogue
