"""ALMotion: stiffness, joints, waking and resting. Walking is in `locomotion`, reflexes in `motion_settings`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.nao.errors import Refused
from sim.nao.joints import BODY, LIMITS, check_range, resolve
from sim.nao.locomotion import Locomotion
from sim.nao.motion_settings import MotionSettings
from sim.nao.pending import Pending
from sim.nao.service import method
from sim.nao.trajectory import Trajectory, check_fraction, numbers, trajectories

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao

HAND_SECONDS = 0.8
"""What opening or closing a hand takes."""

STIFFENING_SECONDS = 0.3


class Motion(Locomotion, MotionSettings):
    """The joints."""

    name = "ALMotion"

    def __init__(self, nao: VirtualNao) -> None:
        super().__init__(nao)
        nao.memory.declare("robotIsWakeUp", value=False)
        self._awake = False

    @method("b::wakeUp()")
    def wake_up(self) -> Pending:
        """Stiffen every joint; a robot that is not sitting or lying then stands up."""
        self.set_all_stiffness(1.0)
        self._set_awake(True)
        if self.nao.family in ("Standing", "Crouching"):
            return self.nao.robot_posture.go_to_posture("StandInit", 0.6)
        return self.nao.after(STIFFENING_SECONDS, True)

    @method("v::rest()")
    def rest(self) -> Pending:
        """Crouch, or stay sitting or lying, and let the joints go."""
        self.nao.motion_tasks.kill(lambda task: True)
        self.stop_walking()
        ended = Pending()

        def let_go(_value: Any, _error: Any) -> None:
            self.set_all_stiffness(0.0)
            self._set_awake(False)
            ended.complete()

        # From half-way up, as when waking was broken off, it goes down again.
        on_its_feet = self.nao.family in ("Standing", "Crouching", "Unknown")
        down = self.nao.robot_posture.get_posture() == "Crouch"
        if on_its_feet and not down and self.nao.joints.stiffness["LKneePitch"] > 0:
            self.nao.robot_posture.go_to_posture("Crouch", 0.6).then(let_go)
        else:
            self.nao.after(STIFFENING_SECONDS if self._awake else 0.0).then(let_go)
        return ended

    @method("b::robotIsWakeUp()")
    def robot_is_wake_up(self) -> bool:
        """Whether the robot is awake."""
        return self._awake

    def set_all_stiffness(self, stiffness: float) -> None:
        """Make every joint as stiff as this, at once."""
        self._set_stiffness(BODY, [stiffness] * len(BODY))

    def collapse(self) -> None:
        """Let every joint go at once: a fall."""
        self.nao.motion_tasks.kill(lambda task: True)
        self.stop_walking()
        self.set_all_stiffness(0.0)
        self._set_awake(False)

    @method("v::setStiffnesses(mm)")
    def set_stiffnesses(self, names: Any, stiffnesses: Any) -> None:
        """Make joints stiff (1) or loose (0), at once."""
        joints = resolve(names)
        self._set_stiffness(joints, numbers(stiffnesses, len(joints), "stiffnesses"))

    @method("[f]::getStiffnesses(m)")
    def get_stiffnesses(self, names: Any) -> list[float]:
        """How stiff joints are."""
        return [self.nao.joints.stiffness[joint] for joint in resolve(names)]

    @method("v::stiffnessInterpolation(mmm)")
    def stiffness_interpolation(self, names: Any, stiffnesses: Any, times: Any) -> Pending:
        """Make joints as stiff as told, within the times told."""
        joints = resolve(names)
        ways = trajectories(joints, stiffnesses, times)
        if any(not 0 <= value <= 1 for way in ways for value in way.values):
            raise Refused("Stiffness must be between 0 and 1")
        last = [way.values[-1] for way in ways]
        pending = self.nao.after(max(way.times[-1] for way in ways))
        pending.then(lambda _value, _error: self._set_stiffness(joints, last))
        return pending

    @method("v::angleInterpolation(mmmb)")
    def angle_interpolation(self, names: Any, angles: Any, times: Any, is_absolute: bool) -> Pending:
        """Move joints through angles at times, in seconds from the start of the motion.

        Refused where a joint is unknown, an angle out of its range, a speed above the joint's, or a list too short.
        """
        joints = resolve(names)
        ways = trajectories(joints, angles, times)
        if not is_absolute:
            goal = self.nao.joints.goal
            ways = [
                Trajectory(way.times, [goal(joint) + value for value in way.values])
                for joint, way in zip(joints, ways, strict=True)
            ]
        now = self.nao.clock.now()
        for joint, way in zip(joints, ways, strict=True):
            for value in way.values:
                check_range(joint, value)
            self._check_speed(joint, way, self.nao.joints.angle(joint, now))
        return self._follow("angleInterpolation", joints, ways)

    @method("v::angleInterpolationWithSpeed(mmf)")
    def angle_interpolation_with_speed(self, names: Any, angles: Any, fraction: float) -> Pending:
        """Move joints to angles at a fraction of their greatest speed."""
        joints, goal = self._goal(names, angles)
        check_fraction(fraction)

        def begin() -> float:
            now = self.nao.clock.now()
            seconds = self.nao.joints.travel(goal, fraction, now)
            for joint, angle in goal.items():
                self.nao.joints.follow(joint, [max(seconds, 1e-6)], [angle], now)
            return seconds

        return _quietly(self.nao.motion_tasks.run("angleInterpolationWithSpeed", joints, 0.0, begin))

    @method("v::angleInterpolationBezier([s]mm)")
    def angle_interpolation_bezier(self, names: list[str], times: Any, control_points: Any) -> Pending:
        """Move joints through control points [angle, handle, handle]; the handles are taken as straight."""
        try:
            angles = [[float(point[0]) for point in points] for points in control_points]
        except (TypeError, IndexError, ValueError):
            raise Refused("controlPoints must hold [angle, handle, handle] for each time") from None
        return self.angle_interpolation(names, angles, times, True)

    @method("v::setAngles(mmf)", "v::setAngles(mm[f])")
    def set_angles(self, names: Any, angles: Any, fraction: float | list[float]) -> None:
        """Send joints to angles and return at once; a joint that a motion task holds stays with it."""
        _, goal = self._goal(names, angles)
        self._send(goal, fraction)

    @method("v::changeAngles(mmf)")
    def change_angles(self, names: Any, changes: Any, fraction: float) -> None:
        """Send joints so much further and return at once."""
        joints = resolve(names)
        steps = numbers(changes, len(joints), "changes")
        goal = {joint: self.nao.joints.goal(joint) + step for joint, step in zip(joints, steps, strict=True)}
        for joint, angle in goal.items():
            check_range(joint, angle)
        self._send(goal, fraction)

    @method("[f]::getAngles(mb)")
    def get_angles(self, names: Any, use_sensors: bool) -> list[float]:
        """Where joints are, or where they are told to go, in radians (hands 0 to 1)."""
        now = self.nao.clock.now()
        return [self.nao.joints.angle(joint, now) for joint in resolve(names)]

    @method("v::openHand(s)")
    def open_hand(self, hand: str) -> Pending:
        """Open a hand."""
        return self._move_hand(hand, 1.0)

    @method("v::closeHand(s)")
    def close_hand(self, hand: str) -> Pending:
        """Close a hand."""
        return self._move_hand(hand, 0.0)

    @method("[s]::getBodyNames(s)", "[s]::getJointNames(s)")
    def get_body_names(self, name: str) -> list[str]:
        """The joints of a chain, in NAOqi's order."""
        return list(resolve(name))

    @method("m::getLimits(s)")
    def get_limits(self, name: str) -> list[list[float]]:
        """[[least, greatest, greatest speed, greatest torque], ...] of the joints; the torque is not modelled."""
        return [[LIMITS[joint].lower, LIMITS[joint].upper, LIMITS[joint].speed, 0.0] for joint in resolve(name)]

    @method("s::getSummary()")
    def get_summary(self) -> str:
        """A table of the joints, for people."""
        now = self.nao.clock.now()
        lines = [f"{'Name':<16}{'Stiffness':>10}{'Angle':>10}"]
        lines += [
            f"{joint:<16}{self.nao.joints.stiffness[joint]:>10.2f}{self.nao.joints.angle(joint, now):>10.3f}"
            for joint in BODY
        ]
        return "\n".join(lines)

    @method("m::getTaskList()")
    def get_task_list(self) -> list[list[Any]]:
        """[[name, id, [joints]], ...] of the motions under way."""
        return [[task.name, task.id, list(task.joints)] for task in self.nao.motion_tasks.tasks]

    @method("b::areResourcesAvailable([s])")
    def are_resources_available(self, names: list[str]) -> bool:
        """Whether no motion holds any of the joints."""
        return not self.nao.motion_tasks.busy(resolve(names))

    @method("b::killTask(i)")
    def kill_task(self, number: int) -> bool:
        """End a motion; false where there is none of this number."""
        return self.nao.motion_tasks.kill(lambda task: task.id == number)

    @method("v::killTasksUsingResources([s])")
    def kill_tasks_using_resources(self, names: list[str]) -> None:
        """End every motion that holds any of the joints."""
        joints = set(resolve(names))
        self.nao.motion_tasks.kill(lambda task: not joints.isdisjoint(task.joints))

    @method("v::killAll()")
    def kill_all(self) -> None:
        """End every motion, and walking too."""
        self.nao.motion_tasks.kill(lambda task: True)
        self.stop_walking()
        self.nao.joints.halt(BODY, self.nao.clock.now())

    def gesture(self, goals: dict[str, list[float]], times: list[float], name: str) -> Pending:
        """Move joints through angles that are known to be good."""
        return self._follow(name, tuple(goals), [Trajectory(times, angles) for angles in goals.values()])

    def _goal(self, names: Any, angles: Any) -> tuple[tuple[str, ...], dict[str, float]]:
        joints = resolve(names)
        goal = dict(zip(joints, numbers(angles, len(joints), "angles"), strict=True))
        for joint, angle in goal.items():
            check_range(joint, angle)
        return joints, goal

    def _send(self, goal: dict[str, float], fraction: float | list[float]) -> None:
        fractions = fraction if isinstance(fraction, list) else [fraction] * len(goal)
        if len(fractions) != len(goal):
            raise Refused("fractionMaxSpeeds must have one value a joint")
        for one in fractions:
            check_fraction(one)
        now = self.nao.clock.now()
        for (joint, angle), one in zip(goal.items(), fractions, strict=True):
            if not self.nao.motion_tasks.busy((joint,)):
                seconds = self.nao.joints.travel({joint: angle}, one, now)
                self.nao.joints.follow(joint, [max(seconds, 1e-6)], [angle], now)

    def _follow(self, name: str, joints: tuple[str, ...], ways: list[Trajectory]) -> Pending:
        def begin() -> None:
            now = self.nao.clock.now()
            for joint, way in zip(joints, ways, strict=True):
                self.nao.joints.follow(joint, way.times, way.values, now)

        return _quietly(self.nao.motion_tasks.run(name, joints, max(way.times[-1] for way in ways), begin))

    @staticmethod
    def _check_speed(joint: str, way: Trajectory, start: float) -> None:
        before, angle = 0.0, start
        for time, value in zip(way.times, way.values, strict=True):
            speed = abs(value - angle) / (time - before)
            if speed > LIMITS[joint].speed * 1.01:
                greatest = LIMITS[joint].speed
                raise Refused(f"Velocity {speed:.2f} rad/s of {joint} is above its maximum of {greatest:.2f} rad/s")
            before, angle = time, value

    def _move_hand(self, hand: str, opening: float) -> Pending:
        if hand not in ("LHand", "RHand"):
            raise Refused(f"Invalid hand name: {hand}")
        return self.gesture({hand: [opening]}, [HAND_SECONDS], "openHand" if opening else "closeHand")

    def _set_stiffness(self, joints: tuple[str, ...], values: list[float]) -> None:
        if any(not 0 <= value <= 1 for value in values):
            raise Refused("Stiffness must be between 0 and 1")
        loosened = [joint for joint, value in zip(joints, values, strict=True) if value <= 0]
        self.nao.joints.halt(loosened, self.nao.clock.now())
        self.nao.joints.stiffness.update(zip(joints, values, strict=True))
        self.nao.vitals.changed()

    def _set_awake(self, awake: bool) -> None:
        if awake != self._awake:
            self._awake = awake
            self.nao.memory.raise_("robotIsWakeUp", awake)
            self.nao.vitals.changed()


def _quietly(pending: Pending) -> Pending:
    """A motion's end without its success: these methods return nothing."""
    quiet = Pending()
    pending.then(lambda _value, _error: quiet.complete())
    return quiet
