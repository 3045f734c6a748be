"""Texts of a scenario as somebody may hear them: an example stands in each of their slots."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from behaviours.numbers import number_word
from behaviours.parameters import Parameters, Words
from behaviours.quiz import QuizParameters
from behaviours.stage import GROUP, SCORE
from behaviours.today import values
from robot.text import Slot, Text, no_names, slots_of

_DAY = date(2026, 9, 1)
"""The day of a simulated session."""

_GROUPS = {"fi": "Ketut", "sv": "Rävarna", "en": "the Foxes"}
_SOLVED = 3
_UNKNOWN = "…"


def sampled(template: str, language: str, parameters: Parameters, given: Mapping[str, Slot]) -> str:
    """The words of a template of a state with these parameters.

    Args:
        template: In the language.
        language: Of the words.
        parameters: Where the template stands; the first card of a deck gives its values.
        given: What every text may name of the inputs.
    """
    slots = slots_of(template)
    if not slots:
        return Text(template, language).filled(no_names)
    known: dict[str, Slot] = {**values(_DAY, language), GROUP: _GROUPS[language]}
    known |= {SCORE: number_word(_SOLVED, language), **given, **_of_the_first_card(parameters, language)}
    return Text(template, language, tuple((slot, known.get(slot, _UNKNOWN)) for slot in slots)).filled(no_names)


def _of_the_first_card(parameters: Parameters, language: str) -> Mapping[str, Slot]:
    if not isinstance(parameters, QuizParameters):
        return {}
    card = parameters.items[0]
    return {slot: _shown(value, language) for slot, value in {**card.shown, "answer": card.answer}.items()}


def _shown(value: int | Words, language: str) -> str:
    if isinstance(value, int):
        return number_word(value, language)
    wordings = value.root.get(language) or next(iter(value.root.values()))
    return wordings[0]
