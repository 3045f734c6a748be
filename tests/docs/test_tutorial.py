"""The tutorial is true: its scenarios are clean and run, and its reader sees what it shows.

Where what it shows has changed on purpose: `.venv/bin/python -m tests.docs.tutorial` writes it anew.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from console.texts import say
from scenarios.language.check import check, check_text
from scenarios.language.world import shipped_world
from sessions.launch import Launch, Order
from sessions.live import Live
from sessions.settings import Settings
from sessions.station import Station
from tests.docs.documents import Entry, blocks, entries, text_of
from tests.docs.tutorial import FILE, PAGE, in_order, printed, scenarios

TEXT = text_of(PAGE)
FIRST, MISTAKEN, FINISHED = scenarios(TEXT)
SHOWN = [entry for block in blocks(TEXT, "console") for entry in entries(block)]
STEPS = [
    pytest.param(scenario, entry, id=f"{number} {entry.command.split()[1]}")
    for number, (scenario, entry) in enumerate(zip(in_order(TEXT), SHOWN, strict=True), start=1)
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a reader works: a folder of their own, and nothing set."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KAVERI_HOME", str(tmp_path / "station"))
    monkeypatch.setenv("KAVERI_LANGUAGE", "en")
    for variable in ("KAVERI_BROKER", "KAVERI_ROBOT_ADDRESS", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


def test_the_finished_scenario_is_clean_in_three_languages() -> None:
    checked = check_text(FINISHED, shipped_world())
    assert checked.scenario.front.languages == ("fi", "sv", "en")
    assert checked.warnings == ()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("persona", ["eager_child", "shy_child"])
def test_the_finished_scenario_runs_to_its_end(folder: Path, persona: str, language: str) -> None:
    path = folder / FILE
    path.write_text(FINISHED, encoding="utf-8")
    assert check(path) == []

    launch = Launch(
        Order(str(path), "sim", language, persona), Station(folder / "station"), Settings(), Live(), staff=False
    )
    try:
        assert launch.run().how == "finished"
    finally:
        launch.close()


def test_the_mistake_is_one() -> None:
    assert MISTAKEN != FIRST


@pytest.mark.parametrize(("scenario", "entry"), STEPS)
def test_the_reader_sees_what_the_page_shows(folder: Path, scenario: str, entry: Entry) -> None:
    lines = printed(folder, scenario, entry.command)

    # A terminal also says which keys there are; the report's place is the reader's own, and so is the frame's width.
    assert (say("keys.hint") in entry.output) == entry.command.startswith("kaveri run")
    assert told(lines) == told([line for line in entry.output if line != say("keys.hint")])


def told(lines: list[str]) -> list[str]:
    """Lines without what differs from reader to reader."""
    return [line.strip("│ ") for line in lines if not line.startswith(("╭", "╰")) and say("summary.report") not in line]
