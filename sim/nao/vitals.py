"""Heat and charge: what use does to a robot, worked out without ticking.

Charge falls by a constant rate: a full battery lasts 60 minutes in motion, 90 awake, 180 at rest; on its charger it is
full after 180 minutes, whatever it does. The temperature of a chain nears a goal exponentially, by the figures of
`robot/heat.py`. One timer waits for the next whole per cent, one for the next status.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from robot.clock import Timer
from robot.heat import CROUCHING, LOOSE, MOVING, STANDING, STATUSES, STIFF, TIME_CONSTANTS
from robot.limits import CHAINS

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao

_BUSY, _AWAKE, _RESTING, _PLUGGED = 100 / 3600, 100 / 5400, 100 / 10800, -100 / 10800
"""Per cent of charge a second that a battery loses."""

_DRIVEN = {chain: members[0] for chain, members in CHAINS.items()}


class Vitals:
    """The battery's charge and each chain's heat."""

    def __init__(self, nao: VirtualNao, charge: float) -> None:
        self._nao = nao
        self._charge = charge
        self._heat = dict.fromkeys(CHAINS, LOOSE)
        self._goals = dict.fromkeys(CHAINS, LOOSE)
        self._rate = _RESTING
        self._plugged = False
        self._since = nao.clock.now()
        self._told_percent = math.ceil(charge)
        self._told_status = 0
        self._told_charging = False
        self._timers: dict[str, Timer] = {}
        self._plan()

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
        goal = self._goals[chain]
        elapsed = self._nao.clock.now() - self._since
        return goal + (self._heat[chain] - goal) * math.exp(-elapsed / TIME_CONSTANTS[chain])

    def statuses(self) -> dict[str, int]:
        """Each chain's status of heat, 0 to 3."""
        return {chain: _status(self.temperature(chain)) for chain in CHAINS}

    def changed(self) -> None:
        """Something began or ceased to move, or to be stiff: reckon on from here."""
        rate, goals = self._use()
        if rate != self._rate or goals != self._goals:
            self._settle()
            self._rate, self._goals = rate, goals
            self._plan()

    def set_charge(self, percent: float) -> None:
        """Have this charge now."""
        self._settle()
        self._charge = percent
        self._tell()
        self._plan()

    def set_plugged(self, plugged: bool) -> None:
        """Be on the charger from now on, or off it."""
        self._plugged = plugged
        self.changed()
        self._tell()

    def set_status(self, status: int) -> None:
        """Have arms as hot as this status begins at, or cold for 0."""
        self._settle()
        degrees = LOOSE if status == 0 else STATUSES[status - 1] + 0.5
        self._heat.update(dict.fromkeys(CHAINS, LOOSE) if status == 0 else {"LArm": degrees, "RArm": degrees})
        self._tell()
        self._plan()

    def _use(self) -> tuple[float, dict[str, float]]:
        nao = self._nao
        walking = nao.walking
        held = nao.motion_tasks.held
        goals = {}
        moving = walking
        for chain, joint in _DRIVEN.items():
            if nao.joints.stiffness[joint] <= 0:
                goals[chain] = LOOSE
            elif not held.isdisjoint(CHAINS[chain]) or (walking and "Leg" in chain):
                goals[chain] = MOVING
                moving = True
            elif "Leg" in chain:
                goals[chain] = {"Standing": STANDING, "Crouching": CROUCHING}.get(nao.family, STIFF)
            else:
                goals[chain] = STIFF
        awake = any(goal > LOOSE for goal in goals.values())
        use = _BUSY if moving else _AWAKE if awake else _RESTING
        return (_PLUGGED if self._plugged else use), goals

    def _settle(self) -> None:
        charge, heat = self.charge, {chain: self.temperature(chain) for chain in CHAINS}
        self._charge, self._heat, self._since = charge, heat, self._nao.clock.now()

    def _plan(self) -> None:
        self._timer("charge", self._until_next_percent())
        self._timer("heat", min((due for due in map(self._until_status, CHAINS) if due is not None), default=None))

    def _timer(self, what: str, seconds: float | None) -> None:
        self._nao.clock.cancel(self._timers.pop(what, None))
        if seconds is not None:
            # A little late rather than a little early: the step must have been taken.
            self._timers[what] = self._nao.clock.call_later(seconds + 0.001, self._due)

    def _due(self) -> None:
        self._settle()
        self._tell()
        self._plan()

    def _tell(self) -> None:
        percent = self.percent
        if percent != self._told_percent:
            self._told_percent = percent
            self._nao.memory.raise_("BatteryChargeChanged", percent)
        if (charging := self.charging) != self._told_charging:
            self._told_charging = charging
            self._nao.memory.raise_("BatteryChargingFlagChanged", charging)
        statuses = self.statuses()
        status = max(statuses.values())
        if status != self._told_status:
            self._told_status = status
            self._nao.memory.raise_("HotDeviceDetected", self.hot())

    def hot(self) -> list[str]:
        """The chains whose status is not 0."""
        return [chain for chain, status in self.statuses().items() if status]

    def _until_next_percent(self) -> float | None:
        if self._rate < 0:
            # The per cent that has been begun is over; the last one, when the battery is full.
            return None if self._charge >= 100 else (math.ceil(self._charge) - self._charge) / -self._rate
        if self._charge <= 0:
            return None
        return (self._charge - (math.ceil(self._charge) - 1)) / self._rate

    def _until_status(self, chain: str) -> float | None:
        heat, goal = self._heat[chain], self._goals[chain]
        if goal > heat:
            steps = [step for step in STATUSES if heat < step < goal]
            step = steps[0] if steps else None
        else:
            steps = [step for step in STATUSES if goal < step <= heat]
            step = steps[-1] if steps else None
        if step is None:
            return None
        return TIME_CONSTANTS[chain] * math.log((heat - goal) / (step - goal))


def _status(degrees: float) -> int:
    return sum(degrees >= step for step in STATUSES)
