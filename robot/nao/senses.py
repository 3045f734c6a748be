"""What a NAO feels: touch, a fall, a change of posture."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from robot.body import Tell
from robot.clock import Clock, Timer
from robot.commands import HEAD, Sensor
from robot.events import Fell, Held, Posed, Touched
from robot.nao.settings import NaoSettings
from robot.nao.wire import Reply, Wire

_log = logging.getLogger(__name__)

KEYS: Mapping[Sensor, tuple[str, ...]] = {
    Sensor.HEAD_FRONT: ("FrontTactilTouched",),
    Sensor.HEAD_MIDDLE: ("MiddleTactilTouched",),
    Sensor.HEAD_REAR: ("RearTactilTouched",),
    Sensor.HAND_LEFT: ("HandLeftBackTouched", "HandLeftLeftTouched", "HandLeftRightTouched"),
    Sensor.HAND_RIGHT: ("HandRightBackTouched", "HandRightLeftTouched", "HandRightRightTouched"),
    Sensor.FOOT_LEFT: ("LeftBumperPressed",),
    Sensor.FOOT_RIGHT: ("RightBumperPressed",),
    Sensor.CHEST: ("ChestButtonPressed",),
}
"""The ALMemory events of each sensor: 1.0 pressed, 0.0 let go."""


_SENSOR_OF = {key: sensor for sensor, keys in KEYS.items() for key in keys}


@dataclass(slots=True)
class _Contact:
    """Which parts of a sensor are pressed, and since when nobody has."""

    pressed: set[str] = field(default_factory=set)
    free_since: float = float("-inf")
    timer: Timer | None = None


class Senses:
    """Tells touches, long touches, falls and postures. Session thread only."""

    def __init__(
        self, wire: Wire, clock: Clock, tell: Tell, settings: NaoSettings, posed: Callable[[str], None]
    ) -> None:
        self._wire = wire
        self._clock = clock
        self._tell = tell
        self._settings = settings
        self._posed = posed
        self._contacts = {sensor: _Contact() for sensor in KEYS}
        head = _Contact()
        # A hand that rests on the head wanders from one of its sensors to the next.
        self._holds = {sensor: head if sensor in HEAD else _Contact() for sensor in KEYS}
        for sensor, keys in KEYS.items():
            for key in keys:
                wire.watch(key, self._watcher(sensor, key))
        wire.watch("robotHasFallen", self._fallen)
        wire.watch("PostureFamilyChanged", self._family_changed)

    def close(self) -> None:
        """Forget what is being touched."""
        for hold in self._holds.values():
            self._clock.cancel(hold.timer)

    def _watcher(self, sensor: Sensor, key: str) -> Callable[[Any], None]:
        def seen(value: Any) -> None:
            if not isinstance(value, int | float):
                _log.warning("%s: %r is dropped", key, value)
            elif value > 0:
                self._pressed(sensor, key)
            else:
                self._released(sensor, key)

        return seen

    def _pressed(self, sensor: Sensor, key: str) -> None:
        now, contact, hold = self._clock.now(), self._contacts[sensor], self._holds[sensor]
        if self._begins(contact, key, now):
            self._tell(Touched(sensor))
        if self._begins(hold, key, now):
            self._clock.cancel(hold.timer)
            hold.timer = self._clock.call_later(self._settings.long_touch, lambda: self._confirm(sensor))

    def _begins(self, contact: _Contact, key: str, now: float) -> bool:
        was_free = not contact.pressed
        contact.pressed.add(key)
        return was_free and now - contact.free_since >= self._settings.bounce

    def _released(self, sensor: Sensor, key: str) -> None:
        for contact in (self._contacts[sensor], self._holds[sensor]):
            if contact.pressed:
                contact.pressed.discard(key)
                if not contact.pressed:
                    contact.free_since = self._clock.now()

    def _confirm(self, sensor: Sensor) -> None:
        # Events in a burst may come out of order: a tap whose end came first must not become a long touch, which stops.
        hold = self._holds[sensor]
        if not hold.pressed:
            self._look_again(hold, sensor)
        for key in tuple(hold.pressed):
            self._wire.call("ALMemory", "getData", key, done=self._confirmed(sensor, key))

    def _confirmed(self, sensor: Sensor, key: str) -> Callable[[Reply], None]:
        def done(reply: Reply) -> None:
            hold = self._holds[sensor]
            if hold.timer is None:
                return
            if key in hold.pressed and (reply.error is not None or reply.value != 0):
                self._clock.cancel(hold.timer)
                hold.timer = None
                self._tell(Held(sensor))
                return
            self._released(_SENSOR_OF[key], key)
            self._look_again(hold, sensor)

        return done

    def _look_again(self, hold: _Contact, sensor: Sensor) -> None:
        """Nothing presses at this moment, or what did has let go: a hand that flickers or wanders still holds."""
        self._clock.cancel(hold.timer)
        hold.timer = None
        if hold.pressed or self._clock.now() - hold.free_since < self._settings.bounce:
            hold.timer = self._clock.call_later(self._settings.bounce, lambda: self._confirm(sensor))

    def _fallen(self, value: Any) -> None:
        if value:
            self._tell(Fell())

    def _family_changed(self, value: Any) -> None:
        if not isinstance(value, str):
            _log.warning("PostureFamilyChanged: %r is dropped", value)
            return
        self._posed(value)
        self._tell(Posed(0, value))
