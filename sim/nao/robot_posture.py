"""ALRobotPosture: the eight postures, their families, and the way from one to another.

A joint's way takes what its speed needs; where the family changes the robot keeps its balance and goes four
times slower.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.nao.errors import Refused
from sim.nao.joints import BODY, postures
from sim.nao.pending import Pending
from sim.nao.service import Module, method
from sim.nao.trajectory import check_fraction
from sim.sights import Postured

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao

FAMILIES: Mapping[str, str] = {
    "Stand": "Standing",
    "StandInit": "Standing",
    "StandZero": "Standing",
    "Crouch": "Crouching",
    "Sit": "Sitting",
    "SitRelax": "Sitting",
    "LyingBelly": "LyingBelly",
    "LyingBack": "LyingBack",
}
BALANCING = 4.0
"""How many times slower a change of family is than the joints alone."""

SETTLING = 0.3
"""Seconds that a posture takes at least."""


class RobotPosture(Module):
    """Where the body is, as a whole."""

    name = "ALRobotPosture"

    def __init__(self, nao: VirtualNao, posture: str) -> None:
        super().__init__(nao)
        self.family = FAMILIES[posture]
        self._tries = 3
        nao.memory.declare("PostureFamilyChanged", value=self.family)
        nao.memory.declare("PostureChanged", value=posture)

    def become(self, posture: str) -> None:
        """Be in a posture's family from now on, and tell it."""
        family = FAMILIES[posture]
        if family != self.family:
            self.family = family
            self.nao.vitals.changed()
            self.nao.memory.raise_("PostureFamilyChanged", family)
            self.nao.show(Postured(family))
        self.nao.memory.raise_("PostureChanged", posture)

    @method("b::goToPosture(sf)", "b::applyPosture(sf)")
    def go_to_posture(self, posture: str, speed: float) -> Pending:
        """Go to a posture at a fraction of the joints' speed; ends with whether it was reached.

        An unknown posture is not reached, and nothing moves.
        """
        check_fraction(speed)
        ended = Pending()
        if posture not in FAMILIES:
            ended.complete(False)
            return ended
        nao = self.nao
        nao.motion.stop_walking()
        nao.motion.set_all_stiffness(1.0)
        goal = postures()[posture]

        def begin() -> float:
            now = nao.clock.now()
            slower = 1.0 if FAMILIES[posture] == self.family else BALANCING
            seconds = max(SETTLING, nao.joints.travel(goal, speed, now) * slower)
            for joint, angle in goal.items():
                nao.joints.follow(joint, [seconds], [angle], now)
            return seconds

        def reached(whole: Any, _error: Any) -> None:
            if whole:
                self.become(posture)
            ended.complete(bool(whole))

        nao.motion_tasks.kill(lambda task: task.name == "goToPosture")
        nao.motion_tasks.run("goToPosture", BODY, 0.0, begin).then(reached)
        return ended

    @method("v::stopMove()")
    def stop_move(self) -> None:
        """Stay where the body is on its way."""
        self.nao.motion_tasks.kill(lambda task: task.name == "goToPosture")

    @method("s::getPosture()")
    def get_posture(self) -> str:
        """The posture that the joints are near to, or Unknown."""
        posture = self.nao.joints.posture(self.nao.clock.now())
        return posture if FAMILIES.get(posture, self.family) == self.family else "Unknown"

    @method("s::getPostureFamily()")
    def get_posture_family(self) -> str:
        """The family of the posture."""
        return self.family

    @method("[s]::getPostureList()")
    def get_posture_list(self) -> list[str]:
        """The postures by name."""
        return list(FAMILIES)

    @method("[s]::getPostureFamilyList()")
    def get_posture_family_list(self) -> list[str]:
        """The families by name."""
        return list(dict.fromkeys(FAMILIES.values()))

    @method("v::setMaxTryNumber(i)")
    def set_max_try_number(self, tries: int) -> None:
        """How often to try; -1 is for ever."""
        if tries < -1 or tries == 0:
            raise Refused("The number of tries must be positive, or -1")
        self._tries = tries
