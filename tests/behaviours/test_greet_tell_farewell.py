"""Hello, what there is to tell, and goodbye."""

from __future__ import annotations

import re
from typing import Any

import pytest

from behaviours.directives import Wait
from behaviours.farewell import Farewell, FarewellParameters
from behaviours.greet import Greet, GreetParameters
from behaviours.parameters import Flaw
from behaviours.tell import Tell, TellParameters
from robot.commands import Eyes, Light, Move, Say, Sound
from tests.behaviours.driver import CARE, CLASSROOM, LANGUAGES, checked, lights, moves, play, said, stage, words


def tell(*parts: dict[str, Any], language: str = "en") -> Tell:
    return Tell("tell", TellParameters.model_validate({"parts": parts}), stage(language))


def test_a_soft_sound_comes_before_the_first_word_and_the_light() -> None:
    played = play(Greet("hello", GreetParameters.model_validate({"text": words("Hello, I am a robot.")}), stage()))

    assert [type(directive) for directive in played.directives] == [Sound, Eyes, Move, Say]
    assert played.directives[0] == Sound("attention")
    assert moves(played.directives) == ["wave"]
    assert played.outcome == "done"


def test_a_greeting_may_have_another_gesture() -> None:
    parameters = {"text": words("Hello."), "gesture": "bow"}

    assert moves(play(Greet("hello", GreetParameters.model_validate(parameters), stage())).directives) == ["bow"]


@pytest.mark.parametrize("scenario", [CLASSROOM, CARE])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_greetings_say_that_a_robot_speaks(scenario: str, language: str) -> None:
    parameters = checked(scenario).scenario.states["hello"].parameters
    assert isinstance(parameters, GreetParameters)

    (greeting,) = said(play(Greet("hello", parameters, stage(language, scenario))).directives)

    assert re.search(r"\brobot", greeting)


def test_the_parts_come_in_order_with_their_gestures_and_pauses() -> None:
    played = play(tell({"text": words("One.")}, {"text": words("Two."), "gesture": "nod", "pause": 1.5}))

    assert said(played.directives) == ["One.", "Two."]
    assert [d for d in played.directives if isinstance(d, Move | Wait)] == [Move("nod"), Wait(1.5)]
    assert isinstance(played.directives[-1], Wait)
    assert played.outcome == "done"


def test_a_part_without_a_pause_is_followed_at_once() -> None:
    assert [type(d) for d in play(tell({"text": words("One.")}, {"text": words("Two.")})).directives] == [
        Eyes,
        Say,
        Eyes,
        Say,
    ]


def test_lines_come_in_order_with_a_short_pause_after_each() -> None:
    parameters = TellParameters.model_validate({"lines": [words("Row your boat,"), words("down the stream.")]})
    played = play(Tell("song", parameters, stage()))

    pause = Wait(stage().profile.sentence_pause)
    assert said(played.directives) == ["Row your boat,", "down the stream."]
    assert [type(d) for d in played.directives] == [Eyes, Say, Wait, Eyes, Say, Wait]
    assert [d for d in played.directives if isinstance(d, Wait)] == [pause, pause]
    assert played.outcome == "done"


PART, LINE = {"text": words("One.")}, words("Two.")


@pytest.mark.parametrize(
    ("written", "flaws"),
    [
        ({"parts": [PART]}, []),
        ({"lines": [LINE]}, []),
        ({}, [Flaw("nothing_told", "")]),
        ({"parts": [PART], "lines": [LINE]}, [Flaw("nothing_told", "lines")]),
    ],
)
def test_either_parts_or_lines_are_told(written: dict[str, Any], flaws: list[Flaw]) -> None:
    assert list(TellParameters.model_validate(written).flaws()) == flaws


def test_the_eyes_are_white_while_it_speaks() -> None:
    assert set(lights(play(tell({"text": words("One.")}, {"text": words("Two.")})).directives)) == {Light.SPEAKING}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fi", ["Tänään on tiistai, kahdeskymmenesneljäs marraskuuta.", "Nyt on syksy."]),
        ("sv", ["I dag är det tisdag den tjugofjärde november.", "Nu är det höst."]),
        ("en", ["Today is Tuesday, the twenty-fourth of November.", "It is autumn now."]),
    ],
)
def test_the_day_is_given_and_never_asked(language: str, expected: list[str]) -> None:
    parameters = checked(CARE).scenario.states["today"].parameters
    assert isinstance(parameters, TellParameters)
    played = play(Tell("today", parameters, stage(language, CARE)))

    assert said(played.directives)[:2] == expected
    assert played.hears == []


def test_goodbye_is_said_with_a_wave_and_then_the_eyes_go_dark() -> None:
    played = play(Farewell("bye", FarewellParameters.model_validate({"text": words("Goodbye!")}), stage()))

    assert said(played.directives) == ["Goodbye!"]
    assert moves(played.directives) == ["wave"]
    assert lights(played.directives) == [Light.SPEAKING, Light.OFF]
    assert played.directives[-1] == Eyes(Light.OFF)
    assert isinstance(played.directives[-2], Wait)
    assert played.outcome == "done"
