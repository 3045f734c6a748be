"""YAML in its 1.2 core form, as plain data that remembers where everything stands.

`on`, `yes`, `no` and `off` stay words; only true, false, null and decimal numbers are more than words. What a teacher's
file never needs, and what makes a reader crash or run for ever, is refused on the stream of events, before anything
is built: PyYAML's C loader dies of 50,000 nested brackets.
"""

from __future__ import annotations

import math
import re
import stat
from collections.abc import Mapping
from pathlib import Path as FilePath

import yaml

from scenarios.language.diagnostics import Finding, ScenarioError, finding
from scenarios.language.events import Builder, Data, Fault, Path
from scenarios.language.source import LIMIT_BYTES, Position, Source

_TAB = re.compile(r"^ *(\t+)", re.MULTILINE)
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_PROBLEMS = (
    ("mapping values are not allowed", "K112", False),
    ("found unexpected end of stream", "K113", True),
    ("did not find expected ',' or", "K114", True),
    ("could not find expected ':'", "K119", True),
    ("did not find expected key", "K115", False),
    ("did not find expected '-' indicator", "K115", False),
    ("block sequence entries are not allowed", "K115", False),
    ("cannot start any token", "K118", False),
    ("tag", "K109", True),
    ("directive", "K109", True),
    ("anchor", "K108", False),
    ("alias", "K108", False),
    ("alphabetic or numeric character", "K108", True),
    ("expected <document start>", "K115", False),
)
"""What libyaml says, the code that says it better, and whether to point at where the trouble began."""


class Document:
    """One YAML file: its data, and the place of every key and value by the path that leads there."""

    def __init__(self, source: Source, builder: Builder) -> None:
        self.source = source
        self.data: Data = builder.data
        self._keys: Mapping[Path, tuple[int, int]] = builder.keys
        self._values: Mapping[Path, tuple[int, int]] = builder.values

    def value(self, path: Path) -> Position:
        """Where the value at `path` begins; where there is none, the nearest value around it."""
        return self.source.position(self._span(path)[0])

    def key(self, path: Path) -> Position:
        """Where the key that names the value at `path` begins; the value's place where it has no key."""
        return self.source.position(self._key_span(path)[0])

    def at_value(
        self, code: str, path: Path, *, within: str = "", suggestion: str | None = None, **facts: object
    ) -> Finding:
        """A finding at a value, or at the words `within` it."""
        start, end = self._span(path)
        if within:
            found = self.source.text.find(within, start, end)
            start, end = (found, found + len(within)) if found >= 0 else (start, end)
        return finding(self.source, code, start, end, suggestion, **facts)

    def at_key(self, code: str, path: Path, *, suggestion: str | None = None, **facts: object) -> Finding:
        """A finding at the key of a value."""
        start, end = self._key_span(path)
        return finding(self.source, code, start, end, suggestion, **facts)

    def _key_span(self, path: Path) -> tuple[int, int]:
        while path and path not in self._keys and path not in self._values:
            path = path[:-1]
        return self._keys.get(path) or self._values[path]

    def _span(self, path: Path) -> tuple[int, int]:
        while path not in self._values:
            path = path[:-1]
        return self._values[path]


def read(path: FilePath, file: str | None = None) -> Document:
    """The document in a file, called `file` in messages.

    Raises:
        ScenarioError: It cannot be read, or is not YAML of our form.
        FileNotFoundError: There is no such file.
    """
    return parse(_source(path, file or str(path)))


def parse(source: Source) -> Document:
    """The document that a text holds; ends in bounded time whatever the text is.

    Raises:
        ScenarioError: It is not YAML of our form.
    """
    faults = _unreadable(source)
    if faults:
        raise ScenarioError(faults)
    builder = Builder(source)
    try:
        loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
        builder.build(yaml.parse(source.text, Loader=loader))
    except Fault as fault:
        builder.findings.append(fault.finding)
    except yaml.YAMLError as error:
        builder.findings.append(_not_yaml(source, error))
    if builder.findings:
        raise ScenarioError(builder.findings)
    return Document(source, builder)


def _source(path: FilePath, file: str) -> Source:
    empty = Source(file, "")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ScenarioError([finding(empty, "K100", 0)])
        if path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve()):
            raise ScenarioError([finding(empty, "K120", 0)])
        with path.open("rb") as stream:
            content = stream.read(LIMIT_BYTES + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise ScenarioError([finding(empty, "K100", 0)]) from error
    if len(content) > LIMIT_BYTES:
        raise ScenarioError([finding(empty, "K105", 0)])
    try:
        return Source(file, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        before = Source(file, content[: error.start].decode("utf-8-sig", errors="replace"))
        raise ScenarioError([finding(before, "K106", len(before.text))]) from error


def _unreadable(source: Source) -> list[Finding]:
    """What can be seen without a YAML reader, and would only confuse it."""
    if len(source.text) > LIMIT_BYTES:
        return [finding(Source(source.file, ""), "K105", 0)]
    if odd := _UNPRINTABLE.search(source.text):
        return [finding(source, "K107", odd.start(), character=f"U+{ord(odd.group()):04X}")]
    if directive := _DIRECTIVE.search(source.text):
        return [finding(source, "K109", directive.start())]
    if tab := _TAB.search(source.text):
        return [finding(source, "K102", *tab.span(1))]
    return []


def _not_yaml(source: Source, error: yaml.YAMLError) -> Finding:
    if not isinstance(error, yaml.MarkedYAMLError):
        return finding(source, "K101", 0)
    said = f"{error.context or ''} {error.problem or ''}"
    code, at_beginning = next(((code, begins) for words, code, begins in _PROBLEMS if words in said), ("K101", False))
    mark = (error.context_mark if at_beginning else None) or error.problem_mark or error.context_mark
    return finding(source, code, _visible(source, math.inf if mark is None else mark.index))


def _visible(source: Source, offset: float) -> int:
    """The offset, or the last character before it that can be seen where it lies past the text's end."""
    if offset < len(source.text.rstrip()):
        return int(offset)
    return max(0, len(source.text.rstrip()) - 1)
