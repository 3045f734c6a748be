"""A NAO's joints: gestures of the upper body through ALMotion."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from robot.body import Tell
from robot.catalogue import GESTURES
from robot.clock import Clock
from robot.commands import Move
from robot.events import Moved, Refused
from robot.limits import ArmDuty
from robot.nao.wire import Done, Reply, Wire

UNKNOWN_FAMILIES = ("", "Unknown")
"""A family that NAOqi cannot tell: the head may move, the arms may not."""


class _Way(NamedTuple):
    """A gesture's keyframes as ALMotion takes them; nobody changes these lists."""

    joints: list[str]
    angles: list[list[float]]
    times: list[list[float]]


# A session makes the same few gestures over and over.
@lru_cache(maxsize=256)
def _way(gesture: str, family: str, size: float, arms: bool) -> _Way:
    track = GESTURES[gesture].track(family, size, arms)
    return _Way(
        list(track),
        [[angle for _, angle in keyframes] for keyframes in track.values()],
        [[time for time, _ in keyframes] for keyframes in track.values()],
    )


class Motion:
    """Makes one gesture at a time. Session thread only.

    Attributes:
        family: The posture family, as last told by the robot.
        awake: Whether the joints are stiff.
    """

    def __init__(self, wire: Wire, clock: Clock, tell: Tell, duty: ArmDuty) -> None:
        self._wire = wire
        self._clock = clock
        self._tell = tell
        self._duty = duty
        self._turn = 0
        self._stopping = 0
        self._held: list[Callable[[], None]] = []
        self.family = ""
        self.awake = False

    def move(self, command: Move) -> None:
        """Begin a gesture; Moved or Refused is told. Arms that must rest stay still, and that is no error."""
        gesture = GESTURES.get(command.gesture)
        if gesture is None:
            self._tell(Refused(command.tag, f"no gesture is called {command.gesture!r}"))
            return
        unknown = self.family in UNKNOWN_FAMILIES
        if not self.awake or not (unknown or self.family in gesture.families):
            self._tell(
                Refused(command.tag, f"no gesture while {self.family}" if self.awake else "the robot is at rest")
            )
            return
        arms = gesture.arms and not unknown and self._duty.allow(self._clock.now(), gesture.seconds)
        way = _way(command.gesture, self.family, command.size, arms)
        if not way.joints:
            self._tell(Moved(command.tag))
            return
        self._turn += 1
        turn = self._turn

        def done(reply: Reply) -> None:
            if turn == self._turn:
                self._tell(Moved(command.tag) if reply.error is None else Refused(command.tag, reply.error))

        def begin() -> None:
            if turn == self._turn:
                self._interpolate(way, done)

        self.when_stopped(begin)

    def _interpolate(self, way: _Way, done: Done) -> None:
        self._wire.call("ALMotion", "angleInterpolation", way.joints, way.angles, way.times, True, done=done)

    def stop(self) -> None:
        """Stop every movement now and keep the posture; a gesture under way ends without an event."""
        self._turn += 1
        self._held.clear()
        for method in ("stopMove", "killAll"):
            self._stopping += 1
            self._wire.call("ALMotion", method, done=self._stopped)

    def when_stopped(self, job: Callable[[], None]) -> None:
        """Do `job` once every stop has been answered: NAOqi takes calls that follow at once in any order."""
        if self._stopping:
            self._held.append(job)
        else:
            job()

    def _stopped(self, _: Reply) -> None:
        self._stopping -= 1
        if not self._stopping:
            held, self._held = self._held, []
            for job in held:
                job()
