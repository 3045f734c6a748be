"""A scenario as a diagram: its states, what each begins with, and which outcome leads where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from behaviours.behaviour import END, SKIPPED
from scenarios.language.compile import Plan
from scenarios.language.model import State
from scenarios.language.walk import phrases

START = ""
"""Where every scenario begins, before its first state; no state has this name."""

_LONGEST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Box:
    """One state: its behaviour, and the first words said in it."""

    name: str
    behaviour: str
    words: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """From a state to the one that follows, with every outcome and button that leads there; none from the start."""

    source: str
    target: str
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diagram:
    """The boxes in the author's order, and the arrows between them, the start and the end."""

    title: str
    language: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]

    def leaving(self, name: str) -> tuple[Arrow, ...]:
        """The arrows that leave a state."""
        return tuple(arrow for arrow in self.arrows if arrow.source == name)


def diagram(plan: Plan, language: str) -> Diagram:
    """The diagram of a plan, with its words in one of its languages."""
    boxes = tuple(Box(name, state.behaviour.key, _words(state, language)) for name, state in plan.states.items())
    arrows = [Arrow(START, plan.start, ())]
    arrows += [
        Arrow(name, to, by) for name, state in plan.states.items() for to, by in _routes(state, language).items()
    ]
    return Diagram(plan.title.in_language(language)[0], language, boxes, tuple(arrows))


def mermaid(drawn: Diagram) -> str:
    """The diagram in Mermaid's notation, as GitHub and many editors draw it."""
    return "\n".join(_lines(drawn)) + "\n"


def _lines(drawn: Diagram) -> Iterator[str]:
    yield "---"
    yield f"title: {_quoted(drawn.title)}"
    yield "---"
    yield "stateDiagram-v2"
    for box in drawn.boxes:
        yield f'    state "{_escaped(box.name)} · {box.behaviour}<br/>{_escaped(box.words)}" as {_id(box.name)}'
    for arrow in drawn.arrows:
        label = f" : {_escaped(', '.join(arrow.outcomes))}" if arrow.outcomes else ""
        yield f"    {_id(arrow.source)} --> {_id(arrow.target)}{label}"


def _routes(state: State, language: str) -> Mapping[str, tuple[str, ...]]:
    """What leads to each target: outcomes, a skip that leads somewhere of its own, and staff's buttons in quotes."""
    outcomes = (*state.behaviour.outcomes(), *((SKIPPED,) if SKIPPED in state.ways.on else ()))
    routes: dict[str, tuple[str, ...]] = {}
    for outcome in outcomes:
        target = state.target(outcome) or END
        routes[target] = (*routes.get(target, ()), outcome)
    for button in state.ways.buttons:
        routes[button.to] = (*routes.get(button.to, ()), f"“{button.label.in_language(language)[0]}”")
    return routes


def _words(state: State, language: str) -> str:
    """The first text of a state, cut at a word where it is long; empty where it says none of its own."""
    first = next(phrases(state.parameters, ()), None)
    text = first.words.in_language(language)[0] if first else ""
    if len(text) <= _LONGEST_WORDS:
        return text
    return text[: _LONGEST_WORDS + 1].rpartition(" ")[0].rstrip(",;:–- ") + " …"


def _id(name: str) -> str:
    # A state may be called `note` or `class`: a prefix keeps it apart from Mermaid's own words.
    return "[*]" if name in (START, END) else f"s_{name}"


def _escaped(text: str) -> str:
    """A text whose marks mean nothing to Mermaid: each is written as its number."""
    return "".join(f"#{ord(mark)};" if mark in '"#;<>{}`\\&%' else mark for mark in text)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
