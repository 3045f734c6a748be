"""The report of a rehearsal: complete in itself, in three languages, and true to its figures."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from console import texts
from scenarios.language.check import load
from sessions.rehearsals import words as words_of
from sessions.rehearsals.charts import bars, stacks
from sessions.rehearsals.comparison import Comparison
from sessions.rehearsals.outcome import Breach, Missed
from sessions.rehearsals.rehearsing import rehearse
from sessions.rehearsals.report import Rehearsed, rehearsal_report, worst_runs
from sessions.rehearsals.safety import Oracle
from sessions.rehearsals.subject import Subject
from sessions.rehearsals.tally import Board
from sessions.rehearsals.verdict import judge
from sessions.rehearsals.words import Words
from tests.rehearsals.outcomes import PAIR, outcome, question

DAMAGED = Path(__file__).with_name("damaged")
SEEDS = range(4)
TEXTS = texts.catalogue(Path(words_of.__file__).with_name("texts.yaml"))
QUIET = """
  hello:
    greet:
      text: {en: "Hello! I am Kaveri. I am a robot."}
    then: goodbye
  goodbye:
    farewell:
      text: {en: "Thank you, and goodbye!"}
    then: end
"""
VOID = {"meta", "br", "link", "img", "input", "hr"}


@cache
def rehearsed(scenario: str, persona: str = "eager_child", other: str | None = None) -> Rehearsed:
    subject = Subject.of(load(str(DAMAGED / f"{scenario}.yaml")), scenario, [persona])
    board = Board(tuple(subject.plan.states), subject.pairs)
    outcomes = [rehearse(subject, case) for case in subject.cases(SEEDS)]
    for each in outcomes:
        board.add(each)
    comparison = None
    if other is not None:
        comparison = Comparison()
        before = Subject.of(load(str(DAMAGED / f"{other}.yaml")), other, [persona])
        comparison.add_all([rehearse(before, case) for case in before.cases(SEEDS)], outcomes)
    verdict = judge(board, subject.plan.minutes, subject.success)
    return Rehearsed(subject, board, verdict, SEEDS, lambda case: f"again {case.seed}", other, comparison)


class Page(HTMLParser):
    """Holds every element to its end tag, and collects what a browser would load, ids and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.text += data


