"""The repair ladder, rung by rung: what people notice when nobody answers, or not clearly."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from behaviours.directives import CallStaff, Hear
from behaviours.turns import Nothing, Overlap, Turn, Unclear, Understood
from robot.commands import Light, Sensor, Sound
from scenarios.language.check import SCENARIOS, shipped_scenarios
from tests.behaviours.driver import (
    CARE,
    CLASSROOM,
    LANGUAGES,
    SKY,
    Walk,
    heard,
    lights,
    moves,
    notes,
    play,
    said,
    sky,
    stage,
)

SILENT, UNCLEAR, MANY = Nothing(), Unclear("speech"), Overlap()
RED, BLUE = heard("red"), heard("blue")
LADDERS: dict[str, tuple[tuple[Turn, ...], tuple[str, ...]]] = {
    "silent": ((SILENT,) * 3, ("waiting_on", "shortening", "giving")),
    "unclear": ((UNCLEAR,) * 3, ("narrowing", "switching", "deferring")),
    "wrong": ((RED, RED, RED), ("hinting", "halving", "together")),
    "overlap": ((MANY,) * 3, ("one_at_a_time", "choir", "deferring")),
}
BLAME = re.compile(
    r"\b(väär\w*|virhe\w*|ei ole oikein|fel\w*|inte rätt|wrong\w*|incorrect\w*|mistake\w*|not right|false)\b",
    re.IGNORECASE,
)
STAGES = [(language, scenario) for language in LANGUAGES for scenario in (CLASSROOM, CARE)]


def rungs(played: Walk) -> list[str]:
    return [note["step"] for note in played.notes("repaired")]


def answered(played: Walk) -> dict[str, Any]:
    (note,) = played.notes("answered")
    return note


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


class TestEveryLadder:
    @pytest.mark.parametrize("kind", LADDERS)
    def test_its_rungs_come_in_order_and_are_logged(self, kind: str) -> None:
        turns, expected = LADDERS[kind]

        assert tuple(rungs(play(sky(), *turns))) == expected

    @pytest.mark.parametrize("kind", LADDERS)
    @pytest.mark.parametrize(("language", "scenario"), STAGES)
    def test_its_rungs_have_different_texts(self, kind: str, language: str, scenario: str) -> None:
        played = play(sky(stage(language, scenario)), *LADDERS[kind][0])
        told = [tuple(said(reply)) for reply in played.replies[1:4]]

        assert len(set(told)) == 3

    @pytest.mark.parametrize("bare", [False, True])
    @pytest.mark.parametrize(("language", "scenario"), STAGES)
    def test_no_sentence_is_ever_said_twice(self, language: str, scenario: str, bare: bool) -> None:
        """Whatever mixture of troubles people have, with the author's help texts and without."""
        left_out = dict.fromkeys(("short", "hint", "model")) if bare else {}
        troubles: tuple[Turn, ...] = (SILENT, UNCLEAR, RED, MANY, heard("green"))
        for turns in itertools.product(troubles, repeat=4):
            played = play(sky(stage(language, scenario), **left_out), *turns, SILENT)
            told = [sentence for text in said(played.directives) for sentence in re.split(r"(?<=[.!?])\s+", text)]
            assert len(told) == len(set(told)), told

    @pytest.mark.parametrize("kind", LADDERS)
    @pytest.mark.parametrize("rung", [0, 1])
    def test_a_right_answer_on_any_rung_is_praised_and_the_rung_is_logged(self, kind: str, rung: int) -> None:
        turns, steps = LADDERS[kind]
        played = play(sky(), *turns[: rung + 1], BLUE)

        assert played.outcome == "right"
        assert (answered(played)["how"], answered(played)["step"]) == ("right", steps[rung])

    @pytest.mark.parametrize("kind", LADDERS)
    @pytest.mark.parametrize("rung", [0, 1])
    @pytest.mark.parametrize("channel", ["touch", "screen", "card", "staff"])
    def test_every_channel_works_on_every_rung(self, kind: str, rung: int, channel: str) -> None:
        played = play(sky(), *LADDERS[kind][0][: rung + 1], Understood("blue", 1.0, channel))

        assert answered(played)["channel"] == channel
        assert played.outcome == "right"

    @pytest.mark.parametrize("kind", LADDERS)
    def test_at_its_end_the_answer_has_been_given_and_nobody_has_failed(self, kind: str) -> None:
        played = play(sky(), *LADDERS[kind][0], SILENT)

        assert played.outcome == "modelled"
        assert answered(played)["how"] == "modelled"
        assert said(played.directives)[-1] == "The sky is blue."
        assert "fail" not in repr(played.directives)

    @pytest.mark.parametrize("kind", LADDERS)
    def test_blue_eyes_come_before_the_ears_open_on_every_rung(self, kind: str) -> None:
        played = play(sky(), *LADDERS[kind][0], SILENT)

        for reply in played.replies:
            if any(isinstance(directive, Hear) for directive in reply):
                assert lights(reply)[-1] is Light.LISTENING

    @pytest.mark.parametrize("most", [1, 2, 3, 4, 5, 6])
    def test_the_sum_of_all_repairs_is_bounded(self, most: int) -> None:
        troubles = (SILENT, UNCLEAR, RED, MANY, SILENT, UNCLEAR, RED, MANY)
        played = play(sky(stage(rungs=most)), *troubles)

        assert played.outcome == "modelled"
        assert rungs(played)[-1] == "giving"
        assert len(rungs(played)) == most + 1
        assert len(played.hears) == most + 1

    def test_one_kind_of_trouble_does_not_use_up_anothers_rungs(self) -> None:
        assert rungs(play(sky(), SILENT, UNCLEAR, SILENT, UNCLEAR)) == [
            "waiting_on",
            "narrowing",
            "shortening",
            "switching",
        ]


