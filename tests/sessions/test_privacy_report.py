from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

import sessions
from robot.clock import RealClock
from sessions.people.people import People
from sessions.privacy import report as report_module
from sessions.privacy.facts import SETTINGS, Facts, facts
from sessions.privacy.report import missing, privacy_report
from sessions.settings import Settings
from sessions.settings.model import KeepSettings
from sessions.station import Station

LANGUAGES = ("fi", "sv", "en")
DAY = date(2026, 9, 1)
CATALOGUES: dict[str, Any] = {
    language: yaml.safe_load(
        (Path(sessions.__file__).parent / "privacy" / "texts" / f"{language}.yaml").read_text(encoding="utf-8")
    )
    for language in LANGUAGES
}
BLANK = "________"


class Page(HTMLParser):
    """A pack as a reader finds it: its rows and headings in words, and what could be wrong with its markup."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.pointed: list[str] = []
        self.fetched: list[str] = []
        self.rows: list[str] = []
        self.lang = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.ids += [found["id"]] if "id" in found else []
        self.fetched += [found[name] for name in ("src", "href") if name in found and not found[name].startswith("#")]
        self.pointed += [found["href"][1:]] if found.get("href", "").startswith("#") else []
        self.pointed += [found["aria-labelledby"]] if "aria-labelledby" in found else []
        self.lang = found.get("lang", self.lang)
        if tag == "tr":
            self.rows.append("")

    def handle_data(self, data: str) -> None:
        if self.rows:
            self.rows[-1] += data


def of(kept: Any = (), **settings: Any) -> Facts:
    return Facts(Settings.model_validate(settings), tuple(kept), DAY)


@pytest.fixture
def station(tmp_path: Path) -> Station:
    return Station(tmp_path)


def slots(node: Any, path: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """Every text's place in a catalogue, with the facts that it holds."""
    if isinstance(node, str):
        yield path, frozenset(name for _, name, _, _ in Formatter().parse(node) if name)
    elif not isinstance(node, bool):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from slots(value, f"{path}.{key}")


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_language_says_all_that_another_says_with_the_same_facts(language: str) -> None:
    assert dict(slots(CATALOGUES[language])) == dict(slots(CATALOGUES["en"]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_data_that_a_store_keeps_is_told_with_its_keeping_time(language: str, station: Station) -> None:
    days = {keep: 11 + number for number, keep in enumerate(KeepSettings.model_fields)}
    known = facts(station, Settings.model_validate({"keep": days}), DAY, {})
    assert {"events", "summaries", "audit", "names", "pauses", "exports"} <= {kept.field for kept in known.kept}
    until = {"fi": "kunnes ryhmän", "sv": "tills gruppens", "en": "until the group ends"}[language]
    for setting in SETTINGS:
        rows = Page(privacy_report(known, language, (setting,))).rows
        for kept in known.kept:
            name = CATALOGUES[language]["kinds"][kept.field]["name"]
            long = f"{days[kept.keep]} " if kept.keep in days else until
            told = [row for row in rows if row.startswith(name) and kept.place in row]
            assert len(told) == 1, kept
            assert long in told[0], kept


def test_no_kind_of_data_has_texts_that_no_store_and_no_setting_knows(station: Station) -> None:
    known = {kept.field for kept in facts(station, Settings(), DAY, {}).kept}
    assert set(CATALOGUES["en"]["kinds"]) <= known | set(KeepSettings.model_fields)


@pytest.mark.parametrize(("language", "code"), [("fi", "tunnuksen"), ("sv", "kontots kod"), ("en", "code of")])
def test_staff_and_their_controller_read_that_the_record_of_use_knows_accounts(language: str, code: str) -> None:
    said = CATALOGUES[language]
    sheet = next(section for section in said["sheets"]["staff"]["sections"] if section.get("kinds"))
    for told in (said["kinds"]["audit"]["holds"], said["assessment"]["risks"]["list"]["staff"]["measures"], sheet):
        assert code in str(told).replace("koden för det konto", "kontots kod").replace("tunnuksenne", "tunnuksen")


@pytest.mark.parametrize(("language", "dropped"), [("fi", r"\bistun(to|no)"), ("sv", r"\bsession")])
def test_the_papers_call_a_session_what_the_pages_call_it(language: str, dropped: str) -> None:
    assert re.findall(dropped, yaml.safe_dump(CATALOGUES[language], allow_unicode=True), re.IGNORECASE) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_nobody_has_filled_in_is_a_blank_line_and_is_named(language: str) -> None:
    row = next(row for row in Page(privacy_report(of(), language)).rows if "(a)" in row)
    assert BLANK in row
    lines = missing(of(), language)
    for key in ("name", "contact", "officer", "ground_classroom", "ground_care", "ground_staff", "assessment"):
        assert f"  {CATALOGUES[language]['missing']['what'][key]}" in lines
    assert not any("MQTT" in line or "broker" in line for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_controller_of_the_settings_stands_in_every_document(language: str) -> None:
    known = of(controller={"name": "Kilon kunta", "contact": "kirjaamo 1", "officer": "vastaava 2"})
    html = privacy_report(known, language)
    # Two records; sheets for parents, residents and staff.
    assert [html.count(each) for each in ("Kilon kunta", "kirjaamo 1", "vastaava 2")] == [5, 5, 5]
    assert not any("[controller]" in line for line in missing(known, language))


def test_what_stands_in_the_settings_cannot_become_markup() -> None:
    name = '<script>alert("1")</script> & {blank}'
    html = privacy_report(of(controller={"name": name}), "en")
    assert "<script" not in html
    assert "&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt; &amp; {blank}" in html


def test_no_name_that_the_station_keeps_is_in_the_pack(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAVERI_PEOPLE_KEY", "A" * 43 + "=")
    people = People(station, RealClock())
    group = people.add_group("Siniset Perhoset", "care")
    (person,) = people.add(group.pseudonym, ["Aino Virtanen"])
    people.never_raise(person, ["talvisota"])
    people.close()
    station.dictionary.write_text("Aino: Aaino\n", encoding="utf-8")
    known = facts(station, Settings(), DAY)
    for language in LANGUAGES:
        html = privacy_report(known, language)
        for kept in ("Aino", "Virtanen", "Perhoset", "talvisota", person.pseudonym, group.pseudonym):
            assert kept not in html


@pytest.mark.parametrize(
    ("broker", "link"),
    [
        (None, "none"),
        ("mqtt://localhost", "local"),
        ("mqtt://10.0.0.2", "open"),
        ("ws://10.0.0.2", "open"),
        ("mqtts://10.0.0.2", "encrypted"),
    ],
)
def test_who_can_read_what_goes_to_the_broker_is_told(broker: str | None, link: str) -> None:
    known = of(broker=broker, link={"expiry_days": 1}, keep={"summaries": 40})
    html = privacy_report(known, "en")
    assert known.link == link
    assert CATALOGUES["en"]["links"][link].format(expiry="1 day", summaries="40 days") in html
    assert ("Still to be filled in" in html and "the broker: who runs it" in html) == (broker is not None)
    assert ("The broker and its listeners keep copies." in html) == (broker is not None)


def test_neighbours_commands_and_consumers_are_told_where_there_are_any() -> None:
    link = {"consumers": ["archive-1"], "commands": [{"name": "office", "allow": ["stop"]}]}
    html = privacy_report(of(broker="mqtts://b", link=link, neighbours={"home_assistant": True}), "en")
    alone = privacy_report(of(broker="mqtts://b"), "en")
    for words in ("Home Assistant", "archive-1", "Named senders (1)"):
        assert words in html
        assert words not in alone


@pytest.mark.parametrize(
    ("environment", "file", "expected"),
    [
        ({}, False, "where the system has none, in a file"),
        ({}, True, "The system has no keyring"),
        ({"KAVERI_PEOPLE_KEY": "x"}, True, "is given by the environment"),
    ],
)
def test_where_the_key_to_names_is_is_told(
    environment: dict[str, str], file: bool, expected: str, station: Station
) -> None:
    if file:
        station.people_key.write_text("x")
    assert expected in privacy_report(facts(station, Settings(), DAY, environment), "en").replace("&#39;", "'")


def test_a_ground_of_the_controllers_own_stands_with_its_kind_of_data(station: Station) -> None:
    settings = Settings.model_validate({"controller": {"basis": {"audit": "Act 1/2020"}}})
    rows = Page(privacy_report(facts(station, settings, DAY, {}), "en")).rows
    assert {row[:13] for row in rows if "Ground: Act 1/2020" in row} == {"Record of use", "Receipts of e"}


def test_a_setting_alone_has_its_own_documents_and_risks() -> None:
    school, care = (Page(privacy_report(of(), "fi", (setting,))) for setting in SETTINGS)
    assert {"record-classroom", "parents", "children", "staff"} <= set(school.ids)
    assert not {"record-care", "residents"} & set(school.ids)
    assert {"record-care", "residents", "staff"} <= set(care.ids)
    assert not {"record-classroom", "parents", "children"} & set(care.ids)
    assert "arvosanana" not in " ".join(care.rows)
    assert "Terveydentila" not in " ".join(school.rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pack_is_one_page_that_needs_nothing_else_and_is_told_to_screen_readers(language: str) -> None:
    html = privacy_report(of(broker="mqtt://b"), language)
    page = Page(html)
    assert page.lang == language
    assert page.fetched == []
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert "@page { size: A4" in html
    assert len(page.ids) == len(set(page.ids))
    assert set(page.pointed) <= set(page.ids)
    assert page.tags.count("h1") == 1
    assert html.count('role="img" aria-label=') == html.count('class="blank"')


def test_every_risk_that_is_set_apart_for_a_setting_is_there() -> None:
    assert set(report_module._RISKS_OF_ONE_SETTING) <= set(CATALOGUES["en"]["assessment"]["risks"]["list"])
