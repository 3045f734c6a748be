from __future__ import annotations

import pytest

from robot.commands import Sensor
from robot.desk.keyboard import touch_of
from robot.problem import LANGUAGES, Problem


@pytest.mark.parametrize(("number", "sensor"), list(enumerate(Sensor, start=1)))
def test_every_sensor_has_a_number_and_its_own_name(number: int, sensor: Sensor) -> None:
    assert touch_of(f"/{number}") is sensor
    assert touch_of(f"/{sensor.value}") is sensor


@pytest.mark.parametrize(
    ("line", "sensor"),
    [
        ("/left", Sensor.HAND_LEFT),
        (" /Vasen ", Sensor.HAND_LEFT),
        ("/HÖGER", Sensor.HAND_RIGHT),
        ("/ head", Sensor.HEAD_MIDDLE),
        ("/pää", Sensor.HEAD_MIDDLE),
    ],
)
def test_touches_are_named_in_every_language(line: str, sensor: Sensor) -> None:
    assert touch_of(line) is sensor


@pytest.mark.parametrize("line", ["left", "7", "", "yes/no"])
def test_words_are_no_touch(line: str) -> None:
    assert touch_of(line) is None


@pytest.mark.parametrize("line", ["/", "/9", "/elbow"])
def test_a_slash_without_a_sensor_says_which_there_are(line: str) -> None:
    with pytest.raises(Problem) as caught:
        touch_of(line)

    for language in LANGUAGES:
        assert "/left" in caught.value.message(language)
