"""What people near a robot can see and hear of it, and what they can do to it: all that a simulated person gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Protocol

from robot.commands import Sensor
from robot.values import value


@value(frozen=True, slots=True)
class SpeechBegan:
    """The robot begins to say `text`, in the language NAOqi names (Finnish, Swedish, English)."""

    text: str
    language: str


@value(frozen=True, slots=True)
class SpeechEnded:
    """The robot has said `text` to its end, or was cut off (`whole` false)."""

    text: str
    language: str
    whole: bool
    clarity: float = field(default=1.0, compare=False)
    """The share of its words that reached this seat: 1.0 is all of them."""
    level: float = field(default=0.0, compare=False)
    """How much louder than it usually is the voice was, in dB."""


@value(frozen=True, slots=True)
class EarsOpened:
    """The robot shows that it listens now, for words in a language."""

    language: str = field(default="", compare=False)
    """fi, sv or en; empty where it does not show."""


@value(frozen=True, slots=True)
class EarsClosed:
    """The robot no longer listens."""


@value(frozen=True, slots=True)
class EyesChanged:
    """The colour of the eyes, 0x00RRGGBB."""

    colour: int


@value(frozen=True, slots=True)
class Gestured:
    """Joints began to move for `seconds`."""

    joints: tuple[str, ...]
    seconds: float


@value(frozen=True, slots=True)
class Stilled:
    """Joints that moved were stopped on their way."""

    joints: tuple[str, ...]


@value(frozen=True, slots=True)
class Postured:
    """The robot is now in this posture family (Standing, Sitting, Crouching ...)."""

    family: str


@value(frozen=True, slots=True)
class Overheard:
    """Somebody else in the room, near enough to be heard from this seat, has spoken to the end."""

    speaker: str
    words: str
    language: str


Sight = SpeechBegan | SpeechEnded | EarsOpened | EarsClosed | EyesChanged | Gestured | Stilled | Postured | Overheard


class Presence(Protocol):
    """A robot as the people in its room have it: they watch it, speak to it and touch it."""

    def observe(self, seen: Callable[[Sight], None]) -> None:
        """Call `seen` with everything that can be seen and heard from now on."""
        ...

    def speak(self, words: str, language: str, loudness: float = 1.0, voices: int = 1, errors: float = 0.0) -> float:
        """Say `words` (language fi, sv or en) to it.

        Args:
            words: What is said.
            language: fi, sv or en.
            loudness: 1 is clear, below 0.3 cannot be made out.
            voices: How many say it together; 0 is a noise that is nobody's voice.
            errors: The word error rate with which a recogniser hears this speaker, from 0 to 1.

        Returns:
            The seconds that saying them takes.
        """
        ...

    def press(self, sensor: Sensor, down: bool) -> None:
        """Put a hand on a sensor, or take it off."""
        ...
