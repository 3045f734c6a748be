"""What editors know of our files: a schema for each kind of file, and the first line by which a file names its own.

`python -m scenarios.language.editors` writes the schemas anew from the models; a test holds the files to them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from scenarios.language.model import AnswersFile, File, ProfileFile, RepairFile, SharedWords
from scenarios.language.schema import Node, schema
from scenarios.language.songs import SongFile
from scenarios.language.world import World, shipped_world

FOLDER = Path(__file__).parents[1] / "schema"

BESIDE = ".kaveri"
"""The folder beside an author's own scenarios in which copies of the schemas lie."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file, with what an editor is told of the whole of it."""

    model: type[BaseModel]
    title: str
    description: str


SCENARIO = "scenario"

KINDS: Mapping[str, Kind] = {
    SCENARIO: Kind(File, "A scenario of Kaveri", "What a robot does with people: a lesson or a companionship session."),
    "shared": Kind(
        SharedWords, "A shared file of Kaveri", "Phrases, answers and states that scenarios take in with `include`."
    ),
    "song": Kind(SongFile, "A song of Kaveri", "The words of a song or a poem, line by line, in its languages."),
    "profile": Kind(ProfileFile, "A profile of Kaveri", "A pace at which people are treated; seconds throughout."),
    "answers": Kind(AnswersFile, "The common answers of Kaveri", "What people may say in any scenario, by key."),
    "repair": Kind(
        RepairFile, "The repair phrases of Kaveri", "What the robot says when a question needs repair, by key."
    ),
}
"""By name; the last two are for Kaveri's own two files of these names."""

_AUTHORS = (SCENARIO, "shared", "song", "profile")
"""The kinds of file that authors write in folders of their own."""


def modeline(schema_file: str) -> str:
    """The first line of a file, by which editors find its schema, whose path from there is given."""
    return f"# yaml-language-server: $schema={schema_file}"


def file_of(kind: str) -> Path:
    """Where the schema of a kind of file lies."""
    return FOLDER / f"{kind}.schema.json"


def schema_of(kind: str, world: World) -> Node:
    """The schema of a kind of file in a world."""
    it = KINDS[kind]
    return schema(it.model, it.title, it.description, world)


def schema_text(kind: str, world: World) -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema_of(kind, world), indent=2, ensure_ascii=False) + "\n"


def provide(folder: Path) -> str:
    """Make sure that scenarios in a folder have their schema at hand, without a network.

    A copy rather than the place of ours: that differs from computer to computer, and may hold somebody's name.

    Returns:
        The path from a file in the folder to the schema of scenarios.

    Raises:
        OSError: The copies could not be written.
    """
    if folder.resolve().parent == FOLDER.parent:
        return f"../{FOLDER.name}/{file_of(SCENARIO).name}"
    beside = folder / BESIDE
    beside.mkdir(exist_ok=True)
    for kind in _AUTHORS:
        (beside / file_of(kind).name).write_bytes(file_of(kind).read_bytes())
    return f"{BESIDE}/{file_of(SCENARIO).name}"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for each in KINDS:
        file_of(each).write_text(schema_text(each, shipped_world()), encoding="utf-8")
