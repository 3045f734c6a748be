"""A scenario's diagram: every state and way in it, in Mermaid and on a page that needs nothing."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from behaviours.behaviour import END
from scenarios.language.check import load, shipped_scenarios
from scenarios.language.compile import Plan, compiled
from scenarios.language.diagram import START, diagram, mermaid
from scenarios.language.drawing import page
from scenarios.language.layout import BETWEEN_BOXES, layout

BRANCHING = Path(__file__).parent / "branching.yaml"
SVG = "{http://www.w3.org/2000/svg}"


def plan(name: str | Path = BRANCHING) -> Plan:
    return compiled(load(name))


def test_every_way_is_an_arrow_with_its_outcomes() -> None:
    drawn = diagram(plan(), "en")

    assert [(arrow.source, arrow.target) for arrow in drawn.arrows if not arrow.outcomes] == [(START, "hello")]
    ways = {(arrow.source, arrow.target): arrow.outcomes for arrow in drawn.arrows}
    assert ways["question", "bye"] == ("skipped",)
    assert ways["second", "second"] == ("modelled",)
    assert ways["bye", END] == ("done",)
    assert ways["again", "bye"] == ("“Enough”",)
    assert [arrow.target for arrow in drawn.leaving("question")] == ["cheer", "story", "bye"]


def test_outcomes_with_one_target_share_an_arrow() -> None:
    drawn = diagram(plan("number-friends"), "en")
    assert [arrow.outcomes for arrow in drawn.leaving("warm_up")] == [("right", "modelled")]


def test_mermaid_has_the_start_the_end_and_no_marks_of_its_own() -> None:
    told = mermaid(diagram(plan(), "en"))

    assert told.startswith('---\ntitle: "Branches & <loops>"\n---\nstateDiagram-v2\n')
    assert "    [*] --> s_hello\n" in told
    assert "    s_bye --> [*] : done\n" in told
    assert (
        '    state "story · tell<br/>I tell you a small story about two #34;apples#34; on a table." as s_story\n'
        in told
    )


@pytest.mark.parametrize("name", shipped_scenarios())
def test_its_first_words_are_in_the_language_asked_for(name: str) -> None:
    it = plan(name)
    told = {language: mermaid(diagram(it, language)) for language in it.languages}
    assert len(set(told.values())) == len(it.languages)
    assert all(told[language].count(" as s_") == len(it.states) for language in it.languages)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("name", [str(BRANCHING), *shipped_scenarios()])
def test_the_page_asks_for_nothing(name: str, language: str) -> None:
    told = page(plan(name), language)

    assert f'<html lang="{language}">' in told
    assert not re.search(r"<(script|link rel=\"(?!icon)|img|iframe)|url\((?!#)|@import", told)
    assert set(re.findall(r"\w+://[^\"\s<]+", told)) == {"http://www.w3.org/2000/svg"}
    assert "default-src 'none'" in told


def test_the_drawing_can_be_listened_to() -> None:
    it = plan()
    told = page(it, "fi")
    drawing = ET.fromstring(told[told.index("<svg") : told.index("</svg>") + 6])

    assert drawing.get("role") == "img"
    ids = {node.get("id"): node.text for node in drawing if node.tag in (f"{SVG}title", f"{SVG}desc")}
    assert list(ids) == (drawing.get("aria-labelledby") or "").split()
    assert all(ids.values())
    shown = [node.text for node in drawing.iter(f"{SVG}text")]
    assert set(it.states) <= set(shown)
    table = told[told.index("<tbody>") :]
    assert all(f'<th scope="row">{name}</th>' in table for name in it.states)
    assert "modelled → second" in table


def test_states_are_told_apart_by_word_and_by_colour() -> None:
    told = page(plan(), "en")
    fills = dict(
        re.findall(r'fill="(#\w+)" stroke="#\w+" stroke-width="1.6"/>\s*.*\s*<text class="behaviour".*>(\w+)<', told)
    )
    assert sorted(fills.values()) == ["ask", "farewell", "greet", "tell"]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_boxes_never_overlap_and_lines_begin_and_end_at_them(data: st.DataObject) -> None:
    names = [f"s{number}" for number in range(data.draw(st.integers(1, 9)))]
    chain = list(pairwise(names))
    more = data.draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=12))
    edges = [*chain, *more]
    sizes = {
        name: (data.draw(st.sampled_from([26.0, 300.0])), data.draw(st.sampled_from([26.0, 80.0]))) for name in names
    }
    laid = layout(sizes, edges)

    assert layout(sizes, edges) == laid
    for one, other in combinations(laid.places.values(), 2):
        beside = abs(one.x - other.x) >= (one.width + other.width) / 2 + BETWEEN_BOXES - 1e-6
        assert beside or one.top + one.height < other.top or other.top + other.height < one.top
    for (a, b), line in zip(edges, laid.lines, strict=True):
        for name, (x, y) in ((a, line.points[0]), (b, line.points[-1])):
            place = laid.places[name]
            assert abs(x - place.x) <= place.width / 2 + 1e-6
            assert place.top - 1e-6 <= y <= place.top + place.height + 1e-6
        assert all(-1e-6 <= x <= laid.width + 1e-6 and -1e-6 <= y <= laid.height + 1e-6 for x, y in line.points)
