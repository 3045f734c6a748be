"""A NAO's ears: ALSpeechRecognition, and when a person's turn is over."""

from __future__ import annotations

import logging
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from robot.body import Tell
from robot.clock import Clock, Timer
from robot.commands import Listen
from robot.events import Event, Heard, Hypothesis, Refused, Silent, Voiced
from robot.nao.chain import Call, Lane, Steps, Wait, call
from robot.nao.settings import NaoSettings
from robot.nao.speech import NAOQI_LANGUAGES, Speech
from robot.nao.wire import Reply, Wire

_log = logging.getLogger(__name__)

SUBSCRIBER = "Kaveri"
"""The name under which the recogniser knows us."""

PLACEHOLDERS = {"Finnish": "kyllä", "Swedish": "ja", "English": "yes"}
"""What the recogniser is taught where any voice is enough: without a vocabulary it does not listen."""

VOICES = "KaveriRoom/Voices"
"""How many people spoke at once: raised by the simulated room, never by a NAO."""


@dataclass(slots=True)
class _Turn:
    """One opening of the ears."""

    command: Listen
    opened: bool = False
    asked: bool = False
    """Whether the recogniser has been told to listen: people may be quicker than its answer."""
    spoke: bool = False
    voices: int = 1
    opening: Timer | None = None
    no_speech: Timer | None = None
    end_silence: Timer | None = None
    longest: Timer | None = None


def hypotheses_of(value: Any) -> tuple[Hypothesis, ...]:
    """What WordRecognized means, best first; its empty and negative entries left out.

    Raises:
        ValueError: It is no list of phrases and confidences.
    """
    if not isinstance(value, list | tuple) or len(value) % 2:
        raise ValueError(f"WordRecognized: {value!r}")
    found = []
    for phrase, confidence in zip(value[::2], value[1::2], strict=True):
        if not isinstance(phrase, str) or not isinstance(confidence, int | float) or isinstance(confidence, bool):
            raise ValueError(f"WordRecognized: {value!r}")
        words = " ".join(phrase.replace("<...>", " ").split())
        if words and confidence >= 0:
            found.append(Hypothesis(words, min(float(confidence), 1.0)))
    return tuple(sorted(found, key=lambda hypothesis: -hypothesis.confidence))


