"""What may be tuned of the NAO driver."""

from __future__ import annotations

from dataclasses import dataclass

from robot.nao.claim import BEAT_SECONDS


@dataclass(frozen=True, slots=True)
class NaoSettings:
    """The driver's named numbers; times in seconds."""

    long_touch: float = 2.0
    """A touch this long is Held."""
    bounce: float = 0.1
    """A new touch this soon after the sensor was let go belongs to the old one."""
    vitals_every: float = 30.0
    """How often heat and charge are asked for, beside the robot's own notices."""
    prepare: float = 20.0
    """How long a robot that was reached may take to be made ready."""
    opening: float = 10.0
    """How long the ears may take to open."""
    give_up: float = 60.0
    """How long a lost robot is looked for."""
    station: str = ""
    """The id with which this station claims the robot; empty where no other can reach it."""
    beat: float = BEAT_SECONDS
    """How often a claim shows that its station is there; at another pace than the real time's, so many real seconds."""
    listen_cue: str = "listen"
    """The sound with which the ears open; empty for none."""
    word_spotting: bool = True
    """Whether expected words count within a longer sentence."""
    lowest_volume: int = 20
    """The voice is never made softer than this, of 100: staff must notice a robot that still speaks."""
    seated: bool = False
    """Care: the joints are stiffened only while the robot sits, since waking may stand a crouching robot up."""
    restore_life: bool = False
    """Whether autonomous life, as it was found, comes back at the end. It stands a crouching robot up."""