class TestWords:
    @pytest.mark.parametrize("path", [SCENARIOS / "common" / "repair.yaml", *shipped_scenarios().values()])
    def test_no_text_says_that_an_answer_was_wrong(self, path: Path) -> None:
        shipped = yaml.safe_load(path.read_text(encoding="utf-8"))

        assert [text for text in texts(shipped) if BLAME.search(text)] == []

    @pytest.mark.parametrize("kind", LADDERS)
    @pytest.mark.parametrize(("language", "scenario"), STAGES)
    def test_nor_does_the_robot(self, kind: str, language: str, scenario: str) -> None:
        played = play(sky(stage(language, scenario)), *LADDERS[kind][0], SILENT)

        assert [text for text in said(played.directives) if BLAME.search(text)] == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_people_who_are_addressed_formally_always_are(self, language: str) -> None:
        told = {
            text
            for kind in LADDERS
            for text in said(play(sky(stage(language, CARE)), heard("red", 0.4), *LADDERS[kind][0]).directives)
        }
        familiar = {"fi": r"\b\w+tko\b|\bsinä\b|Kosketa\b|Mieti\b", "sv": r"\b(du|dig|din|ditt)\b", "en": r"grown-up"}

        assert [text for text in told if re.search(familiar[language], text)] == []


class TestSilence:
    def test_first_it_waits_on_with_a_nod_and_no_words_and_the_eyes_stay_blue(self) -> None:
        reply = play(sky(), SILENT).replies[1]

        assert said(reply) == []
        assert moves(reply) == ["nod"]
        assert set(lights(reply)) == {Light.LISTENING}
        assert isinstance(reply[-1], Hear)

    @pytest.mark.parametrize(
        ("language", "offer"),
        [
            ("fi", "Onko se sininen vai punainen?"),
            ("sv", "Är det blå eller röd?"),
            ("en", "Is it blue or red?"),
        ],
    )
    def test_then_it_asks_in_fewer_words_with_answers_to_choose_from(self, language: str, offer: str) -> None:
        reply = play(sky(stage(language)), SILENT, SILENT).replies[2]

        assert said(reply) == [SKY["short"][language], offer]

    def test_without_a_shorter_question_it_offers_answers_alone(self) -> None:
        assert said(play(sky(short=None), SILENT, SILENT).replies[2]) == ["Is it blue or red?"]

    def test_without_another_answer_it_gives_time(self) -> None:
        only = sky(answers=[{"id": "blue", "words": dict.fromkeys(LANGUAGES, "blue")}])

        assert said(play(only, SILENT, SILENT).replies[2]) == ["The sky's colour?", "Take your time."]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_last_there_is_no_hurry_and_the_answer(self, language: str) -> None:
        on = stage(language)
        reply = play(sky(on), SILENT, SILENT, SILENT).replies[3]
        calm, model = said(reply)

        assert calm in on.phrases["no_hurry"].in_language(language)
        assert model == SKY["model"][language]
        assert notes(reply, "answered") == [
            {"question": "sky", "how": "modelled", "step": "giving", "channel": None, "option": None}
        ]

    def test_without_a_whole_sentence_it_tells_the_answer(self) -> None:
        assert said(play(sky(model=None), SILENT, SILENT, SILENT).replies[3])[-1] == "The answer is blue."


