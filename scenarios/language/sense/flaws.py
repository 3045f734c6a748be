"""What is possible to write and contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator

from behaviours.parameters import Parameters
from scenarios.language.diagnostics import Finding
from scenarios.language.document import Document
from scenarios.language.model import Scenario, Span
from scenarios.language.walk import models

_FLAWS = {
    "no_right_answer": "K406",
    "empty_answer": "K407",
    "reserved_id": "K408",
    "nothing_told": "K430",
    "same_hand": "K431",
    "list_in_words": "K432",
}


def flaws(scenario: Scenario, document: Document) -> Iterator[Finding]:
    """Spans that run backwards, and what behaviours say of their own parameters."""
    for name in ("ages", "group"):
        span: Span | None = getattr(scenario.front, name)
        if span is not None and span.least > span.most:
            yield document.at_value("K405", (name, "to"), least=span.least, most=span.most)
    for state in scenario.states.values():
        for place, model in models(state.parameters, ("states", state.name, state.behaviour.key)):
            for flaw in model.flaws() if isinstance(model, Parameters) else ():
                path = (*place, flaw.key) if flaw.key else place
                yield document.at_value(_FLAWS[flaw.kind], path)
