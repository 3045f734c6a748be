"""Places boxes in layers, from the start down, and leads lines between them; arrows that go back run at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import fmean

BETWEEN_LAYERS = 62.0
BETWEEN_BOXES = 44.0
LANE = 34.0
"""The distance between two lines that run back."""

_SWEEPS = 8

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bend:
    """Where a line passes a row that it has no box in."""

    edge: tuple[str, str]
    row: int


Node = str | Bend


@dataclass(frozen=True, slots=True)
class Place:
    """A box on the page, in pixels: the middle of its upper edge, and its size."""

    x: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A way on the page from box to box.

    A line down bends at each of its points; one that goes back has four points with right angles between them.
    """

    points: tuple[Point, ...]
    back: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands; `lines` in the order of the edges that were given."""

    places: Mapping[str, Place]
    lines: tuple[Line, ...]
    width: float
    height: float


def layout(sizes: Mapping[str, tuple[float, float]], edges: Sequence[tuple[str, str]]) -> Layout:
    """Where the boxes of these sizes stand, the first one on top; none overlaps another.

    Args:
        sizes: Width and height by box, the first box first.
        edges: From which box to which; each box is named in `sizes`.
    """
    back = _back(sizes, edges)
    forth = [edge for edge in dict.fromkeys(edges) if edge not in back]
    layer = _layers(list(sizes), forth)
    chains = {edge: _chain(edge, layer) for edge in forth}
    rows = _rows(layer, chains)
    widths = {node: sizes[node][0] if isinstance(node, str) else 0.0 for row in rows for node in row}
    links = [pair for chain in chains.values() for pair in pairwise(chain)]
    rows = _untangled(rows, links)
    x = _across(rows, links, widths)
    heights = [max(sizes[node][1] for node in row if isinstance(node, str)) for row in rows]
    tops = list(accumulate((height + BETWEEN_LAYERS for height in heights), initial=0.0))
    left = min(x[node] - widths[node] / 2 for node in widths)
    x = {node: middle - left for node, middle in x.items()}
    places = {name: Place(x[name], tops[layer[name]], *sizes[name]) for name in sizes}
    widest = max(place.x + place.width / 2 for place in places.values())
    widest = max([widest, *(x[node] for node in x)])
    returns = _returns([edge for edge in dict.fromkeys(edges) if edge in back], places, widest)
    ports = _ports(places, list(chains.values()), x)
    ways = {
        edge: tuple(
            point
            for node in chain
            for point in (
                ((x[node], tops[node.row]), (x[node], tops[node.row] + heights[node.row]))
                if isinstance(node, Bend)
                else (ports[edge, node],)
            )
        )
        for edge, chain in chains.items()
    }
    lines = tuple(returns[edge] if edge in back else Line(ways[edge], False) for edge in edges)
    right = max([widest, *(x for line in returns.values() for x, _ in line.points)])
    return Layout(places, lines, right, tops[-1] - BETWEEN_LAYERS)


def _back(sizes: Mapping[str, object], edges: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """The edges that close a circle, found by walking from the first box on."""
    leads: dict[str, list[str]] = {}
    for a, b in edges:
        leads.setdefault(a, []).append(b)
    back: set[tuple[str, str]] = set()
    done: set[str] = set()
    for first in sizes:
        path, todo = [first], [iter(leads.get(first, ()))]
        while first not in done and todo:
            target = next(todo[-1], None)
            if target is None:
                done.add(path.pop())
                todo.pop()
            elif target in path:
                back.add((path[-1], target))
            elif target not in done:
                path.append(target)
                todo.append(iter(leads.get(target, ())))
    return back


def _layers(names: list[str], forth: Sequence[tuple[str, str]]) -> dict[str, int]:
    """By box, how many layers lie above it: one more than above the lowest box that leads to it."""
    layer = dict.fromkeys(names, 0)
    for _ in names:
        for a, b in forth:
            layer[b] = max(layer[b], layer[a] + 1)
    return layer


def _chain(edge: tuple[str, str], layer: Mapping[str, int]) -> tuple[Node, ...]:
    """An edge with a bend in every layer that it passes."""
    a, b = edge
    return (a, *(Bend(edge, row) for row in range(layer[a] + 1, layer[b])), b)


def _rows(layer: Mapping[str, int], chains: Mapping[tuple[str, str], tuple[Node, ...]]) -> list[list[Node]]:
    rows: list[list[Node]] = [[] for _ in range(max(layer.values()) + 1)]
    for name, number in layer.items():
        rows[number].append(name)
    for bend in (node for chain in chains.values() for node in chain if isinstance(node, Bend)):
        rows[bend.row].append(bend)
    return rows


def _neighbours(links: Sequence[tuple[Node, Node]]) -> tuple[dict[Node, list[Node]], dict[Node, list[Node]]]:
    above: dict[Node, list[Node]] = {}
    below: dict[Node, list[Node]] = {}
    for a, b in links:
        below.setdefault(a, []).append(b)
        above.setdefault(b, []).append(a)
    return above, below


def _untangled(rows: list[list[Node]], links: Sequence[tuple[Node, Node]]) -> list[list[Node]]:
    """The rows in an order in which few lines cross: each box near the middle of its neighbours."""
    above, below = _neighbours(links)
    for sweep in range(_SWEEPS):
        near, order = (above, rows) if sweep % 2 == 0 else (below, rows[::-1])
        for row in order:
            rank = {node: place for whole in rows for place, node in enumerate(whole)}
            row.sort(key=lambda node: fmean([rank[n] for n in near.get(node, [node])]))
    return rows


def _across(
    rows: list[list[Node]], links: Sequence[tuple[Node, Node]], widths: Mapping[Node, float]
) -> dict[Node, float]:
    """By node, the middle of its place: as near to its neighbours as its row allows."""
    above, below = _neighbours(links)
    x: dict[Node, float] = {node: 0.0 for row in rows for node in row}
    for sweep in range(_SWEEPS):
        near, order = (above, rows) if sweep % 2 == 0 else (below, rows[::-1])
        for row in order:
            wished = [fmean([x[n] for n in near.get(node, [node])]) for node in row]
            x.update(zip(row, _apart(wished, [widths[node] for node in row]), strict=True))
    return x


def _apart(wished: Sequence[float], widths: Sequence[float]) -> list[float]:
    """The places nearest to the wished ones, by least squares, at which nothing overlaps."""
    offsets = [0.0]
    for a, b in pairwise(widths):
        offsets.append(offsets[-1] + (a + b) / 2 + BETWEEN_BOXES)
    pools: list[tuple[float, int]] = []
    for wish, offset in zip(wished, offsets, strict=True):
        mean, count = wish - offset, 1
        while pools and pools[-1][0] > mean:
            other, more = pools.pop()
            mean, count = (mean * count + other * more) / (count + more), count + more
        pools.append((mean, count))
    level = [mean for mean, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(level, offsets, strict=True)]


def _ports(
    places: Mapping[str, Place], chains: Sequence[tuple[Node, ...]], x: Mapping[Node, float]
) -> dict[tuple[tuple[str, str], str], Point]:
    """By edge and box, where the line touches the box: each line of a side at a port of its own, in their order."""
    sides: dict[tuple[str, bool], list[tuple[float, tuple[str, str]]]] = {}
    for chain in chains:
        a, b = str(chain[0]), str(chain[-1])
        sides.setdefault((a, False), []).append((x[chain[1]], (a, b)))
        sides.setdefault((b, True), []).append((x[chain[-2]], (a, b)))
    ports = {}
    for (name, upper), lines in sides.items():
        place = places[name]
        for number, (_, edge) in enumerate(sorted(lines), start=1):
            across = place.x + place.width * (number / (len(lines) + 1) - 0.5)
            ports[edge, name] = (across, place.top if upper else place.top + place.height)
    return ports


def _returns(
    back: Sequence[tuple[str, str]], places: Mapping[str, Place], widest: float
) -> dict[tuple[str, str], Line]:
    """The ways back, each in a lane of its own right of all boxes, the shortest innermost; a loop stays at its box."""
    sides: dict[str, list[tuple[bool, tuple[str, str]]]] = {}
    for edge in back:
        sides.setdefault(edge[1], []).append((False, edge))
        sides.setdefault(edge[0], []).append((True, edge))
    heights = {}
    for name, ends in sides.items():
        for number, (leaves, edge) in enumerate(sorted(ends), start=1):
            heights[edge, leaves] = places[name].top + places[name].height * number / (len(ends) + 1)
    lines = {}
    lane = widest
    for a, b in sorted(back, key=lambda edge: places[edge[0]].top - places[edge[1]].top):
        lane += 0 if a == b else LANE
        side = places[a].x + places[a].width / 2
        across = side + LANE if a == b else lane
        out, into = heights[(a, b), True], heights[(a, b), False]
        lines[a, b] = Line(
            ((side, out), (across, out), (across, into), (places[b].x + places[b].width / 2, into)), True
        )
    return lines
