"""A person who does what somebody else decides: for tests, where no chance is wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from robot.clock import Clock
from robot.commands import Sensor
from sim.persona import PRESS, TOO_SOFT
from sim.sights import EarsClosed, EarsOpened, Presence, Sight, SpeechBegan, SpeechEnded

_MUMBLE = "mmm"


class Scripted:
    """Acts at once when told to, and tells whenever the robot begins or ends to speak or listen.

    All calls, and the presence's, are made on the clock's thread.

    Args:
        presence: The robot in the room.
        clock: Where time comes from.
        language: What the person speaks where the robot does not show what it listens for: fi, sv or en.
        noticed: Called after something was seen; it must return at once.
    """

    def __init__(self, presence: Presence, clock: Clock, language: str, noticed: Callable[[], None]) -> None:
        self._presence = presence
        self._clock = clock
        self._language = language
        self._noticed = noticed
        self.listening = False
        """Whether the robot listens now."""
        self.turns = 0
        """How often the robot has opened its ears."""
        self.robot_speaks = False
        """Whether the robot is speaking now."""
        presence.observe(self._see)

    def says(self, words: str) -> None:
        """Say something, clearly."""
        self._presence.speak(words, self._language)

    def mumbles(self) -> None:
        """Say something that nobody can make out."""
        self._presence.speak(_MUMBLE, self._language, TOO_SOFT)

    def at_once(self, words: Sequence[str]) -> None:
        """Several people say these at the same time."""
        self._presence.speak(" ".join(dict.fromkeys(words)), self._language, voices=len(words))

    def touches(self, sensor: Sensor) -> None:
        """Put a hand on a sensor for a moment."""
        self._presence.press(sensor, True)
        self._clock.call_later(PRESS, lambda: self._presence.press(sensor, False))

    def _see(self, sight: Sight) -> None:
        match sight:
            case EarsOpened(language=language):
                self._language = language or self._language
                self.listening = True
                self.turns += 1
            case EarsClosed():
                self.listening = False
            case SpeechBegan():
                self.robot_speaks = True
            case SpeechEnded():
                self.robot_speaks = False
            case _:
                return
        self._noticed()