class TestUnclearSpeech:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_first_it_asks_was_it_this_or_that(self, language: str) -> None:
        on = stage(language)
        (question,) = said(play(sky(on), UNCLEAR).replies[1])
        blue, red = (answer["words"][language] for answer in SKY["answers"][:2])

        assert question == on.phrases["was_it"].in_language(language)[0].format(a=blue, b=red)

    def test_it_offers_what_it_may_have_heard(self) -> None:
        (question,) = said(play(sky(), Unclear("speech", ("green", "blue"))).replies[1])

        assert question.endswith("Was it blue or green?")

    def test_of_two_that_are_not_right_one_stands_beside_the_answer(self) -> None:
        for pick, other in ((0, "red"), (1, "green")):
            played = play(
                sky(),
                Unclear("speech", ("green", "red")),
                chance=lambda draw, pick=pick: pick if draw.what == "distractor" else 0,  # type: ignore[misc]
            )
            assert said(played.replies[1])[0].endswith(f"Was it blue or {other}?")

    def test_the_answer_does_not_always_come_first(self) -> None:
        played = play(sky(), UNCLEAR, chance=lambda draw: draw.count - 1)

        assert said(played.replies[1])[0].endswith("Was it green or blue?")

    def test_then_a_touch_of_a_hand_will_do(self) -> None:
        played = play(sky(), UNCLEAR, UNCLEAR)
        sensors = {option.id: option.sensor for option in played.hears[-1].options}

        assert said(played.replies[2]) == ["My left hand is blue. My right hand is red. Touch one of them."]
        assert sensors == {"blue": Sensor.HAND_LEFT, "red": Sensor.HAND_RIGHT}

    def test_without_another_answer_a_touch_of_the_head_asks_again(self) -> None:
        only = sky(answers=[{"id": "blue", "words": dict.fromkeys(LANGUAGES, "blue")}])
        played = play(only, UNCLEAR, UNCLEAR)

        assert said(played.replies[1]) == ["I heard only a little. Could you say it once more?"]
        assert said(played.replies[2]) == ["Touch the top of my head and I will ask again."]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_last_it_says_so_and_calls_staff_with_light_and_sound(self, language: str) -> None:
        on = stage(language)
        played = play(sky(on), UNCLEAR, UNCLEAR, UNCLEAR)
        reply = played.replies[3]
        call = played.pending

        assert said(reply) == [on.phrases["ask_staff"].in_language(language)[0]]
        assert lights(reply)[-1] is Light.STAFF_NEEDED
        assert Sound("attention") in reply
        assert isinstance(call, CallStaff)
        assert [option.id for option in call.options] == ["blue", "red", "green"]
        assert call.seconds == on.profile.staff_wait

    def test_staff_decide_that_it_was_right(self) -> None:
        played = play(sky(), UNCLEAR, UNCLEAR, UNCLEAR, Understood("blue", 1.0, "staff"))

        assert played.outcome == "right"
        assert answered(played) == {
            "question": "sky",
            "how": "right",
            "step": "deferring",
            "channel": "staff",
            "option": "blue",
        }

    def test_staff_decide_that_it_was_not_and_all_say_it_together(self) -> None:
        played = play(sky(), UNCLEAR, UNCLEAR, UNCLEAR, Understood("red", 1.0, "staff"))

        assert played.outcome == "modelled"
        assert rungs(played)[-1] == "together"

    def test_where_nobody_comes_it_gives_the_answer_and_goes_on(self) -> None:
        played = play(sky(), UNCLEAR, UNCLEAR, UNCLEAR, SILENT)

        assert played.outcome == "modelled"
        assert rungs(played)[-1] == "giving"


