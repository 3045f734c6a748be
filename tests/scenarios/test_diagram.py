"""A scenario's diagram: every state and way in it, in Mermaid and on a page that needs nothing."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from behaviours.behaviour import END, SKIPPED
from behaviours.registry import BEHAVIOURS
from scenarios.language import drawing
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

    silent = [(arrow.source, arrow.target) for arrow in drawn.arrows if not arrow.outcomes and not arrow.buttons]
    assert silent == [(START, "hello")]
    ways = {(arrow.source, arrow.target): arrow.outcomes for arrow in drawn.arrows}
    assert ways["question", "bye"] == ("skipped",)
    assert ways["second", "second"] == ("modelled",)
    assert ways["bye", END] == ("done",)
    (enough,) = (arrow for arrow in drawn.arrows if arrow.buttons)
    assert (enough.source, enough.target, enough.outcomes, enough.buttons) == ("again", "bye", (), ("Enough",))
    assert [arrow.target for arrow in drawn.leaving("question")] == ["cheer", "story", "bye"]


def test_outcomes_with_one_target_share_an_arrow() -> None:
    drawn = diagram(plan("number-friends"), "en")
    assert [arrow.outcomes for arrow in drawn.leaving("warm_up")] == [("right", "modelled")]


def test_mermaid_has_the_start_the_end_and_no_marks_of_its_own() -> None:
    told = mermaid(diagram(plan(), "en"))

    assert told.startswith('---\ntitle: "Branches & <loops>"\n---\nstateDiagram-v2\n')
    assert "    [*] --> s_hello\n" in told
    assert "    s_bye --> [*] : done\n" in told
    assert "    s_again --> s_bye : “Enough”\n" in told
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

    assert f'<html lang="{language}" data-look="light">' in told
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
    assert {f"{number}." for number in range(1, len(it.states) + 1)} <= set(shown)
    table = told[told.index("<tbody>") :]
    assert all(f'<code class="id">{name}</code>' in table for name in it.states)
    second = list(it.states).index("second") + 1
    assert f"robotti vastasi → {second}" in table
    assert "→ Loppu" in table


WORDS = {
    "fi": ("kysyy", "kertoo", "oikein", "ohitettiin", "[Riittää]", "Näin kaaviota luetaan"),
    "sv": ("frågar", "berättar", "rätt", "hoppades över", "[Det räcker]", "Så läses bilden"),
    "en": ("asks", "tells", "right", "skipped", "[Enough]", "How to read it"),
}


@pytest.mark.parametrize("language", WORDS)
def test_the_page_speaks_its_own_language_and_tells_the_files_words_once(language: str) -> None:
    told = page(plan(), language)
    assert [word for word in WORDS[language] if word not in told] == []
    keys = re.findall(r"<code>(\w+)</code>", told)
    assert sorted(keys) == sorted(["greet", "tell", "ask", "farewell", "right", "modelled", "skipped", "buttons"])
    if language != "en":
        shown = re.sub(r"<style>.*?</style>|<code>\w+</code>|<[^>]*>", "", told, flags=re.DOTALL)
        assert not re.search(r"\b(done|modelled|skipped|greet|tell|ask|farewell)\b", shown)


def test_a_line_that_is_followed_whatever_comes_says_nothing() -> None:
    told = page(plan("number-friends"), "fi")
    assert 'class="outcome"' not in told
    assert "<td>→ 4</td>" in told


def test_every_behaviour_and_every_outcome_that_can_be_shown_has_words() -> None:
    catalogue = yaml.safe_load((Path(drawing.__file__).parent / "drawing_texts.yaml").read_text(encoding="utf-8"))
    apart = {outcome for each in BEHAVIOURS.values() for outcome in each.outcomes() if len(each.outcomes()) > 1}
    assert set(catalogue["behaviours"]) == set(BEHAVIOURS)
    assert set(catalogue["outcomes"]) == set(catalogue["meanings"]) == {*apart, SKIPPED}


def test_all_words_can_be_read_by_weak_eyes() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, other: str) -> float:
        dark, bright = sorted((light(one), light(other)))
        return (bright + 0.05) / (dark + 0.05)

    boxes = set(re.findall(r'fill="(#\w+)" stroke="(#\w+)" stroke-width="1.6"', page(plan("number-friends"), "en")))
    assert len(boxes) == 5
    assert all(contrast("#1c1c1c", fill) >= 7 and contrast(edge, fill) >= 4.5 for fill, edge in boxes)
    rule = r'\[data-look="dark"\] rect.\w+ \{ fill: (#\w+); stroke: (#\w+)'
    dark = set(re.findall(rule, page(plan("number-friends"), "en")))
    assert len(dark) == 5
    assert all(contrast("#f0f3f4", fill) >= 7 and contrast(edge, fill) >= 4.5 for fill, edge in dark)


def test_states_are_told_apart_by_word_and_by_colour() -> None:
    told = page(plan(), "en")
    fills = dict(
        re.findall(r'fill="(#\w+)" stroke="#\w+" stroke-width="1.6"/>\s*.*\s*<text class="behaviour.*>([\w ]+)<', told)
    )
    assert sorted(fills.values()) == ["Asks", "Greets", "Says goodbye", "Tells"]


def test_what_a_text_names_is_shown_by_an_example() -> None:
    told = {box.name: box.words for box in diagram(compiled(load("morning-round"), "fi"), "fi").boxes}
    assert told["today"] == "Tänään on tiistai, ensimmäinen syyskuuta."
    told = {box.name: box.words for box in diagram(compiled(load("own-words"), "en"), "en").boxes}
    assert "{" not in told["listening"]


@pytest.mark.parametrize("name", shipped_scenarios())
def test_no_placeholder_is_left_in_any_drawing(name: str) -> None:
    checked = load(name)
    for language in compiled(checked).languages:
        assert not re.search(
            r"[{}]|\[(fi|sv|en):", "".join(box.words for box in diagram(compiled(checked, language), language).boxes)
        )


def test_a_reader_of_another_language_reads_their_own_around_the_robots_words() -> None:
    told = page(plan("number-friends"), "fi", "sv", "dark")
    assert '<html lang="sv" data-look="dark">' in told
    assert "Hälsar" in told
    assert re.search(r'<text [^>]*lang="fi">Hei! Minun nimeni', told)


@settings(max_examples=100)
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
