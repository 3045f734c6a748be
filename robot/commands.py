"""What a body may be asked to do.

Every command carries a `tag`; the event that ends it carries the same one.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from robot.text import Text
from robot.values import value


class Light(StrEnum):
    """What the eyes tell the people in the room."""

    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"
    PAUSED = "paused"
    STAFF_NEEDED = "staff_needed"
    OFF = "off"


class Sensor(StrEnum):
    """What a person can touch, whichever body it is on."""

    HEAD_FRONT = "head_front"
    HEAD_MIDDLE = "head_middle"
    HEAD_REAR = "head_rear"
    HAND_LEFT = "hand_left"
    HAND_RIGHT = "hand_right"
    FOOT_LEFT = "foot_left"
    FOOT_RIGHT = "foot_right"
    CHEST = "chest"


HEAD = (Sensor.HEAD_FRONT, Sensor.HEAD_MIDDLE, Sensor.HEAD_REAR)


class Option(NamedTuple):
    """One thing a person may answer: the words that count as it, and the sensor that means it."""

    # A tuple: what a turn's options come to is looked up by all of them, many times a turn.

    id: str
    phrases: tuple[str, ...]
    sensor: Sensor | None = None


@value(frozen=True, slots=True)
class Timing:
    """How long to wait for people, in seconds: before they speak, after they stop, and for one turn in all."""

    no_speech: float
    end_silence: float
    longest: float


@value(frozen=True, slots=True)
class Say:
    """Speak; ends in Spoken. `rate` 1.0 is the voice's own pace, `pause` the seconds between sentences."""

    text: Text
    rate: float = 1.0
    pause: float = 0.6
    tag: int = 0


@value(frozen=True, slots=True)
class Listen:
    """Open the ears; ends in Heard, Voiced, Silent, or with the next Hush, Say or Halt."""

    options: tuple[Option, ...]
    language: str
    timing: Timing
    tag: int = 0

    def phrases(self) -> tuple[str, ...]:
        """Every phrase to tell apart, each once."""
        return tuple(dict.fromkeys(chain.from_iterable([option.phrases for option in self.options])))


@value(frozen=True, slots=True)
class Hush:
    """Close the ears: the answer came another way. Ends at once, without an event."""

    tag: int = 0


@value(frozen=True, slots=True)
class Move:
    """Make a gesture of the catalogue; ends in Moved. `size` 1.0 is the full one, smaller spares warm joints."""

    gesture: str
    size: float = 1.0
    tag: int = 0


@value(frozen=True, slots=True)
class Pose:
    """Report the posture; ends in Posed. Nobody but staff seats a robot."""

    tag: int = 0


@value(frozen=True, slots=True)
class Eyes:
    """Show a light; ends at once, without an event."""

    light: Light
    tag: int = 0


@value(frozen=True, slots=True)
class Sound:
    """Play a short cue of the catalogue; ends at once, without an event."""

    cue: str
    tag: int = 0


@value(frozen=True, slots=True)
class Volume:
    """Make the voice louder or softer by `step` of 100; ends at once, without an event."""

    step: int
    tag: int = 0


@value(frozen=True, slots=True)
class Wake:
    """Stiffen the joints and be ready; ends in Awake."""

    tag: int = 0


@value(frozen=True, slots=True)
class Rest:
    """Go to a safe posture and let the joints go; ends in Rested."""

    tag: int = 0


@value(frozen=True, slots=True)
class Halt:
    """Stop speech, ears and motion now, keeping the posture. Commands under way end without an event."""

    tag: int = 0


Command = Say | Listen | Hush | Move | Pose | Eyes | Sound | Volume | Wake | Rest | Halt
