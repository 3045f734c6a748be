"""The record of use in the words of whoever reads it."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from console.texts import catalogue
from sessions.log import Log
from sessions.privacy import audit
from tests.console.terminal import told
from tests.docs.documents import ROOT

NOW = datetime(2026, 9, 1, 7, tzinfo=UTC)
TEXTS: dict[str, Any] = catalogue(ROOT / "console" / "texts.yaml")["audit"]


def kept(home: Path, who: str, what: str, about: str = "") -> None:
    with closing(Log(home / "log.sqlite")) as log:
        audit.note(log, NOW, who, what, about)


def lines(home: Path, language: str) -> list[str]:
    done = told(home, "privacy", "audit", KAVERI_LANGUAGE=language)
    assert done.code == 0, done.err
    return done.out.splitlines()


def test_everything_that_the_code_notes_has_words() -> None:
    sources = [
        path.read_text(encoding="utf-8") for room in ("sessions", "console") for path in (ROOT / room).rglob("*.py")
    ]
    whole = "\n".join(sources)
    noted = set(re.findall(r'audit\.note\([^\n]*?, [^,\n]+, "(\w+)"', whole)) | set(
        re.findall(r'_audit\((?:[\w.]+, )?"(\w+)"', whole)
    )
    people = (ROOT / "sessions" / "people" / "people.py").read_text(encoding="utf-8")
    noted |= set(re.findall(r"\"(\w+_(?:corrected|moved|set))\"", people))
    assert {"exported", "erased", "person_removed", "topics_set", "person_moved", "signed_in"} <= noted
    assert noted <= set(TEXTS["did"])


def test_every_reason_of_a_refused_command_has_words() -> None:
    link = (ROOT / "docs" / "link.md").read_text(encoding="utf-8").partition("| Why |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)`", link, re.M)) == set(TEXTS["why"])


@pytest.mark.parametrize(
    ("language", "staff", "expired", "refused"),
    [
        ("en", "staff", "events in the log: 8, summaries at the broker: 1", "start: refused, too old"),
        ("fi", "henkilökunta", "tapahtumia lokista: 8, yhteenvetoja välittäjältä: 1", "start: hylätty, liian vanha"),
        ("sv", "personalen", "händelser i loggen: 8, sammandrag hos förmedlaren: 1", "start: avvisat, för gammalt"),
    ],
)
def test_codes_are_told_in_words(tmp_path: Path, language: str, staff: str, expired: str, refused: str) -> None:
    for what in TEXTS["did"]:
        if what not in ("expired", "command"):
            kept(tmp_path, "staff", what, "p-aaaaaaaa")
    kept(tmp_path, "kaveri", "expired", "log.events 8, delivery.retained 1")
    kept(tmp_path, "mqtt office", "command", "start: refused, too_old")
    kept(tmp_path, "mqtt office", "command", "start: accepted")
    heading, *shown = lines(tmp_path, language)
    assert "audit." not in heading
    assert len(shown) == len(TEXTS["did"]) + 1
    assert "_" not in "".join(shown)
    assert staff in shown[0]
    assert expired in shown[-3]
    assert refused in shown[-2]
    assert "office" in shown[-1]


def test_what_only_a_later_kaveri_knows_is_shown_as_it_is(tmp_path: Path) -> None:
    kept(tmp_path, "robots", "dreamt", "p-aaaaaaaa")
    kept(tmp_path, "kaveri", "expired", "moon.dust 3")
    _, first, second = lines(tmp_path, "en")
    assert first.split()[-3:] == ["robots", "dreamt", "p-aaaaaaaa"]
    assert "moon.dust: 3" in second


def test_who_reads_or_takes_along_what_is_kept_of_somebody_is_noted_and_a_list_is_not(tmp_path: Path) -> None:
    told(tmp_path, "people", "add-group", "2B", "--setting", "classroom")
    told(tmp_path, "people", "add", "2B", "Aino")
    told(tmp_path, "people", "never-raise", "Aino", "sota")
    with closing(Log(tmp_path / "log.sqlite")) as log:
        before = len(audit.entries(log))
    for command in (
        ("people", "list"),
        ("people", "list", "2B"),
        ("people", "never-raise", "Aino"),
        ("people", "export", "Aino"),
        ("privacy", "report", "--language", "fi"),
        ("privacy", "audit"),
    ):
        assert told(tmp_path, *command).code == 0
    with closing(Log(tmp_path / "log.sqlite")) as log:
        assert [entry.what for entry in audit.entries(log)[before:]] == ["topics_read", "exported", "papers_written"]
