"""What a scenario may hold of people: no mood in the log, no medicine in a group, a robot that says it is one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path as FilePath

import yaml
from pydantic import BaseModel

from behaviours.greet import Greet
from robot.speech import normalise
from scenarios.language.diagnostics import Finding
from scenarios.language.document import Document
from scenarios.language.events import Path
from scenarios.language.model import FrontMatter, Scenario
from scenarios.language.walk import Phrase, models, phrases


def people(scenario: Scenario, document: Document) -> Iterator[Finding]:
    """Names that the log would keep, and texts that people hear."""
    yield from _moods(scenario, document)
    if scenario.front.setting == "care":
        yield from _medicines(scenario, document)
    for state in scenario.states.values():
        if state.behaviour is Greet:
            path: Path = ("states", state.name, state.behaviour.key)
            for phrase in phrases(state.parameters, path):
                yield from _a_robot_speaks(phrase, scenario.front, document)


def mood_in(name: str) -> str | None:
    """The word in an id that names how somebody feels; None where there is none.

    Article 5(1)(f) of the EU's AI Act forbids inferring the emotions of pupils and staff.
    """
    moods = _moods_known()
    return next((part for part in re.split(r"[_\W]+", name.casefold()) if part in moods), None)


def _moods(scenario: Scenario, document: Document) -> Iterator[Finding]:
    """Ids, states, inputs and fields of cards; what the robot says and acts may well be about feelings."""
    front = models(scenario.front, ())
    inside = (
        found
        for state in scenario.states.values()
        for found in models(state.parameters, ("states", state.name, state.behaviour.key))
    )
    for state in scenario.states:
        if mood := mood_in(state):
            yield document.at_key("K420", ("states", state), within=mood, name=state, word=mood)
    for place, model in (*front, *inside):
        own_id = getattr(model, "id", None)
        if isinstance(own_id, str) and (mood := mood_in(own_id)):
            yield document.at_value("K420", (*place, "id"), within=mood, name=own_id, word=mood)
        for name in _named(model):
            if mood := mood_in(name[-1]):
                yield document.at_key("K420", (*place, *name), name=name[-1], word=mood)


def _named(model: BaseModel) -> Iterator[tuple[str, ...]]:
    """The names that an author gave to values: a card's fields, a scenario's inputs and their options."""
    yield from ((name,) for name in model.model_extra or {})
    for field in ("inputs", "options"):
        values = getattr(model, field, None)
        if isinstance(values, Mapping):
            yield from ((field, str(name)) for name in values)


def _medicines(scenario: Scenario, document: Document) -> Iterator[Finding]:
    medicines = _words("medicines")
    found = [*phrases(scenario.front, ())]
    for state in scenario.states.values():
        found += phrases(state.parameters, ("states", state.name, state.behaviour.key))
    for phrase in found:
        for written, language in scenario.front.written():
            for path, wording in phrase.wordings(written):
                for word in re.findall(r"\w+", wording):
                    plain = "".join(normalise(word, language))
                    if plain.startswith(medicines):
                        yield document.at_value("K421", path, within=word, name=word)
                    elif _about_medicine(language).search(plain):
                        yield document.at_value("K422", path, within=word, name=word)


def _a_robot_speaks(phrase: Phrase, front: FrontMatter, document: Document) -> Iterator[Finding]:
    for written, language in front.written():
        for path, wording in phrase.wordings(written):
            if not any(word.startswith(_words("machines")) for word in normalise(wording, language)):
                yield document.at_value("K423", path)


@cache
def _lists() -> Mapping[str, Mapping[str, list[str]]]:
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    text = FilePath(__file__).with_name("people.yaml").read_text(encoding="utf-8")
    lists: Mapping[str, Mapping[str, list[str]]] = yaml.load(text, loader)
    return lists


@cache
def _words(kind: str) -> tuple[str, ...]:
    """The words of one kind, of every language: an author's ids are in any of them."""
    return tuple(dict.fromkeys(word for words in _lists()[kind].values() for word in words))


@cache
def _moods_known() -> frozenset[str]:
    return frozenset(_words("moods"))


@cache
def _about_medicine(language: str) -> re.Pattern[str]:
    return re.compile("|".join(_lists()["about_medicine"][language]))
