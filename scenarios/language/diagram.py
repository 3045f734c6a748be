"""A scenario as a diagram: its states, what each begins with, and which outcome leads where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from behaviours.behaviour import END, SKIPPED
from scenarios.language.compile import Plan
from scenarios.language.model import State
from scenarios.language.sampled import sampled
from scenarios.language.walk import phrases

START = ""
"""Where every scenario begins, before its first state; no state has this name."""

_LONGEST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Box:
    """One state: its behaviour, and the first words said in it, with an example where they name something."""

    name: str
    behaviour: str
    words: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """From a state to the one that follows, with every outcome and button that leads there; none from the start."""

    source: str
    target: str
    outcomes: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    """What stands on staff's buttons."""


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
    boxes = tuple(Box(name, state.behaviour.key, _words(plan, state, language)) for name, state in plan.states.items())
    arrows = [Arrow(START, plan.start)]
    arrows += [arrow for name, state in plan.states.items() for arrow in _routes(name, state, language)]
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
        label = _escaped(", ".join((*arrow.outcomes, *(f"“{button}”" for button in arrow.buttons))))
        yield f"    {_id(arrow.source)} --> {_id(arrow.target)}{label and f' : {label}'}"


def _routes(name: str, state: State, language: str) -> Iterator[Arrow]:
    """An arrow to each target: of outcomes, a skip that leads somewhere of its own, and staff's buttons."""
    outcomes = (*state.behaviour.outcomes(), *((SKIPPED,) if SKIPPED in state.ways.on else ()))
    ways = [(state.target(outcome) or END, outcome) for outcome in outcomes]
    buttons = [(button.to, button.label.in_language(language)[0]) for button in state.ways.buttons]
    for target in dict.fromkeys(to for to, _ in (*ways, *buttons)):
        by = tuple(outcome for to, outcome in ways if to == target)
        yield Arrow(name, target, by, tuple(label for to, label in buttons if to == target))


def _words(plan: Plan, state: State, language: str) -> str:
    """The first text of a state, cut at a word where it is long; empty where it says none of its own."""
    first = next(phrases(state.parameters, ()), None)
    text = sampled(first.words.in_language(language)[0], language, state.parameters, plan.values) if first else ""
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
