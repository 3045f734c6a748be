"""The ways through a scenario: every state can be reached, and people can leave it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from behaviours.behaviour import END, SKIPPED
from scenarios.language.diagnostics import Finding
from scenarios.language.document import Document
from scenarios.language.events import Path
from scenarios.language.model import Scenario, State

RIGHT, MODELLED = "right", "modelled"
"""The outcomes that people decide: some find every answer, some none, and neither may be kept for ever."""

Leads = Mapping[str, frozenset[str]]


def ways(scenario: Scenario, document: Document) -> Iterator[Finding]:
    """States that nothing leads to or that lead nowhere, and rounds that only staff or only some people can end."""
    if scenario.front.start == END:
        yield document.at_value("K410", ("start",), known=tuple(scenario.states))
        return
    open_outcomes = {
        name: tuple(outcome for outcome in state.behaviour.outcomes() if state.target(outcome) is None)
        for name, state in scenario.states.items()
    }
    if any(open_outcomes.values()):
        # Whatever else seems amiss follows from these: who knows where they would lead.
        for name, outcomes in open_outcomes.items():
            if outcomes:
                yield document.at_key("K403", ("states", name), state=name, outcomes=outcomes)
        return
    leads = {name: frozenset(_targets(state)) for name, state in scenario.states.items()}
    by_itself = {name: frozenset(_targets(state, staff=False)) for name, state in scenario.states.items()}
    reached = _reached(scenario.front.start, leads)
    ending = _reached(END, _backwards(leads))
    ending_by_itself = _reached(END, _backwards(by_itself))
    held: list[str] = []
    trapped = False
    for name in scenario.states:
        path: Path = ("states", name)
        if name not in reached:
            yield document.at_key("K401", path, state=name)
        elif name not in ending:
            trapped = True
            # The states of the round itself: those that only lead into it are innocent.
            if any(name in _reached(target, leads) for target in leads[name]):
                yield document.at_key("K402", path, state=name)
        elif name not in ending_by_itself:
            held.append(name)
    if held:
        yield document.at_key("K409", ("states", held[0]), states=tuple(held))
    if trapped:
        return
    for code, never in (("K433", MODELLED), ("K434", RIGHT)):
        if round_ := _round(scenario, never, known=frozenset(held)):
            yield document.at_key(code, ("states", round_[0]), states=round_)


def _round(scenario: Scenario, never: str, known: frozenset[str]) -> tuple[str, ...]:
    """The states among which those stay for ever whose answers never come to `never`, where others leave them."""
    leads = {name: frozenset(_targets(state, staff=False, never=never)) for name, state in scenario.states.items()}
    reached = _reached(scenario.front.start, leads)
    ending = _reached(END, _backwards(leads))
    held = [name for name in scenario.states if name in reached and name not in ending and name not in known]
    # The states of the round itself: those that only lead into it are innocent.
    return tuple(name for name in held if any(name in _reached(target, leads) for target in leads[name]))


def _targets(state: State, staff: bool = True, never: str | None = None) -> Iterator[str]:
    outcomes = tuple(outcome for outcome in state.behaviour.outcomes() if outcome != never)
    for outcome in (*outcomes, SKIPPED) if staff else outcomes:
        if (target := state.target(outcome)) is not None:
            yield target
    if staff:
        yield from (button.to for button in state.ways.buttons)


def _backwards(leads: Leads) -> Mapping[str, set[str]]:
    comes_from: dict[str, set[str]] = {}
    for name, targets in leads.items():
        for target in targets:
            comes_from.setdefault(target, set()).add(name)
    return comes_from


def _reached(start: str, leads: Mapping[str, Iterable[str]]) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        for target in leads.get(waiting.pop(), ()):
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    return reached
