"""ALSystem: what the robot's computer is called and runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.nao.service import Module, method

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao


class System(Module):
    """The robot's own computer, never the one that simulates it."""

    name = "ALSystem"

    def __init__(self, nao: VirtualNao) -> None:
        super().__init__(nao)
        self._robot_name = "nao"
        self._timezone = "Europe/Helsinki"

    @method("s::systemVersion()")
    def system_version(self) -> str:
        """The version of NAOqi OS."""
        return self.nao.version

    @method("s::robotName()")
    def robot_name(self) -> str:
        """What the robot is called."""
        return self._robot_name

    @method("b::setRobotName(s)")
    def set_robot_name(self, name: str) -> bool:
        """Call the robot something else; false where a host name cannot be so."""
        allowed = name.replace("-", "").isalnum() and name.isascii() and len(name) <= 63
        if allowed:
            self._robot_name = name
        return allowed

    @method("s::timezone()")
    def timezone(self) -> str:
        """The robot's time zone."""
        return self._timezone

    @method("b::setTimezone(s)")
    def set_timezone(self, timezone: str) -> bool:
        """Set the robot's time zone; false where it is not the name of one."""
        known = "/" in timezone or timezone == "UTC"
        if known:
            self._timezone = timezone
        return known

    @method("i::freeMemory()")
    def free_memory(self) -> int:
        """Free memory in kilobytes: a NAO 6's at rest."""
        return 1_200_000

    @method("i::totalMemory()")
    def total_memory(self) -> int:
        """Memory in kilobytes: a NAO 6's."""
        return 4_000_000
