"""Characters that nobody sees, such as a no-break space: copied along with a text, and no space to YAML."""

from __future__ import annotations

import re
from collections import deque

from scenarios.language.diagnostics import Finding, Word, finding
from scenarios.language.source import Source

_NAMES = {
    "\xa0": "no_break_space",
    "\u202f": "no_break_space",
    "\u2060": "no_break_space",
    "\xad": "soft_hyphen",
    "\u200b": "zero_width_space",
    "\ufeff": "byte_order_mark",
}
UNSEEN = "[\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u206f\u3000\ufeff]"
"""One of them, as a pattern."""

_UNSEEN = re.compile(UNSEEN)
_STRUCTURAL = re.compile(rf"^[ -]*(?P<indent>{UNSEEN})|^[ -]*[\w-]+:(?P<after>{UNSEEN})", re.MULTILINE)


def unseen(source: Source, start: int, end: int) -> Finding | None:
    """The first such character from `start` to `end`; None where there is none."""
    found = _UNSEEN.search(source.text, start, end)
    return None if found is None else at(source, found.start())


def misleading(source: Source, end: int) -> Finding | None:
    """The last one before `end` that stands where YAML reads indentation, or a space after a key's colon."""
    last = deque(_STRUCTURAL.finditer(source.text, 0, end), maxlen=1)
    return at(source, last[0].start(last[0].lastgroup or 0)) if last else None


def at(source: Source, offset: int) -> Finding:
    """The finding at one of them."""
    return finding(source, "K123", offset, None, None, **naming(source.text[offset]))


def naming(character: str) -> dict[str, object]:
    """What a finding says of one of them."""
    return {"kind": Word(_NAMES.get(character, "unseen")), "character": f"U+{ord(character):04X}"}


def first_unseen(text: str) -> str | None:
    """The first of them in a text."""
    found = _UNSEEN.search(text)
    return None if found is None else found.group()


def without(text: str) -> str:
    """The text with none of them."""
    return _UNSEEN.sub("", text)
