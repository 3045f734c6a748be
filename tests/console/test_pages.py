"""Help pages: in one language from the first word to the last."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.console.terminal import PATIENCE, Told, environment, kaveri

TYPERS_OWN = (
    "Usage",
    "Arguments",
    "Options",
    "Commands",
    "Show this message",
    "required",
    "default",
    "OPTIONS",
    "ARGS",
)

PAGES = {
    "fi": (
        "Käyttö: kaveri run [VALITSIMET] [SCENARIO]",
        ("Mitä annetaan:", "Valitsimet:", "  -h, --help           Näytä tämä sivu ja lopeta."),
        ("[pakollinen]", "[oletus: 0]"),
    ),
    "sv": (
        "Användning: kaveri run [FLAGGOR] [SCENARIO]",
        ("Det som anges:", "Flaggor:", "  -h, --help           Visa den här sidan och avsluta."),
        ("[krävs]", "[standard: 0]"),
    ),
    "en": (
        "Usage: kaveri run [OPTIONS] [SCENARIO]",
        ("Arguments:", "Options:", "  -h, --help           Show this page and exit."),
        ("[required]", "[default: 0]"),
    ),
}


ROOT = Path(__file__).parents[2]

COMMANDS = ("", "run", "check", "test", "graph", "new", "sim", "sessions", "sessions show", "link")

PRINTED = """
import json, sys
from dataclasses import astuple
from pathlib import Path
from tests.console.terminal import told

home, language, *commands = sys.argv[1:]
pages = {each: told(Path(home), *each.split(), "--help", KAVERI_LANGUAGE=language) for each in commands}
json.dump({each: astuple(page) for each, page in pages.items()}, sys.stdout)
"""


@cache
def pages(language: str) -> dict[str, Told]:
    """Each command's page: of a process of its own, for they take their language when they are imported."""
    done = subprocess.run(
        [sys.executable, "-c", PRINTED, "nowhere", language, *COMMANDS],
        env=environment(Path("nowhere"), KAVERI_LANGUAGE=language),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    return {command: Told(*told) for command, told in json.loads(done.stdout).items()}


@pytest.mark.parametrize("language", PAGES)
def test_a_page_of_a_command_is_in_the_readers_language(language: str) -> None:
    usage, lines, within = PAGES[language]
    told = pages(language)["run"]
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines()[0] == usage
    assert set(lines) <= set(told.out.splitlines())
    # A session is not named with --resume; a scenario to draw always is.
    required, default = within
    assert default in " ".join(told.out.split())
    assert required in " ".join(pages(language)["graph"].out.split())


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_word_of_another_language_is_left_on_a_page(command: str, language: str) -> None:
    page = pages(language)[command].out
    assert page
    assert [words for words in TYPERS_OWN if words in page] == []
    assert "<str>" not in page
    assert "<=" not in page


def test_a_program_shows_the_page(tmp_path: Path) -> None:
    assert kaveri(tmp_path, "run", "--help", KAVERI_LANGUAGE="fi") == pages("fi")["run"]


def test_a_group_without_a_command_shows_its_page(tmp_path: Path) -> None:
    told = kaveri(tmp_path, "sessions", KAVERI_LANGUAGE="sv")
    assert "Användning: kaveri sessions [FLAGGOR] KOMMANDO [MER]...\n" in told.err + told.out
    assert "Kommandon:" in told.err + told.out
