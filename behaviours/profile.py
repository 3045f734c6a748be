"""The pace at which a session treats its people. Every number a pilot may tune is a field here, never in code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from robot.commands import Timing


@dataclass(frozen=True, slots=True)
class Profile:
    """Timing, rate, sentence length and confidence for one kind of company. Seconds throughout."""

    name: str
    no_speech: float
    end_silence: float
    longest: float
    thinking: float
    """What a quiz adds to `no_speech`."""
    rate: float
    sentence_pause: float
    sentence_words: Mapping[str, int]
    """The most words in a sentence, by language."""
    turn_sentences: int
    """More sentences in one turn are more than people follow; stories, songs and poems are free of it."""
    accept: float
    """From this confidence on an answer is taken as it is."""
    confirm: float
    """From this confidence on the robot asks "did you say ...?"; below it, repair."""
    quiet: float
    """After this long without a word from the robot, a soft sound and a light come first."""
    reaction: float
    """An answer to people that takes longer is logged as slow."""
    hold: float
    """A touch of the head this long means stop."""
    rungs: int
    """After this many repairs of one question the robot gives the answer and goes on."""
    together: float
    """How long the robot waits while people say an answer with it."""
    overrun: float
    """Once a session has lasted this many times its planned minutes it goes to its goodbye."""
    staff_wait: float
    """How long the robot waits for staff to decide before it goes on."""
    alarm: float = 0.2
    """From this confidence on a call for help is one; lower than for answers, as staff come in vain rather than not."""

    def timing(self, thinking: bool = False) -> Timing:
        """How long to wait for people in one turn."""
        return Timing(self.no_speech + (self.thinking if thinking else 0.0), self.end_silence, self.longest)
