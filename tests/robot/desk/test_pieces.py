"""A desk says each language with its own voice, and names as the site's dictionary has them."""

from __future__ import annotations

from collections.abc import Callable

from robot.commands import Halt, Say
from robot.desk.body import DeskBody
from robot.events import Event, Spoken
from robot.pronunciation import Dictionary, Entry
from robot.text import Text, no_names
from sim.clock import VirtualClock
from tests.robot.desk.fakes import FakeFace, FakeVoice

TEXT = Text("Grankulla on [en: a town]. Sano se.", "fi")


class Desk:
    """A desk whose site has a dictionary."""

    def __init__(self) -> None:
        self.told: list[Event] = []
        self.voice, self.face = FakeVoice(), FakeFace()
        jobs: list[Callable[[], None]] = []
        entries = Dictionary({"grankulla": Entry("Grankulla", "sv")})
        self.body = DeskBody(VirtualClock(), self.told.append, jobs.append, no_names, self.voice, self.face, entries)

    def heard(self) -> list[tuple[str, str]]:
        return [(utterance.words, utterance.language) for utterance in self.voice.spoken]


def test_one_voice_follows_another_and_one_end_is_told() -> None:
    desk = Desk()
    desk.body.do(Say(TEXT, tag=1))
    for _ in range(3):
        desk.voice.end()
        assert desk.told == []
    desk.voice.end()
    assert desk.heard() == [("Grankulla", "sv"), ("on", "fi"), ("a town.", "en"), ("Sano se.", "fi")]
    assert desk.told == [Spoken(1)]


def test_what_is_shown_is_the_text_as_it_is_written() -> None:
    desk = Desk()
    desk.body.do(Say(TEXT, tag=1))
    assert desk.face.shown == [("speech", "Grankulla on a town. Sano se.", "fi")]


def test_a_halt_ends_all_voices() -> None:
    desk = Desk()
    desk.body.do(Say(TEXT, tag=1))
    desk.body.do(Halt())
    assert len(desk.heard()) == 1
    assert desk.told == []
