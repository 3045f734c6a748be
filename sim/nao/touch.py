"""ALTouch: the touch sensors, and the events of a hand on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from robot.commands import Sensor
from sim.nao.service import Module, method

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao

DEVICES: Mapping[str, str] = {
    "Head/Touch/Front": "FrontTactilTouched",
    "Head/Touch/Middle": "MiddleTactilTouched",
    "Head/Touch/Rear": "RearTactilTouched",
    "LHand/Touch/Back": "HandLeftBackTouched",
    "LHand/Touch/Left": "HandLeftLeftTouched",
    "LHand/Touch/Right": "HandLeftRightTouched",
    "RHand/Touch/Back": "HandRightBackTouched",
    "RHand/Touch/Left": "HandRightLeftTouched",
    "RHand/Touch/Right": "HandRightRightTouched",
    "LFoot/Bumper/Left": "LeftBumperPressed",
    "LFoot/Bumper/Right": "LeftBumperPressed",
    "RFoot/Bumper/Left": "RightBumperPressed",
    "RFoot/Bumper/Right": "RightBumperPressed",
    "ChestBoard/Button": "ChestButtonPressed",
}
"""The event of each sensor."""

PLACES: Mapping[Sensor, str] = {
    Sensor.HEAD_FRONT: "Head/Touch/Front",
    Sensor.HEAD_MIDDLE: "Head/Touch/Middle",
    Sensor.HEAD_REAR: "Head/Touch/Rear",
    Sensor.HAND_LEFT: "LHand/Touch/Back",
    Sensor.HAND_RIGHT: "RHand/Touch/Back",
    Sensor.FOOT_LEFT: "LFoot/Bumper/Left",
    Sensor.FOOT_RIGHT: "RFoot/Bumper/Left",
    Sensor.CHEST: "ChestBoard/Button",
}
"""The sensor that a hand, or a foot's tip, meets."""


class Touch(Module):
    """Which sensors are touched."""

    name = "ALTouch"

    def __init__(self, nao: VirtualNao) -> None:
        super().__init__(nao)
        self._down = dict.fromkeys(DEVICES, False)
        nao.memory.declare("TouchChanged", value=[])
        nao.memory.declare(*dict.fromkeys(DEVICES.values()), value=0.0)
        for device in DEVICES:
            nao.memory.compute(f"Device/SubDeviceList/{device}/Sensor/Value", self._reading(device))

    def press(self, sensor: Sensor, down: bool) -> None:
        """Put a hand on a sensor, or take it off; what is so already tells nobody."""
        device = PLACES[sensor]
        if self._down[device] == down:
            return
        self._down[device] = down
        self.nao.memory.raise_(DEVICES[device], 1.0 if down else 0.0)
        self.nao.memory.raise_("TouchChanged", [[device, down]])

    @method("[s]::getSensorList()")
    def get_sensor_list(self) -> list[str]:
        """The touch sensors by name."""
        return list(DEVICES)

    @method("m::getStatus()")
    def get_status(self) -> list[list[object]]:
        """[[name, touched], ...] of every sensor."""
        return [[device, down] for device, down in self._down.items()]

    def _reading(self, device: str) -> Callable[[], float]:
        return lambda: 1.0 if self._down[device] else 0.0
