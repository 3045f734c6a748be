"""How much of what is said reaches an ear: level, distance, steady noise, and a loss of hearing.

The sources of the figures, and what they give, are in `docs/rehearsal-model.md`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

VOICE = 66.0
"""The level of a clear voice at one metre in dB(A): the most in schools, homes and hospitals (Olsen 1998)."""

QUIET = 20.0
"""The level in dB(A) at which people with normal hearing get half of the words where it is quiet (p)."""

IN_NOISE = -5.0
"""How far above a steady noise, in dB, a voice gets half of its words across (Festen 1987)."""

SLOPE = 0.066
"""The share of the words that a further dB then brings: the median of 885 tests (MacPherson and Akeroyd 2014)."""

DISTORTED, MOST_DISTORTED = 0.15, 10.0
"""What a dB of hearing loss costs in noise, where loudness does not help (p); and at most, in dB (Festen 1987)."""

REVERBERANT = 2.0
"""From how many metres on the room itself carries a voice (p); closer by, the voice falls with the distance."""

_CLEAR = 26.0
"""So many dB above the threshold a thousandth of the words would be lost; none are."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is."""

    distance: float = 1.0
    """In metres, to the robot."""
    hearing_loss: float = 0.0
    """In dB."""
    side: float = 0.0
    """In degrees to the left of where the robot looks."""

    def apart(self, other: Place) -> float:
        """How many metres two people are from each other: half a metre at least."""
        angle = math.cos(math.radians(self.side - other.side))
        squared = self.distance**2 + other.distance**2 - 2 * self.distance * other.distance * angle
        return max(0.5, math.sqrt(max(0.0, squared)))


@dataclass(frozen=True, slots=True)
class Conversation:
    """People who talk to each other near the robot, and not to it."""

    sentences: tuple[str, ...]
    language: str
    """fi, sv or en."""
    pause: float = 4.0
    """Seconds between two sentences, on average."""
    distance: float = 3.0
    """In metres, to the robot."""


@dataclass(frozen=True, slots=True)
class Acoustics:
    """How a room sounds; as it stands here, perfectly quiet."""

    snr: float = math.inf
    """How far a clear voice at one metre stands above the steady noise, in dB."""
    bursts: float = 0.0
    """How often a minute something is louder: a cough, a chair, a door."""
    burst_seconds: float = 1.0
    """How long that lasts, on average."""
    burst_gain: float = 10.0
    """How far it stands above the steady noise, in dB; where it is perfectly quiet, above 40 dB(A)."""
    conversation: Conversation | None = None

    @property
    def noise(self) -> float:
        """The level of the steady noise in dB(A)."""
        return VOICE - self.snr

    @property
    def burst(self) -> float:
        """The level of a burst in dB(A)."""
        return max(self.noise, 40.0) + self.burst_gain


@lru_cache(maxsize=4096)
def carried(metres: float) -> float:
    """What distance does to the level of a voice, in dB, as against one metre (Hopkins and Stryker 1948)."""
    far = 1 / REVERBERANT**2
    return 10 * math.log10((1 / max(metres, 0.1) ** 2 + far) / (1 + far))


def loudness_gain(loudness: float) -> float:
    """How much louder than a clear voice, in dB, a voice of this loudness is."""
    return 20 * math.log10(loudness) if loudness > 0 else -math.inf


def threshold(noise: float, hearing_loss: float) -> float:
    """The level in dB(A) at which half of the words reach a listener (Plomp 1978).

    Args:
        noise: Its level in dB(A); minus infinity is none.
        hearing_loss: In dB.
    """
    distortion = min(MOST_DISTORTED, DISTORTED * hearing_loss)
    return 10 * math.log10(10 ** ((QUIET + hearing_loss) / 10) + 10 ** ((noise + IN_NOISE + distortion) / 10))


@lru_cache(maxsize=4096)
def clarity(level: float, noise: float, hearing_loss: float) -> float:
    """The share of the words of a voice that reaches a listener, on average.

    Args:
        level: Of the voice at the listener's ear, in dB(A).
        noise: Its level in dB(A); minus infinity is none.
        hearing_loss: In dB.
    """
    above = level - threshold(noise, hearing_loss)
    if above >= _CLEAR:
        return 1.0
    return 1 / (1 + math.exp(min(-4 * SLOPE * above, 700.0)))


def total(*levels: float) -> float:
    """The level of several noises together, in dB."""
    power = sum(10 ** (level / 10) for level in levels)
    return 10 * math.log10(power) if power > 0 else -math.inf
