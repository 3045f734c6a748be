"""The 26 joints: where each is at any moment, how stiff it is, and what may move it.

Nothing ticks: a joint that moves holds its path, and its angle is worked out when somebody asks.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from robot.limits import CHAINS, joints
from sim.nao.errors import Refused

LIMITS = joints()
BODY = tuple(LIMITS)
GROUPS: Mapping[str, tuple[str, ...]] = {
    **CHAINS,
    "Body": BODY,
    "Joints": BODY,
    "JointActuators": BODY,
    "Actuators": BODY,
    "Arms": CHAINS["LArm"] + CHAINS["RArm"],
    "Legs": CHAINS["LLeg"] + CHAINS["RLeg"],
}
CHAIN_OF: Mapping[str, str] = {joint: chain for chain, members in CHAINS.items() for joint in members}

_ROUNDING = 0.002
"""What a float32 on the wire and a posture written with four digits may add to a limit, in radians."""

# Both are one motor: they hold one angle.
_TWIN = {"LHipYawPitch": "RHipYawPitch", "RHipYawPitch": "LHipYawPitch"}


@cache
def postures() -> Mapping[str, Mapping[str, float]]:
    """The eight postures with every joint's angle (qiBullet, Apache-2.0)."""
    with Path(__file__).with_name("postures.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {name: {row["joint"]: float(row[name]) for row in rows} for name in rows[0] if name != "joint"}


def resolve(names: Any) -> tuple[str, ...]:
    """The joints that a name, or a list of names, of joints and chains stands for.

    Raises:
        Refused: A name that is neither, or no names at all.
    """
    wanted = [names] if isinstance(names, str) else names
    if not isinstance(wanted, list) or not wanted or not all(isinstance(name, str) for name in wanted):
        raise Refused("names must be a string or an array of strings")
    found: list[str] = []
    for name in wanted:
        if name in LIMITS:
            found.append(name)
        elif name in GROUPS:
            found.extend(GROUPS[name])
        else:
            raise Refused(f"Invalid joint or chain name: {name}")
    return tuple(found)


def check_range(joint: str, angle: float) -> None:
    """Make sure that a joint may take an angle.

    Raises:
        Refused: The angle lies outside the joint's range.
    """
    limit = LIMITS[joint]
    if not limit.lower - _ROUNDING <= angle <= limit.upper + _ROUNDING:
        raise Refused(f"Angle {angle:.4f} of {joint} is out of range [{limit.lower:.4f}, {limit.upper:.4f}]")


class Way:
    """A joint's way: angles at times, straight in between."""

    __slots__ = ("angles", "times")

    def __init__(self, times: Sequence[float], angles: Sequence[float]) -> None:
        self.times = times
        self.angles = angles

    def at(self, now: float) -> float:
        """The angle at `now`; the last one for ever after."""
        index = bisect_right(self.times, now)
        if index == 0:
            return self.angles[0]
        if index == len(self.times):
            return self.angles[-1]
        before, after = self.times[index - 1], self.times[index]
        share = (now - before) / (after - before)
        return self.angles[index - 1] + share * (self.angles[index] - self.angles[index - 1])


class Joints:
    """Angles and stiffnesses of the whole body."""

    def __init__(self, posture: str) -> None:
        self._still: dict[str, float] = dict(postures()[posture])
        self._moving: dict[str, Way] = {}
        self.stiffness: dict[str, float] = dict.fromkeys(BODY, 0.0)

    def angle(self, joint: str, now: float) -> float:
        """Where a joint is, in radians (hands 0 to 1)."""
        path = self._moving.get(joint)
        return self._still[joint] if path is None else path.at(now)

    def goal(self, joint: str) -> float:
        """Where a joint is on its way to."""
        path = self._moving.get(joint)
        return self._still[joint] if path is None else path.angles[-1]

    def follow(self, joint: str, times: Sequence[float], angles: Sequence[float], now: float) -> None:
        """Put a stiff joint on its way: `angles` at `times` seconds from now. A loose one stays where it is."""
        if self.stiffness[joint] <= 0:
            return
        start = self.angle(joint, now)
        path = Way([now, *(now + time for time in times)], [start, *angles])
        self._moving[joint] = path
        if joint in _TWIN:
            self._moving[_TWIN[joint]] = path

    def halt(self, names: Iterable[str], now: float) -> None:
        """Stop joints where they are."""
        for joint in names:
            path = self._moving.pop(joint, None)
            if path is not None:
                self._still[joint] = path.at(now)

    def place(self, posture: str) -> None:
        """Be in a posture at once: somebody set the robot down in it."""
        self._moving.clear()
        self._still.update(postures()[posture])

    def travel(self, goal: Mapping[str, float], fraction: float, now: float) -> float:
        """The seconds in which every joint can reach its goal at `fraction` of its greatest speed."""
        return max(
            (abs(angle - self.angle(joint, now)) / (LIMITS[joint].speed * fraction) for joint, angle in goal.items()),
            default=0.0,
        )

    def posture(self, now: float, tolerance: float = 0.3) -> str:
        """The posture that every joint but the hands is near to; Unknown where there is none."""
        for name, angles in postures().items():
            if all(
                abs(self.angle(joint, now) - angle) <= tolerance
                for joint, angle in angles.items()
                if not joint.endswith("Hand")
            ):
                return name
        return "Unknown"
