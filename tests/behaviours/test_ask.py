"""A question without trouble: how it is asked, by which channels it is answered, and how sure an answer must be."""

from __future__ import annotations

from typing import Any

import pytest

from behaviours.directives import Hear
from behaviours.turns import Nothing, Overlap, Unclear, Understood
from robot.commands import Light, Say, Sensor
from tests.behaviours.driver import (
    CARE,
    LANGUAGES,
    SKY,
    Walk,
    alone,
    heard,
    lights,
    moves,
    play,
    said,
    sky,
    stage,
    words,
)

CHILD = stage().profile


def steps_of(answered: dict[str, Any]) -> tuple[str, str, str | None, str | None]:
    return answered["how"], answered["step"], answered["channel"], answered["option"]


class TestAsking:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_asks_with_white_eyes_and_listens_with_blue_ones(self, language: str) -> None:
        asked = play(sky(stage(language)))

        assert said(asked.directives) == [SKY["text"][language]]
        assert lights(asked.directives) == [Light.SPEAKING, Light.LISTENING]
        assert asked.notes("question_asked") == [{"question": "sky", "step": "first"}]

    def test_the_ears_open_after_the_last_word_only(self) -> None:
        question = alone(sky())
        question.machine.begin()

        assert isinstance(question.machine.pending, Say)
        assert question.hears == []
        question.step()
        assert isinstance(question.machine.pending, Hear)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_listens_for_every_answer_in_the_language_of_the_session(self, language: str) -> None:
        hear = play(sky(stage(language))).hears[0]

        assert hear.language == language
        assert [option.id for option in hear.options] == ["blue", "red", "green"]
        assert [option.phrases for option in hear.options] == [(a["words"][language],) for a in SKY["answers"]]
        assert hear.right == ("blue",)
        assert hear.question == "sky"

    def test_it_waits_as_long_as_the_profile_says(self) -> None:
        assert play(sky()).hears[0].timing == CHILD.timing()
        assert play(sky(stage(no_speech=9.5))).hears[0].timing.no_speech == 9.5

    def test_it_speaks_at_the_pace_of_the_profile(self) -> None:
        asked = play(sky(stage(rate=0.8, sentence_pause=0.7)))

        assert [(say.rate, say.pause) for say in asked.directives if isinstance(say, Say)] == [(0.8, 0.7)]

    def test_green_eyes_show_that_it_thinks_about_what_was_said(self) -> None:
        assert lights(play(sky(), heard("blue")).replies[1])[0] is Light.THINKING

    def test_when_the_scenario_comes_back_the_question_is_a_new_one(self) -> None:
        question = sky()
        first = play(question, Nothing(), heard("red"), heard("blue"))
        second = play(question, Nothing())

        assert [note["question"] for note in first.notes("answered")] == ["sky"]
        assert second.notes("question_asked") == [{"question": "sky.2", "step": "first"}]
        assert second.notes("repaired") == [{"question": "sky.2", "step": "waiting_on"}]


class TestAnswering:
    @pytest.mark.parametrize("channel", ["speech", "touch", "screen", "card", "staff"])
    def test_the_right_answer_settles_it_whichever_way_it_comes(self, channel: str) -> None:
        answered = play(sky(), Understood("blue", 1.0, channel))

        assert answered.outcome == "right"
        assert [steps_of(note) for note in answered.notes("answered")] == [("right", "first", channel, "blue")]
        assert answered.notes("repaired") == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_praise_has_the_answer_in_it_and_a_nod(self, language: str) -> None:
        answered = play(sky(stage(language)), heard("blue"))

        (praise,) = said(answered.replies[1])
        assert SKY["answers"][0]["words"][language] in praise
        assert moves(answered.replies[1]) == ["nod"]

    def test_praise_takes_turns(self) -> None:
        on = stage()
        praises = [said(play(sky(on), heard("blue")).replies[1])[0] for _ in range(3)]

        assert len(set(praises)) == 3

    def test_a_question_may_have_praise_of_its_own(self) -> None:
        answered = play(sky(praise=words("Blue as the sea, {answer}!")), heard("blue"))

        assert said(answered.replies[1]) == ["Blue as the sea, blue!"]

    @pytest.mark.parametrize("praise", [None, words("You said {answer}!")])
    def test_of_two_right_answers_the_one_that_was_given_is_praised(self, praise: dict[str, str] | None) -> None:
        answers = [{"id": "blue", "words": words("blue")}, {"id": "grey", "words": words("grey")}]
        answered = play(sky(answers=answers, praise=praise), heard("grey"))

        assert answered.outcome == "right"
        assert "grey" in said(answered.replies[1])[0]

    def test_numbers_are_said_as_words_and_known_by_one_id_in_every_language(self) -> None:
        for language, word in (("fi", "kuusi"), ("sv", "sex"), ("en", "six")):
            answered = play(sky(stage(language), answers=[{"number": 6}]), heard("n6"))
            assert answered.outcome == "right"
            assert word in said(answered.replies[1])[0]


