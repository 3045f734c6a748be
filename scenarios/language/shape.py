"""The pass over a file's shape: which keys stand where, and what kind of value each has."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from behaviours.behaviour import END
from scenarios.language.diagnostics import MOST_FINDINGS, Finding, Word, nearest
from scenarios.language.document import Document
from scenarios.language.events import Data
from scenarios.language.model import WAYS, File, FrontMatter, Scenario, State, Ways
from scenarios.language.validation import validated
from scenarios.language.world import World


def shape(document: Document, world: World) -> tuple[Scenario | None, list[Finding]]:
    """The scenario that a document holds, or what keeps it from being one."""
    if not isinstance(document.data, dict):
        return None, [document.at_value("K203", (), wanted=(Word("map"),))]
    file, findings = validated(File, document.data, document, ())
    written = document.data.get("states")
    states: dict[str, State] = {}
    if isinstance(written, dict):
        # The states are looked into even where the front matter is not right: one run shows the author all of it.
        findings += islice(_states(written, document, world, states), MOST_FINDINGS)
    if file is None or findings:
        return None, findings
    front = FrontMatter.model_construct(**{name: getattr(file, name) for name in FrontMatter.model_fields})
    return Scenario(front, states), []


def _states(written: dict[str, Data], document: Document, world: World, states: dict[str, State]) -> Iterator[Finding]:
    for name, body in written.items():
        if name == END:
            yield document.at_key("K211", ("states", name), name=name)
        if isinstance(body, dict):
            yield from _state(name, body, document, world, states)


def _state(
    name: str, body: dict[str, Data], document: Document, world: World, states: dict[str, State]
) -> Iterator[Finding]:
    path = ("states", name)
    named = [key for key in body if key in world.behaviours]
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
    parameters, findings = validated(behaviour.parameter_model, body[named[0]], document, (*path, named[0]))
    yield from findings
    if parameters is not None and ways is not None:
        states[name] = State(name, behaviour, parameters, ways)
