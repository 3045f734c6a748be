"""The fake body keeps the port's promises, so what a session does with it holds for a real one."""

from __future__ import annotations

import pytest

from robot.commands import Command, Halt, Hush, Listen, Move, Option, Pose, Rest, Say, Timing, Wake
from robot.events import Awake, Event, Heard, Lost, Moved, Posed, Ready, Refused, Regained, Rested, Silent, Spoken
from robot.text import Text
from sim.clock import VirtualClock
from tests.sessions.fake_body import FakeBody, People, nothing, said

SAY = Say(Text("Hei.", "fi"), tag=1)
LISTEN = Listen((Option("n5", ("viisi",)),), "fi", Timing(6.0, 1.0, 10.0), tag=2)


class Room:
    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.told: list[Event] = []
        self.people = People()
        self.body = FakeBody(self.clock, self.told.append, self.people, lambda command: None)
        self.body.open()
        assert isinstance(self.told.pop(), Ready)

    def do(self, *commands: Command) -> list[Event]:
        """What is told of commands, once everything has happened."""
        for command in commands:
            self.body.do(command)
        while self.clock.until_next() is not None:
            self.clock.run_due()
        told, self.told[:] = list(self.told), []
        return told


@pytest.mark.parametrize(
    ("command", "event"),
    [(SAY, Spoken(1)), (Pose(3), Posed(3, "Crouching")), (Wake(4), Awake(4)), (Rest(5), Rested(5))],
)
def test_each_command_ends_in_its_event_with_its_tag(command: Command, event: Event) -> None:
    assert Room().do(command) == [event]


def test_a_gesture_ends_in_moved_and_needs_a_body_that_is_awake() -> None:
    room = Room()
    assert room.do(Wake(), Move("wave", tag=2)) == [Awake(0), Moved(2)]
    assert room.body.complaints == []
    room.do(Rest(), Move("wave", tag=3))
    assert len(room.body.complaints) == 1


def test_people_answer_as_scripted_and_then_rightly() -> None:
    room = Room()
    room.people.learn("Montako?", ["viisi"], ["neljä"])
    room.people.script = [nothing, said("neljä")]
    silent, heard, right = (room.do(LISTEN)[0] for _ in range(3))
    assert silent == Silent(2)
    assert isinstance(heard, Heard)
    assert heard.hypotheses[0].words == "neljä"
    assert isinstance(right, Heard)
    assert right.hypotheses[0].words == "viisi"


@pytest.mark.parametrize("command", [SAY, LISTEN])
def test_a_halted_command_ends_without_an_event(command: Command) -> None:
    room = Room()
    room.people.script = [said("viisi")]
    assert room.do(command, Halt()) == []


def test_hush_and_say_close_the_ears() -> None:
    room = Room()
    room.people.script = [said("viisi"), said("viisi")]
    assert room.do(LISTEN, Hush()) == []
    assert room.do(LISTEN, SAY) == [Spoken(1)]


def test_speaking_twice_at_once_and_listening_while_it_speaks_are_complaints() -> None:
    room = Room()
    room.people.script = [said("viisi")]
    room.do(SAY, SAY)
    room.do(SAY, LISTEN)
    assert len(room.body.complaints) == 2


def test_what_it_refuses_it_refuses_as_often_as_it_was_told() -> None:
    room = Room()
    room.body.refuses[Say] = 1
    assert room.do(SAY) == [Refused(1, "will not Say")]
    assert room.do(SAY) == [Spoken(1)]


def test_a_lost_body_refuses_until_it_is_regained() -> None:
    room = Room()
    room.body.lose()
    assert room.do(SAY) == [Lost("unplugged"), Refused(1, "not connected")]
    room.body.regain()
    assert room.do(SAY) == [Regained(), Spoken(1)]


def test_a_command_after_its_end_is_a_complaint() -> None:
    room = Room()
    room.body.close()
    room.do(SAY)
    assert room.body.complaints
