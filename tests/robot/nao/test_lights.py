from __future__ import annotations

import pytest

from robot.commands import Command, Eyes, Light, Listen, Rest, Timing, Wake
from tests.robot.nao.bench import Bench

FADE = "ALLeds.fadeRGB"
CHILD = Timing(no_speech=6.0, end_silence=1.0, longest=10.0)


@pytest.mark.parametrize(
    ("light", "colour"),
    [
        (Light.LISTENING, 0x0000FF),
        (Light.THINKING, 0x00FF00),
        (Light.SPEAKING, 0xFFFFFF),
        (Light.PAUSED, 0xFFFF00),
        (Light.OFF, 0),
    ],
)
def test_each_light_has_its_colour(light: Light, colour: int) -> None:
    bench = Bench().opened()
    bench.do(Eyes(light))
    assert bench.wire.sent(FADE) == [("FaceLeds", colour, 0.05)]
    assert bench.told() == []


def test_the_call_for_staff_pulses_slowly_in_red_until_the_next_light() -> None:
    bench = Bench().opened()
    bench.do(Eyes(Light.STAFF_NEEDED))
    bench.pass_time(3.5)
    assert [colour for _, colour, _ in bench.wire.sent(FADE)] == [0xFF0000, 0, 0xFF0000, 0]
    bench.do(Eyes(Light.PAUSED))
    bench.forget()
    bench.pass_time(5.0)
    assert bench.wire.sent(FADE) == []


def test_one_fade_at_a_time_and_the_latest_light_wins() -> None:
    bench = Bench().opened()
    bench.wire.held.add("fadeRGB")
    for light in (Light.LISTENING, Light.THINKING, Light.SPEAKING):
        bench.do(Eyes(light))
    assert [colour for _, colour, _ in bench.wire.sent(FADE)] == [0x0000FF]
    bench.wire.finish("fadeRGB")
    bench.settle()
    assert [colour for _, colour, _ in bench.wire.sent(FADE)] == [0x0000FF, 0xFFFFFF]
    bench.wire.finish("fadeRGB")
    bench.settle()
    assert len(bench.wire.sent(FADE)) == 2


def test_a_light_that_is_shown_already_is_not_sent_again() -> None:
    bench = Bench().opened()
    bench.do(Eyes(Light.SPEAKING))
    bench.do(Eyes(Light.SPEAKING))
    assert len(bench.wire.sent(FADE)) == 1


@pytest.mark.parametrize("command", [Listen((), "fi", CHILD), Wake(), Rest()])
def test_after_what_may_change_the_eyes_the_same_light_is_sent_again(command: Command) -> None:
    bench = Bench().opened()
    bench.do(Eyes(Light.SPEAKING))
    bench.do(command)
    bench.do(Eyes(Light.SPEAKING))
    assert [colour for _, colour, _ in bench.wire.sent(FADE)] == [0xFFFFFF, 0xFFFFFF]


def test_a_light_that_could_not_be_shown_is_sent_again() -> None:
    bench = Bench().opened()
    bench.wire.held.add("fadeRGB")
    bench.do(Eyes(Light.SPEAKING))
    bench.wire.finish("fadeRGB", error="ALLeds is busy")
    bench.settle()
    bench.do(Eyes(Light.SPEAKING))
    assert len(bench.wire.sent(FADE)) == 2
