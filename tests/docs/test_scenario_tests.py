"""docs/scenario-tests.md knows every key of a test, and its examples are right."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from scenarios.language.document import parse
from scenarios.language.source import Source
from scenarios.language.trials import Expectation, Step, Trial, Turn, spelt_out
from tests.docs.documents import blocks, text_of

TEXT = text_of("docs/scenario-tests.md")


@pytest.mark.parametrize("key", [*Turn.model_fields, *Expectation.model_fields, *Trial.model_fields])
def test_every_key_is_explained(key: str) -> None:
    assert f"`{key}" in TEXT


def test_every_step_is_named() -> None:
    assert all(f"`{step}`" in TEXT for step in TypeAdapter(Step).json_schema()["enum"])


def test_the_example_has_the_right_shape() -> None:
    (example,) = blocks(TEXT, "yaml")
    data = spelt_out(parse(Source("example.yaml", example)).data)
    assert isinstance(data, dict)
    assert TypeAdapter(tuple[Trial, ...]).validate_python(data["tests"])