def leaves(node: dict[str, Any], path: str = "") -> dict[str, dict[str, str]]:
    if not all(isinstance(part, dict) for part in node.values()):
        return {path: node}
    return {
        key: text
        for name, part in node.items()
        for key, text in leaves(part, f"{path}.{name}" if path else name).items()
    }


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_it_is_well_formed_loads_nothing_and_runs_nothing(language: str) -> None:
    html = rehearsal_report(rehearsed("arms", other="healthy"), language)
    page = Page(html)
    assert not {tag for tag, _, _ in page.attributes} & {"script", "link", "img", "iframe", "object"}
    assert "<script" not in html
    loaded = [value for _, name, value in page.attributes if name in ("src", "href", "xlink:href", "data")]
    assert loaded == []
    assert not re.search(r"@import|url\(", html)
    ids = [value for _, name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert ("html", "lang", language) in page.attributes


def test_each_chart_says_in_words_what_it_shows() -> None:
    html = rehearsal_report(rehearsed("healthy"), "en")
    charts = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert len(charts) == 3
    for chart in charts:
        title, about = re.search(r'aria-labelledby="(\S+) (\S+)"', chart).groups()  # type: ignore[union-attr]
        assert re.search(rf'<title id="{title}">[^<]+</title>', chart)
        assert re.search(rf'<desc id="{about}">[^<]+</desc>', chart)
        assert 'role="img"' in chart


def test_the_legend_of_a_chart_is_inside_its_picture_and_no_name_runs_into_the_next() -> None:
    charts = [
        bars("a", "A", "About", ["One", "Two"], {name: [None, None] for name in ("finska", "svenska", "engelska")}),
        stacks("b", "B", "About", ["One"], {str(n): [1.0] for n in range(8)}, ["#111"] * 8, [(0.0, "0"), (8.0, "8")]),
    ]
    for svg in charts:
        height = float(re.findall(r'viewBox="0 0 900 ([\d.]+)"', svg)[0])
        at = float(re.findall(r'transform="translate\([^,]+, ([\d.]+)\)" class="legends"', svg)[0])
        boxes = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="12"', svg[svg.index('class="legends"') :])
        assert max(float(y) for _, y in boxes) + at + 12 < height
        lefts = sorted({float(x) for x, _ in boxes})
        assert lefts[1] - lefts[0] > 150
    # Only a limit is drawn as one.
    assert "major" not in charts[1].partition("</defs>")[2]


def test_a_scenario_that_asks_nothing_has_a_report(tmp_path: Path) -> None:
    text = (DAMAGED / "healthy.yaml").read_text(encoding="utf-8")
    before = text.partition("states:\n")[0]
    path = tmp_path / "healthy.yaml"
    path.write_text(f"{before}states:\n{QUIET}", encoding="utf-8")
    subject = Subject.of(load(str(path)), str(path), ["eager_child"])
    board = Board(tuple(subject.plan.states), subject.pairs)
    for case in subject.cases(range(2)):
        board.add(rehearse(subject, case))
    verdict = judge(board, subject.plan.minutes, subject.success)
    page = Page(rehearsal_report(Rehearsed(subject, board, verdict, range(2), str), "en"))
    assert "Ended as intended" in page.text
    assert not board.whole.turns


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({}, "how.finished"),
        ({"intended": False}, "how.hurried"),
        ({"intended": False, "declined": True}, "asked_on"),
        ({"intended": False, "how": "stopped"}, "how.stopped"),
    ],
)
def test_a_session_that_took_too_long_or_pressed_somebody_did_not_come_to_its_own_end(
    changes: dict[str, Any], key: str
) -> None:
    words = Words("fi")
    assert words.ending(outcome(0, **changes)) == words(key)


def test_what_did_not_go_well_in_a_session_is_told_in_a_line() -> None:
    told = Words("en").came_to
    assert told(outcome(0, missed=(Missed("Hei.", 1), Missed("Moi.", 1)))) == "came to its own end"
    bad = outcome(0, questions=(question("modelled"),), missed=(Missed("Hei.", 3),), staff_called=2)
    assert (
        told(bad)
        == "came to its own end, answered by the robot × 1, 3 of 20 sentences not heard, staff were called × 2"
    )


def test_the_worst_come_in_the_order_of_the_rules_that_are_not_met() -> None:
    pairs = [("shy_child", "fi"), ("newcomer_l2", "fi"), ("eager_child", "fi")]
    board = Board((), pairs)
    went: list[dict[str, Any]] = [
        {"missed": (Missed("Hei.", 9),)},
        {"questions": (question("modelled"),)},
        {"breaches": (Breach("arms_move_while_hands_answer", 3.0),)},
    ]
    for (persona, language), changes in zip(pairs, went, strict=True):
        board.add(outcome(0, persona, language, **changes))
    verdict = judge(board, 10.0, {persona: "finished" for persona, _ in pairs})
    worst = [each.case.persona for each in worst_runs(board, verdict)]
    assert worst == ["eager_child", "newcomer_l2", "shy_child"]


