"""A NAO's voice: ALTextToSpeech, and the tones of ALAudioDevice."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping
from typing import NamedTuple

from robot.body import Tell
from robot.catalogue import CUES
from robot.clock import Clock, Timer
from robot.commands import Say, Volume
from robot.events import Refused, Spoken
from robot.memo import at_hand
from robot.nao.settings import NaoSettings
from robot.nao.wire import Reply, Wire
from robot.pronunciation import Dictionary
from robot.speech import seconds
from robot.text import Piece

NAOQI_LANGUAGES: Mapping[str, str] = {"fi": "Finnish", "sv": "Swedish", "en": "English"}
"""What NAOqi calls our languages."""

LATE_FACTOR, LATE_SECONDS = 3.0, 10.0
"""A say that lasts longer than so many times its estimate and so many seconds more is given up."""

STOP_AGAIN, STOP_TRIES = 0.05, 5
"""A say that goes on after a stop is stopped again, so many seconds later and so often."""

_ENDS = tuple(".!?…")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


def languages_of(available: object) -> tuple[str, ...]:
    """Our codes of the languages that NAOqi says it has; what is not ours is left out."""
    names = available if isinstance(available, list | tuple) else ()
    return tuple(code for code, name in NAOQI_LANGUAGES.items() if name in names)


# Most of what is said, is said again in the next session.
@at_hand(4096)
def tagged(words: str, rate: float, pause: float, more: bool = False) -> str:
    r"""Words with NAOqi's tags for rate and pauses; a backslash among the words never becomes a tag.

    Where `more` is to be said by another voice, a sentence at the end has its pause too.

    >>> print(tagged("Hyvää huomenta. Mitä kuuluu?", 0.9, 0.6))
    \rspd=90\ Hyvää huomenta. \pau=600\ Mitä kuuluu?
    """
    plain = " ".join(words.replace("\\", " ").split())
    if pause > 0:
        plain = _SENTENCE_END.sub(rf" \\pau={round(pause * 1000)}\\ ", plain)
        if more and plain[-1:] in _ENDS:
            plain += f" \\pau={round(pause * 1000)}\\"
    percent = round(rate * 100)
    return plain if percent == 100 else f"\\rspd={percent}\\ {plain}"


class _Saying(NamedTuple):
    """One command under way, and what of it is still to be said."""

    turn: int
    command: Say
    pieces: deque[Piece]
    voices: Mapping[str, str]


class Speech:
    """Says one text after another, and tells when each has been heard. Session thread only."""

    def __init__(
        self,
        wire: Wire,
        clock: Clock,
        tell: Tell,
        names: Callable[[str], str],
        settings: NaoSettings,
        dictionary: Dictionary | None = None,
    ) -> None:
        self._wire = wire
        self._clock = clock
        self._tell = tell
        self._names = names
        self._settings = settings
        self._dictionary = dictionary or Dictionary()
        self._pending: set[int] = set()
        self._turn = 0
        self._unanswered: set[int] = set()
        self._deadlines: dict[int, Timer] = {}
        self._stopping = 0
        self._tries = 0
        self._held: list[Callable[[], None]] = []
        self.when_quiet: Callable[[], None] = lambda: None
        """Called once the last word has been said."""

    @property
    def speaking(self) -> bool:
        """Whether a text is being said."""
        return bool(self._pending or self._unanswered)

    def say(self, command: Say) -> None:
        """Begin to speak, one voice after another; Spoken or Refused is told."""
        try:
            # A text without words is said all the same: it ends when the robot says so.
            said = self._dictionary.said(command.text.pieces(self._names)) or (Piece("", command.text.language),)
            pieces = deque(said)
            voices = {piece.language: NAOQI_LANGUAGES[piece.language] for piece in pieces}
        except KeyError as missing:
            self._tell(Refused(command.tag, f"nothing is known of {missing.args[0]!r}"))
            return
        self._turn += 1
        saying = _Saying(self._turn, command, pieces, voices)
        self._pending.add(saying.turn)
        if self._stopping:
            self._held.append(lambda: self._begin(saying))
        else:
            self._begin(saying)

    def _begin(self, saying: _Saying) -> None:
        """Say the next piece of it, unless it was stopped."""
        turn, command = saying.turn, saying.command
        if turn not in self._pending:
            return
        piece = saying.pieces.popleft()
        text = tagged(piece.words, command.rate, command.pause, more=bool(saying.pieces))
        patience = LATE_FACTOR * seconds(piece.words, piece.language, command.rate) + LATE_SECONDS
        self._unanswered.add(turn)
        self._deadlines[turn] = self._clock.call_later(patience, lambda: self._too_long(turn, command.tag))
        language = saying.voices[piece.language]
        self._wire.call("ALTextToSpeech", "say", text, language, done=lambda reply: self._said(saying, reply))

    def _said(self, saying: _Saying, reply: Reply) -> None:
        turn, tag = saying.turn, saying.command.tag
        self._clock.cancel(self._deadlines.pop(turn, None))
        self._unanswered.discard(turn)
        if turn in self._pending and saying.pieces and reply.error is None:
            self._begin(saying)
            return
        if turn in self._pending:
            self._pending.remove(turn)
            self._tell(Spoken(tag) if reply.error is None else Refused(tag, reply.error))
        if not self.speaking:
            self.when_quiet()

    def _too_long(self, turn: int, tag: int) -> None:
        self._unanswered.discard(turn)
        if turn in self._pending:
            self.stop()
            self._tell(Refused(tag, "the speech did not come to its end"))
        elif not self.speaking:
            # One that was stopped long ago: the ears wait for its answer no longer.
            self.when_quiet()

    def stop(self) -> None:
        """Be silent now; what was being said ends without an event."""
        self._pending.clear()
        self._held.clear()
        self._tries = 0
        self._stop()

    def close(self) -> None:
        """Wait for nothing any more: the wire has gone."""
        self._pending.clear()
        self._unanswered.clear()
        self._held.clear()
        for deadline in self._deadlines.values():
            self._clock.cancel(deadline)

    def _stop(self) -> None:
        self._stopping += 1
        self._wire.call("ALTextToSpeech", "stopAll", done=self._stopped)

    def _stopped(self, _: Reply) -> None:
        # NAOqi takes calls that follow at once in any order: a say may begin after the stop that was sent after it.
        if self._stopping == 1 and self._unanswered and self._tries < STOP_TRIES:
            self._tries += 1
            self._clock.call_later(STOP_AGAIN, self._again)
            return
        self._stopping -= 1
        if not self._stopping:
            held, self._held = self._held, []
            for begin in held:
                begin()

    def _again(self) -> None:
        self._stopping -= 1
        if self._unanswered:
            self._stop()
        else:
            self._stopping += 1
            self._stopped(Reply())

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
