"""docs/scenario-language.md has every key, as the models have it, and its examples are one clean scenario."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scenarios.language.check import check
from scenarios.language.document import parse
from scenarios.language.profiles import FOLDER
from scenarios.language.reference import fields_of, models, rewritten
from scenarios.language.source import Source
from scenarios.language.world import shipped_world
from tests.docs.documents import blocks, text_of

NAME = "docs/scenario-language.md"
TEXT = text_of(NAME)
MODELS = models()
WRITTEN = {name: fields_of(model)["properties"] for name, model in MODELS.items() if fields_of(model).get("properties")}
PARTS = blocks(TEXT, "yaml")
OTHERS = {part.partition("\n")[0].removeprefix("# "): part for part in PARTS if part.startswith("# ")}
"""By path, the files beside the scenario."""
WHOLE = "\n".join(part for part in PARTS if part not in OTHERS.values())
SECTIONS = re.split(r"^## ", TEXT, flags=re.MULTILINE)
SPELT = {
    "Words": "the languages, which are told in words",
    "ProfileFile": "profiles, whose example is a file of its own",
}


def test_the_tables_are_what_the_models_say() -> None:
    assert rewritten(TEXT) == TEXT, "write them anew with: make schema"


def test_every_model_has_its_table_and_every_behaviour_its_section() -> None:
    behaviours = shipped_world().behaviours
    parameters = {behaviour.parameter_model.__name__ for behaviour in behaviours.values()}

    assert set(re.findall(r"<!-- behaviour (\w+) -->", TEXT)) == set(behaviours)
    assert set(re.findall(r"<!-- table (\w+) -->", TEXT)) == set(WRITTEN) - parameters - {"Words"}


@pytest.mark.parametrize("name", [name for name in WRITTEN if name not in SPELT])
def test_every_key_stands_in_an_example(name: str) -> None:
    marks = {behaviour.parameter_model.__name__: key for key, behaviour in shipped_world().behaviours.items()}
    mark = f"<!-- behaviour {marks[name]} -->" if name in marks else f"<!-- table {name} -->"
    # The file's own keys are in all the examples, those of a part in the examples of its section.
    told = TEXT if name == "File" else next(section for section in SECTIONS if mark in section)
    told = TEXT if name in ("Ways", "Button") else told
    shown = "\n".join(blocks(told, "yaml"))
    assert [key for key in WRITTEN[name] if not re.search(rf"\b{key}:", shown)] == []


def test_every_key_of_a_profile_stands_in_its_file() -> None:
    told = (FOLDER / "child.yaml").read_text(encoding="utf-8")
    assert set(parse(Source("child.yaml", told)).data or ()) == set(WRITTEN["ProfileFile"])


def test_the_examples_are_one_clean_scenario(tmp_path: Path) -> None:
    for path, text in {"lessons/farm.yaml": WHOLE, **OTHERS}.items():
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text(text, encoding="utf-8")

    assert [finding.render() for finding in check(tmp_path / "lessons/farm.yaml", [tmp_path])] == []