class TestConfidence:
    @pytest.mark.parametrize("confidence", [CHILD.accept, 0.8, 1.0])
    def test_a_sure_answer_is_taken_as_it_is(self, confidence: float) -> None:
        assert play(sky(), heard("blue", confidence)).outcome == "right"

    @pytest.mark.parametrize("confidence", [CHILD.confirm, 0.5, CHILD.accept - 0.001])
    @pytest.mark.parametrize(
        ("language", "expected"),
        [("fi", "Sanoitko sininen?"), ("sv", "Sa du blå?"), ("en", "Did you say blue?")],
    )
    def test_a_doubtful_one_is_asked_back(self, confidence: float, language: str, expected: str) -> None:
        doubted = play(sky(stage(language)), heard("blue", confidence))

        assert said(doubted.replies[1]) == [expected]
        assert doubted.notes("repaired") == []
        assert doubted.notes("answered") == []

    @pytest.mark.parametrize("confidence", [0.0, 0.2, CHILD.confirm - 0.001])
    def test_below_that_it_was_not_clear(self, confidence: float) -> None:
        unclear = play(sky(), heard("blue", confidence))

        assert [note["step"] for note in unclear.notes("repaired")] == ["narrowing"]

    def test_the_thresholds_are_the_profiles(self) -> None:
        assert play(sky(stage(accept=0.3)), heard("blue", 0.3)).outcome == "right"
        assert play(sky(stage(confirm=0.1)), heard("blue", 0.1)).notes("repaired") == []


class TestConfirming:
    def doubted(self, *turns: Any, option: str = "blue", **changes: Any) -> Walk:
        return play(sky(**changes), heard(option, 0.4), *turns)

    def test_people_answer_by_word_or_by_the_head(self) -> None:
        options = {option.id: option for option in self.doubted().hears[-1].options}

        assert options["yes"].sensor is Sensor.HEAD_REAR
        assert options["no"].sensor is Sensor.HEAD_FRONT
        assert "yes" in options["yes"].phrases
        assert "no" in options["no"].phrases
        assert {"blue", "red", "green"} <= set(options)

    def test_simulated_people_know_what_would_do(self) -> None:
        assert self.doubted().hears[-1].right == ("yes",)
        assert self.doubted(option="red").hears[-1].right == ("no",)

    @pytest.mark.parametrize(("channel", "confidence"), [("speech", 0.9), ("speech", 0.4), ("touch", 1.0)])
    def test_yes_takes_the_answer(self, channel: str, confidence: float) -> None:
        answered = self.doubted(Understood("yes", confidence, channel))

        assert answered.outcome == "right"
        assert [steps_of(note) for note in answered.notes("answered")] == [("right", "first", channel, "blue")]

    def test_a_yes_that_was_hardly_heard_is_none(self) -> None:
        assert [note["step"] for note in self.doubted(heard("yes", 0.2)).notes("repaired")] == ["narrowing"]

    @pytest.mark.parametrize("turn", [Understood("no", 0.9, "speech"), Understood("no", 1.0, "touch")])
    def test_no_leads_on_without_a_second_of_blame(self, turn: Understood) -> None:
        denied = self.doubted(turn)

        assert [note["step"] for note in denied.notes("repaired")] == ["narrowing"]

    def test_yes_to_an_answer_that_is_not_right_leads_to_a_hint(self) -> None:
        confirmed = self.doubted(heard("yes"), option="red")

        assert [note["step"] for note in confirmed.notes("repaired")] == ["hinting"]

    def test_saying_the_answer_once_more_is_a_yes(self) -> None:
        assert self.doubted(heard("blue", 0.4)).outcome == "right"

    def test_another_answer_that_is_sure_counts_instead(self) -> None:
        assert self.doubted(heard("blue", 0.9), option="red").outcome == "right"

    def test_after_silence_the_question_comes_anew_and_yes_is_not_waited_for_any_more(self) -> None:
        silent = self.doubted(Nothing())

        assert [note["step"] for note in silent.notes("repaired")] == ["shortening"]

    def test_several_voices_and_unclear_ones_are_repaired_as_ever(self) -> None:
        for turn, step in ((Overlap(), "one_at_a_time"), (Unclear("speech"), "narrowing")):
            assert [note["step"] for note in self.doubted(turn).notes("repaired")] == [step]

    def test_no_answer_is_asked_back_twice(self) -> None:
        doubted = self.doubted(heard("red", 0.4), heard("blue", 0.4))

        assert [said(reply) for reply in doubted.replies[1:3]] == [["Did you say blue?"], ["Did you say red?"]]
        assert [note["step"] for note in doubted.notes("repaired")] == ["narrowing"]

    def test_again_repeats_the_question(self) -> None:
        assert said(self.doubted(heard("again")).replies[2]) == ["What colour is the sky?"]


