"""The JSON Schema of a scenario file: an editor completes, explains and checks with it while an author writes.

`python -m scenarios.language.schema` writes it anew from the models; a test holds the file to them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema
from pydantic_core import core_schema

from behaviours.behaviour import END, SKIPPED, Behaviour
from behaviours.parameters import Words
from scenarios.language.fields import keys, others, purpose, summary
from scenarios.language.model import WRITTEN, File, Ways
from scenarios.language.world import World, shipped_world

SCHEMA = Path(__file__).parents[1] / "schema" / "scenario.schema.json"
MODELINE = "# yaml-language-server: $schema=../schema/scenario.schema.json"
"""The first line of every shipped scenario: where its editor finds the schema."""

Node = dict[str, Any]

_NAMES_OF_LANGUAGES = {"fi": "Finnish", "fi-easy": "plain Finnish", "sv": "Swedish", "en": "English"}
_REFERS = "x-refers-to"
_OF_INPUT: Node = {"type": "string", "pattern": r"^\$[a-z][a-z0-9_]*$"}
"""`$name`, in whose place the value of an input is put."""


def schema(world: World) -> Node:
    """The schema, draft-07, of scenarios in a world."""
    behaviours = tuple(world.behaviours.values())
    definitions = described([File, Ways, *(behaviour.parameter_model for behaviour in behaviours)], world)
    for name in {name for behaviour in behaviours for name in _within(behaviour.parameter_model.__name__, definitions)}:
        if name != Words.__name__:
            definitions[name] = _open_to_inputs(definitions[name])
    file, ways = definitions.pop(File.__name__), definitions.pop(Ways.__name__)
    states = file["properties"]["states"]
    states.pop("patternProperties", None)
    states["propertyNames"] = {"pattern": "^[a-z][a-z0-9_]*$", "not": {"const": END}}
    states["additionalProperties"] = {"oneOf": [{"$ref": f"#/definitions/{_name(b)}"} for b in behaviours]}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A scenario of Kaveri",
        "description": "What a robot does with people: a lesson or a companionship session.",
        **file,
        "definitions": dict(sorted({**definitions, **{_name(b): _state(b, ways) for b in behaviours}}.items())),
    }


def described(models: Sequence[type[BaseModel]], world: World) -> dict[str, Node]:
    """The schema of each model and of all that they hold, by name."""
    _, generated = models_json_schema(
        [(model, "validation") for model in models],
        ref_template="#/definitions/{model}",
        schema_generator=_Explained,
    )
    written: dict[str, Node] = {**generated["$defs"], Words.__name__: _words()}
    means = {name: node.pop("description", "") for name, node in written.items()}
    return {name: _draft07(node, world, means) for name, node in written.items()}


def schema_text(world: World) -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema(world), indent=2, ensure_ascii=False) + "\n"


class _Explained(GenerateJsonSchema):
    """Puts the meaning of each field beside it."""

    def model_schema(self, schema: core_schema.ModelSchema) -> Node:
        node = super().model_schema(schema)
        node["description"] = summary(schema["cls"])
        for key in keys(schema["cls"]):
            # A model of one root value has no properties.
            if key.name in node.get("properties", {}):
                node["properties"][key.name]["description"] = key.meaning
        if meaning := others(schema["cls"]):
            node["additionalProperties"]["description"] = meaning
        return node


def _name(behaviour: type[Behaviour[Any]]) -> str:
    return f"state_{behaviour.key}"


def _state(behaviour: type[Behaviour[Any]], ways: Node) -> Node:
    """A state with this behaviour: one key for it, and the ways out, by its own outcomes."""
    outcomes = {outcome: f"The state that follows when it ends in `{outcome}`." for outcome in behaviour.outcomes()}
    outcomes[SKIPPED] = "The state that follows when staff skip it."
    on = {
        "description": ways["properties"]["on"]["description"],
        "type": "object",
        "properties": {key: {"description": meaning, "type": "string"} for key, meaning in outcomes.items()},
        "additionalProperties": False,
    }
    parameters = {
        "description": purpose(behaviour),
        "allOf": [{"$ref": f"#/definitions/{behaviour.parameter_model.__name__}"}],
    }
    return {
        **ways,
        "properties": {behaviour.key: parameters, **ways["properties"], "on": on},
        "required": [behaviour.key, *ways.get("required", ())],
    }


def _words() -> Node:
    one_or_several = {"anyOf": [{"type": "string", "pattern": r"\S"}, _several()]}
    texts = {
        language: {"description": f"In {_NAMES_OF_LANGUAGES.get(language, language)}.", **one_or_several}
        for language in WRITTEN
    }
    return {
        "description": summary(Words),
        "type": "object",
        "properties": texts,
        "additionalProperties": False,
        "minProperties": 1,
    }


def _several() -> Node:
    return {"type": "array", "items": {"type": "string", "pattern": r"\S"}, "minItems": 1}


def _within(name: str, definitions: dict[str, Node]) -> Iterator[str]:
    """A definition and all that it refers to; no model holds itself."""
    yield name
    for found in re.findall(r'"#/definitions/(\w+)"', json.dumps(definitions[name])):
        yield from _within(found, definitions)


def _open_to_inputs(node: Node) -> Node:
    """The definition of parameters, any number, list or choice of which may be an input's value."""
    node = {**node, "properties": {key: _or_input(value) for key, value in node["properties"].items()}}
    if isinstance(node.get("additionalProperties"), dict):
        node["additionalProperties"] = _or_input(node["additionalProperties"])
    return node


