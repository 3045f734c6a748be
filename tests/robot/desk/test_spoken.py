"""One real sentence: pyttsx3 and espeak-ng render it, and the kernel hears when it is over."""

from __future__ import annotations

import threading

from robot.clock import RealClock
from robot.commands import Say
from robot.desk.body import DeskBody
from robot.desk.voice import ComputerVoice
from robot.events import Event, Spoken
from robot.kernel import Kernel
from robot.text import Text, no_names
from tests.robot.desk.fakes import FakeFace

PACE = 20.0


def test_the_computer_speaks_and_says_when_it_has_spoken() -> None:
    clock = RealClock(seed=0, pace=PACE)
    told: list[Event] = []

    def handle(event: Event) -> None:
        told.append(event)
        kernel.stop()

    kernel: Kernel[Event] = Kernel(clock, handle, lambda: None)
    voice = ComputerVoice(clock, kernel.call, players=())
    body = DeskBody(clock, kernel.post, kernel.call, no_names, voice, FakeFace())
    voice.check("fi")
    clock.call_later(30.0 * PACE, kernel.stop)
    begun = clock.now()

    body.do(Say(Text("Hei! Mikä on kolmosen kaveri?", "fi"), rate=0.9, tag=1))
    kernel.run()
    body.close()

    assert voice.languages() == ("fi", "sv", "en")
    assert told == [Spoken(1)]
    assert clock.now() - begun > 2.0, "the silence is as long as the sentence"
    for thread in threading.enumerate():
        if thread.name == "voice":
            thread.join(10.0)