class Hearing:
    """Opens the ears for one turn and tells how it ended. Session thread only."""

    def __init__(self, wire: Wire, clock: Clock, tell: Tell, speech: Speech, settings: NaoSettings) -> None:
        self._wire = wire
        self._clock = clock
        self._tell = tell
        self._speech = speech
        self._settings = settings
        self._lane = Lane(wire, clock)
        self._turn: _Turn | None = None
        self._subscribed = False
        self._vocabulary: tuple[str, tuple[str, ...]] | None = None
        wire.watch("WordRecognized", self._recognised)
        wire.watch("SpeechDetected", self._detected)
        wire.watch(VOICES, self._counted)

    @property
    def command(self) -> Listen | None:
        """The turn for which the ears are open, or opening."""
        return self._turn.command if self._turn is not None else None

    def listen(self, command: Listen) -> None:
        """Open the ears, with a cue; Heard, Voiced, Silent or Refused is told."""
        self.close()
        turn = self._turn = _Turn(command)
        late = Refused(command.tag, "the ears did not open in time")
        turn.opening = self._clock.call_later(self._settings.opening, lambda: self._end(late))
        self._lane.follow(self._open(self._turn))

    def close(self) -> None:
        """Close the ears; the turn ends without an event, and what comes of it later is ignored."""
        turn = self._turn
        if turn is None:
            return
        self._turn = None
        for timer in (turn.opening, turn.no_speech, turn.end_silence, turn.longest):
            self._clock.cancel(timer)
        self._lane.drop()
        if self._subscribed:
            self._subscribed = False
            if not turn.opened:
                # The ears open although their answer has not come yet: it may be late, and words are about to be said.
                self._wire.call("ALSpeechRecognition", "unsubscribe", SUBSCRIBER)
            self._lane.follow(self._shut())

    def _open(self, turn: _Turn) -> Steps:
        cue_seconds = self._speech.cue(self._settings.listen_cue)
        command = turn.command
        failed = yield from self._prime(NAOQI_LANGUAGES.get(command.language, command.language), command.phrases())
        if failed is None:
            if cue_seconds > 0:
                yield Wait(cue_seconds)
            self._subscribed = True
            turn.asked = True
            failed = (yield call("ALSpeechRecognition", "subscribe", SUBSCRIBER)).error
        if failed is None:
            self._opened(turn)
        else:
            self._clock.cancel(turn.opening)
            self._turn = None
            self._subscribed = False
            self._tell(Refused(command.tag, failed))

    def _prime(self, language: str, phrases: tuple[str, ...]) -> Generator[Call, Reply, str | None]:
        """Teach the recogniser a turn's phrases, unless it knows them; returns its error."""
        known, self._vocabulary = self._vocabulary, None
        if not phrases:
            phrases = known[1] if known and known[0] == language else (PLACEHOLDERS.get(language, "yes"),)
        if known != (language, phrases):
            yield call("ALSpeechRecognition", "pause", True)
            if known is None or known[0] != language:
                reply = yield call("ALSpeechRecognition", "setLanguage", language)
                if reply.error is not None:
                    return reply.error
            spotting = self._settings.word_spotting
            reply = yield call("ALSpeechRecognition", "setVocabulary", list(phrases), spotting)
            if reply.error is None:
                reply = yield call("ALSpeechRecognition", "pause", False)
            if reply.error is not None:
                return reply.error
        self._vocabulary = (language, phrases)
        return None

    def _shut(self) -> Steps:
        yield call("ALSpeechRecognition", "unsubscribe", SUBSCRIBER)

    def _opened(self, turn: _Turn) -> None:
        timing = turn.command.timing
        turn.opened = True
        self._clock.cancel(turn.opening)
        if not turn.spoke:
            turn.no_speech = self._clock.call_later(timing.no_speech, lambda: self._end(Silent(turn.command.tag)))
        turn.longest = self._clock.call_later(timing.longest, self._too_long)

    def _too_long(self) -> None:
        turn = self._turn
        if turn is not None:
            self._end(Voiced(turn.command.tag, turn.voices) if turn.spoke else Silent(turn.command.tag))

    def _detected(self, value: Any) -> None:
        turn = self._turn
        if turn is None or not turn.asked:
            return
        if value not in (0, 1):
            _log.warning("SpeechDetected: %r is dropped", value)
        elif value:
            turn.spoke = True
            self._clock.cancel(turn.no_speech)
            self._clock.cancel(turn.end_silence)
        elif turn.spoke:
            self._clock.cancel(turn.end_silence)
            turn.end_silence = self._clock.call_later(turn.command.timing.end_silence, self._unclear)

    def _unclear(self) -> None:
        if self._turn is not None:
            self._end(Voiced(self._turn.command.tag, self._turn.voices))

    def _recognised(self, value: Any) -> None:
        turn = self._open_turn()
        if turn is None:
            return
        try:
            hypotheses = hypotheses_of(value)
        except ValueError:
            _log.warning("a malformed WordRecognized is dropped")
            return
        # Without options there is no vocabulary of this turn: whatever is recognised belongs to an older one.
        if hypotheses and turn.command.options:
            self._end(Heard(turn.command.tag, hypotheses, turn.voices))

    def _counted(self, value: Any) -> None:
        turn = self._open_turn()
        if turn is not None and isinstance(value, int) and value > 0:
            turn.voices = max(turn.voices, value)

    def _open_turn(self) -> _Turn | None:
        return self._turn if self._turn is not None and self._turn.opened else None

    def _end(self, event: Event) -> None:
        self._tell(event)
        self.close()
