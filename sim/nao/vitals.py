"""Heat and charge: what use does to a robot, worked out without ticking.

Charge falls by a constant rate: a full battery lasts 60 minutes in motion, 90 awake, 180 at rest; on its charger it is
full after 180 minutes, whatever it does. The temperature of a chain nears a goal exponentially, by the figures of
`robot/heat.py`. One timer waits for what comes first, the next whole per cent or the next status of a chain.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING

from robot.clock import Timer
from robot.heat import CROUCHING, LOOSE, MOVING, STANDING, STATUSES, STIFF, TIME_CONSTANTS
from robot.limits import CHAINS
from sim.nao.joints import CHAIN_OF

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao

_BUSY, _AWAKE, _RESTING, _PLUGGED = 100 / 3600, 100 / 5400, 100 / 10800, -100 / 10800
"""Per cent of charge a second that a battery loses."""

_LEGS = {"Standing": STANDING, "Crouching": CROUCHING}

_DRIVEN = {chain: members[0] for chain, members in CHAINS.items()}


class Vitals:
    """The battery's charge and each chain's heat."""

    def __init__(self, nao: VirtualNao, charge: float) -> None:
        self._nao = nao
        now = nao.clock.now()
        self._charge = charge
        self._rate = _RESTING
        self._since = now
        self._plugged = False
        self._percent_at = math.inf
        self._heats = {chain: _Heat(TIME_CONSTANTS[chain], now) for chain in CHAINS}
        self._told_percent = math.ceil(charge)
        self._told_status = 0
        self._told_charging = False
        self._due_at = math.inf
        self._timer: Timer | None = None
        self._plan_charge()
        self._wait()

    @property
    def charge(self) -> float:
        """The charge in per cent, with its fraction."""
        return min(100.0, max(0.0, self._charge - self._rate * (self._nao.clock.now() - self._since)))

    @property
    def charging(self) -> bool:
        """Whether it is on its charger and not full yet."""
        return self._plugged and self.charge < 100

    @property
    def percent(self) -> int:
        """The charge as it is told: the per cent that has been begun."""
        return math.ceil(self.charge)

    def temperature(self, chain: str) -> float:
        """A chain's temperature in degrees."""
        return self._heats[chain].degrees(self._nao.clock.now())

    def statuses(self) -> dict[str, int]:
        """Each chain's status of heat, 0 to 3."""
        now = self._nao.clock.now()
        return {chain: _status(heat.degrees(now)) for chain, heat in self._heats.items()}

    def changed(self) -> None:
        """Something began or ceased to move, or to be stiff: reckon on from here."""
        # Every gesture comes through here twice: only what it changes is reckoned anew.
        rate, goals = self._use()
        now = self._nao.clock.now()
        for chain, heat in self._heats.items():
            if goals[chain] != heat.goal:
                heat.head_for(goals[chain], now)
        if rate != self._rate:
            self._charge, self._since, self._rate = self.charge, now, rate
            self._plan_charge()
        self._wait()

    def set_charge(self, percent: float) -> None:
        """Have this charge now."""
        self._charge, self._since = percent, self._nao.clock.now()
        self._tell()
        self._plan_charge()
        self._wait()

    def set_plugged(self, plugged: bool) -> None:
        """Be on the charger from now on, or off it."""
        self._plugged = plugged
        self.changed()
        self._tell()

    def set_status(self, status: int) -> None:
        """Have arms as hot as this status begins at, or cold for 0."""
        now = self._nao.clock.now()
        if status == 0:
            for heat in self._heats.values():
                heat.become(LOOSE, now)
        else:
            for chain in ("LArm", "RArm"):
                self._heats[chain].become(STATUSES[status - 1] + 0.5, now)
        self._tell()
        self._wait()

    def _use(self) -> tuple[float, dict[str, float]]:
        nao = self._nao
        walking = nao.walking
        in_motion = {CHAIN_OF[joint] for joint in nao.motion_tasks.held}
        goals = {}
        moving = walking
        for chain, joint in _DRIVEN.items():
            if nao.joints.stiffness[joint] <= 0:
                goals[chain] = LOOSE
            elif chain in in_motion or (walking and "Leg" in chain):
                goals[chain] = MOVING
                moving = True
            elif "Leg" in chain:
                goals[chain] = _LEGS.get(nao.family, STIFF)
            else:
                goals[chain] = STIFF
        awake = any(goal > LOOSE for goal in goals.values())
        use = _BUSY if moving else _AWAKE if awake else _RESTING
        return (_PLUGGED if self._plugged else use), goals

    def _wait(self) -> None:
        due = min(self._percent_at, *[heat.turns_at for heat in self._heats.values()])
        if due == self._due_at:
            return
        self._nao.clock.cancel(self._timer)
        self._due_at, self._timer = due, None
        if due < math.inf:
            # A little late rather than a little early: the step must have been taken.
            self._timer = self._nao.clock.call_later(due + 0.001 - self._nao.clock.now(), self._due)

    def _due(self) -> None:
        now = self._nao.clock.now()
        self._due_at, self._timer = math.inf, None
        for heat in self._heats.values():
            if heat.turns_at <= now:
                heat.head_for(heat.goal, now)
        if self._percent_at <= now:
            self._charge, self._since = self.charge, now
            self._plan_charge()
        self._tell()
        self._wait()

    def _tell(self) -> None:
        percent = self.percent
        if percent != self._told_percent:
            self._told_percent = percent
            self._nao.memory.raise_("BatteryChargeChanged", percent)
        if (charging := self.charging) != self._told_charging:
            self._told_charging = charging
            self._nao.memory.raise_("BatteryChargingFlagChanged", charging)
        status = max(self.statuses().values())
        if status != self._told_status:
            self._told_status = status
            self._nao.memory.raise_("HotDeviceDetected", self.hot())

    def hot(self) -> list[str]:
        """The chains whose status is not 0."""
        return [chain for chain, status in self.statuses().items() if status]

    def _plan_charge(self) -> None:
        """Work out when the per cent that has been begun is over; on its charger the last one, when it is full."""
        begun = math.ceil(self._charge)
        if self._rate < 0:
            self._percent_at = math.inf if self._charge >= 100 else self._since + (begun - self._charge) / -self._rate
        elif self._charge <= 0:
            self._percent_at = math.inf
        else:
            self._percent_at = self._since + (self._charge - (begun - 1)) / self._rate


