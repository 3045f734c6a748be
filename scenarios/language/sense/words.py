"""What the robot says: short sentences, few at a time, the question last, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from behaviours.parameters import Answer, Words
from behaviours.profile import Profile
from behaviours.question import Wording
from robot.speech import normalise
from scenarios.language.diagnostics import Finding
from scenarios.language.document import Document
from scenarios.language.events import Path
from scenarios.language.model import Scenario
from scenarios.language.sentences import after_the_question, sentences, words_in
from scenarios.language.walk import Phrase, models, phrases

_LADDER = ("text", "short", "hint", "model")
"""The texts of one question that follow one another when it needs repair."""

_ASKING = ("text", "short", "hint")
"""Those after which the robot listens."""


def words(scenario: Scenario, document: Document, profile: Profile) -> Iterator[Finding]:
    """The texts of every state, in each language of the scenario."""
    spoken = scenario.front.written()
    for state in scenario.states.values():
        path: Path = ("states", state.name, state.behaviour.key)
        for phrase in phrases(state.parameters, path):
            for written, language in spoken:
                if written not in phrase.words.root:
                    continue
                yield from _twice(phrase, written, language, document)
                if phrase.path[len(path)] not in state.behaviour.exempt:
                    yield from _sentences(phrase, written, language, document, profile)
        for place, model in models(state.parameters, path):
            if isinstance(model, Wording):
                for written, language in spoken:
                    yield from _repeated(model, place, written, language, document)
                    yield from _question_last(model, place, written, document)


def _sentences(phrase: Phrase, written: str, language: str, document: Document, profile: Profile) -> Iterator[Finding]:
    most = profile.sentence_words[language]
    for path, wording in phrase.wordings(written):
        told = sentences(wording)
        for sentence in told:
            if (count := words_in(sentence)) > most:
                yield document.at_value("K404", path, within=sentence, count=count, most=most, profile=profile.name)
        if len(told) > profile.turn_sentences and not isinstance(phrase.owner, Answer):
            yield document.at_value("K418", path, count=len(told), most=profile.turn_sentences)


def _twice(phrase: Phrase, written: str, language: str, document: Document) -> Iterator[Finding]:
    seen: set[tuple[str, ...]] = set()
    for path, wording in phrase.wordings(written):
        said = normalise(wording, language)
        if said and said in seen:
            yield document.at_value("K413", path)
        seen.add(said)


def _repeated(wording: Wording, place: Path, written: str, language: str, document: Document) -> Iterator[Finding]:
    texts = [(key, words) for key in _LADDER if isinstance(words := getattr(wording, key), Words)]
    for (first, earlier), (second, later) in combinations(texts, 2):
        said = {normalise(text, language) for text in earlier.root.get(written, ())} - {()}
        for path, text in Phrase((*place, second), later, wording).wordings(written):
            if normalise(text, language) in said:
                yield document.at_value("K412", path, second=second, first=first)


def _question_last(wording: Wording, place: Path, written: str, document: Document) -> Iterator[Finding]:
    for key in _ASKING:
        texts = getattr(wording, key)
        if isinstance(texts, Words):
            for path, text in Phrase((*place, key), texts, wording).wordings(written):
                if behind := after_the_question(text):
                    yield document.at_value("K419", path, within=behind)
