"""What people call out at any time: a word of a scenario's own takes none from a call for help, or from a command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from behaviours.parameters import COMMANDS, Words
from scenarios.language.commons import Commons
from scenarios.language.diagnostics import Finding, Word
from scenarios.language.document import Document
from scenarios.language.events import Path
from scenarios.language.includes import shared_words
from scenarios.language.model import Scenario
from scenarios.language.sense.turns import Said, said

_DISTRESS = "distress"
_KEYS = ("yes", "no", *COMMANDS)


@dataclass(frozen=True, slots=True)
class _Call:
    """One phrase of one of the answers that hold everywhere."""

    key: str
    phrase: Said

    def takes(self, other: _Call, language: str) -> bool:
        """Whether the one is heard where the other is meant; of a call for help already what resembles it."""
        if self.key == other.key:
            return False
        if self.phrase.same(other.phrase):
            return True
        if _DISTRESS not in (self.key, other.key):
            return False
        command, cry = (self, other) if other.key == _DISTRESS else (other, self)
        return _holds(command.phrase.words, cry.phrase.words) or command.phrase.alike(cry.phrase, language)


def calls(scenario: Scenario, document: Document, commons: Commons) -> Iterator[Finding]:
    """The words that a scenario, or a file that it includes, adds to those that hold everywhere."""
    front = scenario.front
    own: dict[tuple[str, ...], Words] = {("commands", str(key)): words for key, words in front.commands.items()}
    if front.distress is not None:
        own[(_DISTRESS,)] = front.distress
    added = [(document, path, words) for path, words in own.items()]
    for shared, file in shared_words(document):
        added += [(file, ("answers", key), words) for key, words in shared.answers.items()]
    if not added:
        return
    for language in front.languages:
        known = list(_calls(commons.answers, own, language))
        told: set[frozenset[str]] = set()
        for file, path, words in added:
            for index, text in enumerate(words.root.get(language, ())):
                phrase = said(text, (*path, language, index), language)
                if phrase is None:
                    continue
                call = _Call(path[-1], phrase)
                other = next((other for other in known if call.takes(other, language)), None)
                if other is not None and (pair := frozenset((call.phrase.text, other.phrase.text))) not in told:
                    told.add(pair)
                    yield _clash(call, other, file)


def _calls(common: Mapping[str, Words], own: Mapping[tuple[str, ...], Words], language: str) -> Iterator[_Call]:
    words = [(key, common[key]) for key in _KEYS if key in common] + [(path[-1], more) for path, more in own.items()]
    for key, each in words:
        for text in each.root.get(language, ()):
            if (phrase := said(text, (), language)) is not None:
                yield _Call(key, phrase)


def _clash(call: _Call, other: _Call, file: Document) -> Finding:
    path: Path = call.phrase.path
    wish, otherwise = Word(f"wish_{call.key}"), Word(f"wish_{other.key}")
    return file.at_value("K436", path, word=call.phrase.text, wish=wish, other=other.phrase.text, otherwise=otherwise)


def _holds(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return any(words[at : at + len(phrase)] == phrase for at in range(len(words) - len(phrase) + 1))