class TestCommands:
    @pytest.mark.parametrize("channel", ["speech", "touch", "staff"])
    def test_again_repeats_the_question_and_is_no_trouble(self, channel: str) -> None:
        again = Understood("again", 1.0, channel)
        asked = play(sky(), again, again, again, again, again, again)

        for reply in asked.replies[1:]:
            assert said(reply) == ["What colour is the sky?"]
        assert asked.notes("repaired") == []
        assert asked.notes("answered") == []

    def test_again_keeps_what_has_been_reached(self) -> None:
        asked = play(sky(), Nothing(), heard("again"), Nothing())

        assert [note["step"] for note in asked.notes("question_asked")] == ["first", "waiting_on"]
        assert [note["step"] for note in asked.notes("repaired")] == ["waiting_on", "shortening"]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_hint_is_given_to_who_asks(self, language: str) -> None:
        hinted = play(sky(stage(language)), heard("hint"))

        assert said(hinted.replies[1])[-1] == SKY["hint"][language]
        assert [note["step"] for note in hinted.notes("repaired")] == ["hinting"]

    def test_a_hint_does_not_use_up_peoples_tries(self) -> None:
        hinted = play(sky(stage(rungs=1)), heard("hint"), heard("red"), heard("blue"))

        assert hinted.outcome == "right"

    def test_who_had_the_hint_gets_something_new_after_a_wrong_answer(self) -> None:
        hinted = play(sky(), heard("hint"), heard("red"))

        assert said(hinted.replies[1]) == ["Let us think together.", "Look up."]
        assert said(hinted.replies[2]) == ["Is it blue or red?"]


class TestAnyVoiceIsWelcome:
    def proverb(self, *turns: Any, language: str = "fi", **changes: Any) -> Walk:
        return play(sky(stage(language, CARE), welcome_any=True, **changes), *turns)

    @pytest.mark.parametrize(
        "turn", [Unclear("speech"), Overlap(), Overlap(("red",)), heard("red"), heard("red", 0.1), heard("stop", 0.1)]
    )
    def test_whatever_is_said_is_success(self, turn: Any) -> None:
        told = self.proverb(turn)

        assert told.outcome == "right"
        assert told.notes("repaired") == []
        assert [steps_of(note) for note in told.notes("answered")] == [("heard", "first", "speech", None)]
        assert said(told.replies[1]) == ["Kiitos!", SKY["model"]["fi"]]
        assert moves(told.replies[1]) == ["nod"]

    def test_a_touch_is_logged_as_a_touch(self) -> None:
        assert self.proverb(Understood("red", 1.0, "touch")).notes("answered")[0]["channel"] == "touch"

    @pytest.mark.parametrize("confidence", [0.1, 0.4, 0.9])
    def test_the_expected_ending_is_praised_at_once(self, confidence: float) -> None:
        told = self.proverb(heard("blue", confidence))

        assert told.outcome == "right"
        assert told.notes("answered")[0]["how"] == "right"
        assert len(told.hears) == 1

    def test_silence_is_waited_for_as_ever(self) -> None:
        silent = self.proverb(Nothing(), Nothing(), Nothing())

        assert [note["step"] for note in silent.notes("repaired")] == ["waiting_on", "shortening", "giving"]
        assert silent.outcome == "modelled"

    def test_again_and_a_hint_work_as_ever(self) -> None:
        told = self.proverb(heard("again"), heard("hint"), language="en")

        assert said(told.replies[1]) == [SKY["text"]["en"]]
        assert said(told.replies[2])[-1] == SKY["hint"]["en"]

    def test_a_memory_has_no_answer_and_is_thanked_for(self) -> None:
        assert said(self.proverb(Unclear("speech"), language="en", model=None).replies[1]) == ["Thank you!"]
