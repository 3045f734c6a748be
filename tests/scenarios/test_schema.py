"""The schema for editors: whole, up to date, and of one mind with the checker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from behaviours.registry import BEHAVIOURS
from robot.catalogue import GESTURES
from scenarios.language.check import check_text, shipped_scenarios
from scenarios.language.diagnostics import ScenarioError
from scenarios.language.document import parse
from scenarios.language.profiles import profile_names
from scenarios.language.schema import MODELINE, SCHEMA, schema, schema_text
from scenarios.language.source import Source
from scenarios.language.world import shipped_world

HERE = Path(__file__).parent
SHIPPED = shipped_scenarios()
MINIMAL = (HERE / "minimal.yaml").read_text(encoding="utf-8")
WORLD = shipped_world()
WHOLE = schema(WORLD)
VALIDATOR = Draft7Validator(WHOLE)

MISTAKES = {
    "a key that is not known": ("minutes: 1", "minuts: 1"),
    "a key that is missing": ("version: 1\n", ""),
    "a number for a text": ("title: {fi: Pieni,", "title: {fi: 5,"),
    "a text that is not by language": ("title: {fi: Pieni, sv: Liten, en: Small}", "title: Small"),
    "a language that nobody speaks": ("title: {fi: Pieni,", "title: {de: Klein, fi: Pieni,"),
    "an empty text": ("title: {fi: Pieni,", 'title: {fi: "",'),
    "a setting that is none": ("setting: classroom", "setting: garden"),
    "a profile that is none": ("profile: child", "profile: toddler"),
    "a number out of range": ("minutes: 1", "minutes: 500"),
    "a behaviour that is none": ("    farewell:", "    fairwell:"),
    "an outcome that never comes": ("right: bye", "righd: bye"),
    "a state called end": ("  question:\n", "  end:\n"),
    "two behaviours in one state": (
        "    farewell:",
        "    tell: {parts: [{text: {fi: A, sv: A, en: A}}]}\n    farewell:",
    ),
    "a gesture the robot does not know": ("    farewell:\n", "    farewell:\n      gesture: salto\n"),
}


def data(text: str) -> Any:
    return parse(Source("scenario.yaml", text)).data


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from nodes(inner)


def test_the_file_is_what_the_models_give() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(WORLD), "write it anew with: make schema"


def test_it_is_a_schema_of_draft_07() -> None:
    Draft7Validator.check_schema(WHOLE)
    assert WHOLE["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_every_key_has_words_to_hover_over() -> None:
    silent = [
        key
        for node in nodes(WHOLE)
        if isinstance(node.get("properties"), dict) and node.get("type") == "object"
        for key, told in node["properties"].items()
        if not told.get("description", "").strip()
    ]
    assert silent == []
    assert all(told["description"] for told in WHOLE["properties"].values())


def test_nothing_stands_beside_a_reference() -> None:
    assert [node for node in nodes(WHOLE) if isinstance(node.get("$ref"), str) and len(node) > 1] == []


def test_every_behaviour_has_a_state_with_its_own_outcomes() -> None:
    for key, behaviour in BEHAVIOURS.items():
        state = WHOLE["definitions"][f"state_{key}"]
        assert state["required"] == [key]
        assert set(state["properties"]["on"]["properties"]) == {*behaviour.outcomes(), "skipped"}


def test_gestures_and_profiles_are_listed() -> None:
    lists = [set(node["enum"]) for node in nodes(WHOLE) if isinstance(node.get("enum"), list)]
    assert set(GESTURES) in lists
    assert set(profile_names()) in lists


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_shipped_is_valid_and_names_its_schema(name: str) -> None:
    text = SHIPPED[name].read_text(encoding="utf-8")

    assert list(VALIDATOR.iter_errors(data(text))) == []
    assert text.splitlines()[0] == MODELINE
    assert (SHIPPED[name].parent / MODELINE.partition("=")[2]).resolve() == SCHEMA.resolve()


def test_a_parameter_may_be_an_inputs_value() -> None:
    text = MINIMAL.replace("{number: 2}", "{number: $sum}")
    assert list(VALIDATOR.iter_errors(data(text))) == []
    assert list(VALIDATOR.iter_errors(data(text.replace("$sum", "sum")))) != []


@pytest.mark.parametrize(("old", "new"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_seen_by_the_editor_and_by_the_checker(old: str, new: str) -> None:
    assert old in MINIMAL
    assert list(VALIDATOR.iter_errors(data(MINIMAL))) == []
    text = MINIMAL.replace(old, new)

    assert list(VALIDATOR.iter_errors(data(text))) != []
    with pytest.raises(ScenarioError):
        check_text(text, WORLD)
