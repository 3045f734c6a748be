"""Profiles of one's own: a pace that lies in an author's folder, and goes along with the log."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.language.check import SCENARIOS, load, restore
from scenarios.language.diagnostics import ScenarioError
from tests.scenarios.test_check import MINIMAL

CHILD = (SCENARIOS / "profiles/child.yaml").read_text(encoding="utf-8")
SLOW = CHILD.replace("no_speech: 6.0", "no_speech: 11.0")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a scenario that asks for a profile of its own."""
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles/slow.yaml").write_text(SLOW, encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(MINIMAL.replace("profile: child", "profile: slow"), encoding="utf-8")
    return tmp_path


def told(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(ScenarioError) as error:
        load(path)
    return [(each.code, Path(each.position.file).name) for each in error.value.findings]


def test_a_scenario_goes_at_the_pace_of_its_authors_profile(folder: Path) -> None:
    profile = load(folder / "mine.yaml").profile
    assert (profile.name, profile.no_speech) == ("slow", 11.0)


def test_a_profile_is_found_in_a_folder_that_was_named(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    text = (folder / "mine.yaml").read_text(encoding="utf-8")
    (elsewhere / "mine.yaml").write_text(text, encoding="utf-8")
    assert told(elsewhere / "mine.yaml") == [("K304", "mine.yaml")]
    assert load(elsewhere / "mine.yaml", [folder]).profile.name == "slow"


def test_it_comes_back_with_the_log_when_its_file_is_gone(folder: Path) -> None:
    first = load(folder / "mine.yaml")
    assert first.sources["profiles/slow.yaml"] == SLOW
    (folder / "profiles/slow.yaml").unlink()
    assert restore(first.sources).profile == first.profile


def test_one_that_is_called_as_a_shipped_one_wins_for_its_authors_scenarios_alone(folder: Path) -> None:
    (folder / "profiles/child.yaml").write_text(SLOW, encoding="utf-8")
    (folder / "mine.yaml").write_text(MINIMAL, encoding="utf-8")
    assert load(folder / "mine.yaml").profile.no_speech == 11.0
    assert load("number-friends", [folder]).profile.no_speech == 6.0


def test_what_is_wrong_in_it_is_told_at_its_place(folder: Path) -> None:
    (folder / "profiles/slow.yaml").write_text(SLOW.replace("rate: 0.9", "rate: 9"), encoding="utf-8")
    assert told(folder / "mine.yaml") == [("K205", "slow.yaml")]
    (folder / "profiles/slow.yaml").write_text("", encoding="utf-8")
    assert told(folder / "mine.yaml") == [("K111", "slow.yaml")]


def test_a_name_that_is_none_is_told_with_all_there_are(folder: Path) -> None:
    (folder / "mine.yaml").write_text(MINIMAL.replace("profile: child", "profile: slov"), encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"Did you mean 'slow'\?.*child, elder, slow"):
        load(folder / "mine.yaml")


def test_a_link_that_leads_out_of_the_folder_is_no_profile(folder: Path, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    (inside / "profiles").mkdir(parents=True)
    (inside / "profiles/slow.yaml").symlink_to(folder / "profiles/slow.yaml")
    (inside / "mine.yaml").write_text((folder / "mine.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    assert told(inside / "mine.yaml") == [("K304", "mine.yaml")]
