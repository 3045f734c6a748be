"""Numbers as people say them: from 0 to 999 in words, and any in digits.

The standard words come from num2words, which is right about these; what people say instead stands in
`spoken_numbers.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from robot.speech import normalise

LONGEST = 6
"""The most words that one number is looked for in: "two hundred and seventy seven" has five."""

_GREATEST_WORD = 999
_MOST_DIGITS = 9


@cache
def number_word(value: int, language: str) -> str:
    """The standard word for a number ("kaksikymmentäkolme", "twenty-three"); digits where it is not within 0 to 999."""
    if not 0 <= value <= _GREATEST_WORD:
        return str(value)
    # 20 ms to import: it loads every language it knows.
    from num2words import num2words

    word: str = num2words(value, lang=language)
    # num2words writes as people say; the Swedish Academy's list has fyrtio first.
    return word.replace("förtio", "fyrtio")


@cache
def number_phrases(value: int, language: str) -> tuple[str, ...]:
    """What a recogniser should listen for when `value` is the answer: the standard word, then spoken ones."""
    if not 0 <= value <= _GREATEST_WORD:
        return (str(value),)
    table = _table(language)
    own = table.data.get(value, {})
    spoken = [*own.get("spoken", ())[:1], *own.get("names", ())[:1]]
    if not spoken and table.ten and 10 < value < 100:
        spoken = [_colloquial(table, value)]
    return tuple(dict.fromkeys([number_word(value, language), *(word for word in spoken if word not in table.weak)]))


def number_of(words: tuple[str, ...], language: str) -> int | None:
    """The number that these normalised words are, all together; None where they are not one."""
    if not words or len(words) > LONGEST:
        return None
    if len(words) == 1:
        word = words[0]
        if word.isdecimal():
            return int(word) if len(word) <= _MOST_DIGITS else None
        inflected = _table(language).inflected.get(word)
        if inflected is not None:
            return inflected
    return _table(language).value(" ".join(words))


def sound_alike(one: int, other: int, language: str) -> bool:
    """Whether ears may take one number for the other: fifteen and fifty, or seven and a seventeen that is cut short."""
    less, more = sorted((one, other))
    if less // 100 == more // 100 and more <= _GREATEST_WORD:
        less, more = less % 100, more % 100
    if (less, more) in _table(language).alike:
        return True
    begins = 1 <= less <= 9 and more in (10 + less, 10 * less, 100 * less)
    return begins and number_word(more, language).startswith(number_word(less, language))


def is_weak(words: tuple[str, ...], language: str) -> bool:
    """Whether these words are a number only when nothing else is said, as "en" and "one" are."""
    return len(words) == 1 and words[0] in _table(language).weak


def load(language: str) -> None:
    """Read the numbers of a language ahead of their first use; some 50 ms."""
    _table(language)


@dataclass(frozen=True, slots=True)
class _Table:
    """The number words of one language, in the form that `normalise` gives."""

    language: str
    data: dict[int, dict[str, Any]]
    teen: tuple[str, ...]
    ten: tuple[str, ...]
    words: dict[str, int]
    inflected: dict[str, int]
    homophones: frozenset[str]
    weak: frozenset[str]
    alike: frozenset[tuple[int, int]]
    hundreds: dict[str, int]
    hundred_then: re.Pattern[str]

    def value(self, phrase: str) -> int | None:
        found = self.words.get(phrase)
        if found is not None:
            return found
        match = self.hundred_then.fullmatch(phrase)
        if match is None:
            return None
        rest = match["rest"]
        below = self.words.get(rest) if rest else 0
        if below is None or below >= 100 or (rest and below == 0) or rest in self.homophones:
            return None
        return self.hundreds[match["hundreds"]] + below


@cache
def _table(language: str) -> _Table:
    text = Path(__file__).with_name("spoken_numbers.yaml").read_text(encoding="utf-8")
    raw = yaml.safe_load(text)[language]
    table = _Table(
        language=language,
        data=raw["values"],
        teen=tuple(raw.get("teen", ())),
        ten=tuple(raw.get("ten", ())),
        words={},
        inflected={},
        homophones=_kind(raw, "homophones"),
        weak=_kind(raw, "weak") | _kind(raw, "homophones"),
        alike=frozenset((less, more) for less, more in raw.get("alike", ())),
        hundreds=_hundreds(raw, language),
        hundred_then=_hundred_then(raw, language),
    )
    for value in range(100):
        for form in (number_word(value, language), *_own(table, value), *_compounds(table, value)):
            table.words.setdefault(_plain(form, language), value)
    for form in _own(table, 100):
        table.words.setdefault(form, 100)
    for form, value in _in_cases(table):
        if form not in table.words:
            table.inflected.setdefault(form, value)
    return table


def _kind(raw: dict[str, Any], kind: str) -> frozenset[str]:
    return frozenset(word for own in raw["values"].values() for word in own.get(kind, ()))


def _plain(word: str, language: str) -> str:
    return " ".join(normalise(word, language))


def _own(table: _Table, value: int) -> tuple[str, ...]:
    own = table.data.get(value, {})
    return tuple(word for kind in ("spoken", "names", "homophones") for word in own.get(kind, ()))


def _spoken(table: _Table, value: int) -> tuple[str, ...]:
    return (number_word(value, table.language), *table.data.get(value, {}).get("spoken", ()))


def _compounds(table: _Table, value: int) -> Iterator[str]:
    """Every way to say a number from 11 to 99 as its parts, written as one word and as several."""
    tens, ones = divmod(value, 10)
    if tens == 1 and ones:
        yield from (one + suffix for one in _spoken(table, ones) for suffix in table.teen)
        yield from (f"{one} {suffix}" for one in _spoken(table, ones) for suffix in table.teen[:1])
    elif tens >= 2:
        for ten in _tens(table, tens):
            if not ones:
                yield ten
                continue
            for one in _spoken(table, ones):
                yield f"{ten}{one}"
                yield f"{ten} {one}"


def _tens(table: _Table, tens: int) -> Iterator[str]:
    if not table.ten:
        yield from _spoken(table, tens * 10)
        return
    yield from (one + suffix for one in _spoken(table, tens) for suffix in table.ten)
    yield from (f"{one} {suffix}" for one in _spoken(table, tens) for suffix in table.ten[:1])


def _colloquial(table: _Table, value: int) -> str:
    """How people in a hurry say a Finnish compound: kakskytseittemän."""
    tens, ones = ((_spoken(table, digit) * 2)[1] if digit else "" for digit in divmod(value, 10))
    return ones + table.teen[0] if value < 20 else tens + table.ten[1] + ones


_ENDINGS = ("n", "ssA", "stA", "llA", "ltA", "lle", "ksi", "nA")


def _cases(own: dict[str, Any]) -> tuple[str, ...]:
    """A Finnish number word in its cases, always in the same order."""
    vowel = "ä" if own["partitive"].endswith("ä") else "a"
    regular = (own["stem"] + ending.replace("A", vowel) for ending in _ENDINGS)
    return (*regular, own["partitive"], own["illative"])


def _in_cases(table: _Table) -> Iterator[tuple[str, int]]:
    """Inflected number words; parts of a compound share their case: kahdellakymmenellä, kahdentoista."""
    cases = {value: _cases(own) for value, own in table.data.items() if "stem" in own}
    for value, forms in cases.items():
        yield from ((form, value) for form in forms)
    for one in (value for value in cases if 1 <= value <= 9):
        yield from ((form + table.teen[0], 10 + one) for form in cases[one])
        for form, ten in zip(cases[one], cases[10], strict=True):
            yield form + ten, one * 10
            place = cases[10].index(ten)
            yield from ((form + ten + cases[last][place], one * 10 + last) for last in cases if 1 <= last <= 9)


def _hundreds(raw: dict[str, Any], language: str) -> dict[str, int]:
    words = raw["hundred"]
    found = dict.fromkeys(words["one"], 100)
    for many in range(2, 10):
        ones = (number_word(many, language), *raw["values"].get(many, {}).get("spoken", ()))
        found |= {f"{one}{gap}{word}": many * 100 for one in ones for gap in ("", " ") for word in words["many"]}
    return found


def _hundred_then(raw: dict[str, Any], language: str) -> re.Pattern[str]:
    hundreds = "|".join(sorted(_hundreds(raw, language), key=len, reverse=True))
    between = "|".join(raw["hundred"]["and"])
    joined = f"(?:(?:{between}) ?)?" if between else ""
    return re.compile(f"(?P<hundreds>{hundreds}) ?{joined}(?P<rest>.*)")
