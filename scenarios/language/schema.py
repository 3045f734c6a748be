"""JSON Schemas from the models of files: an editor completes, explains and checks with them while an author writes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema
from pydantic_core import core_schema

from behaviours.behaviour import END, SKIPPED, Behaviour
from behaviours.parameters import Words
from scenarios.language.fields import keys, others, purpose, summary
from scenarios.language.model import WRITTEN, Ways
from scenarios.language.world import World

Node = dict[str, Any]

_NAMES_OF_LANGUAGES = {"fi": "Finnish", "fi-easy": "plain Finnish", "sv": "Swedish", "en": "English"}
_REFERS = "x-refers-to"
_AUTHORS_OWN = ("profile", "picture")
"""What authors may add files of: an editor offers the names that it knows, and takes any."""

_OF_INPUT: Node = {"type": "string", "pattern": r"^\$[a-z][a-z0-9_]*$"}
"""`$name`, in whose place the value of an input is put."""


def schema(model: type[BaseModel], title: str, description: str, world: World) -> Node:
    """The schema, draft-07, of files that hold a model; where that has states, they have the behaviours of a world."""
    has_states = "states" in model.model_fields
    behaviours = tuple(world.behaviours.values()) if has_states else ()
    definitions = described([model, Ways, *(behaviour.parameter_model for behaviour in behaviours)], world)
    for name in {name for behaviour in behaviours for name in _within(behaviour.parameter_model.__name__, definitions)}:
        if name != Words.__name__:
            definitions[name] = _open_to_inputs(definitions[name])
    ways = definitions.pop(Ways.__name__)
    file = definitions.pop(model.__name__)
    definitions |= {_name(b): _state(b, ways) for b in behaviours}
    if has_states:
        states = file["properties"]["states"]
        states.pop("patternProperties", None)
        states["propertyNames"] = {"pattern": "^[a-z][a-z0-9_]*$", "not": {"const": END}}
        states["additionalProperties"] = {"oneOf": [{"$ref": f"#/definitions/{_name(b)}"} for b in behaviours]}
    whole = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        "description": description,
        **file,
        "definitions": dict(sorted(definitions.items())),
    }
    used = {name for part in _referred(file) for name in _within(part, definitions)}
    whole["definitions"] = {name: node for name, node in whole["definitions"].items() if name in used}
    told: Node = _key_by_key(whole)
    return told


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
    texts = {language: {"description": _in(language), **one_or_several} for language in WRITTEN}
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
    for found in _referred(definitions[name]):
        yield from _within(found, definitions)


def _referred(node: Node) -> list[str]:
    return re.findall(r'"#/definitions/(\w+)"', json.dumps(node))


def _key_by_key(node: Any) -> Any:
    """A node in which a map of a few known keys tells them one by one, so that an editor explains each."""
    if isinstance(node, list):
        return [_key_by_key(part) for part in node]
    if not isinstance(node, dict):
        return node
    node = {key: _key_by_key(value) for key, value in node.items()}
    names, value = node.get("propertyNames"), node.get("additionalProperties")
    if not (isinstance(names, dict) and "enum" in names and isinstance(value, dict)):
        return node
    del node["propertyNames"]
    told = {key: {"description": _in(key)} if key in WRITTEN else {} for key in names["enum"]}
    properties = {key: {**value, **meaning} for key, meaning in told.items()}
    return {**node, "properties": properties, "additionalProperties": False}


def _in(language: str) -> str:
    return f"In {_NAMES_OF_LANGUAGES.get(language, language)}."


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
        if kind in _AUTHORS_OWN:
            names = {"anyOf": [{"enum": sorted(world.names[kind])}, names]}
        elif kind in world.names:
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
