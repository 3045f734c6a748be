"""The switches of ALMotion: breathing, idle postures, collision and fall reflexes. Kept, and told when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from robot.limits import CHAINS
from sim.nao.errors import Refused
from sim.nao.service import Module, method

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao

_BREATHING = ("Body", "Legs", "Arms", "LArm", "RArm", "Head")
_IDLE = ("Body", "Legs", "Arms", "LArm", "RArm", "Head")
_COLLIDING = ("Arms", "LArm", "RArm")
_EXTERNAL = ("All", "Move", "Arms", "LArm", "RArm")


class MotionSettings(Module):
    """What is on and what is off."""

    def __init__(self, nao: VirtualNao) -> None:
        super().__init__(nao)
        self._breathing = dict.fromkeys(_BREATHING, False)
        self._idle = dict.fromkeys(_IDLE, False)
        self._collision = {"LArm": True, "RArm": True}
        self._external = dict.fromkeys(_EXTERNAL, True)
        self._breath: list[list[Any]] = [["Bpm", 12.0], ["Amplitude", 0.5]]
        self._switches = {"fall": True, "push": True, "smart": True, "diagnosis": True}
        self._move_arms = {"LArm": True, "RArm": True}
        self._distances = {"orthogonal": 0.1, "tangential": 0.05}

    def breathe(self, enabled: bool) -> None:
        """Autonomous life lets the whole body breathe, or stops it."""
        self._breathing = dict.fromkeys(_BREATHING, enabled)

    @method("v::setBreathEnabled(sb)")
    def set_breath_enabled(self, chain: str, enabled: bool) -> None:
        """Let a chain breathe while it is idle."""
        _set(self._breathing, chain, enabled, "Body")

    @method("b::getBreathEnabled(s)")
    def get_breath_enabled(self, chain: str) -> bool:
        """Whether a chain breathes."""
        return _get(self._breathing, chain)

    @method("v::setBreathConfig(m)")
    def set_breath_config(self, config: Any) -> None:
        """How fast and how far to breathe: [["Bpm", 5 to 30], ["Amplitude", 0 to 1]]."""
        wanted = dict(self._breath)
        ranges = {"Bpm": (5, 30), "Amplitude": (0, 1)}
        if not isinstance(config, list):
            raise Refused("Breath config must be an array of [name, value]")
        for pair in config:
            if not isinstance(pair, list) or len(pair) != 2 or pair[0] not in ranges:
                raise Refused("Breath config must be an array of [name, value]")
            least, greatest = ranges[pair[0]]
            if not isinstance(pair[1], int | float) or not least <= pair[1] <= greatest:
                raise Refused(f"{pair[0]} must be between {least} and {greatest}")
            wanted[pair[0]] = float(pair[1])
        self._breath = [[name, value] for name, value in wanted.items()]

    @method("m::getBreathConfig()")
    def get_breath_config(self) -> list[list[Any]]:
        """How fast and how far the body breathes."""
        return self._breath

    @method("v::setIdlePostureEnabled(sb)")
    def set_idle_posture_enabled(self, chain: str, enabled: bool) -> None:
        """Let a chain go back to its posture while it is idle."""
        _set(self._idle, chain, enabled, "Body")

    @method("b::getIdlePostureEnabled(s)")
    def get_idle_posture_enabled(self, chain: str) -> bool:
        """Whether a chain goes back to its posture."""
        return _get(self._idle, chain)

    @method("b::setCollisionProtectionEnabled(sb)")
    def set_collision_protection_enabled(self, chain: str, enabled: bool) -> bool:
        """Keep arms from hitting the body."""
        if chain not in _COLLIDING:
            raise Refused(f"Invalid chain name: {chain}")
        self._collision.update(dict.fromkeys(("LArm", "RArm") if chain == "Arms" else (chain,), enabled))
        return True

    @method("b::getCollisionProtectionEnabled(s)")
    def get_collision_protection_enabled(self, chain: str) -> bool:
        """Whether an arm is kept from hitting the body."""
        if chain == "Arms":
            return all(self._collision.values())
        return _get(self._collision, chain)

    @method("v::setExternalCollisionProtectionEnabled(sb)")
    def set_external_collision_protection_enabled(self, name: str, enabled: bool) -> None:
        """Keep the body from hitting what stands around it: All, Move, Arms, LArm or RArm."""
        _set(self._external, name, enabled, "All")

    @method("b::getExternalCollisionProtectionEnabled(s)")
    def get_external_collision_protection_enabled(self, name: str) -> bool:
        """Whether a part is kept from hitting what stands around it."""
        return _get(self._external, name)

    @method("v::setOrthogonalSecurityDistance(f)")
    def set_orthogonal_security_distance(self, distance: float) -> None:
        """The distance to keep ahead, in metres."""
        self._distances["orthogonal"] = _positive(distance)

    @method("f::getOrthogonalSecurityDistance()")
    def get_orthogonal_security_distance(self) -> float:
        """The distance kept ahead, in metres."""
        return self._distances["orthogonal"]

    @method("v::setTangentialSecurityDistance(f)")
    def set_tangential_security_distance(self, distance: float) -> None:
        """The distance to keep at the sides, in metres."""
        self._distances["tangential"] = _positive(distance)

    @method("f::getTangentialSecurityDistance()")
    def get_tangential_security_distance(self) -> float:
        """The distance kept at the sides, in metres."""
        return self._distances["tangential"]

    @method("v::setFallManagerEnabled(b)")
    def set_fall_manager_enabled(self, enabled: bool) -> None:
        """Protect the robot while it falls."""
        self._switches["fall"] = enabled

    @method("b::getFallManagerEnabled()")
    def get_fall_manager_enabled(self) -> bool:
        """Whether the robot is protected while it falls."""
        return self._switches["fall"]

    @method("v::setPushRecoveryEnabled(b)")
    def set_push_recovery_enabled(self, enabled: bool) -> None:
        """Keep the balance when pushed."""
        self._switches["push"] = enabled

    @method("b::getPushRecoveryEnabled()")
    def get_push_recovery_enabled(self) -> bool:
        """Whether the balance is kept when pushed."""
        return self._switches["push"]

    @method("v::setSmartStiffnessEnabled(b)")
    def set_smart_stiffness_enabled(self, enabled: bool) -> None:
        """Spare the motors of joints that stand still."""
        self._switches["smart"] = enabled

    @method("b::getSmartStiffnessEnabled()")
    def get_smart_stiffness_enabled(self) -> bool:
        """Whether the motors of joints that stand still are spared."""
        return self._switches["smart"]

    @method("v::setDiagnosisEffectEnabled(b)")
    def set_diagnosis_effect_enabled(self, enabled: bool) -> None:
        """React to a bad diagnosis."""
        self._switches["diagnosis"] = enabled

    @method("b::getDiagnosisEffectEnabled()")
    def get_diagnosis_effect_enabled(self) -> bool:
        """Whether a bad diagnosis is reacted to."""
        return self._switches["diagnosis"]

    @method("v::setMoveArmsEnabled(bb)", "v::setWalkArmsEnabled(bb)")
    def set_move_arms_enabled(self, left: bool, right: bool) -> None:
        """Swing the arms while walking."""
        self._move_arms = {"LArm": left, "RArm": right}

    @method("b::getMoveArmsEnabled(s)")
    def get_move_arms_enabled(self, chain: str) -> bool:
        """Whether an arm swings while walking."""
        return all(self._move_arms.values()) if chain == "Arms" else _get(self._move_arms, chain)

    @method("i::getMotionCycleTime()")
    def get_motion_cycle_time(self) -> int:
        """Milliseconds a motion cycle."""
        return 20

    @method("m::getRobotConfig()")
    def get_robot_config(self) -> list[list[Any]]:
        """What kind of robot this is, as [[names], [values]]."""
        names = [
            "Model Type",
            "Head Version",
            "Body Version",
            "Laser",
            "Legs",
            "Arms",
            "Extended Arms",
            "Number of Legs",
        ]
        return [names, ["naoH25", "VERSION_60", "VERSION_60", False, True, True, True, len(CHAINS) - 3]]


def _set(flags: dict[str, bool], name: str, enabled: bool, whole: str) -> None:
    if name not in flags:
        raise Refused(f"Invalid chain name: {name}")
    flags[name] = enabled
    if name == whole:
        flags.update(dict.fromkeys(flags, enabled))


def _get(flags: dict[str, bool], name: str) -> bool:
    if name not in flags:
        raise Refused(f"Invalid chain name: {name}")
    return flags[name]


def _positive(distance: float) -> float:
    if distance <= 0:
        raise Refused("Security distance must be positive")
    return distance
