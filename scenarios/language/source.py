"""A scenario's file as text, and where in it a character stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

LIMIT_BYTES = 1 << 20
"""A larger file is not read."""

_WIDEST = 120

_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file as an editor counts it: line and column begin at 1, columns are characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line, or the part of a long one, of which `width` characters after `indent` are meant."""

    text: str = ""
    indent: int = 0
    width: int = 1


class Source:
    """The text of one file, under the name that people see in messages."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins; lines end where YAML 1.1, and so libyaml, ends them."""
        return [0, *(match.end() for match in _BREAK.finditer(self.text))]

    def position(self, offset: int) -> Position:
        """Where the character at `offset`, counted from 0, stands."""
        line = bisect_right(self._starts, offset)
        return Position(self.file, line, offset - self._starts[line - 1] + 1)

    def excerpt(self, start: int, end: int) -> Excerpt:
        """The line of the character at `start`, with what is meant up to `end` or the line's end."""
        line = bisect_right(self._starts, start)
        first = self._starts[line - 1]
        last = self._starts[line] if line < len(self._starts) else len(self.text)
        if last - first > _WIDEST:
            first = max(first, min(start - _WIDEST // 2, last - _WIDEST))
            last = min(last, first + _WIDEST)
        shown = self.text[first:last].rstrip()
        width = min(end, first + len(shown)) - start
        return Excerpt(shown, start - first, max(1, width))