class _Heat:
    """A chain's heat, on its way to a goal."""

    __slots__ = ("_constant", "_degrees", "_since", "goal", "turns_at")

    def __init__(self, constant: float, now: float) -> None:
        self._constant = constant
        self._degrees = self.goal = LOOSE
        self._since = now
        self.turns_at = math.inf
        """When it comes to its next status; never, where there is none on its way."""

    def degrees(self, now: float) -> float:
        """How hot it is."""
        return self.goal + (self._degrees - self.goal) * math.exp((self._since - now) / self._constant)

    def head_for(self, goal: float, now: float) -> None:
        """Near this goal from now on."""
        self._degrees, self._since, self.goal = self.degrees(now), now, goal
        self._plan()

    def become(self, degrees: float, now: float) -> None:
        """Be so hot now."""
        self._degrees, self._since = degrees, now
        self._plan()

    def _plan(self) -> None:
        heat, goal = self._degrees, self.goal
        if goal > heat:
            steps = [step for step in STATUSES if heat < step < goal]
            step = steps[0] if steps else None
        else:
            steps = [step for step in STATUSES if goal < step <= heat]
            step = steps[-1] if steps else None
        if step is None:
            self.turns_at = math.inf
        else:
            self.turns_at = self._since + self._constant * math.log((heat - goal) / (step - goal))


def _status(degrees: float) -> int:
    return bisect_right(STATUSES, degrees)
