from __future__ import annotations

from collections.abc import Callable

import pytest

from robot.body import Body
from robot.catalogue import GESTURES
from robot.commands import (
    Command,
    Eyes,
    Halt,
    Hush,
    Light,
    Listen,
    Move,
    Option,
    Pose,
    Rest,
    Say,
    Sensor,
    Sound,
    Timing,
    Volume,
    Wake,
)
from robot.desk.body import DeskBody
from robot.desk.keyboard import TYPING
from robot.events import (
    Awake,
    Event,
    Heard,
    Hypothesis,
    Moved,
    Posed,
    Ready,
    Refused,
    Rested,
    Silent,
    Spoken,
    Touched,
)
from robot.problem import Problem
from robot.text import Name, Text, no_names
from sim.clock import VirtualClock
from tests.robot.desk.fakes import FakeFace, FakeVoice

SEVEN = Option("seven", ("seitsemän",), Sensor.HAND_LEFT)
CHILD = Timing(no_speech=6.0, end_silence=1.0, longest=10.0)


class Desk:
    """A desk body with nobody at it."""

    def __init__(self, names: Callable[[str], str] = no_names) -> None:
        self.clock = VirtualClock()
        self.told: list[Event] = []
        self.jobs: list[Callable[[], None]] = []
        self.voice = FakeVoice()
        self.face = FakeFace()
        self.body = DeskBody(self.clock, self.told.append, self.jobs.append, names, self.voice, self.face)

    def do(self, *commands: Command) -> None:
        body: Body = self.body
        for command in commands:
            body.do(command)

    def type(self, line: str) -> None:
        """Type a line, and let the session's thread take it."""
        self.body.typed(line)
        while self.jobs:
            self.jobs.pop(0)()

    def wait_for_timers(self) -> None:
        while self.clock.until_next() is not None:
            self.clock.run_due()


@pytest.fixture
def desk() -> Desk:
    return Desk()


def say(words: str, tag: int, language: str = "fi") -> Say:
    return Say(Text(words, language), tag=tag)


def test_it_is_ready_at_once_without_posture_and_battery(desk: Desk) -> None:
    desk.body.open()

    assert desk.told == [Ready("Desk", "1", ("fi", "sv", "en"), family="", battery=None)]


def test_words_are_shown_as_they_are_spoken_and_spoken_ends_them(desk: Desk) -> None:
    desk.do(Say(Text("Hei! Lasketaan.", "fi"), rate=0.9, pause=0.7, tag=1))

    assert desk.face.shown == [("speech", "Hei! Lasketaan.", "fi")]
    spoken = desk.voice.spoken[0]
    assert (spoken.words, spoken.language, spoken.rate, spoken.pause) == ("Hei! Lasketaan.", "fi", 0.9, 0.7)
    assert desk.told == []
    desk.voice.end()
    assert desk.told == [Spoken(1)]


def test_names_enter_at_the_mouth() -> None:
    desk = Desk(names={"p1": "Aino"}.__getitem__)

    desk.do(Say(Text("Hei {who}!", "fi", (("who", Name("p1")),)), tag=1))

    assert desk.voice.spoken[0].words == "Hei Aino!"


def test_a_name_that_nobody_has_refuses_the_sentence(desk: Desk) -> None:
    desk.do(Say(Text("Hei {who}!", "fi", (("who", Name("p1")),)), tag=1), say("Hei!", 2))

    assert [type(event) for event in desk.told] == [Refused]
    assert [utterance.words for utterance in desk.voice.spoken] == ["Hei!"]


def test_a_second_sentence_waits_for_the_first(desk: Desk) -> None:
    desk.do(say("Yksi.", 1), say("Kaksi.", 2))

    assert [utterance.words for utterance in desk.voice.spoken] == ["Yksi."]
    desk.voice.end()
    assert [utterance.words for utterance in desk.voice.spoken] == ["Yksi.", "Kaksi."]
    desk.voice.end()
    assert desk.told == [Spoken(1), Spoken(2)]


def test_nothing_to_say_is_said_at_once(desk: Desk) -> None:
    desk.do(say(" ... ", 1))

    assert desk.told == [Spoken(1)]
    assert desk.voice.spoken == []


def test_a_voice_that_fails_refuses_and_the_next_sentence_is_tried(desk: Desk) -> None:
    desk.do(say("Yksi.", 1), say("Kaksi.", 2))

    desk.voice.end("the voice could not be rendered")
    desk.voice.end()

    assert desk.told == [Refused(1, "the voice could not be rendered"), Spoken(2)]


def test_volume_goes_by_steps_and_stays_within_its_range(desk: Desk) -> None:
    for step in (0, 10, 50, -500):
        desk.do(Volume(step), say("Hei!", 1))
        desk.voice.end()

    assert [utterance.volume for utterance in desk.voice.spoken] == [0.8, 0.9, 1.0, 0.0]


