"""What the participants' screen may show: the words of the scenario, and no name of anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from behaviours import question, quiz
from behaviours.ask import AskParameters
from behaviours.directives import Directive, Hear
from behaviours.numbers import number_of, number_word
from behaviours.parameters import Words
from behaviours.quiz import QuizParameters
from behaviours.tell import TellParameters
from robot.text import Foreign, Name, Slot, Text, Typed, slots_of
from scenarios.language.compile import Plan
from scenarios.language.model import LANGUAGES
from scenarios.language.walk import phrases

_HIDDEN = "\x00"
_NUMBER = re.compile(r"n(\d{1,3})")
"""The id of an answer that is a number."""

_AT_THE_END = re.compile(rf",\s*{_HIDDEN}(?=[.!?…,])")
_AT_THE_START = re.compile(rf"(^|[.!?…]\s+){_HIDDEN},\s*(\w)")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


class _Number(str):
    """A number's word in the language that it is put into."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Touchable:
    """An answer that people may touch; `others` is how it is said in the scenario's other languages, where known."""

    id: str
    words: str
    others: Mapping[str, str]
    picture: str = ""
    """The name of the picture on it; empty where there is none."""
    digits: str = ""
    """Of a number, how it is written."""


@dataclass(frozen=True, slots=True)
class OnScreen:
    """What stands on the screen in the room. It holds no name, and nothing that was typed for this session alone."""

    words: str = ""
    others: Mapping[str, str] = field(default_factory=dict)
    """The same in the scenario's other languages, where they have it."""
    picture: str = ""
    """The name of the picture that goes with the words; empty where none does."""
    choices: tuple[Touchable, ...] = ()
    """The answers while people are to give one."""
    turn: str = ""
    """Which turn of listening it is: `Asked("accept", id, by="screen", about=turn)` answers in this one alone."""
    lines: tuple[str, ...] = ()
    """The song or the poem that is being said; empty where none is."""
    line: int = 0
    """Which of the lines is being said, counted from 0."""


def public(text: Text) -> str:
    """The words without names and without what somebody typed.

    Whoever is called at the beginning or the end of a sentence is left out, and so is a sentence that names somebody
    within.
    """
    slots = tuple((key, _HIDDEN if isinstance(value, Typed) else value) for key, value in text.slots)
    words = Text(text.template, text.language, slots).filled(lambda pseudonym: _HIDDEN)
    words = _AT_THE_END.sub("", words)
    words = _AT_THE_START.sub(lambda found: found[1] + found[2].upper(), words)
    return " ".join(part for part in _SENTENCE_END.split(words) if _HIDDEN not in part)


class Screen:
    """Tells what stands on it as a session goes on. Session thread only.

    Args:
        plan: The scenario, compiled.
        language: What is spoken.
    """

    def __init__(self, plan: Plan, language: str) -> None:
        self._plan = plan
        self._language = language
        self._known: dict[str, Words] = {}
        for words in _all(plan):
            for spoken in (language, f"{language}-easy"):
                for wording in words.root.get(spoken, ()):
                    self._known.setdefault(wording, words)
        self._scene = ""
        self._line = -1
        self._said: Text | None = None

    def shows(self, scene: str, said: Text | None, pending: Directive | None, turn: int, picture: str = "") -> OnScreen:
        """What it shows.

        Args:
            scene: The scenario's state.
            said: What the robot says or said last; None where staff put it in their own words.
            pending: What the scenario waits for.
            turn: The number of the turn in which people are heard; 0 where they aren't.
            picture: The name of the one that goes with what is said.
        """
        lines = self._lines(scene, said)
        options = pending.options if isinstance(pending, Hear) and turn else ()
        pictures = self._pictures(scene) if options else {}
        choices = tuple(self._touchable(each.id, each.phrases, pictures.get(each.id, "")) for each in options)
        words, others = (public(said), self._others(said)) if said is not None else ("", {})
        return OnScreen(words, others, picture, choices, str(turn) if turn else "", lines, max(self._line, 0))

    def _touchable(self, option: str, ways: tuple[str, ...], picture: str) -> Touchable:
        words = ways[0] if ways else option
        found = _NUMBER.fullmatch(option)
        if found is not None and any(words == number_word(int(found[1]), language) for language in LANGUAGES):
            number = int(found[1])
            others: dict[str, str] = {each: number_word(number, each) for each in LANGUAGES if each != self._language}
            return Touchable(option, words, others, picture, str(number))
        return Touchable(option, words, self._others(Text(words, self._language)), picture)

    def _pictures(self, scene: str) -> Mapping[str, str]:
        """The pictures of a question's answers, by the ids of their options."""
        state = self._plan.states.get(scene)
        match state.parameters if state is not None else None:
            case AskParameters(answers=answers):
                return question.pictures(answers)
            case QuizParameters(items=items, listen=listen):
                return quiz.pictures(items, listen or self._language)
            case _:
                return {}

    def _others(self, text: Text) -> dict[str, str]:
        """A text in the other languages, with the wording of the same place; without those that it cannot be put in."""
        words = self._known.get(text.template)
        if words is None:
            return {}
        mine = next(wordings for wordings in words.root.values() if text.template in wordings)
        place, known = mine.index(text.template), dict(text.slots)
        found: dict[str, str] = {}
        for language in LANGUAGES:
            wordings = words.root.get(language, ())
            if language == self._language or not wordings:
                continue
            wording = wordings[place] if len(wordings) == len(mine) else wordings[0]
            slots = tuple((slot, self._in(language, known[slot])) for slot in known)
            # A slot's own words are in the language that is spoken.
            if all(isinstance(dict(slots).get(slot), Name | Typed | Foreign | _Number) for slot in slots_of(wording)):
                found[language] = public(Text(wording, language, slots))
        return found

    def _in(self, language: str, value: Slot) -> Slot:
        """A slot's value in another language, where it is a number."""
        number = number_of((value,), self._language) if isinstance(value, str) else None
        if number is None or number_word(number, self._language) != value:
            return value
        return _Number(number_word(number, language))

    def _lines(self, scene: str, said: Text | None) -> tuple[str, ...]:
        state = self._plan.states.get(scene)
        parameters = state.parameters if state is not None else None
        if scene != self._scene:
            self._scene, self._line, self._said = scene, -1, None
        if not isinstance(parameters, TellParameters) or not parameters.lines or said is None:
            return ()
        if said is not self._said:
            self._said = said
            later = range(self._line + 1, len(parameters.lines))
            self._line = next((at for at in later if _has(parameters.lines[at], said.template)), self._line)
        if self._line < 0:
            return ()
        spoken = said.language
        return tuple(public(Text(line.root[spoken][0], spoken)) for line in parameters.lines if spoken in line.root)


def _all(plan: Plan) -> Iterator[Words]:
    for state in plan.states.values():
        for phrase in phrases(state.parameters, ()):
            yield phrase.words
    yield from plan.answers.values()
    yield from plan.phrases.values()


def _has(words: Words, template: str) -> bool:
    return any(template in wordings for wordings in words.root.values())
