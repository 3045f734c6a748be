"""A body on virtual time that does what it is asked, minds its manners, and keeps what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from robot.body import Tell
from robot.clock import Clock, Timer
from robot.commands import Command, Halt, Hush, Listen, Move, Pose, Rest, Say, Wake
from robot.events import (
    Awake,
    Event,
    Heard,
    Hypothesis,
    Lost,
    Moved,
    Posed,
    Ready,
    Refused,
    Regained,
    Rested,
    Silent,
    Spoken,
)

SAY_SECONDS = 1.0
THINK_SECONDS = 0.5
READY = Ready("fake", "1", ("fi", "sv", "en"), "Crouching", 90)

Reply = Callable[[Listen], Event | None]
"""What the person before the body does in one turn; None for nothing."""


def said(words: str, confidence: float = 0.9, voices: int = 1) -> Reply:
    return lambda listen: Heard(listen.tag, (Hypothesis(words, confidence),), voices)


def nothing(listen: Listen) -> None:
    return None


class People:
    """Who stand before the body: what the test scripts first, then always the right answer."""

    def __init__(self) -> None:
        self.script: list[Reply] = []
        self.learnt: list[tuple[str, list[str]]] = []
        self.learning: Callable[[], None] = lambda: None

    def learn(self, utterance: str, right: Sequence[str], wrong: Sequence[str]) -> None:
        self.learnt.append((utterance, list(right)))
        self.learning()

    def reply(self, listen: Listen) -> Event | None:
        if self.script:
            return self.script.pop(0)(listen)
        return said(self.learnt[-1][1][0])(listen)


class FakeBody:
    """Speaks for a second, wakes and rests at once; a command out of turn is a complaint.

    Attributes:
        done: Every command, in order.
        complaints: What no body should have been asked.
        refuses: The kinds of command that it refuses, and how many times more.
        deaf: The kinds of command that it never answers.
        ready: What it tells when it is opened; a Lost where it cannot be reached.
    """

    def __init__(self, clock: Clock, tell: Tell, people: People, noticed: Callable[[Command], None]) -> None:
        self._clock = clock
        self._tell = tell
        self._people = people
        self._noticed = noticed
        self._speaking: Timer | None = None
        self._listening: Timer | None = None
        self.done: list[Command] = []
        self.complaints: list[str] = []
        self.refuses: dict[type[Command], int] = {}
        self.deaf: set[type[Command]] = set()
        self.ready: Event = READY
        self.family = "Crouching"
        self.awake = False
        self.connected = False
        self.closed = False

    def open(self) -> None:
        if isinstance(self.ready, Ready):
            self.connected = True
            self.family = self.ready.family
        self._tell(self.ready)

    def do(self, command: Command) -> None:
        if self.closed:
            self.complaints.append(f"{command} after the end")
        self.done.append(command)
        self._noticed(command)
        kind = type(command)
        if self.refuses.get(kind, 0) > 0:
            self.refuses[kind] -= 1
            self._tell(Refused(command.tag, f"will not {kind.__name__}"))
        elif not self.connected and isinstance(command, Say | Listen | Move | Pose | Wake | Rest):
            self._tell(Refused(command.tag, "not connected"))
        elif kind not in self.deaf:
            self._obey(command)

    def close(self) -> None:
        self._halt()
        self.closed = True

    def lose(self, final: bool = False) -> None:
        """The wire drops; what was under way ends without an event."""
        self._halt()
        self.connected = False
        self._tell(Lost("unplugged", final))

    def regain(self) -> None:
        self.connected = True
        self._tell(Regained())

    def of(self, kind: type[Command]) -> list[Command]:
        """Every command of a kind."""
        return [command for command in self.done if isinstance(command, kind)]

    def words(self) -> list[str]:
        """The templates that it has begun to say."""
        return [command.text.template for command in self.done if isinstance(command, Say)]

    def _obey(self, command: Command) -> None:
        match command:
            case Say():
                self._say(command)
            case Listen():
                self._listen(command)
            case Hush():
                self._listening = self._over(self._listening)
            case Move(tag=tag):
                if not self.awake:
                    self.complaints.append(f"{command} at rest")
                self._clock.call_later(0.2, lambda: self._tell(Moved(tag)))
            case Pose(tag=tag):
                self._tell(Posed(tag, self.family))
            case Wake(tag=tag):
                self.awake = True
                self._tell(Awake(tag))
            case Rest(tag=tag):
                self._halt()
                self.awake = False
                self._clock.call_later(1.0, lambda: self._tell(Rested(tag)))
            case Halt():
                self._halt()

    def _say(self, command: Say) -> None:
        if self._speaking is not None:
            self.complaints.append(f"{command} while it speaks")
        self._listening = self._over(self._listening)

        def spoken() -> None:
            self._speaking = None
            self._tell(Spoken(command.tag))

        self._speaking = self._clock.call_later(SAY_SECONDS, spoken)

    def _listen(self, command: Listen) -> None:
        if self._speaking is not None:
            self.complaints.append(f"{command} while it speaks")
        self._listening = self._over(self._listening)
        reply = self._people.reply(command)
        event: Event = Silent(command.tag) if reply is None else reply
        seconds = command.timing.no_speech if reply is None else THINK_SECONDS

        def over() -> None:
            self._listening = None
            self._tell(event)

        self._listening = self._clock.call_later(seconds, over)

    def _halt(self) -> None:
        self._speaking = self._over(self._speaking)
        self._listening = self._over(self._listening)

    def _over(self, timer: Timer | None) -> Timer | None:
        self._clock.cancel(timer)
        return None
