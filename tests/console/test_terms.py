"""One word for one thing, in whatever staff read: a session is a tuokio or a stund, an account a tunnus or a konto."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.texts import catalogue

ROOT = Path(__file__).parents[2]
CATALOGUES = (
    "console/texts.yaml",
    "console/web/texts.yaml",
    "robot/problems.yaml",
    "sessions/notes/texts.yaml",
    "sessions/ready/texts.yaml",
    "sessions/rehearsals/texts.yaml",
    "sessions/report_texts.yaml",
)

DROPPED = {
    # A session. What sits is no session, nor is a short while ("hetkeksi").
    "fi": r"\bistun(to|no)\w*|\bhetki\b|\bhetk(en|eä|essä|estä|een|iä|ien|issä|istä|et)\b|\w*seurahetk\w*"
    # An account. What tells sessions apart is their tunniste.
    r"|\btil(i|in|iä|illä|ille|it|ien|ejä|eillä)\b|\btuokion tunnus|\bkirjautumistil\w*",
    "sv": r"\bsession(en|er|erna|ens|s)?\b|\banvändarkonto\w*|\binloggningsuppgift\w*",
    "en": r"\bmeetings?\b|\blog(ged)? in\b|\blogins?\b",
}
"""Words that were used beside the chosen ones."""

COMMAND = re.compile(r"kaveri [\w -]+|--[\w-]+|\{\w+\}")
"""What is typed, or filled in, keeps its English."""


def told(node: object) -> Iterator[tuple[str, str]]:
    """Every text with its language."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in DROPPED:
                yield from ((key, text) for text in leaves(value))
            else:
                yield from told(value)
    elif isinstance(node, list):
        for each in node:
            yield from told(each)


def leaves(node: object) -> Iterator[str]:
    """What is said in a language, which may have a form for one and for several."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for each in node.values():
            yield from leaves(each)


@pytest.mark.parametrize("name", CATALOGUES)
def test_words_that_were_dropped_do_not_come_back(name: str) -> None:
    texts = list(told(catalogue(ROOT / name)))

    assert {language for language, _ in texts} == set(DROPPED)
    found = [text for language, text in texts if re.search(DROPPED[language], COMMAND.sub("", text), re.IGNORECASE)]
    assert found == []
