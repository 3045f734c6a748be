"""The walking part of ALMotion: where the robot is on the floor.

A flat floor without obstacles: the robot goes as fast as NAO's greatest walking speed and stops where it is told.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from robot.clock import Timer
from sim.nao.errors import Refused
from sim.nao.pending import Pending
from sim.nao.service import Module, method

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao

# Greatest walking speeds of a NAO (2.8 documentation, gait at MaxStepFrequency 1).
_FORWARD, _SIDEWAYS, _TURN = 0.0952, 0.0501, 0.4189


class Locomotion(Module):
    """Position on the floor: metres forward and to the left, radians counter-clockwise."""

    def __init__(self, nao: VirtualNao) -> None:
        super().__init__(nao)
        self._position = (0.0, 0.0, 0.0)
        self._velocity = (0.0, 0.0, 0.0)
        self._since = 0.0
        self._walk: Pending | None = None
        self._arrival: Timer | None = None

    def stop_walking(self) -> None:
        """Stand still where the robot is."""
        self._go((0.0, 0.0, 0.0))
        walk, self._walk = self._walk, None
        self.nao.clock.cancel(self._arrival)
        if walk is not None:
            walk.complete(False)

    @method("b::moveTo(fff)", "b::moveTo(ffff)", "b::moveTo(fffm)", "b::moveTo(ffffm)")
    def move_to(self, x: float, y: float, theta: float, *_extra: Any) -> Pending | bool:
        """Walk to a place seen from here; false where the robot cannot walk."""
        self.stop_walking()
        if not self._can_walk():
            return False
        given = _extra[0] if _extra and isinstance(_extra[0], float) else 0.0
        seconds = max(abs(x) / _FORWARD, abs(y) / _SIDEWAYS, abs(theta) / _TURN, given)
        if seconds == 0:
            return True
        self._go((x / seconds, y / seconds, theta / seconds))
        walk = self._walk = Pending()
        self._arrival = self.nao.clock.call_later(seconds, self._arrive)
        return walk

    @method("v::move(fff)", "v::move(fffm)")
    def move(self, x: float, y: float, theta: float, _config: Any = None) -> None:
        """Walk at a speed in metres and radians a second, until told to stop."""
        self._start((x, y, theta))

    @method("v::moveToward(fff)", "v::moveToward(fffm)")
    def move_toward(self, x: float, y: float, theta: float, _config: Any = None) -> None:
        """Walk at a share of the greatest speed, -1 to 1, until told to stop."""
        if not all(-1 <= part <= 1 for part in (x, y, theta)):
            raise Refused("x, y and theta must be between -1 and 1")
        self._start((x * _FORWARD, y * _SIDEWAYS, theta * _TURN))

    @method("b::stopMove()", "b::stopWalk()")
    def stop_move(self) -> bool:
        """Stop walking."""
        self.stop_walking()
        return True

    @method("v::killMove()", "v::killWalk()")
    def kill_move(self) -> None:
        """Stop walking at once."""
        self.stop_walking()

    @method("v::moveInit()", "v::walkInit()")
    def move_init(self) -> Pending | None:
        """Stand ready to walk; nothing where the robot is loose or sits."""
        return self.nao.robot_posture.go_to_posture("StandInit", 0.6) if self._can_walk() else None

    @method("v::waitUntilMoveIsFinished()", "v::waitUntilWalkIsFinished()")
    def wait_until_move_is_finished(self) -> Pending | None:
        """Ends when the robot has arrived; at once where it does not walk to a place."""
        if self._walk is None:
            return None
        ended = Pending()
        self._walk.then(lambda _value, _error: ended.complete())
        return ended

    @method("b::moveIsActive()", "b::walkIsActive()")
    def move_is_active(self) -> bool:
        """Whether the robot walks."""
        return any(self._velocity)

    @method("[f]::getRobotPosition(b)")
    def get_robot_position(self, _use_sensors: bool) -> list[float]:
        """[x, y, theta] since the robot was switched on."""
        return list(self._where(self.nao.clock.now()))

    @method("[f]::getNextRobotPosition()")
    def get_next_robot_position(self) -> list[float]:
        """[x, y, theta] after the step that is under way."""
        return list(self._where(self.nao.clock.now()))

    @method("[f]::getRobotVelocity()")
    def get_robot_velocity(self) -> list[float]:
        """[x, y, theta] a second, as the robot sees it."""
        return list(self._velocity)

    def _start(self, velocity: tuple[float, float, float]) -> None:
        self.stop_walking()
        greatest = (_FORWARD, _SIDEWAYS, _TURN)
        if self._can_walk():
            x, y, theta = (max(-most, min(most, part)) for part, most in zip(velocity, greatest, strict=True))
            self._go((x, y, theta))

    def _can_walk(self) -> bool:
        return self.nao.family == "Standing" and self.nao.joints.stiffness["LKneePitch"] > 0

    def _arrive(self) -> None:
        self._go((0.0, 0.0, 0.0))
        walk, self._walk = self._walk, None
        if walk is not None:
            walk.complete(True)

    def _go(self, velocity: tuple[float, float, float]) -> None:
        now = self.nao.clock.now()
        self._position, self._velocity, self._since = self._where(now), velocity, now
        self.nao.vitals.changed()

    def _where(self, now: float) -> tuple[float, float, float]:
        return _moved(self._position, self._velocity, now - self._since)


def _moved(position: Sequence[float], velocity: Sequence[float], seconds: float) -> tuple[float, float, float]:
    """Where a robot at `position` is after `seconds` at a velocity seen from itself: a straight line or an arc."""
    x, y, theta = position
    forward, left, turn = (part * seconds for part in velocity)
    if abs(turn) < 1e-9:
        ahead, aside = forward, left
    else:
        ahead = (forward * math.sin(turn) - left * (1 - math.cos(turn))) / turn
        aside = (forward * (1 - math.cos(turn)) + left * math.sin(turn)) / turn
    cos, sin = math.cos(theta), math.sin(theta)
    return (x + cos * ahead - sin * aside, y + sin * ahead + cos * aside, theta + turn)
