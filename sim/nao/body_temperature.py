"""ALBodyTemperature: how hot the joints are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from robot.heat import temperature_key
from sim.nao.joints import BODY, CHAIN_OF
from sim.nao.service import Module, method

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao


class BodyTemperature(Module):
    """The diagnosis of heat."""

    name = "ALBodyTemperature"

    def __init__(self, nao: VirtualNao) -> None:
        super().__init__(nao)
        self._notifies = True
        nao.memory.declare("HotDeviceDetected", value=[])
        for joint in BODY:
            key = temperature_key(joint)
            nao.memory.compute(key, _reading(nao, CHAIN_OF[joint]))

    @method("m::getTemperatureDiagnosis()")
    def get_temperature_diagnosis(self) -> list[Any]:
        """[status, [chains]] of the hottest; an empty list where none is warm."""
        status = max(self.nao.vitals.statuses().values())
        return [status, self.nao.vitals.hot()] if status else []

    @method("v::setEnableNotifications(b)")
    def set_enable_notifications(self, enabled: bool) -> None:
        """Whether heat is told in spoken notifications."""
        self._notifies = enabled

    @method("b::areNotificationsEnabled()")
    def are_notifications_enabled(self) -> bool:
        """Whether heat is told in spoken notifications."""
        return self._notifies


def _reading(nao: VirtualNao, chain: str) -> Any:
    return lambda: round(nao.vitals.temperature(chain), 2)
