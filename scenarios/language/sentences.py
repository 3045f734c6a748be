"""Sentences, and how many words they have."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^.!?…]+(?:[.!?…]+(?!\s|$)[^.!?…]*)*")
"""Up to a mark that ends a sentence: one before a space or the end, so 3.5 and 12.30 stay whole."""

_SPAN = re.compile(r"\[[a-z]{2}:\s*")
"""How words in another language begin: what says so is no word."""

_QUESTION = re.compile(r"[.…]*\?")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, without the marks that end them."""
    return tuple(sentence for match in _SENTENCE.finditer(text) if (sentence := match.group().strip()))


def words_in(sentence: str) -> int:
    """How many words a sentence has; a dash between spaces is none."""
    return sum(any(character.isalnum() for character in word) for word in _SPAN.sub("", sentence).split())


def after_the_question(text: str) -> str:
    """What stands behind the last question of a text; empty where a question comes last, or there is none."""
    found = [(match.start(), match.end()) for match in _SENTENCE.finditer(text) if words_in(match.group())]
    asked = [place for place, (_, end) in enumerate(found) if _QUESTION.match(text, end)]
    if not asked or asked[-1] == len(found) - 1:
        return ""
    return text[found[asked[-1] + 1][0] :].strip()
