"""A scenario's words as a teacher knows them: in the order of the lesson, each by what it is and when it is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from behaviours.registry import BEHAVIOURS
from console.web import wording
from console.web.wording import Word
from console.web.words import say
from scenarios.language.document import parse
from scenarios.language.model import EASY, LANGUAGES
from scenarios.language.source import Source

_LISTED = "default"
"""What holds a list of things, where other texts hold several wordings of one."""


@dataclass(frozen=True, slots=True)
class Field:
    """Some words, and what they are called."""

    word: Word
    label: str


@dataclass(frozen=True, slots=True)
class Group:
    """The words of one state, of one input or of the scenario itself."""

    name: str
    """What the file calls it, as messages about mistakes do; empty for the scenario itself."""
    title: str
    fields: tuple[Field, ...]


def groups(text: str, spoken: str, reader: str) -> list[Group]:
    """All words in one language, grouped: the scenario's own, its inputs', and its states' in the order of the lesson.

    Args:
        text: The file.
        spoken: The language of the words.
        reader: The language of whoever reads the labels.

    Raises:
        ScenarioError: It cannot be read.
    """
    read = parse(Source("scenario.yaml", text)).data
    if not isinstance(read, dict):
        return []
    data: dict[str, Any] = read
    by_place: dict[tuple[str, str], list[Word]] = {}
    for word in wording.words(text, spoken):
        root = word.path[0]
        place = (root, str(word.path[1])) if root in ("states", "inputs") else ("", "")
        by_place.setdefault((str(place[0]), place[1]), []).append(word)
    places = [("", ""), *(("inputs", name) for name in data.get("inputs", {}))]
    places += [("states", name) for name in in_order(data["states"], data["start"])]
    return [
        _group(data, place, number, by_place[place], spoken, reader)
        for number, place in enumerate(places, start=1 - sum(each[0] != "states" for each in places))
        if place in by_place
    ]


def in_order(states: Mapping[str, Any], start: str) -> list[str]:
    """The states' names as a lesson comes to them, each before what follows it; those that it never comes to last."""
    left: list[str] = []
    seen: set[str] = set()

    def visit(name: str) -> None:
        if name in seen or name not in states:
            return
        seen.add(name)
        for following in reversed(list(_following(states[name]))):
            visit(following)
        left.append(name)

    visit(start)
    return [*reversed(left), *(name for name in states if name not in seen)]


def _following(state: Mapping[str, Any]) -> Iterator[str]:
    yield from state.get("on", {}).values()
    if "then" in state:
        yield state["then"]
    yield from (button["to"] for button in state.get("buttons", ()))


def _group(
    data: Mapping[str, Any], place: tuple[str, str], number: int, words: list[Word], spoken: str, reader: str
) -> Group:
    root, name = place
    if root == "states":
        behaviour = next(key for key in data["states"][name] if key in BEHAVIOURS)
        title = f"{number}. {say(f'behaviour.{behaviour}', reader)}"
    elif root == "inputs":
        title = say("word.input", reader, label=data["inputs"][name]["label"][spoken])
    else:
        title = say("word.scenario", reader)
    options = list(data["inputs"][name].get("options", ())) if root == "inputs" else []
    return Group(name, title, tuple(Field(word, label(word, reader, options)) for word in words))


def label(word: Word, reader: str, options: Sequence[str] = ()) -> str:
    """What these words are, such as `The question · wording 2`.

    Args:
        word: The words.
        reader: The language of whoever reads it.
        options: What the input offers whose words they are.

    Raises:
        KeyError: Nobody has given it a name yet.
    """
    parts = [part for part in word.path if not (isinstance(part, str) and part.removesuffix(EASY) in LANGUAGES)]
    if word.is_option:
        parts = [*word.path[:4], *(part for part in word.path[5:])]
    last = word.path[-1]
    which = last + 1 if word.several and isinstance(last, int) else None
    if isinstance(last, int):
        parts.pop()
    names = [part for part in parts if isinstance(part, str)]
    facts: dict[str, object] = {"part": next((part + 1 for part in parts if isinstance(part, int)), 0)}
    names = ["front", *names] if names[0] not in ("states", "inputs") else [names[0], *names[2:]]
    names = names[1:] if names[0] == "states" else names
    if names[:2] == ["front", "commands"]:
        facts["name"], names = say(f"key.{names[2]}", reader), names[:2]
    elif word.is_option:
        facts["part"], names = options.index(names[2]) + 1, names[:2]
    elif names[:2] == ["quiz", "items"] and names[2] != "answer":
        facts["name"], names = names[2], ["quiz", "items", "any"]
    said = [say(f"word.{'.'.join(names)}", reader, **facts)]
    if any(isinstance(part, str) and part.endswith(EASY) for part in word.path):
        said.append(say("word.easy", reader))
    if which is not None:
        said.append(say("word.entry" if names[-1] == _LISTED else "word.wording", reader, number=which))
    return " · ".join(said)
