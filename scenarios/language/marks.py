"""Checks the marks in texts: braces in pairs, quotation marks in pairs, and none of a text lost behind a #."""

from __future__ import annotations

import re
from collections.abc import Iterator

from robot.text import SLOT
from scenarios.language.diagnostics import Finding
from scenarios.language.document import Document
from scenarios.language.events import Path
from scenarios.language.walk import Phrase

_BRACE = re.compile(r"\{[^{}]*\}|\{\s*\w*|\}")
_QUOTE = re.compile('["“”„«»]')


def braces(document: Document, path: Path, wording: str) -> Iterator[Finding]:
    """The first brace in a wording that is not part of a placeholder."""
    for brace in _BRACE.finditer(wording):
        written = brace.group()
        if not SLOT.fullmatch(written):
            before, word = wording.count(written, 0, brace.start()), written.strip("{} ")
            meant = f"{{{word}}}" if re.fullmatch(r"\w+", word) else None
            yield document.at_value("K310", path, within=(written, before), suggestion=meant)
            return


def cut_or_open(phrase: Phrase, document: Document) -> Iterator[Finding]:
    """Texts of which a comment may be a part, and quotation marks without a second one."""
    for language in phrase.words.root:
        for path, wording in phrase.wordings(language):
            if comment := document.comment_after(path):
                yield comment
            quotes = _QUOTE.findall(wording)
            # In a song or a poem, what is quoted may go on in the next line.
            if len(quotes) % 2 and "lines" not in path:
                found = document.at_value("K335", path, within=quotes[0])
                # What an input put there is not written there.
                if found.excerpt is not None and found.excerpt.text[found.excerpt.indent :].startswith(quotes[0]):
                    yield found
