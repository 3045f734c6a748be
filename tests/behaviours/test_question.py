"""A question as it stands before people."""

from __future__ import annotations

import pytest

from behaviours.parameters import Answer
from behaviours.question import Question, Wording, choices, number_choice
from robot.commands import Option, Sensor
from tests.behaviours.driver import stage, words

CAT = Answer.model_validate({"words": {"fi": ["kissa", "kisu"], "sv": "katt", "en": "cat"}, "hand": "left"})
DOG = Answer.model_validate({"id": "dog", "words": words("dog"), "hand": "right", "right": False})
COW = Answer.model_validate({"words": words("cow"), "right": False})


def question(*answers: Answer) -> Question:
    return Question("q", Wording.model_validate({"text": words("?")}), choices(answers, stage()))


def test_answers_become_options_with_the_hands_the_author_gave() -> None:
    cat, dog = choices((CAT, DOG), stage("fi"))

    assert cat.option == Option("a1", ("kissa", "kisu"), Sensor.HAND_LEFT)
    assert (cat.spoken, cat.right) == ("kissa", True)
    assert dog.option == Option("dog", ("dog",), Sensor.HAND_RIGHT)
    assert not dog.right


@pytest.mark.parametrize(("language", "word"), [("fi", "seitsemän"), ("sv", "sju"), ("en", "seven")])
def test_a_number_has_one_id_and_its_standard_word(language: str, word: str) -> None:
    seven = number_choice(7, stage(language), right=True)

    assert seven.option == Option("n7", (word,))
    assert seven.spoken == word


def test_zero_is_a_number_too() -> None:
    (zero,) = choices((Answer(number=0),), stage())

    assert (zero.option.id, zero.spoken) == ("n0", "zero")


def test_all_answers_count_at_first() -> None:
    q = question(CAT, DOG, COW)

    assert q.in_play == q.choices
    assert q.right == ("a1",)
    assert q.answer.spoken == "cat"


def test_beside_the_answer_may_stand_any_other_that_is_in_play() -> None:
    q = question(CAT, DOG, COW)
    assert [choice.spoken for choice in q.distractors()] == ["dog", "cow"]

    q.in_play = q.choices[:2]
    assert [choice.spoken for choice in q.distractors()] == ["dog"]


def test_what_the_ears_may_have_heard_comes_first() -> None:
    q = question(CAT, DOG, COW)

    q.likely = ("a3", "a1")
    assert [choice.spoken for choice in q.distractors()] == ["cow"]
    q.likely = ("a1",)
    assert [choice.spoken for choice in q.distractors()] == ["dog", "cow"]


def test_a_choice_is_found_by_its_id() -> None:
    q = question(CAT, DOG)
    found = q.choice("dog")

    assert found is not None
    assert found.spoken == "dog"
    assert q.choice("cow") is None
