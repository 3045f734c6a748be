"""What a NAO's joints can bear: ranges, speeds, and how long arms may work before they rest.

Sources: `joints.tsv` (the NAO H25 V50 model of qiBullet, Apache-2.0) and the head's anti-collision table of
Aldebaran's documentation.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

ARM_WORK_SECONDS = 60.0
"""Arms work no longer than this at a stretch."""

ARM_REST_SECONDS = 20.0
"""The rest after which arms may work a whole stretch again."""

CHARGE_MINUTES = 60.0
"""How long a charge lasts, about, while the robot speaks and moves; 90 minutes in normal use."""

_HEAD_PITCH_BY_YAW = (
    (0.0, -0.672, 0.515),
    (0.486, -0.672, 0.422),
    (0.756, -0.548, 0.370),
    (0.903, -0.480, 0.330),
    (1.090, -0.430, 0.300),
    (1.527, -0.330, 0.200),
    (2.086, -0.449, 0.330),
)


@dataclass(frozen=True, slots=True)
class Joint:
    """A joint's range in radians (hands: 0 to 1) and its greatest speed in radians a second."""

    lower: float
    upper: float
    speed: float


@cache
def joints() -> Mapping[str, Joint]:
    """The 26 joints of a NAO by name, in NAOqi's order of the body."""
    with Path(__file__).with_name("joints.tsv").open(encoding="utf-8", newline="") as file:
        rows = {row["joint"]: row for row in csv.DictReader(file, delimiter="\t")}
    return {
        name: Joint(float(row["lower_rad"]), float(row["upper_rad"]), float(row["max_vel_rad_s"]))
        for name, row in ((name, rows[name]) for name in _BODY)
    }


_ARM = ("ShoulderPitch", "ShoulderRoll", "ElbowYaw", "ElbowRoll", "WristYaw", "Hand")
_LEG = ("HipYawPitch", "HipRoll", "HipPitch", "KneePitch", "AnklePitch", "AnkleRoll")
CHAINS: Mapping[str, tuple[str, ...]] = {
    "Head": ("HeadYaw", "HeadPitch"),
    "LArm": tuple("L" + joint for joint in _ARM),
    "LLeg": tuple("L" + joint for joint in _LEG),
    "RLeg": tuple("R" + joint for joint in _LEG),
    "RArm": tuple("R" + joint for joint in _ARM),
}
_BODY = tuple(joint for chain in CHAINS.values() for joint in chain)


def head_pitch_range(yaw: float) -> tuple[float, float]:
    """The pitch, least and greatest in radians, at which the head's shell clears the shoulders at this yaw."""
    turned = min(abs(yaw), _HEAD_PITCH_BY_YAW[-1][0])
    index = min(bisect_right([row[0] for row in _HEAD_PITCH_BY_YAW], turned), len(_HEAD_PITCH_BY_YAW) - 1)
    (yaw_a, low_a, high_a), (yaw_b, low_b, high_b) = list(pairwise(_HEAD_PITCH_BY_YAW))[index - 1]
    share = (turned - yaw_a) / (yaw_b - yaw_a)
    return low_a + share * (low_b - low_a), high_a + share * (high_b - high_a)


class ArmDuty:
    """Keeps arms from working longer than a stretch without their rest."""

    def __init__(self) -> None:
        self._worked = 0.0
        self._free_at = 0.0

    def allow(self, now: float, seconds: float) -> bool:
        """Whether arms may work for `seconds` from `now`; if so, the work is counted."""
        if now - self._free_at >= ARM_REST_SECONDS:
            self._worked = 0.0
        if self._worked + seconds > ARM_WORK_SECONDS:
            return False
        self._worked += seconds
        self._free_at = max(now, self._free_at) + seconds
        return True