def test_a_typed_line_is_heard_for_certain_and_closes_the_ears(desk: Desk) -> None:
    desk.do(Listen((SEVEN,), "fi", CHILD, tag=3))
    desk.type("  seitsemän \n")
    desk.type("kahdeksan")
    desk.wait_for_timers()

    assert desk.told == [Heard(3, (Hypothesis("seitsemän", 1.0),))]
    assert desk.face.shown == [("choices", (SEVEN,)), ("choices", ()), ("unheard",)]


def test_a_number_is_an_answer_and_no_touch(desk: Desk) -> None:
    desk.do(Listen((SEVEN,), "fi", CHILD, tag=3))
    desk.type("7")

    assert desk.told == [Heard(3, (Hypothesis("7", 1.0),))]


def test_silence_is_told_after_the_no_speech_time(desk: Desk) -> None:
    desk.do(Listen((SEVEN,), "fi", CHILD, tag=3))
    desk.type("")
    desk.wait_for_timers()

    assert desk.told == [Silent(3)]
    assert desk.clock.now() == CHILD.no_speech + TYPING
    assert desk.face.shown[-1] == ("choices", ())


@pytest.mark.parametrize("command", [Hush(), say("Hei!", 9), Halt()])
def test_hush_say_and_halt_close_the_ears_without_an_event(desk: Desk, command: Command) -> None:
    desk.do(Listen((SEVEN,), "fi", CHILD, tag=3), command)
    desk.type("seitsemän")
    desk.wait_for_timers()

    assert desk.told == []


def test_ears_opened_anew_forget_the_old_turn(desk: Desk) -> None:
    desk.do(Listen((SEVEN,), "fi", CHILD, tag=3), Listen((SEVEN,), "fi", CHILD, tag=4))
    desk.wait_for_timers()

    assert desk.told == [Silent(4)]


def test_keys_touch_whether_the_ears_are_open_or_not(desk: Desk) -> None:
    desk.type("/left")
    desk.do(Listen((SEVEN,), "fi", CHILD, tag=3))
    desk.type("/2")
    desk.body.touched(Sensor.CHEST)

    assert desk.told == [Touched(Sensor.HAND_LEFT), Touched(Sensor.HEAD_MIDDLE), Touched(Sensor.CHEST)]


def test_a_key_that_touches_nothing_is_told_to_the_one_who_typed_it(desk: Desk) -> None:
    with pytest.raises(Problem) as caught:
        desk.type("/elbow")

    assert caught.value.code == "touch_unknown"
    assert desk.told == []


def test_a_gesture_is_shown_and_takes_its_time(desk: Desk) -> None:
    gesture = next(iter(GESTURES.values()))

    desk.do(Move(gesture.name, tag=5))
    assert desk.told == []
    desk.wait_for_timers()

    assert desk.told == [Moved(5)]
    assert desk.clock.now() == gesture.seconds
    assert desk.face.shown == [("gesture", gesture.name, gesture.seconds)]


def test_a_gesture_that_no_catalogue_holds_is_refused(desk: Desk) -> None:
    desk.do(Move("somersault", tag=5))

    assert [type(event) for event in desk.told] == [Refused]


def test_what_needs_no_body_is_answered_at_once(desk: Desk) -> None:
    desk.do(Wake(1), Pose(2), Rest(3), Eyes(Light.LISTENING), Sound("listen"))

    assert desk.told == [Awake(1), Posed(2, ""), Rested(3)]
    assert desk.face.shown == [("light", Light.LISTENING), ("cue", "listen")]


def test_halt_ends_everything_without_an_event_and_the_body_can_go_on(desk: Desk) -> None:
    desk.do(say("Yksi.", 1), say("Kaksi.", 2), Move(next(iter(GESTURES)), tag=3), Halt())
    desk.wait_for_timers()

    assert desk.told == []
    assert desk.voice.stops == 1
    desk.do(say("Hei taas!", 4))
    desk.voice.end()
    assert desk.told == [Spoken(4)]


def test_closing_lets_go_of_the_voice(desk: Desk) -> None:
    desk.do(say("Yksi.", 1), Listen((), "fi", CHILD, tag=2))
    desk.body.close()
    desk.wait_for_timers()

    assert desk.voice.closed
    assert desk.told == []


def test_what_is_typed_while_the_ears_are_shut_is_not_heard_and_the_typist_is_told(desk: Desk) -> None:
    desk.type("fox")

    assert desk.told == []
    assert desk.face.shown == [("unheard",)]


def test_two_gestures_at_once_both_come_to_their_end(desk: Desk) -> None:
    desk.do(Move("wave"))
    desk.do(Move("nod"))
    desk.wait_for_timers()
    desk.wait_for_timers()

    assert desk.told == [Moved(0), Moved(0)]
