"""ALAutonomousBlinking, ALBackgroundMovement, ALListeningMovement, ALSpeakingMovement: on or off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.nao.errors import Refused
from sim.nao.service import Service, method

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao


class Ability(Service):
    """Something that the robot does of its own accord while it is on."""

    name = "ability"

    def __init__(self, nao: VirtualNao) -> None:
        super().__init__(nao)
        self.enabled = False

    @method("v::setEnabled(b)")
    def set_enabled(self, enabled: bool) -> None:
        """Switch it on or off."""
        self.enabled = enabled

    @method("b::isEnabled()")
    def is_enabled(self) -> bool:
        """Whether it is on."""
        return self.enabled


class AutonomousBlinking(Ability):
    """The eyes blink now and then."""

    name = "ALAutonomousBlinking"


class BackgroundMovement(Ability):
    """The body moves a little."""

    name = "ALBackgroundMovement"

    @method("b::isRunning()")
    def is_running(self) -> bool:
        """Whether it moves the body now."""
        return self.enabled and self.nao.motion.robot_is_wake_up()


class ListeningMovement(Ability):
    """The body moves a little while somebody speaks."""

    name = "ALListeningMovement"

    @method("b::isRunning()")
    def is_running(self) -> bool:
        """Whether it moves the body now."""
        return self.enabled and self.nao.motion.robot_is_wake_up()


class SpeakingMovement(Ability):
    """The arms move while the robot speaks."""

    name = "ALSpeakingMovement"

    def __init__(self, nao: VirtualNao) -> None:
        super().__init__(nao)
        self._mode = "contextual"

    @method("b::isRunning()")
    def is_running(self) -> bool:
        """Whether it moves the arms now."""
        return self.enabled and self.nao.tts.speaking

    @method("v::setMode(s)")
    def set_mode(self, mode: str) -> None:
        """How it chooses movements: random or contextual; anything else is refused."""
        if mode not in ("random", "contextual"):
            raise Refused(f"Invalid mode: {mode}")
        self._mode = mode

    @method("s::getMode()")
    def get_mode(self) -> str:
        """How it chooses movements."""
        return self._mode

    @method("v::addTagsToWords(m)")
    def add_tags_to_words(self, tags: Any) -> None:
        """Kept for scripts that give words tags; the movements do not depend on them here."""
        if not isinstance(tags, dict):
            raise Refused("tagsToWords must be a map")

    @method("v::resetTagsToWords()")
    def reset_tags_to_words(self) -> None:
        """Forget the tags of words."""
