"""A scripted person does what it is told, in the language that the robot listens for, and tells what it sees."""

from __future__ import annotations

from collections.abc import Callable

from robot.commands import Sensor
from sim.clock import VirtualClock
from sim.persona import PRESS, TOO_SOFT
from sim.scripted import Scripted
from sim.sights import EarsClosed, EarsOpened, EyesChanged, Sight, SpeechBegan, SpeechEnded


class Room:
    """A robot that only shows things, and keeps what people do to it."""

    def __init__(self) -> None:
        self.done: list[tuple[object, ...]] = []
        self.show: Callable[[Sight], None] = lambda sight: None

    def observe(self, seen: Callable[[Sight], None]) -> None:
        self.show = seen

    def speak(self, words: str, language: str, loudness: float = 1.0, voices: int = 1) -> float:
        self.done.append((words, language, loudness, voices))
        return 1.0

    def press(self, sensor: Sensor, down: bool) -> None:
        self.done.append((sensor, down))


def person() -> tuple[Room, VirtualClock, Scripted, list[int]]:
    room, clock, noticed = Room(), VirtualClock(), list[int]()
    return room, clock, Scripted(room, clock, "fi", lambda: noticed.append(1)), noticed


def test_it_speaks_the_language_that_is_listened_for() -> None:
    room, _, someone, _ = person()
    someone.says("seitsemän")
    room.show(EarsOpened("en"))
    someone.says("seven")
    assert room.done == [("seitsemän", "fi", 1.0, 1), ("seven", "en", 1.0, 1)]


def test_it_mumbles_too_softly_and_speaks_with_others() -> None:
    room, _, someone, _ = person()
    someone.mumbles()
    someone.at_once(("viisi", "kuusi", "viisi"))
    assert room.done[0][2] == TOO_SOFT
    assert room.done[1] == ("viisi kuusi", "fi", 1.0, 3)


def test_a_touch_lasts_a_moment() -> None:
    room, clock, someone, _ = person()
    someone.touches(Sensor.HAND_LEFT)
    assert room.done == [(Sensor.HAND_LEFT, True)]
    clock.run_due()
    assert (room.done[-1], clock.now()) == ((Sensor.HAND_LEFT, False), PRESS)


def test_it_knows_whether_the_robot_speaks_or_listens() -> None:
    room, _, someone, noticed = person()
    seen = []
    for sight in (
        SpeechBegan("Hei", "Finnish"),
        SpeechEnded("Hei", "Finnish", True),
        EarsOpened("fi"),
        EarsClosed(),
        EyesChanged(0xFF),
    ):
        room.show(sight)
        seen.append((someone.robot_speaks, someone.listening, someone.turns))
    assert seen == [(True, False, 0), (False, False, 0), (False, True, 1), (False, False, 1), (False, False, 1)]
    assert len(noticed) == 4
