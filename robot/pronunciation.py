"""A site's dictionary: how its names and places are said. What is shown and kept stays as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from robot.problem import Problem
from robot.text import Piece

_KEYS = {"say", "language"}
_LANGUAGES = ("fi", "sv", "en")
_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """How one word is said: spelt so that a voice reads it rightly, and by which language's voice."""

    say: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Entries by word; small and capital letters do not matter."""

    entries: Mapping[str, Entry] = field(default_factory=dict)

    @staticmethod
    def load(path: Path) -> Dictionary:
        """The dictionary in a file; an empty one where there is no such file.

        Raises:
            Problem: `dictionary_not_read` or `dictionary_entry`.
        """
        try:
            with path.open("rb") as stream:
                content = stream.read(_LIMIT + 1)
            if len(content) > _LIMIT:
                raise ValueError("it is larger than 1 MiB")
            data = _plain(content.decode("utf-8-sig"))
        except (FileNotFoundError, NotADirectoryError):
            return Dictionary()
        except (OSError, ValueError, yaml.YAMLError) as error:
            raise Problem("dictionary_not_read", path=path, reason=str(error).splitlines()[0]) from None
        return Dictionary({word.casefold(): _entry(path, word, entry) for word, entry in data.items()})

    def said(self, pieces: Iterable[Piece]) -> tuple[Piece, ...]:
        """The pieces of a text as voices are to say them."""
        return tuple(said for piece in pieces for said in self._said(piece)) if self.entries else tuple(pieces)

    def _said(self, piece: Piece) -> Iterator[Piece]:
        pattern = "|".join(re.escape(word) for word in sorted(self.entries, key=len, reverse=True))
        words, end = "", 0
        for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", piece.words, re.IGNORECASE):
            entry = self.entries.get(match.group().casefold())
            if entry is None:
                continue
            words, end = words + piece.words[end : match.start()], match.end()
            if entry.language in (None, piece.language):
                words += entry.say
            else:
                if words.strip():
                    yield Piece(words.strip(), piece.language)
                yield Piece(entry.say, str(entry.language))
                words = ""
        words += piece.words[end:]
        if any(character.isalnum() for character in words):
            yield Piece(words.strip(), piece.language)


def _plain(text: str) -> Mapping[Any, Any]:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("it has an alias (*)")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > 2:
            raise ValueError("it is a map of words, each with say and language")
    data = yaml.load(text, yaml.BaseLoader)
    if not isinstance(data, dict):
        if data in (None, ""):
            return {}
        raise ValueError("it is a map of words, each with say and language")
    return data


def _entry(path: Path, word: str, entry: Any) -> Entry:
    spelt = {"say": entry} if isinstance(entry, str) else entry
    if isinstance(spelt, dict) and set(spelt) <= _KEYS and all(isinstance(value, str) for value in spelt.values()):
        say, language = spelt.get("say", word).strip(), spelt.get("language")
        if say and word.strip() and (language is None or language in _LANGUAGES):
            return Entry(say, language)
    raise Problem("dictionary_entry", path=path, word=word)
