"""A laptop as the body: it speaks, people answer by keyboard, and a screen shows what a robot would do."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable

from robot.body import Tell
from robot.catalogue import GESTURES
from robot.clock import Clock, Timer
from robot.commands import (
    Command,
    Eyes,
    Halt,
    Hush,
    Listen,
    Move,
    Pose,
    Rest,
    Say,
    Sensor,
    Sound,
    Volume,
    Wake,
)
from robot.desk.face import Face
from robot.desk.keyboard import Ears, Keyboard, touch_of
from robot.desk.voice import Utterance, Voice
from robot.events import Awake, Heard, Moved, Posed, Ready, Refused, Rested, Silent, Spoken, Touched, Voiced
from robot.pronunciation import Dictionary
from robot.text import Piece

MODEL = "Desk"
VERSION = "1"
VOLUME = 80


class DeskBody:
    """`robot.body.Body` on a computer. It has no posture, no battery and nothing that can fall.

    Args:
        clock: Where time comes from.
        tell: Told what happens.
        run: Runs a callable on the session's thread; called from any thread.
        names: Turns a pseudonym into a display name.
        voice: What speaks.
        face: What shows the rest.
        dictionary: How names and places are said.
    """

    def __init__(
        self,
        clock: Clock,
        tell: Tell,
        run: Callable[[Callable[[], None]], None],
        names: Callable[[str], str],
        voice: Voice,
        face: Face,
        dictionary: Dictionary | None = None,
    ) -> None:
        self._clock = clock
        self._tell = tell
        self._run = run
        self._names = names
        self._voice = voice
        self._face = face
        self._dictionary = dictionary or Dictionary()
        self._keyboard = Keyboard(clock)
        self._ears: Ears = self._keyboard
        self._volume = VOLUME
        self._to_say: deque[Say] = deque()
        self._speaking = False
        self._listening = False
        self._moves: dict[int, Timer] = {}
        self._numbers = itertools.count()

    def open(self) -> None:
        """Be ready at once."""
        self._tell(Ready(MODEL, VERSION, self._voice.languages(), family=""))

    def do(self, command: Command) -> None:
        """Begin a command."""
        match command:
            case Say():
                self._shut_ears()
                self._to_say.append(command)
                self._say_next()
            case Listen():
                self._ears.open(command, self._heard)
                self._listening = True
                self._face.choices(command.options)
            case Hush():
                self._shut_ears()
            case Move():
                self._move(command)
            case Pose():
                self._tell(Posed(command.tag, family=""))
            case Eyes():
                self._face.light(command.light)
            case Sound():
                self._face.cue(command.cue)
            case Volume():
                self._volume = min(max(self._volume + command.step, 0), 100)
            case Wake():
                self._tell(Awake(command.tag))
            case Rest():
                self._tell(Rested(command.tag))
            case Halt():
                self._halt()

    def close(self) -> None:
        """Let go of the voice and the keyboard."""
        self._halt()
        self._voice.close()

    def typed(self, line: str) -> None:
        """Any thread. Take a line from the keyboard: words are an answer, a slash and a key a touch.

        Raises:
            Problem: `touch_unknown`, for the one who typed it.
        """
        sensor = touch_of(line)
        if sensor is not None:
            self.touched(sensor)
        elif words := line.strip():
            self._run(lambda: self._hear(words))

    def _hear(self, words: str) -> None:
        if not self._keyboard.typed(words):
            self._face.unheard()

    def touched(self, sensor: Sensor) -> None:
        """Any thread. Take a key or a button for a touch."""
        self._tell(Touched(sensor))

    def _say_next(self) -> None:
        if self._speaking or not self._to_say:
            return
        say = self._to_say.popleft()
        try:
            words = say.text.filled(self._names)
            pieces = self._dictionary.said(say.text.pieces(self._names))
        except KeyError as missing:
            self._tell(Refused(say.tag, f"nothing fills {missing} in the text"))
            self._say_next()
            return
        utterances = [self._utterance(say, piece) for piece in pieces]
        to_speak = deque(utterance for utterance in utterances if utterance.sentences())
        if not to_speak:
            self._tell(Spoken(say.tag))
            self._say_next()
            return
        self._speaking = True
        self._face.speech(words, say.text.language)
        self._speak(say, to_speak)

    def _utterance(self, say: Say, piece: Piece) -> Utterance:
        return Utterance(piece.words, piece.language, say.rate, say.pause, self._volume / 100)

    def _speak(self, say: Say, to_speak: deque[Utterance]) -> None:
        """Say one piece after the other, each with the voice of its language."""

        def spoken(reason: str | None) -> None:
            if reason is None and to_speak:
                self._speak(say, to_speak)
            else:
                self._spoken(say, reason)

        self._voice.speak(to_speak.popleft(), spoken)

    def _spoken(self, say: Say, reason: str | None) -> None:
        self._speaking = False
        self._tell(Spoken(say.tag) if reason is None else Refused(say.tag, reason))
        self._say_next()

    def _heard(self, event: Heard | Voiced | Silent) -> None:
        self._shut_ears()
        self._tell(event)

    def _shut_ears(self) -> None:
        if self._listening:
            self._listening = False
            self._ears.close()
            self._face.choices(())

    def _move(self, move: Move) -> None:
        gesture = GESTURES.get(move.gesture)
        if gesture is None:
            self._tell(Refused(move.tag, f"there is no gesture '{move.gesture}'"))
            return
        self._face.gesture(gesture.name, gesture.seconds)
        moving = next(self._numbers)
        self._moves[moving] = self._clock.call_later(gesture.seconds, lambda: self._moved(moving, move.tag))

    def _moved(self, moving: int, tag: int) -> None:
        del self._moves[moving]
        self._tell(Moved(tag))

    def _halt(self) -> None:
        self._voice.stop()
        self._to_say.clear()
        self._speaking = False
        self._shut_ears()
        for timer in self._moves.values():
            self._clock.cancel(timer)
        self._moves.clear()
