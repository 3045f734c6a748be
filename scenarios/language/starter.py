"""A scenario to begin with, for authors who would rather change than write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from robot.problem import Problem
from scenarios.language.editors import modeline
from scenarios.language.model import LANGUAGES

_FOLDER = Path(__file__).parents[1] / "starters"

KINDS = ("greeting", "lesson", "quiz", "companionship")

SETTINGS: Mapping[str, Mapping[str, str]] = {
    "classroom": {"profile": "child", "address": "informal"},
    "care": {"profile": "elder", "address": "formal"},
}
"""Each setting, with the front matter that goes with it."""

_LONGEST = 60
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_TEXT = re.compile(rf" +({'|'.join(LANGUAGES)}): ")
_COMMENT = re.compile(rf"( *)# ({'|'.join(LANGUAGES)}): (.*)")
_FACT = re.compile(r"([a-z]+): ")


def starter(name: str, setting: str, languages: Sequence[str], kind: str, reader: str, schema_file: str) -> str:
    """The text of a scenario that is clean, in these languages.

    Args:
        name: As `name_from` gives it.
        setting: One of SETTINGS.
        languages: Of LANGUAGES, the most important first.
        kind: One of KINDS.
        reader: The language of the comments for the author.
        schema_file: Where editors find the schema, from the file.
    """
    facts = {"name": name, "setting": setting, "languages": f"[{', '.join(languages)}]", **SETTINGS[setting]}
    template = (_FOLDER / f"{kind}.yaml").read_text(encoding="utf-8")
    lines = (modeline(schema_file), *_lines(template, facts, languages, reader))
    return "".join(f"{line}\n" for line in lines)


def name_from(file: str) -> str:
    """The name of a scenario, and of its file, that was called so: `Meidän tunti.yaml` becomes `meidan-tunti`.

    Raises:
        Problem: No name can be made of it.
    """
    stem = Path(file).name.removesuffix(".yaml").removesuffix(".yml")
    plain = unicodedata.normalize("NFKD", stem.casefold()).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        raise Problem("starter_name", name=Path(file).name)
    return name


def _lines(template: str, facts: Mapping[str, str], languages: Sequence[str], reader: str) -> Iterator[str]:
    for line in template.splitlines():
        comment, text, fact = _COMMENT.fullmatch(line), _TEXT.match(line), _FACT.match(line)
        if line.startswith(modeline("")) or (line.startswith("ages:") and facts["setting"] == "care"):
            continue
        if comment:
            if comment[2] == reader:
                yield f"{comment[1]}# {comment[3]}"
        elif fact and fact[1] in facts:
            yield f"{fact[1]}: {facts[fact[1]]}"
        elif not text or text[1] in languages:
            yield line
