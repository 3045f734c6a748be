"""The schemas for editors: whole, up to date, and of one mind with the checker."""

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
from scenarios.language.editors import KINDS, file_of, modeline, provide, schema_of, schema_text
from scenarios.language.profiles import profile_names
from scenarios.language.source import Source
from scenarios.language.world import shipped_world

HERE = Path(__file__).parent
ROOM = Path(__file__).parents[2] / "scenarios"
MINIMAL = (HERE / "minimal.yaml").read_text(encoding="utf-8")
WORLD = shipped_world()
SCHEMAS = {kind: schema_of(kind, WORLD) for kind in KINDS}
WHOLE = SCHEMAS["scenario"]
VALIDATOR = Draft7Validator(WHOLE)

MISTAKES = {
    "a key that is not known": ("minutes: 1", "minuts: 1"),
    "a key that is missing": ("version: 1\n", ""),
    "a number for a text": ("title: {fi: Pieni,", "title: {fi: 5,"),
    "a text that is not by language": ("title: {fi: Pieni, sv: Liten, en: Small}", "title: Small"),
    "a language that nobody speaks": ("title: {fi: Pieni,", "title: {de: Klein, fi: Pieni,"),
    "an empty text": ("title: {fi: Pieni,", 'title: {fi: "",'),
    "a setting that is none": ("setting: classroom", "setting: garden"),
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


def kind_of(file: Path) -> str:
    """What kind of file one that is shipped is, by its folder."""
    shared = file.stem if file.stem in KINDS else "shared"
    return {"songs": "song", "profiles": "profile", "common": shared}.get(file.parent.name, "scenario")


WRITTEN = {
    f"{folder}/{file.name}": file
    for folder in ("lessons", "companionship", "starters", "common", "songs", "profiles")
    for file in sorted((ROOM / folder).rglob("*.yaml"))
}


def data(text: str) -> Any:
    return parse(Source("scenario.yaml", text)).data


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from nodes(inner)


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_is_what_the_models_give(kind: str) -> None:
    assert file_of(kind).read_text(encoding="utf-8") == schema_text(kind, WORLD), "write it anew with: make schema"


def test_every_file_of_the_folder_is_of_a_kind() -> None:
    assert {file.name for file in file_of("scenario").parent.iterdir()} == {file_of(kind).name for kind in KINDS}


@pytest.mark.parametrize("whole", SCHEMAS.values(), ids=SCHEMAS)
def test_it_is_a_schema_of_draft_07(whole: dict[str, Any]) -> None:
    Draft7Validator.check_schema(whole)
    assert whole["$schema"] == "http://json-schema.org/draft-07/schema#"
    references = [node["$ref"] for node in nodes(whole) if isinstance(node.get("$ref"), str)]
    assert {reference.removeprefix("#/definitions/") for reference in references} == set(whole["definitions"])


@pytest.mark.parametrize("whole", SCHEMAS.values(), ids=SCHEMAS)
def test_every_key_has_words_to_hover_over(whole: dict[str, Any]) -> None:
    silent = [
        key
        for node in nodes(whole)
        if node.get("type") == "object"
        for place in ("properties", "patternProperties")
        for key, told in node.get(place, {}).items()
        if not told.get("description", "").strip()
    ]
    assert silent == []
    assert whole["description"]


@pytest.mark.parametrize("whole", SCHEMAS.values(), ids=SCHEMAS)
def test_nothing_stands_beside_a_reference(whole: dict[str, Any]) -> None:
    assert [node for node in nodes(whole) if isinstance(node.get("$ref"), str) and len(node) > 1] == []


def test_every_behaviour_has_a_state_with_its_own_outcomes() -> None:
    for key, behaviour in BEHAVIOURS.items():
        state = WHOLE["definitions"][f"state_{key}"]
        assert state["required"] == [key]
        assert set(state["properties"]["on"]["properties"]) == {*behaviour.outcomes(), "skipped"}


def test_gestures_and_profiles_are_listed() -> None:
    lists = [set(node["enum"]) for node in nodes(WHOLE) if isinstance(node.get("enum"), list)]
    assert set(GESTURES) in lists
    assert set(profile_names()) in lists


def test_a_profile_of_ones_own_may_be_named() -> None:
    assert list(VALIDATOR.iter_errors(data(MINIMAL.replace("profile: child", "profile: our_group")))) == []
    assert list(VALIDATOR.iter_errors(data(MINIMAL.replace("profile: child", "profile: 3")))) != []


def test_all_that_is_shipped_is_looked_at() -> None:
    assert set(shipped_scenarios().values()) <= set(WRITTEN.values())
    assert {kind_of(file) for file in WRITTEN.values()} == set(KINDS)


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_shipped_is_valid_and_names_its_schema(name: str) -> None:
    file = WRITTEN[name]
    text, kind = file.read_text(encoding="utf-8"), kind_of(file)

    assert list(Draft7Validator(SCHEMAS[kind]).iter_errors(data(text))) == []
    assert text.splitlines()[0] == modeline(f"../schema/{kind}.schema.json")
    assert (file.parent / text.splitlines()[0].partition("=")[2]).resolve() == file_of(kind).resolve()


OTHERS = {
    "a song in a language that nobody sings": ("songs/my_bonnie.yaml", "title:\n  en:", "title:\n  de:"),
    "a song without its origin": ("songs/my_bonnie.yaml", "origin:", "orgin:"),
    "a pace out of range": ("profiles/child.yaml", "rate: 0.9", "rate: 9"),
    "a shared state with an odd behaviour": ("common/goodbyes.yaml", "farewell:", "fairwell:"),
    "a phrase by an odd key": ("common/repair.yaml", "  did_you_say:", "  did-you-say:"),
    "an answer that is not by language": ("common/answers.yaml", '"yes":\n', '"yes": kyllä\n"odd":\n'),
}


@pytest.mark.parametrize(("name", "old", "new"), OTHERS.values(), ids=OTHERS)
def test_a_mistake_in_another_file_is_seen_by_the_editor(name: str, old: str, new: str) -> None:
    text = WRITTEN[name].read_text(encoding="utf-8")
    assert old in text
    assert list(Draft7Validator(SCHEMAS[kind_of(WRITTEN[name])]).iter_errors(data(text.replace(old, new, 1)))) != []


def test_a_scenario_that_is_begun_among_ours_uses_our_schema() -> None:
    assert modeline(provide(ROOM / "lessons")) == modeline("../schema/scenario.schema.json")
    assert not (ROOM / "lessons/.kaveri").exists()


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
