"""Pictures for the participants' screen: found beside a scenario, told where they are missing, kept out of the log."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from scenarios.language.check import SCENARIOS, check, load, restore
from scenarios.language.pictures import MOST_BYTES, TYPES, pictures
from tests.scenarios.test_check import MINIMAL

ANSWERS = "      answers: [{number: 2"
WITH = MINIMAL.replace(f"{ANSWERS}}}", f"      picture: apple\n{ANSWERS}, picture: pear}}")


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    assert WITH != MINIMAL
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "apple.png").write_bytes(b"\x89PNG")
    path = tmp_path / "minimal.yaml"
    path.write_text(WITH, encoding="utf-8")
    return path


def test_a_picture_is_a_file_beside_the_scenario_and_a_missing_one_is_told_in_its_place(scenario: Path) -> None:
    (told,) = check(scenario)
    assert (told.code, told.facts["name"], "apple" in told.message() + told.advice()) == ("K338", "pear", True)

    (scenario.parent / "pictures" / "pear.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert check(scenario) == []


def test_a_session_goes_on_from_its_log_whatever_has_become_of_the_pictures(scenario: Path) -> None:
    (scenario.parent / "pictures" / "pear.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    sources = load(scenario).sources
    for file in (scenario.parent / "pictures").iterdir():
        file.unlink()
    assert restore(sources).scenario.front.name == "minimal"


def test_the_first_folder_wins_and_nothing_else_than_pictures_is_one(tmp_path: Path) -> None:
    for folder in ("mine", "ours"):
        (tmp_path / folder / "pictures").mkdir(parents=True)
        (tmp_path / folder / "pictures" / "apple.svg").touch()
    mine, ours = tmp_path / "mine", tmp_path / "ours"
    (ours / "pictures" / "pear.jpg").touch()
    (ours / "pictures" / "notes.txt").touch()
    (ours / "pictures" / "huge.png").write_bytes(bytes(MOST_BYTES + 1))
    (tmp_path / "secret.png").touch()
    (ours / "pictures" / "out.png").symlink_to(tmp_path / "secret.png")
    found = pictures((mine, ours, tmp_path / "none"))
    assert {name: path.parents[1].name for name, path in found.items()} == {"apple": "mine", "pear": "ours"}


def test_the_shipped_ones_are_small_drawings_that_ask_for_nothing() -> None:
    shipped = pictures((SCENARIOS,))
    assert shipped
    for path in shipped.values():
        assert path.suffix in TYPES
        text = path.read_text(encoding="utf-8")
        assert path.stat().st_size < 10_000
        assert "CC0-1.0" in text
        assert "href" not in text
        assert "<script" not in text
        assert ElementTree.fromstring(text).get("viewBox")