def test_each_kind_of_person_has_each_step_with_its_interval_and_how_often_staff_were_called() -> None:
    subject = rehearsed("healthy").subject
    board = Board(tuple(subject.plan.states), [("eager_child", "en")])
    kinds = [question(), question(), question("with_help", step="hinting"), question("staff", step="staff")]
    board.add(outcome(0, language="en", questions=tuple(kinds), staff_called=2))
    told = Rehearsed(subject, board, judge(board, 10, subject.success), range(1), str)
    table = rehearsal_report(told, "en").partition('<table class="steps">')[2].partition("</table>")[0]
    names = re.findall(r"<span>(.*?)</span>", table)
    assert names == ["At once, %", "Hint, %", "Decided by staff, %", "Staff were called, ×"]
    rows = [re.findall(r'<td class="n">(.*?)</td>', row) for row in table.split("<tr>")[2:]]
    half, quarter = "50<small>(15–85)</small>", "25<small>(5–70)</small>"
    assert rows == [[half, quarter, quarter, "2"]] * 2, "of this one, and of everybody"


def test_that_too_few_people_show_nothing_is_told_apart_from_what_needs_staff() -> None:
    words = Words("en")
    for questions, told in ((("at_once",), "No rule was failed"), (("at_once", "modelled", "at_once"), "needs staff")):
        board = Board((), [PAIR])
        for seed in range(3):
            board.add(outcome(seed, questions=tuple(question(kind) for kind in questions)))
        assert told in words.about(judge(board, 10.0, {PAIR[0]: "finished"}))


def test_a_per_cent_stays_with_its_number() -> None:
    page = Page(rehearsal_report(rehearsed("healthy"), "sv"))
    assert "95\N{NO-BREAK SPACE}%" in page.text
    assert "5 %" not in page.text


def test_a_broken_safety_rule_is_told_with_the_run_the_conversation_and_its_command() -> None:
    text = Page(rehearsal_report(rehearsed("arms"), "en")).text
    assert "The robot moves its arms while hands are to answer." in text
    assert "again " in text
    assert "Hello! I am Kaveri." in text
    assert "An eager child" in text


def test_without_a_mistake_no_run_is_among_the_worst() -> None:
    text = Page(rehearsal_report(rehearsed("healthy"), "en")).text
    assert "What went worst" not in text
    assert "again " not in text


def test_questions_that_most_fail_are_named() -> None:
    known = rehearsed("never-sure")
    assert known.board.hardest
    text = Page(rehearsal_report(known, "en")).text
    assert all(question.text in text for question in known.board.hardest)


def test_what_is_said_in_a_session_cannot_become_markup() -> None:
    known = rehearsed("healthy")
    known.board.whole.missed["<b>loud</b>"] = 3
    try:
        assert "&lt;b&gt;loud&lt;/b&gt;" in rehearsal_report(known, "en")
    finally:
        del known.board.whole.missed["<b>loud</b>"]


@pytest.mark.parametrize("key", leaves(TEXTS))
def test_a_text_is_in_three_languages_with_the_same_facts(key: str) -> None:
    text = leaves(TEXTS)[key]
    assert set(text) == {"en", "fi", "sv"}
    facts = {language: {slot for _, slot, _, _ in Formatter().parse(told) if slot} for language, told in text.items()}
    assert facts["fi"] == facts["sv"] == facts["en"]


def test_every_safety_rule_has_its_words() -> None:
    def rules(kind: type[Oracle]) -> set[str]:
        own = {kind.rule} if "rule" in vars(kind) else set()
        return own.union(*(rules(each) for each in kind.__subclasses__()))

    assert rules(Oracle) == set(TEXTS["safety"])


@pytest.mark.parametrize("kind", ["sensor", "asked", "alert"])
def test_a_conversation_has_words_for_all_that_the_terminal_has_words_for(kind: str) -> None:
    terminal = texts.catalogue(Path(texts.__file__).with_name("texts.yaml"))
    assert set(TEXTS[kind]) == set(terminal[kind])


def test_figures_are_written_as_their_reader_writes_them() -> None:
    assert Words("en").number(1234.56) == "1,234.6"
    assert Words("fi").percent(0.925) == "92,5 %"
    assert Words("sv").number(-0.25, 2) == "−0,25"
    assert Words("en").number(float("inf")) == "∞"
