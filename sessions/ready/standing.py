"""How a robot stands between sessions, in one word with its facts: what the first page tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from behaviours.monitors import START_CHARGE
from robot.clock import Clock, RealClock
from robot.nao.examination import Connect, Findings, examined, over_qi
from robot.problem import Failure, Problem
from sessions.ready.robot import EXAMINE_SECONDS

State = Literal["ready", "asleep", "charging", "too_warm", "battery_low", "driven", "missing", "unknown"]

_TOO_WARM = 2
"""From this status of heat on a robot that begins would not move, or would rest at once."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a robot stands."""

    state: State
    percent: int | None = None
    """Its charge; None where it does not tell."""
    until: datetime | None = None
    """Of one that is too warm, the minute at which it will have cooled if it is left alone."""
    problem: Problem | None = None
    """Of one that can't be told about, why."""

    @property
    def usable(self) -> bool:
        """Whether a session could begin with it now, as far as this tells."""
        return self.state in ("ready", "asleep") or (self.state == "charging" and (self.percent or 0) >= START_CHARGE)


def standing(address: str, clock: Clock) -> Standing:
    """Look at the robot at nao://HOST, which changes nothing about it. Blocks for some seconds, at most about fifteen.

    Args:
        address: As `--robot` takes it.
        clock: What time it is.
    """
    own = RealClock()
    try:
        return looked(over_qi(address, own), own, clock)
    except Failure:
        return Standing("missing")
    except Problem as problem:
        return Standing("unknown", problem=problem)


def looked(connect: Connect, own: Clock, clock: Clock) -> Standing:
    """Look at the robot at the other end of a wire.

    Args:
        connect: Makes the wire.
        own: A clock of its own for the look.
        clock: What time it is.

    Raises:
        Problem: As `robot.nao.examination.examined`.
    """
    return of(examined(connect, own, EXAMINE_SECONDS), clock.wall())


def of(findings: Findings, now: datetime) -> Standing:
    """What the findings come to: of several things the one that holds a session up most."""
    percent = findings.battery
    if findings.driven:
        return Standing("driven", percent)
    if findings.heat is not None and findings.heat >= _TOO_WARM:
        return Standing("too_warm", percent, _minute(now + timedelta(seconds=findings.cool_in or 0.0)))
    if findings.charging:
        return Standing("charging", percent)
    if percent is not None and percent < START_CHARGE:
        return Standing("battery_low", percent)
    return Standing("asleep" if findings.awake is False else "ready", percent)


def _minute(moment: datetime) -> datetime:
    """The first whole minute from this moment on."""
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)
