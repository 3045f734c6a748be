"""docs/problems.md explains every problem, under the sentence that people read."""

from __future__ import annotations

import re

import pytest

from console.texts import catalogue
from robot.problem import codes
from tests.docs.documents import ROOT, text_of

SENTENCES = catalogue(ROOT / "robot/problems.yaml")
SECTIONS = dict(re.findall(r"^### (\w+)\n\n(.*?)(?=^##|\Z)", text_of("docs/problems.md"), re.MULTILINE | re.DOTALL))


def test_every_problem_is_explained_and_no_other() -> None:
    assert set(SECTIONS) == set(codes())


@pytest.mark.parametrize("code", codes())
def test_a_problem_stands_under_its_sentence(code: str) -> None:
    quoted, _, explained = SECTIONS[code].partition("\n\n")

    assert quoted == f"> {SENTENCES[code]['en']}"
    assert explained.strip()