def _or_input(node: Node) -> Node:
    if "items" in node:
        node = {**node, "items": _or_input(node["items"])}
    told: Node = {key: node[key] for key in ("description", "default") if key in node}
    form: Node = {key: value for key, value in node.items() if key not in told}
    if "anyOf" in form:
        return {**told, "anyOf": [*form["anyOf"], _OF_INPUT]}
    plain = form.get("type") == "string" and "enum" not in form
    return node if plain or "allOf" in form else {**told, "anyOf": [form, _OF_INPUT]}


def _draft07(node: Any, world: World, means: dict[str, str]) -> Any:
    """A node of pydantic's schema as draft-07 and editors want it."""
    if isinstance(node, list):
        return [_draft07(part, world, means) for part in node]
    if not isinstance(node, dict):
        return node
    node = {key: _draft07(value, world, means) for key, value in _plain(node)}
    if "$ref" in node and "definitions" in node["$ref"]:
        # Draft-07 does not look at what stands beside a $ref; and an explanation belongs to the place that refers.
        ref = node.pop("$ref")
        node = {"description": means[ref.rpartition("/")[2]], **node, "allOf": [{"$ref": ref}]}
    if (kind := node.pop(_REFERS, None)) is not None:
        names: Node = {"type": "string", "$comment": f"the name of a {kind}"}
        if kind in world.names:
            names["enum"] = sorted(world.names[kind])
        node = {**node, "additionalProperties": names} if node.get("type") == "object" else {**node, **names}
    if "patternProperties" in node:
        node["additionalProperties"] = False
    return node


def _plain(node: Node) -> Iterator[tuple[str, Any]]:
    """What a node says without what only pydantic needs: its titles, and null where a key is simply left out."""
    forms = [form for form in node.get("anyOf", ()) if form != {"type": "null"}]
    for key, value in node.items():
        if key == "anyOf" and len(forms) == 1:
            yield from forms[0].items()
        elif key == "anyOf":
            yield key, forms
        # A property may well be called `title`: then its value is a node, not a text.
        elif not (key == "title" and isinstance(value, str)) and not (key == "default" and value is None):
            yield key, value


if __name__ == "__main__":
    SCHEMA.parent.mkdir(exist_ok=True)
    SCHEMA.write_text(schema_text(shipped_world()), encoding="utf-8")
