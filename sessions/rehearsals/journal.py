"""What was seen and heard in the room of one rehearsed session, as far as its figures need it."""

from __future__ import annotations

from collections import Counter

from robot.clock import Clock
from sim.room import Declined, Happening, Left, Missed, Pressed, Returned, Spoke
from sim.sights import Sight, SpeechBegan, SpeechEnded

Span = tuple[float, float]
"""From one second of the session to another."""


class Journal:
    """Takes in what a robot shows and what people do, and keeps when; no words of people.

    Args:
        clock: The session's.
        people: How many are in the room when it begins.
    """

    def __init__(self, clock: Clock, people: int = 1) -> None:
        self._clock = clock
        self._people = people
        self._away = set[str]()
        self._began = 0.0
        self.robot: list[Span] = []
        """When the robot spoke."""
        self.people: list[Span] = []
        """When people spoke; of two at once each has a span."""
        self.touches: list[float] = []
        self.missed: Counter[str] = Counter()
        """The sentences of the robot that did not reach somebody."""
        self.sentences = 0
        """How many could have been heard: one that two people were there for counts twice."""
        self.declined_at: float | None = None
        """When somebody first declined, or left; None where nobody did."""

    def see(self, sight: Sight) -> None:
        """Take in what the robot shows."""
        if isinstance(sight, SpeechBegan):
            self._began = self._clock.now()
        elif isinstance(sight, SpeechEnded):
            self.robot.append((self._began, self._clock.now()))
            if sight.whole:
                self.sentences += self._people - len(self._away)

    def hear(self, happening: Happening) -> None:
        """Take in what happens among the people."""
        now = self._clock.now()
        if isinstance(happening, Left):
            self._away.add(happening.person)
        elif isinstance(happening, Returned):
            self._away.discard(happening.person)
        match happening:
            case Spoke(seconds=seconds):
                self.people.append((now, now + seconds))
            case Pressed():
                self.touches.append(now)
            case Missed(text=text):
                self.missed[text] += 1
            case Declined() | Left() if self.declined_at is None:
                self.declined_at = now
