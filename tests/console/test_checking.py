"""Findings as people, programs and GitHub take them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from console.checking import check_scenarios
from tests.console.terminal import told as kaveri
from tests.scenarios.test_includes import SHARED, including

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


def test_what_is_not_there_is_told_among_the_others_and_those_are_checked(
    printed: Printed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    names = ["no-such.yaml", str(tmp_path / "empty"), "morning-rund", WARNED.name]
    assert check_scenarios(names, form="json", reader="sv") == 2
    missing, empty, near, warned = json.loads(printed())
    assert (missing["code"], missing["severity"], missing["file"]) == ("scenario_missing", "error", "no-such.yaml")
    assert missing["message"].startswith("Det finns inget scenario")
    assert missing.keys() == warned.keys()
    assert (empty["code"], near["suggestion"], warned["code"]) == ("folder_without_scenarios", "morning-round", "K418")

    assert check_scenarios(names, form="github") == 2
    first, *_, last = printed().splitlines()
    assert first.startswith("::error file=no-such.yaml::There is no scenario")
    assert last.startswith("::warning file=K418.yaml,")

    assert check_scenarios(names, reader="en") == 2
    told = capsys.readouterr()
    assert "There is no scenario 'no-such.yaml'" in told.err
    assert "[K418]" in told.out


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


def author(folder: Path) -> Path:
    """A folder with a clean scenario, one with an error, one with a warning, a song, and a file of another kind."""
    minimal = (FAULTS.parent / "minimal.yaml").read_text(encoding="utf-8")
    (folder / "autumn").mkdir()
    (folder / "songs").mkdir()
    (folder / "minimal.yaml").write_text(minimal, encoding="utf-8")
    (folder / "autumn/near.yaml").write_text(NEAR.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "autumn/k418.yaml").write_text(WARNED.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "songs/la.yaml").write_text(
        "title: {fi: La}\nlanguages: [fi]\norigin: A test.\nlicence: CC0-1.0\nverses:\n  fi: [Laa.]\n", encoding="utf-8"
    )
    (folder / "dictionary.yaml").write_text("NAO: nao\n", encoding="utf-8")
    return folder


def test_a_folder_is_checked_with_all_that_is_in_it_and_summed_up(printed: Printed, tmp_path: Path) -> None:
    folder = author(tmp_path)
    assert check_scenarios([str(folder)]) == 2
    told = printed().splitlines()
    assert told[0] == f"{folder / 'minimal.yaml'}: no mistakes found."
    assert f"{folder / 'songs/la.yaml'}: a song; no mistakes found." in told
    assert told[-1] == (
        f"{folder}: scenarios checked: 3; songs, profiles and shared files: 1; files with errors: 1. "
        "Passed over, being no scenarios: dictionary.yaml."
    )
    assert check_scenarios([str(folder)], reader="fi") == 2
    assert "tarkistettuja skenaarioita 3" in printed()
    (folder / "autumn/near.yaml").unlink()
    assert check_scenarios([str(folder)], reader="sv") == 0
    assert "filer med fel: 0" in printed()


def test_programs_and_github_get_the_findings_of_a_folder_alone(printed: Printed, tmp_path: Path) -> None:
    folder = author(tmp_path)
    assert check_scenarios([str(folder)], form="json") == 2
    assert [each["code"] for each in json.loads(printed())] == ["K418", "K301"]
    assert check_scenarios([str(folder)], form="github") == 2
    assert all(line.startswith("::") for line in printed().splitlines())


def test_a_folder_without_scenarios_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons/first.yaml.txt").write_text("kaveri: 1\n", encoding="utf-8")
    told = kaveri(tmp_path, "check", str(tmp_path / "lessons"), "--language", "en")
    assert (told.code, told.out) == (2, "")
    assert str(tmp_path / "lessons") in told.err


def test_what_a_clean_file_is_is_told_in_each_language(printed: Printed, tmp_path: Path) -> None:
    (tmp_path / "common").mkdir()
    own = tmp_path / "common/answers.yaml"
    shipped = FAULTS.parents[2] / "scenarios/common/answers.yaml"
    own.write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
    for reader, unread, shared in (
        ("en", "no scenario reads it", "shared by all scenarios"),
        ("fi", "mikään skenaario ei lue sitä", "kaikkien skenaarioiden yhteinen"),
        ("sv", "inget scenario läser den", "delas av alla scenarier"),
    ):
        assert check_scenarios([str(own), str(shipped)], reader=reader) == 0
        first, second = printed().splitlines()
        assert unread in first
        assert shared in second


def test_a_shared_file_is_told_with_the_scenarios_that_include_it(printed: Printed, tmp_path: Path) -> None:
    (tmp_path / "common").mkdir()
    shared = tmp_path / "common/words.yaml"
    shared.write_text("phrases:\n  no_hurry: {fi: Rauhassa., sv: I lugn och ro., en: Slowly.}\n", encoding="utf-8")
    assert check_scenarios([str(shared)]) == 0
    assert printed().startswith(f"{shared}: to be shared, but no scenario includes it;")
    minimal = (FAULTS.parent / "minimal.yaml").read_text(encoding="utf-8")
    including = minimal.replace("start: hello", "include: [common/words.yaml]\nstart: hello")
    (tmp_path / "minimal.yaml").write_text(including, encoding="utf-8")
    assert check_scenarios([str(shared)]) == 0
    assert printed() == f"{shared}: shared by minimal; no mistakes found.\n"


TOLD_ABOVE = {
    "en": "mine/lessons/two.yaml: what is wrong with it is told above.",
    "fi": "mine/lessons/two.yaml: sen virheet on kerrottu yllä.",
    "sv": "mine/lessons/two.yaml: dess fel står här ovanför.",
}


@pytest.mark.parametrize("reader", TOLD_ABOVE)
def test_in_a_folder_a_mistake_in_a_shared_file_is_told_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, reader: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for place in ("mine/common", "mine/lessons"):
        Path(place).mkdir(parents=True)
    Path("mine/common/shared.yaml").write_text(SHARED.replace("then: bye", "then: byee"), encoding="utf-8")
    text = including("common/shared.yaml").replace("then: question", "then: song")
    for name in ("one", "two"):
        Path(f"mine/lessons/{name}.yaml").write_text(text.replace("name: minimal", f"name: {name}"), encoding="utf-8")

    assert check_scenarios(["mine"], reader=reader) == 2
    out = capsys.readouterr().out
    assert out.count("[K301]") == 1
    assert TOLD_ABOVE[reader] in out
    assert check_scenarios(["mine"], form="json") == 2
    assert [each["code"] for each in json.loads(capsys.readouterr().out)] == ["K301"]
