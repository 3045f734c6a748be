"""`kaveri sessions export`: a file a session, where it can be found again."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.exporting import export_sessions
from robot.problem import Problem
from sessions.exports import FORMS
from sessions.log import Log
from sessions.privacy import audit
from tests.sessions.told import SESSION, ended, first_word, session

OTHER = "0a1b2c3d" * 4


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A station with a session, and another one whose events are gone."""
    home = tmp_path / "station"
    monkeypatch.setenv("KAVERI_HOME", str(home))
    monkeypatch.setenv("KAVERI_LANGUAGE", "sv")
    records = session(first_word(), ended(9.0))
    log = Log(home / "log.sqlite")
    for id in (OTHER, SESSION):
        log.begin(id, scenario="number-friends", language="fi", robot="nao", started=records[0].time)
    for record in records:
        log.append(SESSION, record.type, record.data, record.time)
    log.commit()
    log.close()
    return home


@pytest.mark.parametrize("form", FORMS)
def test_a_session_is_written_into_the_stations_folder_and_noted(
    form: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export_sessions(form, "last", False, None)
    path = home / "exports" / f"{SESSION[:8]}-{FORMS[form].ending}"
    assert capsys.readouterr().out == f"{path}\n"
    assert path.stat().st_size > 100
    log = Log(home / "log.sqlite")
    assert [(entry.what, entry.about) for entry in audit.entries(log)] == [("exported", SESSION)]
    log.close()


def test_all_sessions_go_into_a_folder_without_those_whose_events_are_gone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export_sessions("csv", None, True, tmp_path / "stick")
    path = tmp_path / "stick" / f"{SESSION[:8]}-events.csv"
    assert list((tmp_path / "stick").iterdir()) == [path]
    assert path.read_text(encoding="utf-8-sig").startswith("session;seq")
    assert capsys.readouterr().out.splitlines() == [
        str(path),
        "Stunder vars händelser inte längre sparas utelämnades: 1",
    ]


def test_one_session_goes_into_the_named_file(tmp_path: Path) -> None:
    export_sessions("jsonl", SESSION[:4], False, tmp_path / "mine.jsonl")
    assert (tmp_path / "mine.jsonl").read_text(encoding="utf-8").count("\n") == 3


@pytest.mark.parametrize(
    ("prefix", "every", "words"),
    [(None, False, "or give --all"), ("last", True, "or give --all"), (OTHER[:8], False, "no longer kept")],
)
def test_what_cannot_be_exported_is_said(prefix: str | None, every: bool, words: str) -> None:
    with pytest.raises(Problem, match=words):
        export_sessions("csv", prefix, every, None)
