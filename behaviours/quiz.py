"""Ask a deck of questions of one kind, each with the whole repair ladder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, StrictInt

from behaviours.directives import Draw, Note, Steps, Wait
from behaviours.items import Deck
from behaviours.numbers import number_word
from behaviours.parameters import Parameters, PictureName, Seconds, Words
from behaviours.question import Choice, Question, Wording, number_choice, spoken
from behaviours.repair import Asking
from behaviours.stage import Stage
from robot.commands import Option
from robot.text import Slot

MOST_ANSWERS = 10
"""More phrases than about ten cannot be told apart in a turn."""


class Item(Parameters):
    """One card: its answer, and under any other key what the question's text names."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Annotated[StrictInt, Field(ge=0, le=999)] | Words]
    """What the question's texts may name between braces: a number, or words."""

    answer: Annotated[StrictInt, Field(ge=0, le=999)] | Words
    """The answer to the card: a number, or words."""
    picture: PictureName | None = None
    """The picture on the card, beside the question on the participants' screen."""
    answer_picture: PictureName | None = None
    """The picture on the answer's button there, also where other cards offer it as another answer."""

    @property
    def shown(self) -> dict[str, int | Words]:
        """What the texts may name, by placeholder."""
        return dict(self.__pydantic_extra__)


class QuizParameters(Wording):
    """A deck, and the words around each card."""

    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=60)]
    """The cards. The robot draws from them by chance."""
    count: Annotated[StrictInt, Field(ge=1, le=60)] | None = None
    """How many questions are asked; where it is not given every card is, and those that come back besides."""
    between: Seconds = 0.8
    """Seconds of quiet before the next question."""


class Quiz(Asking[QuizParameters]):
    """Draws cards until the count is reached; one that had to be modelled comes once more."""

    key = "quiz"
    parameter_model = QuizParameters
    initial = "shuffling"
    graph: ClassVar = {
        **Asking.graph,
        "shuffling": {"shuffled": "drawing"},
        "drawing": {"drawn": "asking", "empty": "=done"},
        "settled": {"next": "drawing"},
    }
    placeholders = frozenset({"answer"})
    thinking = True

    def __init__(self, name: str, parameters: QuizParameters, stage: Stage) -> None:
        super().__init__(name, parameters, stage)
        self._deck: Deck[Item] = Deck(())
        self._asked = 0
        self._visits = 0
        self._brought_back: set[int] = set()
        self._item = parameters.items[0]
        self._language = parameters.listen or stage.language
        self._choices = _deck_choices(parameters.items, stage, self._language)
        self._put: dict[int, tuple[tuple[Choice, ...], Mapping[str, Slot]]] = {}
        """By card, what its question offers and what its texts name: a card is put in every round."""

    def shuffling(self) -> str:
        """Begin with the whole deck."""
        self._deck, self._asked = Deck(self.parameters.items), 0
        self._visits += 1
        self._brought_back.clear()
        return "shuffled"

    def drawing(self) -> Steps:
        """Take the card that is due."""
        p = self.parameters
        due = self._deck.choices()
        if due == 0 or (p.count is not None and self._asked >= p.count):
            yield Note("deck_done", {"quiz": self.name, "asked": self._asked})
            return "empty"
        pick = (yield Draw("card", due)) if due > 1 else 0
        self._item = self._deck.take(pick)
        self._asked += 1
        self.question = self._question(self._item)
        return "drawn"

    def settled(self) -> Steps:
        """A moment of quiet; a card that was modelled comes back once."""
        again = id(self._item)
        if self.question.modelled and again not in self._brought_back:
            self._brought_back.add(again)
            self._deck.bring_back(self._item)
        yield Wait(self.parameters.between)
        return "next"

    def _question(self, item: Item) -> Question:
        p = self.parameters
        self.picture = item.picture or p.picture or ""
        if id(item) not in self._put:
            self._put[id(item)] = self._offered(item)
        return Question(
            f"{self.name}.{self._asked}" if self._visits == 1 else f"{self.name}.{self._visits}.{self._asked}",
            p,
            *self._put[id(item)],
        )

    def _offered(self, item: Item) -> tuple[tuple[Choice, ...], Mapping[str, Slot]]:
        shown = {slot: self._shown(value) for slot, value in item.shown.items()}
        phrases = _phrases(item, self.stage, self._language)
        answer = next(choice for choice in self._choices if choice.option.phrases == phrases)
        return _with_the_nearest(answer, self._choices), {**shown, "answer": answer.spoken}

    def _shown(self, value: int | Words) -> Slot:
        if isinstance(value, int):
            return number_word(value, self.stage.language)
        if self.stage.language in value.root:
            return value.in_language(self.stage.language, self.stage.easy)[0]
        # A card may hold words in the language that is listened to alone: they are said by its voice.
        return spoken(value.in_language(self._language)[0], self.stage, self._language)


def pictures(items: tuple[Item, ...], language: str) -> dict[str, str]:
    """The pictures of the answers of a deck, by the ids of their options in the language that is listened to."""
    words = _words(items, language)
    return {
        f"n{item.answer}" if isinstance(item.answer, int) else _id(words.index(item.answer.in_language(language))): (
            item.answer_picture
        )
        for item in reversed(items)
        if item.answer_picture
    }


def _words(items: tuple[Item, ...], language: str) -> list[tuple[str, ...]]:
    """Every answer in words once."""
    return list(dict.fromkeys(item.answer.in_language(language) for item in items if isinstance(item.answer, Words)))


def _id(place: int) -> str:
    return f"a{place + 1}"


def _phrases(item: Item, stage: Stage, language: str) -> tuple[str, ...]:
    if isinstance(item.answer, int):
        return number_choice(item.answer, stage, right=True, listen=language).option.phrases
    return item.answer.in_language(language)


def _deck_choices(items: tuple[Item, ...], stage: Stage, language: str) -> tuple[Choice, ...]:
    """Every answer of the deck once, numbers in their order: what a wrong answer is likely to be."""
    numbers = sorted({item.answer for item in items if isinstance(item.answer, int)})
    return tuple(number_choice(number, stage, right=True, listen=language) for number in numbers) + tuple(
        Choice(Option(_id(place), phrases), spoken(phrases[0], stage, language), right=True)
        for place, phrases in enumerate(_words(items, language))
    )


def _with_the_nearest(answer: Choice, deck: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The answer and those around it, as many as ears can tell apart; only the answer is right."""
    first = max(0, min(deck.index(answer) - MOST_ANSWERS // 2, len(deck) - MOST_ANSWERS))
    return tuple(
        Choice(choice.option, choice.spoken, right=choice is answer) for choice in deck[first : first + MOST_ANSWERS]
    )
