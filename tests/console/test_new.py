"""`kaveri new`: a file that works, asked for or given, and never over another one."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from scenarios.language.document import parse
from scenarios.language.editors import file_of
from scenarios.language.model import LANGUAGES
from scenarios.language.source import Source
from scenarios.language.starter import KINDS, SETTINGS, starter
from tests.console.terminal import Seat
from tests.console.terminal import told as kaveri


def test_flags_make_a_file_that_is_clean(tmp_path: Path) -> None:
    file = tmp_path / "my-round.yaml"
    told = kaveri(tmp_path, "new", str(file), "--setting", "care", "--languages", "sv,fi", "--kind", "companionship")

    assert (told.code, told.err) == (0, "")
    assert f"kaveri check {file}" in told.out
    text = file.read_text(encoding="utf-8")
    assert "languages: [sv, fi]" in text
    assert "setting: care" in text
    assert " en: " not in text
    assert kaveri(tmp_path, "check", str(file)).code == 0


def test_every_kind_passes_the_tests_that_are_made_for_it(tmp_path: Path) -> None:
    files = []
    for setting, kind in product(SETTINGS, KINDS):
        name = f"{setting}-{kind}"
        files.append(tmp_path / f"{name}.yaml")
        files[-1].write_text(starter(name, setting, LANGUAGES, kind, "en", "s.json"), encoding="utf-8")
    told = kaveri(tmp_path, "test", *map(str, files))
    assert told.code == 0, told.out


@pytest.mark.parametrize("kind", KINDS)
def test_an_editor_finds_the_schema_through_the_first_line(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "Åsan tunnit & laulut"
    folder.mkdir()
    assert kaveri(tmp_path, "new", str(folder / "mine"), "--kind", kind).code == 0

    text = (folder / "mine.yaml").read_text(encoding="utf-8")
    mark, _, path = text.splitlines()[0].partition("=")
    assert mark == "# yaml-language-server: $schema"
    # From the file on, with no drive and no home: it stays right when the folder is moved, and says nobody's name.
    assert path == ".kaveri/scenario.schema.json"
    validator = Draft7Validator(json.loads((folder / path).read_text(encoding="utf-8")))
    assert list(validator.iter_errors(parse(Source("mine.yaml", text)).data)) == []
    assert list(validator.iter_errors(parse(Source("mine.yaml", text.replace("minutes:", "minuts:"))).data)) != []
    assert {file.name for file in (folder / ".kaveri").iterdir()} == {
        f"{each}.schema.json" for each in ("scenario", "shared", "song", "profile")
    }


def test_an_old_copy_of_the_schema_is_renewed(tmp_path: Path) -> None:
    old = tmp_path / ".kaveri/scenario.schema.json"
    old.parent.mkdir()
    old.write_text("{}", encoding="utf-8")
    assert kaveri(tmp_path, "new", str(tmp_path / "mine")).code == 0
    assert old.read_bytes() == file_of("scenario").read_bytes()


def test_where_the_schema_has_no_place_nothing_is_begun(tmp_path: Path) -> None:
    (tmp_path / ".kaveri").write_text("in the way", encoding="utf-8")
    told = kaveri(tmp_path, "new", str(tmp_path / "mine"))
    assert told.code == 2
    assert "could not be written" in told.err
    assert list(tmp_path.glob("*.yaml")) == []


def test_without_flags_or_a_terminal_the_defaults_hold(tmp_path: Path) -> None:
    told = kaveri(tmp_path, "new", str(tmp_path / "Meidän tunti"), KAVERI_LANGUAGE="fi")

    assert told.code == 0
    text = (tmp_path / "meidan-tunti.yaml").read_text(encoding="utf-8")
    assert "name: meidan-tunti" in text
    assert "setting: classroom" in text
    assert "languages: [fi]" in text
    assert "valmis käytettäväksi" in told.out


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("precious", encoding="utf-8")
    told = kaveri(tmp_path, "new", str(file))

    assert told.code == 2
    assert "left as it is" in told.err
    assert file.read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["new", "5.yaml"], "cannot name a scenario"),
        (["new", "nowhere/at/all.yaml"], "could not be written"),
        (["new", "mine.yaml", "--setting", "garden"], "classroom, care"),
        (["new", "mine.yaml", "--languages", "fi,de"], "'de'"),
        (["new", "mine.yaml", "--languages", ""], "--languages"),
        (["new", "mine.yaml", "--kind", "opera"], "greeting, lesson, quiz, companionship"),
        (["new"], "SCENARIO is missing"),
    ],
)
def test_what_will_not_do_gets_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    told = kaveri(tmp_path, *arguments)

    assert told.code == 2
    assert words in told.err
    assert len(told.err.strip().splitlines()) == 1, told.err
    assert list(tmp_path.glob("*.yaml")) == []


def test_in_a_terminal_it_asks_until_it_has_understood(tmp_path: Path) -> None:
    file = tmp_path / "evening.yaml"
    seat = Seat(tmp_path, ["new", str(file), "--kind", "greeting"])
    seat.read_until("(Enter = 1)")
    seat.press("garden\n")
    seat.read_until("'garden' is not one of these. Give a number from 1 to 2, or press Enter.")
    seat.press("2\n")
    seat.read_until("2  sv: Swedish")
    seat.read_until("(Enter = 3)")
    seat.press("2, 4\n")
    seat.read_until("'4' is not one of these.")
    seat.press("2, en\n")

    assert seat.leave() == 0
    assert "--" not in seat.screen
    text = file.read_text(encoding="utf-8")
    assert "setting: care" in text
    assert "languages: [sv, en]" in text


def test_whoever_leaves_while_being_asked_leaves_nothing_behind(tmp_path: Path) -> None:
    seat = Seat(tmp_path, ["new", str(tmp_path / "evening.yaml")])
    seat.read_until("(Enter = 1)")
    seat.press("\n")
    seat.read_until("(Enter = 3)")
    seat.press("\x04")
    seat.read_until("Nothing was written.")
    assert seat.leave() == 1
    assert list(tmp_path.glob("*.yaml")) == []


def test_each_question_has_its_numbers_and_enter_takes_the_one_in_brackets(tmp_path: Path) -> None:
    file = tmp_path / "morning.yaml"
    seat = Seat(tmp_path, ["new", str(file)])
    for default in ("(Enter = 1)", "(Enter = 3)", "(Enter = 2)"):
        seat.read_until(default)
        seat.press("\n")
        seat.screen = ""
    assert seat.leave() == 0
    text = file.read_text(encoding="utf-8")
    assert "setting: classroom" in text
    assert "languages: [en]" in text
    assert "ask:" in text
