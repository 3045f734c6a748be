"""ALAnimatedSpeech: says a text while the arms move, and obeys the annotations inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.nao.animations import TALKING, resolved
from sim.nao.errors import Refused
from sim.nao.pending import Pending
from sim.nao.service import Module, method
from sim.nao.speech_tags import without_annotations

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao

MODES = ("disabled", "random", "contextual")


class AnimatedSpeech(Module):
    """The voice with the arms."""

    name = "ALAnimatedSpeech"

    def __init__(self, nao: VirtualNao) -> None:
        super().__init__(nao)
        self._mode = MODES.index("contextual")
        self._tagged: dict[str, Any] = {}

    @method("v::say(s)", "v::say(sm)")
    def say(self, text: str, configuration: Any = None) -> Pending:
        """Say a text with gestures; ends with its last word."""
        words, annotations = without_annotations(text)
        mode = self._mode_of(configuration)
        for name, argument in annotations:
            if name == "mode":
                mode = self._number(argument)
            elif name in ("start", "run") and resolved(argument) is None:
                raise Refused(f"Animation {argument} not found")
        pending: Pending = self.nao.tts.say(words)
        started = [argument for name, argument in annotations if name in ("start", "run")]
        if started:
            self.nao.animate(resolved(started[0]) or started[0])
        elif mode and words.strip() and self.nao.motion.robot_is_wake_up():
            goals = {joint: list(angles) for joint, angles in TALKING.goals.items()}
            if self.nao.motion.are_resources_available(list(goals)):
                self.nao.motion.gesture(goals, list(TALKING.times), "bodyLanguage")
        return pending

    @method("v::setBodyLanguageMode(I)")
    def set_body_language_mode(self, mode: int) -> None:
        """How the arms move: 0 not at all, 1 at random, 2 by the words."""
        if mode >= len(MODES):
            raise Refused(f"Invalid body language mode: {mode}")
        self._mode = mode

    @method("I::getBodyLanguageMode()")
    def get_body_language_mode(self) -> int:
        """How the arms move."""
        return self._mode

    @method("v::setBodyLanguageModeFromStr(s)")
    def set_body_language_mode_from_str(self, mode: str) -> None:
        """How the arms move, by name: disabled, random or contextual."""
        self._mode = self._number(mode)

    @method("s::getBodyLanguageModeToStr()")
    def get_body_language_mode_to_str(self) -> str:
        """How the arms move, by name."""
        return MODES[self._mode]

    @method("v::setBodyTalkEnabled(b)", "v::setBodyLanguageEnabled(b)")
    def set_body_language_enabled(self, enabled: bool) -> None:
        """Whether the arms move."""
        self._mode = MODES.index("contextual") if enabled else 0

    @method("b::isBodyTalkEnabled()", "b::isBodyLanguageEnabled()")
    def is_body_language_enabled(self) -> bool:
        """Whether the arms move."""
        return self._mode > 0

    @method("v::addTagsToWords(m)", "v::declareTagForAnimations(m)")
    def add_tags_to_words(self, tags: Any) -> None:
        """Let words choose animations; anything but a map is refused."""
        if not isinstance(tags, dict):
            raise Refused("tags must be a map")
        self._tagged.update(tags)

    def _mode_of(self, configuration: Any) -> int:
        if configuration is None:
            return self._mode
        if not isinstance(configuration, dict):
            raise Refused("configuration must be a map")
        wanted = configuration.get("bodyLanguageMode", MODES[self._mode])
        if not isinstance(wanted, str):
            raise Refused("bodyLanguageMode must be a string")
        return self._number(wanted)

    @staticmethod
    def _number(mode: str) -> int:
        if mode not in MODES:
            raise Refused(f"Invalid body language mode: {mode}")
        return MODES.index(mode)
