"""One question as it stands before people: its words, what may be answered, and what has gone amiss so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import StrictBool

from behaviours.numbers import number_phrases, number_word
from behaviours.parameters import Answer, Parameters, PictureName, Spoken, Words
from behaviours.stage import Stage
from behaviours.turns import Understood
from robot.commands import Option, Sensor
from robot.text import Foreign, Slot
from robot.values import value

_HANDS = {"left": Sensor.HAND_LEFT, "right": Sensor.HAND_RIGHT}


class Wording(Parameters):
    """The words around a question, or around every card of a deck."""

    text: Words
    """The question itself, last in its text."""
    short: Words | None = None
    """The same question in fewer words, for the second silence."""
    hint: Words | None = None
    """A little help, said after an answer that will not do and when people ask for it."""
    model: Words | None = None
    """The answer in a whole sentence, said when the robot gives it."""
    praise: Words | None = None
    """What the robot says to an answer that will do."""
    listen: Spoken | None = None
    """The language of the answers, where it is another than the scenario's: its ears listen and its voice says them."""
    picture: PictureName | None = None
    """The picture that stands beside the question on the participants' screen."""
    welcome_any: StrictBool = False
    """Any voice is success, as in reminiscing or saying a new word: the robot thanks, says the `model`, and repairs
    only silence."""


@value(frozen=True, slots=True)
class Choice:
    """An option with the way the robot says it."""

    option: Option
    spoken: Slot
    right: bool


@dataclass
class Question:
    """What is asked, and how far the repair of it has come."""

    id: str
    wording: Wording
    choices: tuple[Choice, ...]
    slots: Mapping[str, Slot] = field(default_factory=dict)
    troubles: Counter[str] = field(default_factory=Counter)
    step: str = "first"
    """The latest repair step, or `first` where none was needed."""
    in_play: tuple[Choice, ...] = ()
    """The choices that count now; all of them until some are set aside."""
    choir: bool = False
    """Whether everybody answering at once is what was asked for."""
    modelled: bool = False
    """Whether the robot gave the answer."""
    likely: tuple[str, ...] = ()
    """The ids between which the ears could not decide."""
    doubted: set[str] = field(default_factory=set)
    """The ids that "did you say ...?" has asked about; none is asked about twice."""
    offered: set[str] = field(default_factory=set)
    """The shared phrases that have put two answers to choose from; none does so twice."""
    hinted: bool = False
    """Whether the hint has been given."""
    heard: Understood | None = None
    """The answer that is being judged."""
    channel: str = ""
    """By which channel a welcome voice came."""

    def __post_init__(self) -> None:
        self.in_play = self.in_play or self.choices

    @property
    def judged(self) -> Understood:
        """The answer that is being judged; asked for only where there is one."""
        assert self.heard is not None
        return self.heard

    @property
    def right(self) -> tuple[str, ...]:
        """The ids of the answers that would do."""
        return tuple(choice.option.id for choice in self.choices if choice.right)

    @property
    def answer(self) -> Choice:
        """The answer the robot gives when it must give one."""
        return next(choice for choice in self.in_play if choice.right)

    def choice(self, option: str) -> Choice | None:
        """The choice with this option id."""
        return next((choice for choice in self.choices if choice.option.id == option), None)

    def distractors(self) -> tuple[Choice, ...]:
        """The choices from which one may stand beside the answer, the likely ones alone where there are any."""
        others = tuple(choice for choice in self.in_play if not choice.right)
        likely = tuple(choice for choice in others if choice.option.id in self.likely)
        return likely or others


def choices(answers: tuple[Answer, ...], stage: Stage, listen: str | None = None) -> tuple[Choice, ...]:
    """The answers of a question in the language it listens to; one without an id is named by its place: a1, a2 ..."""
    language = listen or stage.language
    return tuple(_choice(answer, place, stage, language) for place, answer in enumerate(answers, start=1))


def pictures(answers: tuple[Answer, ...]) -> dict[str, str]:
    """The pictures of answers, by the ids of their options."""
    return {option_id(each, place): each.picture for place, each in enumerate(answers, start=1) if each.picture}


def spoken(words: str, stage: Stage, language: str) -> Slot:
    """Words of a language as they stand in the session's texts: said by their own voice where it is another."""
    return words if language == stage.language else Foreign(words, language)


def option_id(answer: Answer, place: int) -> str:
    """What an answer is called in the log; `place` counts from 1."""
    return answer.id or f"a{place}" if answer.words is not None else f"n{answer.number}"


def _choice(answer: Answer, place: int, stage: Stage, language: str) -> Choice:
    sensor = _HANDS[answer.hand] if answer.hand else None
    if answer.words is not None:
        phrases = answer.words.in_language(language)
        option = Option(option_id(answer, place), phrases, sensor)
        return Choice(option, spoken(phrases[0], stage, language), answer.right)
    return number_choice(answer.number or 0, stage, answer.right, sensor, language)


def number_choice(
    number: int, stage: Stage, right: bool, sensor: Sensor | None = None, listen: str | None = None
) -> Choice:
    """A number as an answer: its id is the same in every language."""
    language = listen or stage.language
    # The first phrase is the standard word; understanding knows the spoken ones by value, so the recogniser's
    # vocabulary stays small.
    phrases = number_phrases(number, language)[:1]
    word = spoken(number_word(number, language), stage, language)
    return Choice(Option(f"n{number}", phrases, sensor), word, right)
