"""The pass over a file's shape: which keys stand where, and what kind of value each has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from behaviours.behaviour import END
from scenarios.language.diagnostics import MOST_FINDINGS, Finding, Word, nearest
from scenarios.language.document import Document
from scenarios.language.events import Data
from scenarios.language.examples import example
from scenarios.language.filling import Holder, filled, holders
from scenarios.language.inputs import Given, Input, defaults
from scenarios.language.limits import limits
from scenarios.language.model import WAYS, File, FrontMatter, Scenario, State, Ways
from scenarios.language.trials import spelt_out
from scenarios.language.validation import validated
from scenarios.language.world import World


def shape(
    document: Document, world: World, given: Given | None = None, language: str | None = None
) -> tuple[Scenario | None, list[Finding]]:
    """The scenario that a document holds, or what keeps it from being one.

    Args:
        document: What the author wrote.
        world: What it may refer to.
        given: The values of its inputs; without them the defaults hold.
        language: In which the defaults are taken; without it the scenario's first.
    """
    if not isinstance(document.data, dict):
        return None, [document.at_value("K203", (), wanted=(Word("map"),), example=example(None, (), ()))]
    file, findings = validated(File, spelt_out(document.data), document, ())
    if file is not None:
        findings += limits(file, document, world)
    written = document.data.get("states")
    shaping = _Shaping(document, world)
    if file is not None and not findings:
        shaping.fill(file, given or defaults(file.inputs, language or file.languages[0], world.songs))
    if isinstance(written, dict):
        # The states are looked into even where the front matter is not right: one run shows the author all of it.
        findings += islice(shaping.all_of(written), MOST_FINDINGS)
    if file is None or findings:
        return None, findings
    front = FrontMatter.model_construct(**{name: getattr(file, name) for name in FrontMatter.model_fields})
    return Scenario(front, shaping.states, file.tests, tuple(shaping.holders)), []


def states_alone(document: Document, world: World) -> list[Finding]:
    """What is wrong with the states of a file that scenarios include; where they lead is not known to it."""
    written = document.data.get("states") if isinstance(document.data, dict) else None
    shaping = _Shaping(document, world)
    return list(islice(shaping.all_of(written), MOST_FINDINGS)) if isinstance(written, dict) else []


class _Shaping:
    """Looks into states one by one."""

    def __init__(self, document: Document, world: World) -> None:
        self._document = document
        self._world = world
        self._inputs: Mapping[str, Input] | None = None
        self._given: Given = {}
        self._languages: tuple[str, ...] = ()
        self.states: dict[str, State] = {}
        self.holders: list[Holder] = []

    def fill(self, file: File, given: Given) -> None:
        """From now on, put values of inputs where parameters take them."""
        self._inputs, self._given, self._languages = file.inputs, given, file.languages

    def all_of(self, written: Mapping[str, Data]) -> Iterator[Finding]:
        """What is wrong in any state."""
        for name, body in written.items():
            if name == END:
                yield self._document.at_key("K211", ("states", name), name=name)
            if isinstance(body, dict):
                yield from self._state(name, body)

    def _state(self, name: str, body: dict[str, Data]) -> Iterator[Finding]:
        path, document, world = ("states", name), self._document, self._world
        named = [key for key in body if key in world.behaviours]
        misplaced = list(self._misplaced(name, body, named[0])) if named else []
        if misplaced:
            yield from misplaced
            return
        unknown = [key for key in body if key not in world.behaviours and key not in WAYS]
        ways, findings = validated(Ways, {key: body[key] for key in WAYS if key in body}, document, path)
        yield from findings
        for key in unknown:
            known = WAYS if named else tuple(world.behaviours)
            code = "K201" if named or nearest(key, WAYS) else "K209"
            yield document.at_key(code, (*path, key), suggestion=nearest(key, (*known, *WAYS)), key=key, known=known)
        if not named and not unknown:
            yield document.at_key("K210", path, state=name, known=tuple(world.behaviours))
        for key in named[1:]:
            yield document.at_key("K212", (*path, key), state=name, first=named[0], second=key)
        if not named:
            return
        behaviour = world.behaviours[named[0]]
        parameters = body[named[0]]
        found = list(holders(parameters, (*path, named[0])))
        if found:
            if self._inputs is None:
                return  # what its inputs are worth is not known before the front matter is right
            wrong = list(self._unknown(found))
            yield from wrong
            if wrong:
                return
            self.holders += found
            parameters = filled(parameters, self._given, self._languages)
        made, findings = validated(behaviour.parameter_model, parameters, document, (*path, named[0]))
        yield from findings
        if made is not None and ways is not None:
            self.states[name] = State(name, behaviour, made, ways)

    def _misplaced(self, name: str, body: dict[str, Data], behaviour: str) -> Iterator[Finding]:
        """The keys of a state that stand among the behaviour's, and those of the behaviour that stand beside it."""
        path, own = ("states", name), self._world.behaviours[behaviour].parameter_model.model_fields
        parameters = body[behaviour]
        places = [(*path, behaviour, key) for key in WAYS if isinstance(parameters, dict) and key in parameters]
        for place in places:
            if place[-1] not in own:
                yield self._document.at_key("K215", place, key=place[-1], how=Word("as_far_as"), beside=behaviour)
        for key in body:
            if key in own and key not in WAYS and key not in self._world.behaviours:
                yield self._document.at_key("K215", (*path, key), key=key, how=Word("further_than"), beside=behaviour)

    def _unknown(self, found: list[Holder]) -> Iterator[Finding]:
        inputs = self._inputs or {}
        for holder in found:
            if not inputs:
                yield self._document.at_value("K333", holder.path, name=holder.name)
            elif holder.name not in inputs:
                near = nearest(holder.name, inputs)
                yield self._document.at_value(
                    "K320",
                    holder.path,
                    suggestion=None if near is None else f"${near}",
                    name=holder.name,
                    known=tuple(inputs),
                )
            elif inputs[holder.name].kind == "text":
                yield self._document.at_value("K323", holder.path, name=holder.name)
