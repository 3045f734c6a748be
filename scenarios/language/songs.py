"""Songs: their words line by line in each of their languages, as `scenarios/songs/` has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Annotated

from pydantic import Field

from behaviours.parameters import MOST_LINES, Parameters
from scenarios.language.diagnostics import Finding
from scenarios.language.document import Document
from scenarios.language.events import Path
from scenarios.language.inputs import Song, Songs
from scenarios.language.model import LANGUAGES, Language
from scenarios.language.spans import spans
from scenarios.language.validation import validated

FOLDER = "songs/"

Line = Annotated[str, Field(min_length=1, max_length=200)]


class SongFile(Parameters):
    """A song as it stands in the folder `songs` of a scenario folder."""

    title: Annotated[dict[Language, Line], Field(min_length=1)]
    """What people call it, in each of its languages."""
    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=3)]
    """The languages in which it is sung; in a session in another one it is not offered."""
    origin: Annotated[str, Field(min_length=1)]
    """Where its words come from."""
    licence: Annotated[str, Field(min_length=1)]
    """Who may use it, such as public domain."""
    verses: dict[Language, Annotated[tuple[Line, ...], Field(min_length=1, max_length=MOST_LINES)]]
    """In each of its languages its lines, in order."""


def has_song(document: Document) -> bool:
    """Whether a scenario, of whatever shape, has an input that is a song."""
    inputs = document.data.get("inputs") if isinstance(document.data, dict) else None
    each = inputs.values() if isinstance(inputs, dict) else ()
    return any(isinstance(one, dict) and one.get("kind") == "song" for one in each)


def songs_of(documents: Mapping[str, Document]) -> tuple[Songs, list[Finding]]:
    """The songs in documents by path, each named after its file, and what is wrong with them."""
    songs: dict[str, dict[str, Song]] = {language: {} for language in LANGUAGES}
    findings: list[Finding] = []
    for path, document in documents.items():
        file, wrong = validated(SongFile, document.data, document, ())
        if file is not None:
            wrong = list(_sense(file, document))
            name = PurePath(path).stem
            for language in {*file.languages} & {*file.title} & {*file.verses}:
                songs[language][name] = Song(name, file.title[language], file.verses[language])
        findings += wrong
    return songs, findings


def _sense(file: SongFile, document: Document) -> Iterator[Finding]:
    for key in ("title", "verses"):
        written: Mapping[str, object] = getattr(file, key)
        missing = tuple(language for language in file.languages if language not in written)
        if missing:
            yield document.at_key("K306", (key,), missing=missing)
        for language in written:
            if language not in file.languages:
                yield document.at_key("K307", (key, language), name=language)
    lines: list[tuple[Path, str]] = [(("title", language), title) for language, title in file.title.items()]
    for language, verses in file.verses.items():
        lines += ((("verses", language, index), line) for index, line in enumerate(verses))
    for place, line in lines:
        if not line.strip():
            yield document.at_value("K309", place, name=str(place[1]))
        if brace := re.search(r"\{[^{}]*\}|[{}]", line):
            yield document.at_value("K310", place, within=brace.group())
        yield from spans(document, place, line, spoken=place[0] == "verses")
