"""The pass over references: every name in a scenario leads to something, and every text is in every language."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from pydantic import BaseModel

from behaviours.behaviour import END, SKIPPED
from behaviours.parameters import Answer
from robot.text import SLOT, slots_of
from scenarios.language.diagnostics import Finding, nearest
from scenarios.language.document import Document
from scenarios.language.events import Path
from scenarios.language.marks import braces, cut_or_open
from scenarios.language.model import EASY, WRITTEN, Scenario, State
from scenarios.language.spans import spans
from scenarios.language.tongues import meant
from scenarios.language.unseen import first_unseen, naming, without
from scenarios.language.walk import Phrase, models, names, phrases
from scenarios.language.world import World

_CODES = {"state": "K301", "gesture": "K303", "profile": "K304", "picture": "K338"}


def references(scenario: Scenario, document: Document, world: World) -> Iterator[Finding]:
    """Every name that leads nowhere and every text that is missing: the front matter's, then each state's."""
    known = {**world.names, "state": (*scenario.states, END)}
    languages = scenario.front.languages
    yield from _names(scenario.front, (), document, known)
    for phrase in phrases(scenario.front, ()):
        yield from _languages(phrase, languages, document)
        yield from _placeholders(phrase, frozenset(), document)
        yield from _spans(phrase, document, spoken=False)
        yield from cut_or_open(phrase, document)
    for state in scenario.states.values():
        path: Path = ("states", state.name, state.behaviour.key)
        yield from _names(state.parameters, path, document, known)
        yield from _texts(state, path, scenario, document, world)
        yield from _names(state.ways, path[:2], document, known)
        for phrase in phrases(state.ways, path[:2]):
            yield from _languages(phrase, languages, document)
            yield from _placeholders(phrase, frozenset(), document)
            yield from _spans(phrase, document, spoken=False)
            yield from cut_or_open(phrase, document)
        yield from _outcomes(state, document)
    yield from _unused(scenario, document)


def _unused(scenario: Scenario, document: Document) -> Iterator[Finding]:
    """Inputs that people would fill in for nothing."""
    if not scenario.front.inputs:
        return
    used = {holder.name for holder in scenario.holders}
    for state in scenario.states.values():
        for phrase in phrases(state.parameters, ()):
            used.update(slot for texts in phrase.words.root.values() for text in texts for slot in slots_of(text))
    for name in scenario.front.inputs:
        if name not in used:
            yield document.at_key("K336", ("inputs", name), name=name)


def _names(value: BaseModel, path: Path, document: Document, known: Mapping[str, Collection[str]]) -> Iterator[Finding]:
    for reference in names(value, path):
        options = known[reference.kind]
        odd = first_unseen(reference.name)
        if odd is not None and without(reference.name) in options:
            yield document.at_value(
                "K123", reference.path, within=odd, suggestion=without(reference.name), **naming(odd)
            )
        elif reference.name not in options:
            yield document.at_value(
                _CODES[reference.kind],
                reference.path,
                suggestion=nearest(reference.name, options),
                name=reference.name,
                known=tuple(options),
            )


def _outcomes(state: State, document: Document) -> Iterator[Finding]:
    known = (*state.behaviour.outcomes(), SKIPPED)
    for outcome in state.ways.on:
        if outcome not in known:
            yield document.at_key(
                "K302",
                ("states", state.name, "on", outcome),
                # A test tells heard from right; whoever was heard has answered well, and goes the same way.
                suggestion="right" if outcome == "heard" and "right" in known else nearest(outcome, known),
                outcome=outcome,
                behaviour=state.behaviour.key,
                known=known,
            )


def _texts(state: State, path: Path, scenario: Scenario, document: Document, world: World) -> Iterator[Finding]:
    languages = scenario.front.languages
    listen: str | None = getattr(state.parameters, "listen", None)
    cards = [(place, set(model.model_extra)) for place, model in models(state.parameters, path) if model.model_extra]
    on_cards = frozenset().union(*(fields for _, fields in cards))
    allowed = world.values | frozenset(scenario.front.inputs) | state.behaviour.placeholders | on_cards
    used: set[str] = set()
    for phrase in phrases(state.parameters, path):
        # The words of an answer are listened for, and those on a card are put into texts: neither has slots itself.
        is_text = not isinstance(phrase.owner, Answer) and not _on_card(phrase)
        # What is listened for in another language is in that one alone.
        elsewhere = listen is not None and not is_text and (_is_answer(phrase) or set(phrase.words.root) == {listen})
        needed = (listen,) if elsewhere and listen else languages
        yield from _languages(phrase, needed, document, also=(*languages, *((listen,) if listen else ())))
        yield from _spans(phrase, document, spoken=is_text)
        yield from cut_or_open(phrase, document)
        yield from _placeholders(phrase, allowed if is_text else frozenset(), document)
        if is_text:
            used.update(slot for words in phrase.words.root.values() for text in words for slot in slots_of(text))
    for place, fields in cards:
        for slot in sorted(used & on_cards - fields):
            yield document.at_value("K311", place, name=slot, known=tuple(sorted(fields)))


def _languages(
    phrase: Phrase, languages: tuple[str, ...], document: Document, also: tuple[str, ...] = ()
) -> Iterator[Finding]:
    missing = tuple(language for language in languages if language not in phrase.words.root)
    if missing:
        yield document.at_key("K306", phrase.path, missing=missing)
    for language, wordings in phrase.words.root.items():
        place = (*phrase.path, language)
        if language not in WRITTEN:
            yield document.at_key("K308", place, suggestion=meant(language, WRITTEN), name=language, known=WRITTEN)
        elif language.removesuffix(EASY) not in (*languages, *also):
            yield document.at_key("K307", place, name=language)
        if not wordings or not all(wording.strip() for wording in wordings):
            yield document.at_value("K309", place, name=language)


def _on_card(phrase: Phrase) -> bool:
    return phrase.owner is not None and phrase.owner.model_config.get("extra") == "allow"


def _is_answer(phrase: Phrase) -> bool:
    return isinstance(phrase.owner, Answer) or phrase.path[-1] == "answer"


def _spans(phrase: Phrase, document: Document, spoken: bool) -> Iterator[Finding]:
    for language in phrase.words.root:
        for path, wording in phrase.wordings(language):
            if "[" in wording:
                yield from spans(document, path, wording, spoken)


def _placeholders(phrase: Phrase, allowed: frozenset[str], document: Document) -> Iterator[Finding]:
    for language in phrase.words.root:
        for path, wording in phrase.wordings(language):
            if "{" not in wording and "}" not in wording:
                continue
            slots = slots_of(wording)
            for slot in dict.fromkeys(slots):
                if slot not in allowed:
                    yield document.at_value(
                        "K305",
                        path,
                        within=f"{{{slot}}}",
                        suggestion=nearest(slot, allowed),
                        name=slot,
                        known=tuple(sorted(allowed)),
                    )
            for slot, before, after in _neighbours(wording):
                if before.isalnum() or after[:1].isalnum() or _inflects(after, language):
                    yield document.at_value("K332", path, within=f"{{{slot}}}")
            yield from braces(document, path, wording)


def _neighbours(wording: str) -> Iterator[tuple[str, str, str]]:
    """Each placeholder with the character before it and those after it; empty at the text's ends."""
    for match in SLOT.finditer(wording):
        start, end = match.span()
        yield match.group(1), wording[max(0, start - 1) : start], wording[end : end + _LONGEST_ENDING]


_LONGEST_ENDING = 8
_ENDING = re.compile(
    r"[:’'][^\W\d_]|[-–](?:n|a|ä|t|i?ll[aäe]|i?lt[aä]|i?ss[aä]|i?st[aä]|t[aä]|n[aä]|ksi|s|ns|en|et)(?![^\W_])"
)
"""An ending that a mark ties to a name: {group}:n, {group}’n, {group}-lle. In {group}-ryhmälle stands a word."""

_POSSESSIVE = re.compile(r"[’']s?(?![^\W_])")


def _inflects(after: str, language: str) -> bool:
    return bool(_ENDING.match(after)) and not (language == "en" and _POSSESSIVE.match(after))
