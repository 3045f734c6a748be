"""Sentences, and how many words they have."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^.!?…]+(?:[.!?…]+(?!\s|$)[^.!?…]*)*")
"""Up to a mark that may end a sentence: one before a space or the end, so 3.5 and 12.30 stay whole."""

_SPAN = re.compile(r"\[[a-z]{2}:\s*")
"""How words in another language begin: what says so is no word."""

_QUESTION = re.compile(r"[.…]*\?")

# In any language: a text may name foreign people and things.
_SHORT = re.compile(
    r"esim|ks|mm|os|puh|tri|prof|huom|ts|nk|ent|klo"
    r"|t\.ex|bl\.a|kl|ca|s\.k|dvs|d\.v\.s|fr\.o\.m|t\.o\.m|m\.a\.o|resp|nr|tel|dr|st|jfr"
    r"|e\.g|i\.e|mr|mrs|ms|vs|approx"
)
"""Words that end in a full stop and lead on to another word."""

_SHORT_OR_LAST = re.compile(r"n|s|kpl|jne|ym|yms|tms|osv|m\.m|m\.fl|etc|a\.m|p\.m|f\.kr|e\.kr")
"""Those after which a sentence may as well be over: it is where a capital letter follows."""

_MONTH = re.compile(r"jan|feb|mar|apr|jun|jul|aug|sept?|o[ck]t|nov|dec|no")
"""Those that lead on to a number."""

_ORDINAL = re.compile(r"\d(.*\d)?")

_LAST_WORD = re.compile(r"[^\s(\[\"'“”’«»]+$")
_LONGEST_WORD = 40


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, without the marks that end them.

    The full stop of an abbreviation, of an ordinal number or of a date ends none.
    """
    return tuple(sentence for start, end in _spans(text) if (sentence := text[start:end].strip()))


def words_in(sentence: str) -> int:
    """How many words a sentence has; a dash between spaces is none."""
    return sum(any(character.isalnum() for character in word) for word in _SPAN.sub("", sentence).split())


def after_the_question(text: str) -> str:
    """What stands behind the last question of a text; empty where a question comes last, or there is none."""
    found = [(start, end) for start, end in _spans(text) if words_in(text[start:end])]
    asked = [place for place, (_, end) in enumerate(found) if _QUESTION.match(text, end)]
    if not asked or asked[-1] == len(found) - 1:
        return ""
    return text[found[asked[-1] + 1][0] :].strip()


def _spans(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends."""
    spans: list[tuple[int, int]] = []
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        if spans and _goes_on(text, spans[-1][1], start):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _goes_on(text: str, end: int, start: int) -> bool:
    """Whether the mark between `end` and `start` is a full stop that ends no sentence."""
    if text[end:start] != ".":
        return False
    found = _LAST_WORD.search(text, max(0, end - _LONGEST_WORD), end)
    following = text[start:].lstrip(" \"'“”’«»([")[:1]
    if found is None or not following:
        return False
    word = found.group().casefold()
    if _SHORT.fullmatch(word):
        return True
    if _MONTH.fullmatch(word):
        return following.isdigit()
    if _SHORT_OR_LAST.fullmatch(word):
        return following.islower() or following.isdigit()
    return following.islower() and _ORDINAL.fullmatch(word) is not None
