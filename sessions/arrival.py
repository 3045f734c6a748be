"""From a body that is connected to one that is awake: its language, its charge, its seat."""

from __future__ import annotations

from collections.abc import Callable

from behaviours.monitors import START_CHARGE
from robot.commands import Command, Eyes, Light, Pose, Wake
from robot.events import Asked, Awake, Event, Posed, Ready, Refused
from robot.problem import Failure
from sessions.live import Show, Who
from sessions.recorder import Recorder
from sessions.terms import LIFE

_SEATED = ("Sitting", "SittingOnChair", "")
"""Posture families in which care may begin; a body without legs has none."""


class Arrival:
    """Brings a body to where a session can begin. Session thread only.

    Args:
        languages: What the session speaks: all of them must be there.
        care: Whether the robot must sit before it is woken.
        recorder: Where it is noted.
        send: Takes commands, which leave after the turn's commit.
        show: Shows what staff must see.
        wakes: Whether it is to be woken; a body that is only to rest is not, and is not asked to sit.
    """

    def __init__(
        self,
        languages: tuple[str, ...],
        care: bool,
        recorder: Recorder,
        send: Callable[[Command], None],
        show: Show,
        wakes: bool = True,
    ) -> None:
        self._languages = languages
        self._care = care
        self._recorder = recorder
        self._send = send
        self._show = show
        self._wakes = wakes
        self._seating = False
        self._waking = False
        self.connected = False
        """Whether the body has ever been reached."""

    @property
    def seating(self) -> bool:
        """Whether staff are to seat the robot."""
        return self._seating

    def take(self, event: Event) -> bool:
        """Take what the body or staff tell; whether the body is where it should be now.

        Raises:
            Failure: This body cannot run this session.
        """
        match event:
            case Ready():
                self._ready(event)
                return not self._wakes
            case Posed(family=family) if self._seating:
                self._seat(family)
            case Asked(what="resume") if self._seating:
                self._send(Pose(LIFE))
            case Asked(what=what):
                self._show(Who.SESSION, "not_now", what)
            case Refused(tag=tag, reason=reason) if self._waking and tag == LIFE:
                raise Failure("robot_stays_asleep", reason=reason)
            case Awake() if self._waking:
                self._waking = False
                self._recorder.note("awake")
                return True
        return False

    def again(self) -> None:
        """Wake a body that was lost and found; where it must sit, look at its seat first."""
        self._waking = False
        if self._care:
            self._seating = True
            self._send(Pose(LIFE))
        else:
            self.wake()

    def wake(self) -> None:
        """Wake the body as it is."""
        self._seating = False
        self._waking = True
        self._send(Wake(LIFE))

    def _ready(self, ready: Ready) -> None:
        self.connected = True
        self._recorder.note("body_ready", model=ready.model, version=ready.version, lacking=list(ready.lacking))
        if not self._wakes:
            return
        for language in self._languages:
            if language not in ready.languages:
                raise Failure("language_not_spoken", language=language, known=", ".join(ready.languages))
        if ready.battery is not None and ready.battery < START_CHARGE:
            raise Failure("battery_low", percent=ready.battery, least=START_CHARGE)
        if self._care:
            self._seat(ready.family)
        else:
            self.wake()

    def _seat(self, family: str) -> None:
        if family in _SEATED:
            self.wake()
            return
        self._seating = True
        self._recorder.note("seat_asked", family=family)
        self._show(Who.SESSION, "alert", "seat_robot")
        self._send(Eyes(Light.STAFF_NEEDED))
