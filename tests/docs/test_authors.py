"""The start guides for authors: their scenarios are clean, run, and are called what the commands call them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from scenarios.language.check import check, load
from scenarios.language.world import shipped_world
from sessions.launch import Launch, Order
from sessions.live import Live
from sessions.settings import Settings
from sessions.station import Station
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.console.terminal import told as kaveri
from tests.docs.documents import blocks, entries, text_of

LANGUAGES = ("fi", "sv", "en")
GUIDES = {language: text_of(f"docs/authors/start.{language}.md") for language in LANGUAGES}


@pytest.fixture
def example(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The scenario of a guide, in the file that its commands name."""
    guide = GUIDES[request.param]
    (text,) = blocks(guide, "yaml")
    commands = [entry.command for block in blocks(guide, "console") for entry in entries(block)]
    file = tmp_path / next(command.split()[2] for command in commands if command.startswith("kaveri check"))
    assert {command.split()[2].removesuffix(".yaml") for command in commands} == {file.stem}
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("example", LANGUAGES, indirect=True)
def test_its_scenario_is_clean(example: Path) -> None:
    assert [finding.render() for finding in check(example)] == []
    assert load(example).scenario.front.name == example.stem


@pytest.mark.parametrize("persona", ["shy_child", "slow_elder"])
@pytest.mark.parametrize("example", LANGUAGES, indirect=True)
def test_its_scenario_runs_to_its_end(example: Path, persona: str) -> None:
    # With seed 0 the robot takes slow_elder's "well" for "I fell": it stops, and nobody is there to say it may go on.
    order = Order(str(example), "sim", None, persona, seed=1)
    launch = Launch(order, Station(example.parent / "station"), Settings(), Live(), staff=False)
    try:
        assert launch.run().how == "finished"
    finally:
        launch.close()


def test_every_test_that_is_made_for_its_scenario_passes(tmp_path: Path) -> None:
    files = []
    for guide in GUIDES.values():
        (text,) = blocks(guide, "yaml")
        name = next(line for line in text.splitlines() if line.startswith("name: ")).removeprefix("name: ")
        files.append(tmp_path / f"{name}.yaml")
        files[-1].write_text(text, encoding="utf-8")
    told = kaveri(tmp_path, "test", *map(str, files))
    assert told.code == 0, told.out


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_short_and_names_only_what_there_is(language: str) -> None:
    named = re.findall(r"^\| `(\w+)` \|", GUIDES[language], re.MULTILINE)
    assert len(named) >= 6
    assert set(named) <= set(shipped_world().behaviours)


PAGE = """\
@page { size: A4; margin: 18mm 20mm }
body { font: 10.5pt/1.35 "Liberation Sans", Arial, sans-serif; margin: 0 }
pre, code { font: 9pt/1.2 "DejaVu Sans Mono", monospace }
pre { border: 1px solid; margin: 0.4em 0; padding: 0.3em 0.6em; white-space: pre-wrap }
h1 { font-size: 17pt; margin: 0 0 0.3em }
h2 { font-size: 12.5pt; margin: 0.7em 0 0.2em }
p, ul, table { margin: 0.35em 0 }
td, th { padding: 0 0.6em 0 0; text-align: left }
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_two_pages_on_paper(language: str, tmp_path: Path) -> None:
    written = MarkdownIt("commonmark").enable("table").render(GUIDES[language])
    page, printed = tmp_path / "guide.html", tmp_path / "guide.pdf"
    head = f'<!doctype html><html lang="{language}"><meta charset="utf-8"><style>{PAGE}</style>'
    page.write_text(head + written, encoding="utf-8")
    command = [CHROMIUM, *FLAGS, "--headless", "--disable-gpu", f"--user-data-dir={tmp_path / 'browser'}"]
    subprocess.run(
        [*command, "--no-pdf-header-footer", f"--print-to-pdf={printed}", page.as_uri()],
        check=True,
        capture_output=True,
        timeout=60,
    )
    assert len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes())) == 2
