"""ALAutonomousLife: what the robot does of its own accord. Enabled, it stands a crouching robot up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from robot.clock import Timer
from sim.nao.errors import Refused
from sim.nao.service import Module, method

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao

STATES = ("solitary", "interactive", "safeguard", "disabled")
ABILITIES = ("AutonomousBlinking", "BackgroundMovement", "BasicAwareness", "ListeningMovement", "SpeakingMovement")
STANDING_UP = 4.0
"""Seconds from enabling life to standing up."""


class AutonomousLife(Module):
    """Its state, and the abilities that it lends the robot."""

    name = "ALAutonomousLife"

    def __init__(self, nao: VirtualNao) -> None:
        super().__init__(nao)
        self._state = "disabled"
        self._rising: Timer | None = None
        self._safeguards: dict[str, bool] = {}
        self._offset = 0.0
        nao.memory.declare("AutonomousLife/State", value="disabled")
        nao.memory.declare("AutonomousLife/FocusedActivity", "AutonomousLife/CompletedActivity", value="")

    @method("v::setState(s)")
    def set_state(self, state: str) -> None:
        """Change the state; an unknown one is refused."""
        if state not in STATES:
            raise Refused(f"Invalid state: {state}")
        if state == self._state:
            return
        was_disabled = self._state == "disabled"
        self._state = state
        self.nao.clock.cancel(self._rising)
        if state == "disabled":
            self._lend(False)
        elif was_disabled:
            self._lend(True)
            self._rising = self.nao.clock.call_later(STANDING_UP, self._rise)
        self.nao.memory.raise_("AutonomousLife/State", state)

    @method("s::getState()")
    def get_state(self) -> str:
        """The state."""
        return self._state

    @method("v::setAutonomousAbilityEnabled(sb)")
    def set_autonomous_ability_enabled(self, ability: str, enabled: bool) -> None:
        """Switch an ability on or off; an unknown one is refused."""
        self.nao.abilities[self._ability(ability)].enabled = enabled

    @method("b::getAutonomousAbilityEnabled(s)")
    def get_autonomous_ability_enabled(self, ability: str) -> bool:
        """Whether an ability is on."""
        return bool(self.nao.abilities[self._ability(ability)].enabled)

    @method("s::focusedActivity()")
    def focused_activity(self) -> str:
        """The activity in focus: none, since none is installed."""
        return ""

    @method("v::switchFocus(s)", "v::switchFocus(si)", "v::switchFocus(sim)")
    def switch_focus(self, activity: str, *_how: Any) -> None:
        """Refused: no activity is installed."""
        raise Refused(f"Activity not found: {activity}")

    @method("v::stopFocus()", "v::stopAll()")
    def stop_focus(self) -> None:
        """Stop the activity in focus."""

    @method("v::setSafeguardEnabled(sb)")
    def set_safeguard_enabled(self, name: str, enabled: bool) -> None:
        """Switch a safeguard on or off."""
        self._safeguards[name] = enabled

    @method("b::isSafeguardEnabled(s)")
    def is_safeguard_enabled(self, name: str) -> bool:
        """Whether a safeguard is on."""
        return self._safeguards.get(name, True)

    @method("v::setRobotOffsetFromFloor(f)")
    def set_robot_offset_from_floor(self, offset: float) -> None:
        """How high the robot stands above the floor, in metres."""
        self._offset = offset

    @method("f::getRobotOffsetFromFloor()")
    def get_robot_offset_from_floor(self) -> float:
        """How high the robot stands above the floor, in metres."""
        return self._offset

    @method("i::getLifeTime()")
    def get_life_time(self) -> int:
        """Seconds since the robot was switched on."""
        return int(self.nao.clock.now())

    def _rise(self) -> None:
        if self.nao.family != "Standing" or not self.nao.motion.robot_is_wake_up():
            self.nao.motion.wake_up()

    def _lend(self, enabled: bool) -> None:
        for ability in self.nao.abilities.values():
            ability.enabled = enabled
        self.nao.motion.breathe(enabled)

    @staticmethod
    def _ability(name: str) -> str:
        if name not in ABILITIES:
            raise Refused(f"Unknown autonomous ability: {name}")
        return name
