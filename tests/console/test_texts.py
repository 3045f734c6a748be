"""The terminal's texts: whole in three languages, and every one that the console asks for is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import console
from console.texts import catalogue, language, say
from robot.commands import Light

FOLDER = Path(console.__file__).parent
CATALOGUE = catalogue(FOLDER / "texts.yaml")


def texts(node: dict[str, object], path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    if set(node) >= {"en"}:
        yield path, node  # type: ignore[misc]
        return
    for key, value in node.items():
        yield from texts(value, f"{path}.{key}" if path else key)  # type: ignore[arg-type]


ALL = dict(texts(CATALOGUE))


@pytest.mark.parametrize("key", ALL)
def test_a_text_is_in_three_languages_with_the_same_facts(key: str) -> None:
    assert set(ALL[key]) == {"en", "fi", "sv"}
    facts = {lang: {slot for _, slot, _, _ in Formatter().parse(text) if slot} for lang, text in ALL[key].items()}
    assert facts["fi"] == facts["sv"] == facts["en"]


def test_every_text_that_the_console_names_outright_is_there() -> None:
    named = {
        key
        for path in FOLDER.glob("*.py")
        for key in re.findall(r"""say\(\s*["']([a-z_.]+)["']""", path.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= set(ALL)


def test_every_light_has_words_for_those_who_see_no_colours() -> None:
    assert all(say(f"eyes.{light}") for light in Light)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "fi_FI.UTF-8"}, "fi"),
        ({"LANG": "sv_FI.UTF-8"}, "sv"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "fi_FI.UTF-8", "KAVERI_LANGUAGE": "sv"}, "sv"),
        ({}, "en"),
    ],
)
def test_the_terminal_speaks_the_language_of_who_sits_at_it(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str
) -> None:
    for variable in ("KAVERI_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert language() == expected
