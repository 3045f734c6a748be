"""A deck of questions of one kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from behaviours.directives import CallStaff, Draw, Hear, Wait
from behaviours.quiz import Quiz, QuizParameters
from behaviours.turns import Nothing, Overlap, Turn, Unclear, Understood
from tests.behaviours.driver import LANGUAGES, Chance, Walk, doubles, heard, lights, play, said, stage, words


def answering(quiz: Quiz, *missed: int, chance: Chance = lambda draw: 0) -> Walk:
    """People who know everything but the questions of these numbers, at which they are silent."""
    asked: list[str] = []

    def turn(pending: Hear | CallStaff) -> Turn:
        assert isinstance(pending, Hear)
        if pending.question not in asked:
            asked.append(pending.question)
        return Nothing() if len(asked) in missed else Understood(pending.right[0], 0.9, "speech")

    return Walk(turn, chance).through(quiz)


def asked(played: Walk) -> list[str]:
    """The right answer of each question, in order."""
    first = {hear.question: hear.right[0] for hear in played.hears}
    return list(first.values())


def hows(played: Walk) -> list[str]:
    return [note["how"] for note in played.notes("answered")]


def pick(*picks: int) -> Callable[[Draw], int]:
    left = list(picks)
    return lambda draw: left.pop(0) if draw.what == "card" and left else 0


class TestDeck:
    def test_every_card_is_asked_once(self) -> None:
        played = answering(doubles())

        assert played.outcome == "done"
        assert asked(played) == ["n2", "n4", "n6", "n8", "n10"]
        assert hows(played) == ["right"] * 5
        assert played.notes("deck_done") == [{"quiz": "doubles", "asked": 5}]

    @pytest.mark.parametrize("count", [1, 3, 5])
    def test_no_more_are_asked_than_the_count(self, count: int) -> None:
        assert len(asked(answering(doubles(count=count)))) == count

    def test_a_count_above_the_deck_asks_the_deck(self) -> None:
        assert len(asked(answering(doubles(count=60)))) == 5

    def test_chance_picks_the_cards_and_every_draw_is_told(self) -> None:
        played = answering(doubles(), chance=pick(4, 2, 0, 1))

        assert asked(played) == ["n10", "n6", "n2", "n8", "n4"]
        assert [draw for draw in played.directives if isinstance(draw, Draw)] == [
            Draw("card", left) for left in (5, 4, 3, 2)
        ]

    def test_a_moment_of_quiet_stands_between_two_questions(self) -> None:
        assert answering(doubles(between=1.5)).directives.count(Wait(1.5)) == 5

    def test_people_have_time_to_think(self) -> None:
        profile = stage().profile
        timing = answering(doubles()).hears[0].timing

        assert timing == profile.timing(thinking=True)
        assert timing.no_speech == profile.no_speech + profile.thinking

    def test_a_quiz_to_which_the_scenario_comes_back_begins_afresh(self) -> None:
        quiz = doubles(cards=2)
        first, second = answering(quiz), answering(quiz)

        assert asked(second) == asked(first)
        ids = [note["question"] for played in (first, second) for note in played.notes("answered")]
        assert len(set(ids)) == 4


class TestMissedCards:
    def test_a_card_that_was_modelled_comes_back_after_two_others(self) -> None:
        played = answering(doubles(), 1)

        assert asked(played) == ["n2", "n4", "n6", "n2", "n8", "n10"]
        assert hows(played) == ["modelled", *["right"] * 5]

    def test_it_comes_back_once_only(self) -> None:
        played = answering(doubles(), 1, 4)

        assert asked(played) == ["n2", "n4", "n6", "n2", "n8", "n10"]
        assert hows(played) == ["modelled", "right", "right", "modelled", "right", "right"]

    def test_it_counts_as_one_of_the_count(self) -> None:
        assert asked(answering(doubles(count=5), 1)) == ["n2", "n4", "n6", "n2", "n8"]

    def test_the_last_card_comes_back_too(self) -> None:
        assert asked(answering(doubles(cards=2), 2)) == ["n2", "n4", "n4"]

    def test_with_every_card_missed_each_is_asked_twice_and_the_quiz_ends(self) -> None:
        played = answering(doubles(), *range(1, 20))

        assert played.outcome == "done"
        assert sorted(asked(played)) == sorted(["n2", "n4", "n6", "n8", "n10"] * 2)

    def test_when_the_scenario_comes_back_to_the_quiz_missed_cards_come_back_again(self) -> None:
        quiz = doubles(cards=3)

        assert asked(answering(quiz, 1)) == asked(answering(quiz, 1)) == ["n2", "n4", "n6", "n2"]

    def test_it_begins_with_a_ladder_of_its_own(self) -> None:
        played = answering(doubles(cards=1), 1, 2)
        steps = [(note["question"], note["step"]) for note in played.notes("repaired")]

        assert steps == [
            (f"doubles.{number}", step) for number in (1, 2) for step in ("waiting_on", "shortening", "giving")
        ]

    def test_a_card_that_needed_help_and_was_solved_does_not_come_back(self) -> None:
        played = play(doubles(cards=2), heard("n4"), heard("n2"), heard("n4"))

        assert played.outcome == "done"
        assert hows(played) == ["right", "right"]

    def test_what_was_doubted_in_one_question_is_not_in_the_next(self) -> None:
        played = play(doubles(), heard("n2", 0.4), heard("yes"), heard("n2", 0.4))

        assert said(played.replies[-1]) == ["Did you say two?"]
        assert played.notes("repaired") == []


class TestCards:
    @pytest.mark.parametrize(
        ("language", "expected"),
        [("fi", "Paljonko on kolme ja kolme?"), ("sv", "Vad är tre och tre?"), ("en", "How much is three and three?")],
    )
    def test_what_stands_on_a_card_is_named_in_words(self, language: str, expected: str) -> None:
        text = {
            "fi": "Paljonko on {first} ja {first}?",
            "sv": "Vad är {first} och {first}?",
            "en": "How much is {first} and {first}?",
        }
        quiz = doubles(stage(language), text=text, items=[{"first": 3, "answer": 6}])

        assert said(play(quiz).directives) == [expected]

    def test_the_other_cards_answers_are_listened_for(self) -> None:
        hear = play(doubles()).hears[0]

        assert {option.id for option in hear.options} == {"n2", "n4", "n6", "n8", "n10"}
        assert hear.right == ("n2",)

    def test_two_cards_with_one_answer_make_one_option(self) -> None:
        items = [{"first": 1, "answer": 2}, {"first": 2, "answer": 2}, {"first": 3, "answer": 6}]
        played = answering(doubles(items=items))

        assert [option.id for option in played.hears[0].options] == ["n2", "n6"]
        assert asked(played) == ["n2", "n2", "n6"]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_an_answer_may_be_words(self, language: str) -> None:
        def item(fi: str, sv: str, en: str) -> dict[str, Any]:
            return {"clue": words(f"the {en}"), "answer": {"fi": [fi, f"{fi}nen"], "sv": sv, "en": en}}

        parameters = {
            "text": words("What is {clue}?"),
            "items": [item("kissa", "katt", "cat"), item("koira", "hund", "dog")],
        }
        quiz = Quiz("animals", QuizParameters.model_validate(parameters), stage(language))
        played = answering(quiz)

        assert played.outcome == "done"
        assert said(played.directives)[0] == "What is the cat?"
        word = {"fi": "kissa", "sv": "katt", "en": "cat"}[language]
        assert word in said(played.replies[1])[0]

    def test_praise_and_model_name_the_card(self) -> None:
        quiz = doubles(
            cards=2,
            praise=words("{first} and {first} make {answer}!"),
            model=words("Together {first} and {first} are {answer}."),
        )
        played = answering(quiz, 2)

        assert "One and one make two!" in said(played.directives)
        assert "Together two and two are four." in said(played.directives)

    def test_the_ladder_is_the_same_as_for_any_question(self) -> None:
        played = play(doubles(cards=3), heard("n4"), heard("n4"), heard("n4"))

        assert [note["step"] for note in played.notes("repaired")] == ["hinting", "halving", "together"]
        assert "Count on from one." in said(played.replies[1])
        assert lights(played.replies[1])[-1] == "listening"


class TestAnyVoiceIsWelcome:
    def after_me(self, *turns: Turn, cards: int = 1) -> Walk:
        texts = {"model": words("It is {answer}."), "praise": words("Well said: {answer}!")}
        return play(doubles(cards=cards, welcome_any=True, **texts), *turns)

    @pytest.mark.parametrize("turn", [Unclear("speech"), Overlap(), heard("n4"), heard("n4", 0.1)])
    def test_a_try_is_thanked_for_and_the_card_does_not_come_back(self, turn: Turn) -> None:
        played = self.after_me(turn, heard("n4"), heard("n6"), cards=3)

        assert played.outcome == "done"
        assert asked(played) == ["n2", "n4", "n6"]
        assert hows(played) == ["heard", "right", "right"]
        assert played.notes("repaired") == []
        assert said(played.replies[1])[:2] == ["Thank you!", "It is two."]

    def test_the_word_that_was_made_out_is_praised(self) -> None:
        played = self.after_me(heard("n2", 0.9))

        assert hows(played) == ["right"]
        assert said(played.replies[1]) == ["Well said: two!"]

    def test_silence_is_waited_for_as_ever_and_the_card_comes_back(self) -> None:
        played = self.after_me(*[Nothing()] * 3, Unclear("speech"))

        assert [note["step"] for note in played.notes("repaired")] == ["waiting_on", "shortening", "giving"]
        assert hows(played) == ["modelled", "heard"]

    def test_without_it_an_unclear_answer_is_repaired(self) -> None:
        played = play(doubles(), Unclear("speech"))

        assert [note["step"] for note in played.notes("repaired")] == ["narrowing"]
        assert hows(played) == []
