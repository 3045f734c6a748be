"""What is wrong in a scenario, said to its author: where, what, and what to do.

The texts of every code, in English, Finnish and Swedish, stand in `diagnostics.yaml` beside this file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from robot.problem import Problem
from scenarios.language.source import Excerpt, Position, Source

MOST_FINDINGS = 100
"""A pass stops after this many; an author mends those first."""

_LONGEST_FACT = 60
_MOST_NAMES = 24


class Severity(StrEnum):
    """Whether a finding keeps a scenario from running."""

    ERROR = "error"
    WARNING = "warning"


class Word(str):
    """A fact that is a word of the catalogue, such as `number`, and is said in the reader's language."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, with its place.

    `facts` fill the text of the code, a number with decimals as its reader writes it; `suggestion` is what the author
    perhaps meant.
    """

    code: str
    position: Position
    facts: Mapping[str, object] = field(default_factory=dict)
    suggestion: str | None = None
    excerpt: Excerpt | None = None

    @property
    def severity(self) -> Severity:
        """Error or warning, as the catalogue has it."""
        return Severity(str(_catalogue()["findings"][self.code]["severity"]))

    def message(self, language: str = "en") -> str:
        """One sentence: what is wrong."""
        return self._say("says", language)

    def advice(self, language: str = "en") -> str:
        """What to do, beginning with what was perhaps meant."""
        advice = self._say("do", language)
        if self.suggestion is None:
            return advice
        return f"{_word('did_you_mean', language).format(suggestion=_tame(self.suggestion))} {advice}"

    def render(self, language: str = "en") -> str:
        """`file:line:column: error: message [code]`, the line with a caret, and what to do."""
        head = f"{self.position}: {_word(self.severity, language)}: {self.message(language)} [{self.code}]"
        return "\n".join([head, *self._caret(), f"      {self.advice(language)}"])

    def _say(self, what: str, language: str) -> str:
        texts = _catalogue()["findings"][self.code]
        told = texts.get(language, texts["en"])[what]
        return str(told).format(**{name: _spoken(fact, language) for name, fact in self.facts.items()})

    def _caret(self) -> Iterable[str]:
        if self.excerpt is None or not self.excerpt.text:
            return
        margin = f"{self.position.line:>5}"
        yield f"{margin} | {_printable(self.excerpt.text)}"
        yield f"{' ' * len(margin)} | {' ' * self.excerpt.indent}^{'~' * (self.excerpt.width - 1)}"


def finding(
    source: Source, code: str, start: int, end: int | None = None, suggestion: str | None = None, **facts: object
) -> Finding:
    """A finding at the characters from `start` to `end` of a source, which may lie on a later line."""
    excerpt = source.excerpt(start, start + 1 if end is None else end)
    return Finding(code, source.position(start), facts, suggestion, excerpt)


class ScenarioError(Problem):
    """A scenario that must not run; its message is every finding, one block each."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("scenario_faulty", file=self.findings[0].position.file, count=len(self.findings))

    def message(self, language: str = "en") -> str:
        """Every finding, and one sentence that sums them up."""
        blocks = [finding.render(language) for finding in self.findings]
        return "\n\n".join([*blocks, super().message(language)])


def nearest(word: str, options: Iterable[str]) -> str | None:
    """The option that was perhaps meant by `word`; None where nothing is close."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if len(word) > _LONGEST_FACT:
        return None
    best = process.extractOne(
        word.casefold(), list(options), scorer=OSA.normalized_similarity, score_cutoff=0.6, processor=str.casefold
    )
    return None if best is None else str(best[0])


def codes() -> tuple[str, ...]:
    """Every code that a finding may carry."""
    return tuple(_catalogue()["findings"])


@cache
def _catalogue() -> dict[str, dict[str, dict[str, dict[str, str]]]]:
    path = Path(__file__).with_name("diagnostics.yaml")
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    loaded: dict[str, dict[str, dict[str, dict[str, str]]]] = yaml.load(path.read_text(encoding="utf-8"), loader)
    return loaded


def _word(word: str, language: str) -> str:
    texts = _catalogue()["words"][str(word)]
    return str(texts.get(language, texts["en"]))


def _spoken(fact: object, language: str) -> str:
    if isinstance(fact, Word):
        return _word(fact, language)
    if isinstance(fact, float):
        from babel.numbers import format_decimal

        return str(format_decimal(fact, format="0.####", locale=language))
    if isinstance(fact, tuple):
        told = [_spoken(part, language) for part in fact[:_MOST_NAMES]]
        return ", ".join([*told, "…"] if len(fact) > _MOST_NAMES else told)
    return _tame(str(fact))


def _tame(text: str) -> str:
    """Text of the file that cannot flood or steer a terminal."""
    return _printable(text if len(text) <= _LONGEST_FACT else text[: _LONGEST_FACT - 1] + "…")


def _printable(text: str) -> str:
    """The text with one printable character for each of its own, so that a caret stays where it belongs."""
    return "".join(character if character.isprintable() else " " if character == "\t" else "·" for character in text)
