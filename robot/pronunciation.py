"""A site's dictionary: how its names and places are said. What is shown and kept stays as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

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
            Problem: It cannot be read, or is wrong somewhere; the words of the problem name the place.
        """
        try:
            with path.open("rb") as stream:
                content = stream.read(_LIMIT + 1)
        except (FileNotFoundError, NotADirectoryError):
            return Dictionary()
        except OSError:
            raise Problem("dictionary_not_read", path=path) from None
        if len(content) > _LIMIT:
            raise Problem("dictionary_not_read", path=path)
        return Dictionary(_Reading(path, _decoded(path, content)).entries())

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


class _Reading:
    """The text of a dictionary, and where in it an entry stands."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._text = text

    def entries(self) -> dict[str, Entry]:
        """Every entry by its word in small letters.

        Raises:
            Problem: `dictionary_tab`, `dictionary_form`, `dictionary_twice` or `dictionary_entry`, with the place.
        """
        read: dict[str, Entry] = {}
        lines: dict[str, int] = {}
        for word, value in self._nodes():
            name = word.value.casefold()
            if name in read:
                raise self._wrong("dictionary_twice", word.start_mark.index, word=word.value, line=lines[name] + 1)
            read[name], lines[name] = self._entry(word, value), word.start_mark.line
        return read

    def _nodes(self) -> list[tuple[yaml.Node, yaml.Node]]:
        """The words, which are scalars, with what stands behind each."""
        try:
            self._bounded()
            root = yaml.compose(self._text, yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            # Of a word without a colon the reader tells only at the next line.
            begun = error.context_mark if "could not find expected ':'" in str(error.problem) else None
            mark = begun or error.problem_mark or error.context_mark
            tab = mark is not None and self._text[mark.index : mark.index + 1] == "\t"
            at = 0 if mark is None else mark.index
            raise self._wrong("dictionary_tab" if tab else "dictionary_form", at) from None
        except yaml.reader.ReaderError as error:
            raise self._wrong("dictionary_form", error.position) from None
        if root is None or (isinstance(root, yaml.ScalarNode) and not root.value):
            return []
        if not isinstance(root, yaml.MappingNode):
            raise self._wrong("dictionary_form", root.start_mark.index)
        pairs: list[tuple[yaml.Node, yaml.Node]] = root.value
        for word, _ in pairs:
            if not isinstance(word, yaml.ScalarNode):
                raise self._wrong("dictionary_form", word.start_mark.index)
        return pairs

    def _bounded(self) -> None:
        """Refuse what is nested deeper than an entry is, and aliases, before anything is built of them."""
        depth = 0
        for event in yaml.parse(self._text, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > 2 or isinstance(event, yaml.AliasEvent):
                raise self._wrong("dictionary_form", 0 if event.start_mark is None else event.start_mark.index)

    def _entry(self, word: yaml.Node, value: yaml.Node) -> Entry:
        spelt = {"say": value.value} if isinstance(value, yaml.ScalarNode) else _scalars(value)
        if spelt is not None and set(spelt) <= _KEYS:
            say, language = str(spelt.get("say", word.value)).strip(), spelt.get("language")
            if say and word.value.strip() and (language is None or language in _LANGUAGES):
                return Entry(say, language)
        raise self._wrong("dictionary_entry", value.start_mark.index, word=word.value)

    def _wrong(self, code: str, at: int, **facts: object) -> Problem:
        return Problem(code, place=_place(self._path, self._text, at), **facts)


def _scalars(node: yaml.Node) -> dict[str, str] | None:
    """A map of words to words; None where a node is something else."""
    if not isinstance(node, yaml.MappingNode):
        return None
    pairs: list[tuple[yaml.Node, yaml.Node]] = node.value
    if not all(isinstance(part, yaml.ScalarNode) for pair in pairs for part in pair):
        return None
    return {key.value: value.value for key, value in pairs}


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig")
        raise Problem("dictionary_encoding", place=_place(path, f"{before}?", len(before))) from None


def _place(path: Path, text: str, offset: int) -> str:
    """`file:line:column` of a character, as an editor counts it; of the last one where it lies past the end."""
    offset = min(offset, max(0, len(text.rstrip()) - 1)) if offset >= len(text) and text.strip() else offset
    line, before = text.count("\n", 0, offset) + 1, text.rfind("\n", 0, offset)
    return f"{path}:{line}:{offset - before}"
