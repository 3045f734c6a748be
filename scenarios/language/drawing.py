"""A scenario's diagram as one HTML page, drawn as SVG: it asks for nothing, prints well and can be listened to."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import jinja2
import yaml

from behaviours.behaviour import END, SKIPPED
from scenarios.language.compile import Plan
from scenarios.language.diagram import START, Arrow, Diagram, diagram
from scenarios.language.layout import Layout, Line, Place, layout
from scenarios.language.world import shipped_world

_FOLDER = Path(__file__).parent
_WIDTH = 300.0
_LINE = 18.0
_HEAD = 34.0
_LETTERS = 40
"""How many letters stand in a line of a box."""
_LETTER = 8.5
"""How wide a letter is at most, nearly always."""
_NARROW = 7.0
"""How wide a letter beside a line is, by and large."""
_DOT = 26.0
_MARGIN = 24.0
_CORNER = 10.0

# Fill and edge; dark text stands 7:1 or more against every fill, and each box names its behaviour besides. In the dark
# the two change places: the edge, mixed with the ground, is the fill.
_COLOURS = (
    ("#fff3d6", "#8a6100"),
    ("#e3eefb", "#1f5a99"),
    ("#e4f5e4", "#2c6e2f"),
    ("#f3e6fa", "#71398f"),
    ("#dff4f3", "#146a67"),
    ("#fde7e4", "#9a3a2c"),
    ("#eef0d4", "#5c651a"),
    ("#fbe6f0", "#93305f"),
    ("#e8e8ef", "#4a4a66"),
    ("#f4e9dc", "#79512a"),
)


_DARK = "#1a252c"
_MIXED = 0.35
"""How much of the edge's colour is in a box in the dark."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A box with all that its drawing needs."""

    number: int
    key: str
    behaviour: str
    lines: tuple[str, ...]
    place: Place
    fill: str
    edge: str


@dataclass(frozen=True, slots=True)
class _Label:
    text: str
    x: float
    y: float


def page(plan: Plan, language: str, reader: str | None = None, look: str = "light") -> str:
    """The HTML of a plan's diagram in one of its languages, complete in itself.

    Args:
        plan: What is drawn.
        language: Of the robot's words.
        reader: Of whoever reads it; without it the same.
        look: light, dark or contrast; printed it is always light.
    """
    words = _Texts(reader or language)
    drawn = diagram(plan, language)
    texts = {box.name: tuple(textwrap.wrap(box.words, _LETTERS)) for box in drawn.boxes}
    sizes = {START: (_DOT, _DOT)}
    sizes |= {box.name: _size(words("behaviours", box.behaviour), len(texts[box.name])) for box in drawn.boxes}
    sizes[END] = (_DOT, _DOT)
    laid = layout(sizes, [(arrow.source, arrow.target) for arrow in drawn.arrows])
    does = {box.behaviour: words("behaviours", box.behaviour) for box in drawn.boxes}
    boxes = [
        _Drawn(
            number,
            box.behaviour,
            _begun(does[box.behaviour]),
            texts[box.name],
            laid.places[box.name],
            *_colours()[box.behaviour],
        )
        for number, box in enumerate(drawn.boxes, start=1)
    ]
    labels = {(arrow.source, arrow.target): _label(arrow, plan, words) for arrow in drawn.arrows}
    placed = _labels(drawn, laid, labels)
    shown = {outcome for arrow in drawn.arrows if not _is_whole(arrow, plan) for outcome in arrow.outcomes}
    return _template().render(
        plan=plan,
        look=look,
        reader=reader or language,
        dark={key: (_mixed(edge), fill) for key, (fill, edge) in _colours().items()},
        number={box.name: number for number, box in enumerate(drawn.boxes, start=1)},
        drawn=drawn,
        boxes=boxes,
        start=laid.places[START],
        end=laid.places[END],
        ways=[_path(line) for line in laid.lines],
        labels=placed,
        view=(-_MARGIN, -_MARGIN, laid.width + 2 * _MARGIN + _overhang(placed, laid), laid.height + 2 * _MARGIN),
        words=words,
        label=lambda arrow: labels[arrow.source, arrow.target],
        leaving=drawn.leaving,
        does={key: (label, *_colours()[key]) for key, label in does.items()},
        outcomes=[outcome for outcome in (*_outcomes(), SKIPPED) if outcome in shown],
        buttons=any(arrow.buttons for arrow in drawn.arrows),
        START=START,
        END=END,
    )


