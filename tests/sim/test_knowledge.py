from __future__ import annotations

import pytest

from robot.commands import Sensor
from sim.knowledge import Answers, Knowledge


def test_what_was_taught_is_known() -> None:
    knowledge = Knowledge()

    knowledge.learn("Mikä on kolmosen kaveri?", ["seitsemän", "7"], ["kuusi"])

    assert knowledge("Mikä on kolmosen kaveri?") == Answers(("seitsemän", "7"), ("kuusi",))
    assert knowledge("Mikä on nelosen kaveri?") is None


def test_touches_are_told_apart_from_words() -> None:
    knowledge = Knowledge()

    knowledge.learn("Kumpi?", ["yksi", "touch:hand_left"], ["kaksi", "touch:hand_right", "touch:head_rear"])

    assert knowledge("Kumpi?") == Answers(
        ("yksi",), ("kaksi",), Sensor.HAND_LEFT, (Sensor.HAND_RIGHT, Sensor.HEAD_REAR)
    )


def test_tags_spaces_and_case_do_not_hide_a_question() -> None:
    knowledge = Knowledge()

    knowledge.learn("What goes with  3?", ["7"], [])

    assert knowledge("\\rspd=90\\ what goes with 3? ^start(animations/Sit/Explain_1)") == Answers(("7",))


def test_a_question_taught_again_is_known_anew() -> None:
    knowledge = Knowledge()

    knowledge.learn("And now?", ["1"], ["2"])
    knowledge.learn("And now?", ["2"], ["1"])

    assert knowledge("And now?") == Answers(("2",), ("1",))


def test_a_touch_of_no_sensor_is_refused() -> None:
    with pytest.raises(ValueError, match="elbow"):
        Knowledge().learn("Where?", ["touch:elbow"], [])
