"""A NAO's voice: ALTextToSpeech, and the tones of ALAudioDevice."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from robot.body import Tell
from robot.catalogue import CUES
from robot.commands import Say, Volume
from robot.events import Refused, Spoken
from robot.nao.settings import NaoSettings
from robot.nao.wire import Reply, Wire

NAOQI_LANGUAGES: Mapping[str, str] = {"fi": "Finnish", "sv": "Swedish", "en": "English"}
"""What NAOqi calls our languages."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


def languages_of(available: object) -> tuple[str, ...]:
    """Our codes of the languages that NAOqi says it has; what is not ours is left out."""
    names = available if isinstance(available, list | tuple) else ()
    return tuple(code for code, name in NAOQI_LANGUAGES.items() if name in names)


def tagged(words: str, rate: float, pause: float) -> str:
    r"""Words with NAOqi's tags for rate and pauses; a backslash among the words never becomes a tag.

    >>> print(tagged("Hyvää huomenta. Mitä kuuluu?", 0.9, 0.6))
    \rspd=90\ Hyvää huomenta. \pau=600\ Mitä kuuluu?
    """
    plain = " ".join(words.replace("\\", " ").split())
    if pause > 0:
        plain = _SENTENCE_END.sub(rf" \\pau={round(pause * 1000)}\\ ", plain)
    percent = round(rate * 100)
    return plain if percent == 100 else f"\\rspd={percent}\\ {plain}"


class Speech:
    """Says one text after another, and tells when each has been heard. Session thread only."""

    def __init__(self, wire: Wire, tell: Tell, names: Callable[[str], str], settings: NaoSettings) -> None:
        self._wire = wire
        self._tell = tell
        self._names = names
        self._settings = settings
        self._pending: set[int] = set()
        self._turn = 0
        self.when_quiet: Callable[[], None] = lambda: None
        """Called once the last word has been said."""

    @property
    def speaking(self) -> bool:
        """Whether a text is being said."""
        return bool(self._pending)

    def say(self, command: Say) -> None:
        """Begin to speak; Spoken or Refused is told."""
        try:
            words = command.text.filled(self._names)
            language = NAOQI_LANGUAGES[command.text.language]
        except KeyError as missing:
            self._tell(Refused(command.tag, f"nothing is known of {missing.args[0]!r}"))
            return
        self._turn += 1
        turn = self._turn
        self._pending.add(turn)

        def done(reply: Reply) -> None:
            if turn not in self._pending:
                return
            self._pending.remove(turn)
            self._tell(Spoken(command.tag) if reply.error is None else Refused(command.tag, reply.error))
            if not self._pending:
                self.when_quiet()

        text = tagged(words, command.rate, command.pause)
        self._wire.call("ALTextToSpeech", "say", text, language, done=done)

    def stop(self) -> None:
        """Be silent now; what was being said ends without an event."""
        self._wire.call("ALTextToSpeech", "stopAll")
        self._pending.clear()

    def cue(self, name: str) -> float:
        """Play a cue of the catalogue; an unknown one is silent.

        Returns:
            The seconds it takes.
        """
        cue = CUES.get(name)
        if cue is None:
            return 0.0
        self._wire.call("ALAudioDevice", "playSine", cue.hertz, cue.gain, 0, cue.seconds)
        return cue.seconds

    def change_volume(self, command: Volume) -> None:
        """Make the robot louder or softer by a step, within what is allowed."""

        def read(reply: Reply) -> None:
            if isinstance(reply.value, int | float):
                volume = min(max(round(reply.value) + command.step, self._settings.lowest_volume), 100)
                self._wire.call("ALAudioDevice", "setOutputVolume", volume)

        self._wire.call("ALAudioDevice", "getOutputVolume", done=read)