class TestAnotherAnswer:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_first_it_gives_a_hint(self, language: str) -> None:
        on = stage(language)

        assert said(play(sky(on), RED).replies[1]) == [
            on.phrases["let_us_think"].in_language(language)[0],
            SKY["hint"][language],
        ]

    def test_without_a_hint_it_offers_answers(self) -> None:
        assert said(play(sky(hint=None), RED).replies[1]) == ["Let us think together.", "Is it blue or red?"]

    def test_then_it_leaves_half_of_the_options(self) -> None:
        played = play(sky(), RED, RED)

        assert said(played.replies[2]) == ["It is either blue or red. Which one?"]
        assert len(played.hears[-1].options) == 2
        assert "blue" in [option.id for option in played.hears[-1].options]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_last_all_say_it_together(self, language: str) -> None:
        on = stage(language)
        reply = play(sky(on), RED, RED, RED).replies[3]
        together, model = said(reply)

        assert together == on.phrases["say_it_together"].in_language(language)[0].format(
            answer=SKY["answers"][0]["words"][language]
        )
        assert model == SKY["model"][language]
        assert notes(reply, "answered")[0]["how"] == "modelled"


class TestManyVoices:
    def test_first_one_at_a_time(self) -> None:
        assert said(play(sky(), MANY).replies[1]) == ["I heard many answers. One at a time, please."]

    def test_then_all_together(self) -> None:
        assert said(play(sky(), MANY, MANY).replies[2]) == ["Now let us all say it together."]

    def test_and_then_a_choir_that_has_the_answer_in_it_counts(self) -> None:
        played = play(sky(), MANY, MANY, Overlap(("red", "blue")))

        assert played.outcome == "right"
        assert (answered(played)["step"], answered(played)["option"]) == ("choir", "blue")

    def test_before_it_was_asked_for_it_does_not(self) -> None:
        assert rungs(play(sky(), Overlap(("blue", "red")))) == ["one_at_a_time"]

    def test_a_choir_without_the_answer_is_left_to_staff(self) -> None:
        played = play(sky(), MANY, MANY, Overlap(("red", "green")))

        assert isinstance(played.pending, CallStaff)


class TestHands:
    def test_a_hand_keeps_its_meaning_to_the_end(self) -> None:
        """Once told which hand is which, people rely on it, however the sides are drawn later."""
        troubles: tuple[Turn, ...] = (SILENT, SILENT, UNCLEAR, UNCLEAR, RED, RED)
        for order in set(itertools.permutations(troubles)):
            sides = itertools.cycle((0, 1))
            played = play(
                sky(stage(rungs=6)),
                *order,
                chance=lambda draw, sides=sides: next(sides),  # type: ignore[misc]
            )
            by_hand: dict[Sensor, set[str]] = {Sensor.HAND_LEFT: set(), Sensor.HAND_RIGHT: set()}
            for hear in played.hears:
                for option in hear.options:
                    if option.sensor in by_hand:
                        by_hand[option.sensor].add(option.id)
            assert all(len(ids) == 1 for ids in by_hand.values()), order

    @pytest.mark.parametrize(("blue", "red"), [("left", "right"), ("right", "left")])
    @pytest.mark.parametrize("side", [0, 1])
    @pytest.mark.parametrize("trouble", [SILENT, UNCLEAR, RED])
    def test_hands_that_the_author_gave_stay_as_they_are(self, blue: str, red: str, side: int, trouble: Turn) -> None:
        answers = [
            {"id": "blue", "words": dict.fromkeys(LANGUAGES, "blue"), "hand": blue},
            {"id": "red", "words": dict.fromkeys(LANGUAGES, "red"), "hand": red, "right": False},
        ]
        played = play(sky(answers=answers), trouble, trouble, chance=lambda draw: side)
        hands = {"left": Sensor.HAND_LEFT, "right": Sensor.HAND_RIGHT}

        for hear in played.hears:
            sensors = {option.id: option.sensor for option in hear.options}
            assert sensors == {"blue": hands[blue], "red": hands[red]}

    @pytest.mark.parametrize("side", [0, 1])
    def test_what_is_said_of_the_hands_is_what_they_mean(self, side: int) -> None:
        played = play(sky(), UNCLEAR, UNCLEAR, chance=lambda draw: side)
        left = next(option.id for option in played.hears[-1].options if option.sensor is Sensor.HAND_LEFT)

        assert said(played.replies[2])[0].startswith(f"My left hand is {left}.")
