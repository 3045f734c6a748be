"""What one rehearsed session came to, in figures: all that is kept of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from robot.values import value
from sessions.record import canonical
from sessions.rehearsals.case import Case

ENDLESS = "endless"
"""How a session ended that did not, and was cut at a bound: `why` is TOO_LONG or TOO_MANY_STEPS."""

TOO_LONG = "too_long"
TOO_MANY_STEPS = "too_many_steps"


TRIES = ("silent", "unsure", "overlap", "again", "heard")
"""How a robot's listening may end: nobody was heard; it could not be sure; several spoke at once; it was asked to say
it once more, slower or louder; an answer was heard, right or wrong."""


@value(frozen=True, slots=True)
class Breach:
    """A safety rule that was broken, at which second of the session, by what, and in which state of the scenario."""

    rule: str
    at: float
    detail: str = ""
    state: str = ""


@value(frozen=True, slots=True)
class Question:
    """A question of one session, and how it was settled."""

    id: str
    text: str
    """The words it was first asked in, with slots in place of names."""
    kind: str
    """One of `sessions.summary.KINDS`."""
    step: str
    """The repair step at which it was settled: `first`, or what the ladder calls it."""
    channel: str
    """speech, touch, card, screen or staff; `none` where nobody answered."""
    asked: int
    """How often it was put: the first time, and every time the ladder put it again."""
    seconds: float
    tries: tuple[str, ...] = ()
    """How each listening for an answer ended, one of TRIES."""


@value(frozen=True, slots=True)
class Missed:
    """A sentence of the robot that did not reach somebody, as less than half of its words did, and how often."""

    text: str
    count: int


@value(frozen=True, slots=True)
class Outcome:
    """One session in figures, from its log and from what was seen in the room; never from the script."""

    case: Case
    how: str
    """finished, stopped, interrupted, lost or failed; ENDLESS where it had to be cut off."""
    why: str | None
    """The code of the problem that ended it, or which bound cut it off."""
    intended: bool
    """Whether it ended as this persona's session should (`sessions.rehearsals.intention`)."""
    minutes: float
    questions: tuple[Question, ...]
    staff_called: int
    """How often somebody of the staff had to come: called by the robot, or sent by a fault."""
    staff_acts: tuple[tuple[str, int], ...]
    """What staff did, and how often."""
    longest_silence: float
    """Seconds in which nobody spoke and nobody touched the robot, while the session ran."""
    slowest_reaction: float
    """Seconds from an answer, or its being missed, to the robot's next word."""
    robot_talk: float
    """Seconds for which the robot spoke."""
    people_talk: float
    """Seconds for which people spoke; of two at once each counts."""
    states: tuple[str, ...]
    """The scenario's states in the order in which they were first entered."""
    stood: str
    """The state in which the scenario stood when it ended, or was brought to its goodbye."""
    dead_end: str
    """The state in which nothing went on any more; empty where there was none."""
    loop: tuple[str, ...]
    """The states it went round in when it was cut off; empty where it was not."""
    missed: tuple[Missed, ...]
    sentences: int
    """How many of the robot's sentences could have been heard: one that two people were there for counts twice."""
    heat: int
    """The hottest joint at the end, in degrees Celsius."""
    battery: int
    """The charge at the end, in per cent."""
    declined: bool
    """Whether anybody declined or left."""
    asked_after: int
    """How often a question was put after that."""
    asked_again: int
    """How often the one put most often after that was put."""
    breaches: tuple[Breach, ...]
    digest: str
    """SHA-256 of the log, which is the same for the same case."""

    @property
    def talk(self) -> float:
        """The robot's share of all talk, from 0 to 1; 0 where nobody spoke."""
        both = self.robot_talk + self.people_talk
        return self.robot_talk / both if both else 0.0

    def count(self, kind: str) -> int:
        """How many questions were settled in this way."""
        return sum(question.kind == kind for question in self.questions)

    def to_json(self) -> str:
        """The outcome as one line of canonical JSON."""
        return canonical(asdict(self))

    @staticmethod
    def from_json(line: str) -> Outcome:
        """The outcome that `to_json` wrote as `line`.

        Raises:
            ValueError: The line is torn, or another version's.
        """
        data: Any = json.loads(line)
        try:
            data["case"] = Case(**data["case"] | {"faults": tuple(data["case"]["faults"])})
            data["questions"] = tuple(Question(**each | {"tries": tuple(each["tries"])}) for each in data["questions"])
            data["missed"] = tuple(Missed(**each) for each in data["missed"])
            data["breaches"] = tuple(Breach(**each) for each in data["breaches"])
            data["staff_acts"] = tuple((what, count) for what, count in data["staff_acts"])
            data |= {name: tuple(data[name]) for name in ("states", "loop")}
            return Outcome(**data)
        except (KeyError, TypeError) as error:
            raise ValueError(f"this is no outcome: {error}") from error