def _is_whole(arrow: Arrow, plan: Plan) -> bool:
    """Whether an arrow is followed whatever comes of its state: then there is nothing to say about it."""
    return arrow.source == START or set(plan.states[arrow.source].behaviour.outcomes()) <= set(arrow.outcomes)


def _label(arrow: Arrow, plan: Plan, words: _Texts) -> str:
    """By which outcomes and buttons the arrow is followed."""
    told = () if _is_whole(arrow, plan) else arrow.outcomes
    return ", ".join((*(words("outcomes", outcome) for outcome in told), *(f"[{each}]" for each in arrow.buttons)))


def _size(behaviour: str, lines: int) -> tuple[float, float]:
    """Wide enough for the behaviour's name behind a number, high enough for the lines."""
    heading = _LETTER * (len(behaviour) + 10)
    return max(_WIDTH, heading), _HEAD + _LINE * lines + (8 if lines else 0)


def _path(line: Line) -> str:
    """The line as SVG's path: bows on the way down, rounded corners on the way back."""
    if line.back:
        (x, out), (lane, _), (_, into), (end, _) = line.points
        corner = min(_CORNER, (out - into) / 2)
        return (
            f"M{x:g} {out:g} H{lane - corner:g} Q{lane:g} {out:g} {lane:g} {out - corner:g} "
            f"V{into + corner:g} Q{lane:g} {into:g} {lane - corner:g} {into:g} H{end + 3:g}"
        )
    points = [*line.points[:-1], (line.points[-1][0], line.points[-1][1] - 3)]
    steps = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for (x, y), (to_x, to_y) in pairwise(points):
        middle = (y + to_y) / 2
        steps.append(f"C{x:g} {middle:g} {to_x:g} {middle:g} {to_x:g} {to_y:g}")
    return " ".join(steps)


def _labels(drawn: Diagram, laid: Layout, told: Mapping[tuple[str, str], str]) -> list[_Label]:
    """The outcomes beside their lines, near the box that they leave; one that would touch the one before is lower."""
    labels = []
    before: dict[str, tuple[float, bool]] = {}
    for arrow, line in sorted(zip(drawn.arrows, laid.lines, strict=True), key=lambda pair: pair[1].points[0]):
        text = told[arrow.source, arrow.target]
        x, y = line.points[0]
        if arrow.source == arrow.target:
            labels.append(_Label(text, line.points[1][0] + 6, (y + line.points[2][1]) / 2 + 4))
        elif line.back:
            labels.append(_Label(text, x + 6, y - 5))
        elif text:
            end, is_low = before.get(arrow.source, (x, False))
            lowered = x + 6 < end and not is_low
            labels.append(_Label(text, x + 6, y + (32 if lowered else 17)))
            before[arrow.source] = (x + 10 + _NARROW * len(text), lowered)
    return labels


def _overhang(labels: Sequence[_Label], laid: Layout) -> float:
    """How far the labels reach beyond the drawing."""
    return max([0.0, *(label.x + _LETTER * len(label.text) - laid.width for label in labels)])


@cache
def _colours() -> dict[str, tuple[str, str]]:
    return {key: _COLOURS[number % len(_COLOURS)] for number, key in enumerate(shipped_world().behaviours)}


def _mixed(edge: str) -> str:
    """An edge's colour on the dark ground."""
    parts = [(int(edge[at : at + 2], 16), int(_DARK[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(_MIXED * part + (1 - _MIXED) * ground):02x}" for part, ground in parts)


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


@cache
def _outcomes() -> tuple[str, ...]:
    """Every outcome that there is."""
    each = (outcome for behaviour in shipped_world().behaviours.values() for outcome in behaviour.outcomes())
    return tuple(dict.fromkeys(each))


@dataclass(frozen=True, slots=True)
class _Texts:
    """What the page says of its own, in one language."""

    language: str

    def __call__(self, *keys: str) -> str:
        texts = _catalogue()
        for key in keys:
            texts = texts[key]
        return str(texts[self.language])


@cache
def _catalogue() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((_FOLDER / "drawing_texts.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("drawing.html")
