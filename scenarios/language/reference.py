"""The tables of `docs/scenario-language.md`, made from the models.

`python -m scenarios.language.reference` writes them anew between the page's marks; a test holds the page to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from robot.catalogue import GESTURES
from scenarios.language.fields import purpose
from scenarios.language.model import File, ProfileFile, SharedWords, Ways
from scenarios.language.pictures import shipped_pictures
from scenarios.language.schema import Node, described
from scenarios.language.songs import SongFile
from scenarios.language.world import shipped_world

PAGE = Path(__file__).parents[2] / "docs" / "scenario-language.md"

_MARKED = re.compile(r"(<!-- (table|behaviour|list) (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_NAMES = {
    "Words": "[text](#texts)",
    "Span": "[span](#spans)",
    "Input": "[input](#inputs)",
    "Button": "[button](#buttons)",
    "Part": "[part](#parts)",
    "Answer": "[answer](#answers)",
    "Item": "[card](#cards)",
    "Trial": "[test](#tests)",
    "Turn": "[turn](#turns)",
    "Expectation": "[expectation](#expectations)",
    "Minutes": "[minutes](#minutes)",
}
"""What each model is called in a table, with its place on the page."""

_GESTURE = "[gesture](#gestures)"
_PICTURE = "[picture](#pictures)"


def models() -> dict[str, Node]:
    """The schema of every model that an author may write, by its name."""
    world = shipped_world()
    parameters = [behaviour.parameter_model for behaviour in world.behaviours.values()]
    return described([File, Ways, *parameters, ProfileFile, SharedWords, SongFile], world)


def rewritten(page: str) -> str:
    """The page with what the models say today."""
    return _MARKED.sub(lambda found: found[1] + "\n".join(_part(found[2], found[3])) + "\n" + found[4], page)


def _part(kind: str, name: str) -> Iterator[str]:
    world = shipped_world()
    yield ""
    if kind == "table":
        yield from _table(_models()[name])
    elif kind == "behaviour":
        behaviour = world.behaviours[name]
        outcomes = ", ".join(f"`{outcome}`" for outcome in behaviour.outcomes())
        yield f"{purpose(behaviour)} Ends in: {outcomes}."
        yield ""
        yield from _table(_models()[behaviour.parameter_model.__name__])
    else:
        listed = {
            "gestures": GESTURES,
            "values": sorted(world.values),
            "profiles": sorted(world.names["profile"]),
            "pictures": shipped_pictures(),
        }
        yield ", ".join(f"`{each}`" for each in listed[name]) + "."
    yield ""


@cache
def _models() -> dict[str, Node]:
    return models()


def fields_of(model: Node) -> Node:
    """The keys of a model that may also be written in a shorter form."""
    return next((form for form in model.get("anyOf", ()) if "properties" in form), model)


def _table(model: Node) -> Iterator[str]:
    model = fields_of(model)
    yield "| Key | Type | Default | Meaning |"
    yield "|---|---|---|---|"
    for key, node in model["properties"].items():
        default = "must be there" if key in model.get("required", ()) else _default(node)
        yield f"| `{key}` | {_type(node)} | {default} | {node['description']} |"
    if isinstance(model.get("additionalProperties"), dict):
        others = model["additionalProperties"]
        yield f"| any other | {_type(others)} | – | {others['description']} |"


def _default(node: Node) -> str:
    default = node.get("default")
    if default is None or default in ([], {}):
        return "–"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _type(node: Node) -> str:
    """What kind of value a node of the schema asks for, in words."""
    forms = node.get("anyOf") or node.get("oneOf")
    if forms:
        return " or ".join(dict.fromkeys(_type(form) for form in forms))
    if "allOf" in node:
        name = node["allOf"][0]["$ref"].rpartition("/")[2]
        return _NAMES.get(name) or _type(_models()[name])
    if "const" in node:
        return f"`{node['const']}`"
    if "enum" in node:
        if set(node["enum"]) == set(GESTURES):
            return _GESTURE
        if set(node["enum"]) == set(shipped_pictures()):
            return _PICTURE
        return ", ".join(f"`{value}`" for value in node["enum"])
    match node.get("type"):
        case "integer" | "number" as kind:
            return ("whole number" if kind == "integer" else "number") + _bounds(node)
        case "boolean":
            return "`true` or `false`"
        case "array":
            return f"list of {_type(node['items'])}{_count(node)}"
        case "object":
            return _map(node)
    if "$comment" in node:
        return _PICTURE if node["$comment"] == "the name of a picture" else str(node["$comment"])
    return "name" if "pattern" in node else "one text"


def _map(node: Node) -> str:
    inner: Any = next(iter(node.get("patternProperties", {}).values()), node.get("additionalProperties"))
    if not isinstance(inner, dict) or inner.get("additionalProperties") is True:
        return "by name: [state](#states)"
    return f"by name: {_type(inner)}"


def _bounds(node: Node) -> str:
    least, above = node.get("minimum"), node.get("exclusiveMinimum")
    most = node.get("maximum")
    if above is not None:
        return f", above {above:g}" + (f", at most {most:g}" if most is not None else "")
    if least is None:
        return "" if most is None else f", at most {most:g}"
    return f", {least:g} or more" if most is None else f", {least:g} to {most:g}"


def _count(node: Node) -> str:
    least, most = node.get("minItems", 0), node.get("maxItems")
    return f", {least} to {most}" if most is not None else f", at least {least}" if least else ""


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
