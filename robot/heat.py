"""How long hot joints take to cool.

A joint's temperature nears a goal exponentially, as Newton's law of cooling says: from T0 degrees to the goal G with
the time constant c, T(t) = G + (T0 - G) exp(-t / c). It is below a limit L after t = c ln((T0 - G) / (L - G)). All
figures are proposals (p): no measurement of a NAO's joints is published. The virtual NAO warms and cools by them too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from robot.limits import CHAINS

STATUSES = (65.0, 75.0, 82.0)
"""The degrees at which each status of NAOqi's diagnosis begins: warm, hot, too hot."""

MOVING = 85.0
"""The goal of joints in motion, and so the hottest that they get."""

LOOSE, STIFF, CROUCHING, STANDING = 30.0, 45.0, 60.0, 70.0
"""The goals of joints without stiffness, of stiff ones, and of stiff legs that carry the robot."""

TIME_CONSTANTS: Mapping[str, float] = {"Head": 240.0, "LArm": 240.0, "RArm": 240.0, "LLeg": 600.0, "RLeg": 600.0}
"""Seconds, for each chain: legs are heavier than arms."""

_MOST = (*STATUSES[1:], MOVING)
"""For each status the degrees that joints have at most."""


def temperature_key(joint: str) -> str:
    """The key of ALMemory that holds a joint's temperature in degrees."""
    return f"Device/SubDeviceList/{joint}/Temperature/Sensor/Value"


def cooling_seconds(status: int, awake: bool, degrees: Mapping[str, float]) -> float:
    """In how many seconds no joint is warm any more if the robot does not move; 0 where none is.

    A robot that says it is warm, but not where, is taken to be as warm as its status allows, and in its legs.

    Args:
        status: NAOqi's diagnosis, 0 to 3.
        awake: Whether its joints are stiff; then they cool towards more than the room's temperature.
        degrees: Temperatures by joint, as far as they are known.
    """
    if status <= 0:
        return 0.0
    chains = {chain: [degrees[joint] for joint in joints if joint in degrees] for chain, joints in CHAINS.items()}
    seconds = max((_seconds(max(known), chain, awake) for chain, known in chains.items() if known), default=0.0)
    return seconds or _seconds(_MOST[min(status, len(_MOST)) - 1], "LLeg", awake)


def _seconds(degrees: float, chain: str, awake: bool) -> float:
    goal = LOOSE if not awake else CROUCHING if "Leg" in chain else STIFF
    limit = STATUSES[0]
    return TIME_CONSTANTS[chain] * math.log((degrees - goal) / (limit - goal)) if degrees > limit else 0.0
