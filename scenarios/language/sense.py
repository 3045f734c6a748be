"""The pass over sense: every state can be reached and left, and no sentence is longer than people can follow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from behaviours.behaviour import END, SKIPPED
from behaviours.parameters import Parameters
from behaviours.profile import Profile
from scenarios.language.diagnostics import Finding
from scenarios.language.document import Document
from scenarios.language.events import Path
from scenarios.language.model import Scenario, Span
from scenarios.language.walk import models, phrases

_FLAWS = {"no_right_answer": "K406", "empty_answer": "K407", "reserved_id": "K408"}

_SENTENCE = re.compile(r"[^.!?…]+(?:[.!?…]+(?!\s|$)[^.!?…]*)*")
"""Up to a mark that ends a sentence: one before a space or the end, so 3.5 and 12.30 stay whole."""


def sense(scenario: Scenario, document: Document, profile: Profile) -> Iterator[Finding]:
    """What is possible to write and not possible to run, or not fit for people."""
    for name in ("ages", "group"):
        span: Span | None = getattr(scenario.front, name)
        if span is not None and span.least > span.most:
            yield document.at_value("K405", (name, "to"), least=span.least, most=span.most)
    yield from _ways(scenario, document)
    yield from _flaws(scenario, document)
    yield from _sentences(scenario, document, profile)


def _ways(scenario: Scenario, document: Document) -> Iterator[Finding]:
    leads = {name: frozenset(_targets(scenario, name)) for name in scenario.states}
    comes_from: dict[str, set[str]] = {}
    for name, targets in leads.items():
        for target in targets:
            comes_from.setdefault(target, set()).add(name)
    reached = _reached(scenario.front.start, leads)
    ending = _reached(END, comes_from)
    for name, state in scenario.states.items():
        path: Path = ("states", name)
        open_outcomes = tuple(o for o in state.behaviour.outcomes() if state.target(o) is None)
        if open_outcomes:
            yield document.at_key("K403", path, state=name, outcomes=open_outcomes)
        if name not in reached:
            yield document.at_key("K401", path, state=name)
        elif name not in ending and not open_outcomes:
            yield document.at_key("K402", path, state=name)


def _targets(scenario: Scenario, name: str) -> Iterator[str]:
    state = scenario.states[name]
    for outcome in (*state.behaviour.outcomes(), SKIPPED):
        if (target := state.target(outcome)) is not None:
            yield target


def _reached(start: str, leads: Mapping[str, Iterable[str]]) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        for target in leads.get(waiting.pop(), ()):
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    return reached


def _flaws(scenario: Scenario, document: Document) -> Iterator[Finding]:
    for state in scenario.states.values():
        for place, model in models(state.parameters, ("states", state.name, state.behaviour.key)):
            for flaw in model.flaws() if isinstance(model, Parameters) else ():
                path = (*place, flaw.key) if flaw.key else place
                yield document.at_value(_FLAWS[flaw.kind], path)


def _sentences(scenario: Scenario, document: Document, profile: Profile) -> Iterator[Finding]:
    for state in scenario.states.values():
        if state.behaviour.exempt:
            continue
        for phrase in phrases(state.parameters, ("states", state.name, state.behaviour.key)):
            for language in scenario.front.languages:
                most = profile.sentence_words[language]
                for path, wording in phrase.wordings(language):
                    for sentence in sentences(wording):
                        if (count := words_in(sentence)) > most:
                            yield document.at_value(
                                "K404", path, within=sentence, count=count, most=most, profile=profile.name
                            )


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, without the marks that end them."""
    return tuple(sentence for match in _SENTENCE.finditer(text) if (sentence := match.group().strip()))


def words_in(sentence: str) -> int:
    """How many words a sentence has; a dash between spaces is none."""
    return sum(any(character.isalnum() for character in word) for word in sentence.split())
