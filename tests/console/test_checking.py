"""Findings as people, programs and GitHub take them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from console.checking import check_scenarios
from tests.console.terminal import kaveri

FAULTS = Path(__file__).parents[1] / "scenarios/faults"
NEAR = FAULTS / "K301.yaml"
WARNED = FAULTS / "K418.yaml"

Printed = Callable[[], str]


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Printed:
    monkeypatch.chdir(FAULTS)
    monkeypatch.setenv("KAVERI_LANGUAGE", "en")
    return lambda: capsys.readouterr().out


def test_a_warning_is_shown_and_is_no_failure(printed: Printed) -> None:
    assert check_scenarios([WARNED.name]) == 0
    assert "K418.yaml:17:69: warning: " in printed()
    assert check_scenarios([NEAR.name, WARNED.name]) == 2


def test_json_is_one_array_with_all_that_is_known(printed: Printed) -> None:
    assert check_scenarios([NEAR.name, WARNED.name], form="json", reader="fi") == 2
    first, second = json.loads(printed())
    assert first == {
        "code": "K301",
        "severity": "error",
        "file": "K301.yaml",
        "line": 18,
        "column": 11,
        "end_column": 18,
        "message": "Tilaa 'qestion' ei ole.",
        "advice": "Tarkoititko 'question'? Tilat ovat: hello, question, bye, end.",
        "suggestion": "question",
    }
    assert (second["code"], second["severity"], second["suggestion"]) == ("K418", "warning", None)


def test_json_of_what_is_clean_is_an_empty_array(printed: Printed) -> None:
    assert check_scenarios(["morning-round"], form="json") == 0
    assert json.loads(printed()) == []


def test_github_shows_a_finding_beside_its_line(printed: Printed, tmp_path: Path) -> None:
    odd = tmp_path / "50%,a:b.yaml"
    odd.write_text(NEAR.read_text(encoding="utf-8"), encoding="utf-8")

    assert check_scenarios([str(odd)], form="github", reader="sv") == 2
    (line,) = printed().splitlines()
    assert line.startswith(f"::error file={tmp_path}/50%25%2Ca%3Ab.yaml,line=18,col=11,endColumn=18,title=K301::")
    assert line.endswith("Menade du 'question'? Tillstånden är: hello, question, bye, end.")
    assert check_scenarios([WARNED.name], form="github") == 0
    assert printed().startswith("::warning file=K418.yaml,line=17,")


def test_each_reader_is_told_in_their_language(printed: Printed) -> None:
    for reader, clean in (("fi", "virheitä ei löytynyt"), ("sv", "inga fel hittades"), ("en", "no mistakes found")):
        assert check_scenarios(["morning-round"], reader=reader) == 0
        assert clean in printed()


@pytest.mark.parametrize(
    ("option", "value", "wanted"), [("--format", "xml", "text, json or github"), ("--language", "de", "fi, sv or en")]
)
def test_what_an_option_does_not_take_is_told_in_a_line(tmp_path: Path, option: str, value: str, wanted: str) -> None:
    told = kaveri(tmp_path, "check", "morning-round", option, value)
    assert (told.code, told.err) == (2, f"{option} takes {wanted}. See: kaveri check --help\n")


def test_the_command_takes_both_options(tmp_path: Path) -> None:
    told = kaveri(tmp_path, "check", str(NEAR), "--format", "json", "--language", "sv")
    assert (told.code, told.err) == (2, "")
    assert json.loads(told.out)[0]["message"] == "Det finns inget tillstånd som heter 'qestion'."


def test_a_session_shows_the_warnings_of_its_scenario_and_runs(tmp_path: Path) -> None:
    told = kaveri(tmp_path, "run", str(WARNED), "--language", "en")
    assert told.code == 0
    assert "[K418]" in told.out
