"""What a simulated person does: timed by the mind that decides it, carried out by the person who has a seat."""

from __future__ import annotations

from enum import StrEnum

from robot.commands import Sensor
from robot.values import value


class Meaning(StrEnum):
    """What an act is meant as by whoever does it; how it is heard is the room's and the recogniser's affair."""

    RIGHT = "right"
    WRONG = "wrong"
    PARTIAL = "partial"
    UNKNOWN = "unknown"
    OFF_TOPIC = "off_topic"
    MUMBLE = "mumble"
    HESITATION = "hesitation"
    BACKCHANNEL = "backchannel"
    CALL_OUT = "call_out"
    AGAIN = "again"
    SLOWER = "slower"
    LOUDER = "louder"
    HINT = "hint"
    DISTRESS = "distress"
    DECLINE = "decline"
    STOP = "stop"
    LEAVE = "leave"
    RETURN = "return"


@value(frozen=True, slots=True)
class Act:
    """One thing done: words said, a sensor touched, or (neither) a way out of the room or back into it."""

    meaning: Meaning
    words: str = ""
    language: str = ""
    """fi, sv or en: what the words are spoken in."""
    loudness: float = 1.0
    """1 is clear; below 0.3 cannot be made out."""
    sensor: Sensor | None = None
    over: bool = False
    """Whether it is meant to be said while the robot speaks."""
