"""What all scenarios share: common answers and the phrases of repair, as `scenarios/common/` has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from behaviours.parameters import Words
from scenarios.language.diagnostics import Finding, ScenarioError, nearest
from scenarios.language.document import Document
from scenarios.language.model import LANGUAGES, AnswersFile, FrontMatter, RepairFile, SharedWords
from scenarios.language.validation import Model, validated
from scenarios.language.walk import phrases

ANSWERS = "common/answers.yaml"
REPAIR = "common/repair.yaml"


@dataclass(frozen=True, slots=True)
class Commons:
    """Shared words by key, as they fit one scenario."""

    answers: Mapping[str, Words]
    """yes, no, again, slower, louder, hint, stop, distress."""
    phrases: Mapping[str, Words]
    """What the repair ladder says."""


Shared = Iterable[tuple[SharedWords, Document]]
"""The words of the files that a scenario includes."""


def commons_of(answers: Document, repair: Document, front: FrontMatter, included: Shared = ()) -> Commons:
    """What a scenario of this setting and address shares with the others, and what it includes.

    Raises:
        ScenarioError: One of the files has another shape, or a language is missing.
    """
    shared = _complete(AnswersFile, answers).root
    file = _complete(RepairFile, repair)
    unknown = list(_unknown(file, repair))
    if unknown:
        raise ScenarioError(unknown)
    care = file.care if front.setting == "care" else {}
    formal = file.formal if front.address == "formal" else {}
    spoken = {**file.phrases, **care, **formal}
    for words, document in included:
        findings = list(_unfit(words, document, tuple(spoken), tuple(shared), front.languages))
        if findings:
            raise ScenarioError(findings)
        spoken |= words.phrases
        shared = {**shared, **{key: _both(shared[key], more) for key, more in words.answers.items()}}
    return Commons(shared, spoken)


def alone(document: Document, path: str) -> None:
    """Let a shared file pass that is right by itself, whatever scenario may include it.

    Args:
        document: The file.
        path: Its path in its scenario folder; the common answers and the phrases of repair have shapes of their own.

    Raises:
        ScenarioError: It has another shape, or one of its texts is not in every language that the others are in.
    """
    if path == ANSWERS:
        _complete(AnswersFile, document)
        return
    model: type[RepairFile | SharedWords] = RepairFile if path == REPAIR else SharedWords
    file, findings = validated(model, document.data, document, ())
    if file is not None:
        findings = list(_uneven(file, document))
    if findings:
        raise ScenarioError(findings)


def _uneven(file: BaseModel, document: Document) -> Iterator[Finding]:
    texts = list(phrases(file, ()))
    written = {language for text in texts for language in text.words.root}
    languages = tuple(language for language in LANGUAGES if language in written)
    for text in texts:
        missing = tuple(language for language in languages if not text.words.root.get(language))
        if missing:
            yield document.at_key("K306", text.path, missing=missing)


def _both(words: Words, more: Words) -> Words:
    return Words({language: (*said, *more.root.get(language, ())) for language, said in words.root.items()})


def _unfit(
    words: SharedWords,
    document: Document,
    spoken: tuple[str, ...],
    answers: tuple[str, ...],
    languages: tuple[str, ...],
) -> Iterator[Finding]:
    for place, known in (("phrases", spoken), ("answers", answers)):
        for key in getattr(words, place):
            if key not in known:
                yield document.at_key("K201", (place, key), suggestion=nearest(key, known), key=key, known=known)
    for phrase in (*phrases(words.phrases, ("phrases",)), *phrases(words.answers, ("answers",))):
        missing = tuple(language for language in languages if not phrase.words.root.get(language))
        if missing:
            yield document.at_key("K306", phrase.path, missing=missing)


def _complete(model: type[Model], document: Document) -> Model:
    file, findings = validated(model, document.data, document, ())
    if file is not None:
        findings = list(_incomplete(file, document))
    if file is None or findings:
        raise ScenarioError(findings)
    return file


def _incomplete(file: BaseModel, document: Document) -> Iterator[Finding]:
    for phrase in phrases(file.root if isinstance(file, AnswersFile) else file, ()):
        missing = tuple(language for language in LANGUAGES if not phrase.words.root.get(language))
        if missing:
            yield document.at_key("K306", phrase.path, missing=missing)


def _unknown(file: RepairFile, document: Document) -> Iterator[Finding]:
    known = tuple(file.phrases)
    for place in ("care", "formal"):
        for key in getattr(file, place):
            if key not in known:
                yield document.at_key("K201", (place, key), suggestion=nearest(key, known), key=key, known=known)
