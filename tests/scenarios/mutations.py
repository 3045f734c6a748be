"""Scenarios spoilt by chance, as an author's slips and a stranger's tricks would spoil them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from scenarios.language.check import check_text, shipped_scenarios
from scenarios.language.diagnostics import ScenarioError
from scenarios.language.world import shipped_world
from sim.clock import VirtualClock

T = TypeVar("T")

_PIECES = (
    *("{", "}", "[", "]", ":", ": ", "- ", "'", '"', "&a", "*a", "!t", "%", "#", "|", ">", "\t", "\n", "\n\n", "  "),
    *("\x00", "\ufeff", "\u2028", "\U0001f600", "ä", "end", "hello", "null", "true", "-1", "1e9", "999999999999"),
    *("{answer}", "{weekday}", "{x", "[en: cat]", "[en:", "then: ", "right: false", "hand: left", "fi: ", "no: "),
    *("{number: 7}", "words: ", "text: {fi: A, sv: A, en: A}", "gesture: cheer", "$x", "?", "….", "." * 50),
)


class Chance(Protocol):
    """What is asked of a stream of chance."""

    def randrange(self, stop: int, /) -> int: ...

    def choice(self, options: Sequence[T], /) -> T: ...


def mutated(text: str, chance: Chance) -> str:
    """The text after one to six slips."""
    for _ in range(1 + chance.randrange(6)):
        text = _slip(text, chance)
    return text


def told(text: str) -> str:
    """Everything the checker says about a text, in Finnish."""
    try:
        found: Sequence[object] = [finding.render("fi") for finding in check_text(text, shipped_world()).warnings]
    except ScenarioError as error:
        return error.message("fi")
    return "\n\n".join(map(str, found))


def survive(seed: int, count: int) -> int:
    """How many spoilt scenarios were checked to the end; `count` where none brought the checker down."""
    chance = VirtualClock(seed=seed).rng
    texts = [path.read_text(encoding="utf-8") for path in shipped_scenarios().values()]
    texts.append(Path(__file__).with_name("minimal.yaml").read_text(encoding="utf-8"))
    for _ in range(count):
        told(mutated(chance.choice(texts), chance))
    return count


def _slip(text: str, chance: Chance) -> str:
    start = chance.randrange(len(text) + 1)
    end = min(len(text), start + chance.randrange(40))
    lines = text.splitlines(keepends=True) or [""]
    line = chance.randrange(len(lines))
    match chance.randrange(8):
        case 0:
            return text[:start] + text[end:]
        case 1:
            return text[:start] + chance.choice(_PIECES) + text[start:]
        case 2:
            return text[:start] + chance.choice(_PIECES) + text[end:]
        case 3:
            return text[:end] + text[start:end] * (1 + chance.randrange(3)) + text[end:]
        case 4:
            return "".join([*lines[:line], *lines[line + 1 :]])
        case 5:
            return "".join([*lines[: line + 1], lines[line], *lines[line + 1 :]])
        case 6:
            other = chance.randrange(len(lines))
            lines[line], lines[other] = lines[other], lines[line]
            return "".join(lines)
        case _:
            key, colon, _ = lines[line].partition(":")
            lines[line] = f"{key}{colon} {chance.choice(_PIECES)}\n"
            return "".join(lines)
