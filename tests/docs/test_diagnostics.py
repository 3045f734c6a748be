"""docs/diagnostics.md has every finding, with an example that shows it and one that does not."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.texts import catalogue
from scenarios.language.check import check
from scenarios.language.diagnostics import codes
from tests.docs.documents import ROOT, blocks, text_of

CATALOGUE = catalogue(ROOT / "scenarios/language/diagnostics.yaml")["findings"]
SECTIONS = dict(re.findall(r"^### (\w+)\n\n(.*?)(?=^##|\Z)", text_of("docs/diagnostics.md"), re.MULTILINE | re.DOTALL))
FAULTS = ROOT / "tests/scenarios/faults"

IN_WORDS = {"K100", "K105", "K106", "K107", "K117", "K120", "K121", "K122", "K127", "K424"}
"""What no text on the page can show."""


def example(code: str) -> tuple[str, str]:
    (block,) = blocks(SECTIONS[code], "yaml")
    bad, good = block.removeprefix("# bad\n").split("# good\n")
    return bad.rstrip("\n"), good.rstrip("\n")


def mended(text: str, bad: str, good: str) -> Iterator[str]:
    """The text with the bad lines replaced by the good ones, at whichever depth they stand in it."""
    seen = set()
    for depth in range(0, 17):
        lines, instead = (textwrap.indent(part, " " * depth) for part in (bad, good))
        if depth:
            lines, instead = lines.lstrip(" "), instead.lstrip(" ")
        # One line is the same at every depth.
        if lines in text and (lines, instead) not in seen:
            seen.add((lines, instead))
            yield text.replace(lines, instead, 1)


def test_every_finding_is_explained_and_no_other() -> None:
    assert set(SECTIONS) == set(codes())


@pytest.mark.parametrize("code", codes())
def test_a_finding_stands_under_what_it_says(code: str) -> None:
    quoted, _, explained = SECTIONS[code].partition("\n\n")
    entry = CATALOGUE[code]

    assert quoted == f"> {entry['severity'].capitalize()}: {entry['en']['says']} {entry['en']['do']}"
    assert explained.strip()


@pytest.mark.parametrize("code", sorted(set(codes()) - IN_WORDS))
def test_the_bad_example_is_found_and_the_good_one_is_not(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = example(code)
    text = (FAULTS / f"{code}.yaml").read_text(encoding="utf-8")
    found = list(mended(text, bad, good))
    assert found, f"the fixture does not hold:\n{bad}"

    monkeypatch.chdir(tmp_path)
    mine = tmp_path / f"{code}.yaml"
    mine.write_text(text, encoding="utf-8")
    assert code in {finding.code for finding in check(mine)}
    outcomes = []
    for other in found:
        mine.write_text(other, encoding="utf-8")
        outcomes.append({finding.code for finding in check(mine)})
    assert any(code not in outcome for outcome in outcomes)
