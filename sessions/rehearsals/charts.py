"""A rehearsal's charts: SVG that stands in a page by itself, without scripts, and says in words what it shows."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

import pygal
from pygal.style import Style

from sessions.rehearsals.statistics import Figure

_SVG = "http://www.w3.org/2000/svg"
_ROW, _FRAME, _WIDTH = 20, 96, 900
_LEGEND = 24
"""What a line of the legend takes, with the space below it."""
_FONTS = '"Noto Sans", "Liberation Sans", sans-serif'

ElementTree.register_namespace("", _SVG)

# pygal hooks a finder of its old plugins into Python's imports, in a way that Python 3.11 warns of at every import that
# fails. There are no plugins here.
sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, pygal.PluginImportFixer)]


def bars(name: str, title: str, about: str, rows: Sequence[str], series: Mapping[str, Sequence[Figure | None]]) -> str:
    """Shares as bars from 0 to 100 %, each with its interval; of several series side by side.

    Args:
        name: Tells the charts of a page apart.
        title: What it shows, in a few words.
        about: What is to be seen in it, for whoever does not see it.
        rows: What each row is called, from the top.
        series: By name, the figures of all rows; None where there is none.
    """
    chart = _chart(pygal.HorizontalBar, name, rows, len(series), _COLOURS, show_legend=len(series) > 1)
    chart.range = (0, 100)
    chart.y_labels = (0, 20, 40, 60, 80, 95)
    chart.y_labels_major = (95,)
    chart.value_formatter = lambda value: f"{value:.0f} %"
    for called, figures in series.items():
        chart.add(called, [_interval(figure) for figure in reversed(figures)])
    return _drawn(chart, name, title, about)


def stacks(
    name: str,
    title: str,
    about: str,
    rows: Sequence[str],
    series: Mapping[str, Sequence[float]],
    colours: Sequence[str],
    marks: Sequence[tuple[float, str]],
    limit: float | None = None,
) -> str:
    """Quantities one after another in one bar for each row.

    Args:
        name: Tells the charts of a page apart.
        title: What it shows, in a few words.
        about: What is to be seen in it, for whoever does not see it.
        rows: What each row is called, from the top.
        series: By name, the quantities of all rows.
        colours: Of the series.
        marks: Where the axis has lines, and what they are called.
        limit: The mark that matters.
    """
    chart = _chart(pygal.HorizontalStackedBar, name, rows, 1, colours, show_legend=True)
    most = max((sum(values) for values in zip(*series.values(), strict=True)), default=0.0)
    chart.range = (0, max(most, *(at for at, _ in marks)))
    chart.y_labels = [{"value": at, "label": label} for at, label in marks]
    # Without any pygal chooses some: this one is on no axis.
    chart.y_labels_major = [-1.0 if limit is None else limit]
    for called, values in series.items():
        chart.add(called, list(reversed(values)))
    return _drawn(chart, name, title, about)


_COLOURS = ("#8cc4aa", "#9cc3e6", "#e9bd98", "#c5b1dc")
"""Light ones: the line of an interval is dark."""


def _chart(
    kind: type[pygal.graph.graph.Graph], name: str, rows: Sequence[str], each: int, colours: Sequence[str], **more: bool
) -> pygal.graph.graph.Graph:
    style = Style(
        background="transparent",
        plot_background="transparent",
        foreground="#1c2330",
        foreground_strong="#1c2330",
        foreground_subtle="#d5dae3",
        opacity="1",
        opacity_hover="1",
        colors=tuple(colours),
        ci_colors=tuple("#1c2330" for _ in colours),
        font_family=_FONTS,
        label_font_size=13,
        major_label_font_size=13,
        legend_font_size=13,
        guide_stroke_color="#d5dae3",
        major_guide_stroke_color="#a8322a",
        guide_stroke_dasharray="1,0",
        major_guide_stroke_dasharray="4,3",
    )
    height = _FRAME + len(rows) * max(_ROW, 13 * each + 6)
    chart = kind(
        style=style, width=_WIDTH, height=height, js=[], margin=6, margin_right=48, spacing=8, legend_at_bottom=True,
        legend_at_bottom_columns=3,
        legend_box_size=12, truncate_legend=-1, truncate_label=-1, show_y_guides=True, **more,
    )  # fmt: skip
    chart.uuid = name
    chart.x_labels = list(reversed(rows))
    return chart


def _interval(figure: Figure | None) -> dict[str, object] | None:
    if figure is None or not figure.n:
        return None
    ends = {"low": 100 * figure.low, "high": 100 * figure.high}
    return {"value": 100 * figure.value, "ci": ends}


def _drawn(chart: pygal.graph.graph.Graph, name: str, title: str, about: str) -> str:
    """The SVG, without what only pygal's own script would use."""
    root = ElementTree.fromstring(chart.render())
    for parent in list(root.iter()):
        if parent is not root:
            parent.attrib.pop("id", None)
        for child in list(parent):
            plain = child.tag.removeprefix(f"{{{_SVG}}}")
            if plain in ("script", "desc", "title") or "tooltip-overlay" in child.get("class", ""):
                parent.remove(child)
    for place, (tag, text) in enumerate((("title", title), ("desc", about))):
        told = ElementTree.Element(f"{{{_SVG}}}{tag}", {"id": f"{name}-{tag}"})
        told.text = text
        root.insert(place, told)
    _held(root)
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    return ElementTree.tostring(root, encoding="unicode")


def _held(root: ElementTree.Element) -> None:
    """Let the picture reach to the end of its legend, for which pygal leaves a chart of lying bars no room."""
    for legends in root.iter(f"{{{_SVG}}}g"):
        if legends.get("class") == "legends":
            top = float(legends.get("transform", "").rpartition(",")[2].rstrip(")"))
            rows = [float(box.get("y", 0)) for box in legends.iter(f"{{{_SVG}}}rect")]
            left, upper, width, height = root.get("viewBox", "").split()
            end = max(float(height), top + max(rows) + _LEGEND)
            root.set("viewBox", f"{left} {upper} {width} {end:g}")
