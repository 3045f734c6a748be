"""What a document points to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.documents import NAMES, ROOT, prose, text_of

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`[^`]*`")


def anchors(text: str) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", NAMES)
def test_relative_links_lead_somewhere(name: str) -> None:
    for target in _LINK.findall(_CODE.sub("", prose(text_of(name)))):
        if re.match(r"[a-z]+:", target):
            continue
        place, _, anchor = target.partition("#")
        path = (ROOT / name).parent / place if place else ROOT / name
        assert path.exists(), f"{name} points to {target}"
        assert path.resolve().is_relative_to(ROOT.resolve()), f"{name} points out of the project: {target}"
        if anchor:
            assert anchor in anchors(path.read_text(encoding="utf-8")), f"{name} points to {target}"


def test_files_that_the_architecture_names_are_there() -> None:
    named = re.findall(r"`((?:robot|behaviours|scenarios|sim|sessions|console|tests)/[\w./-]+)`", architecture())
    assert len(named) > 10
    assert [path for path in named if not Path(ROOT, path).exists()] == []


def architecture() -> str:
    return text_of("docs/architecture.md")
