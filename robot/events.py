"""What a body, or the staff beside it, tells a session."""

from __future__ import annotations

from robot.commands import Sensor
from robot.problem import Problem
from robot.values import value


@value(frozen=True, slots=True)
class Ready:
    """The body is connected. It may still be at rest."""

    model: str
    version: str
    languages: tuple[str, ...]
    family: str
    """NAOqi's posture family, such as Sitting; empty where the body has none."""
    battery: int | None = None
    """Charge in per cent; None where the body has none."""
    lacking: tuple[str, ...] = ()
    """What the body should have and has not, such as a NAOqi service; it does without."""


@value(frozen=True, slots=True)
class Awake:
    """The joints are stiff and the body can move."""

    tag: int


@value(frozen=True, slots=True)
class Rested:
    """The body lies, sits or crouches safely and its joints are loose."""

    tag: int


@value(frozen=True, slots=True)
class Spoken:
    """The last word of a Say has been heard in the room."""

    tag: int


@value(frozen=True, slots=True)
class Moved:
    """A gesture has ended."""

    tag: int


@value(frozen=True, slots=True)
class Posed:
    """The posture family, as asked for by Pose or because it changed (tag 0)."""

    tag: int
    family: str


@value(frozen=True, slots=True)
class Hypothesis:
    """Words that may have been said, with the recogniser's confidence from 0 to 1."""

    words: str
    confidence: float


@value(frozen=True, slots=True)
class Heard:
    """What the ears made of one turn, best first; `voices` above 1 where several people spoke at once."""

    tag: int
    hypotheses: tuple[Hypothesis, ...]
    voices: int = 1


@value(frozen=True, slots=True)
class Voiced:
    """Somebody spoke in this turn, and no words could be made of it."""

    tag: int
    voices: int = 1


@value(frozen=True, slots=True)
class Silent:
    """Nobody spoke before the turn's no-speech time was over."""

    tag: int


@value(frozen=True, slots=True)
class Touched:
    """A sensor was touched."""

    sensor: Sensor


@value(frozen=True, slots=True)
class Held:
    """A sensor has been touched for the whole of the body's long touch (2 s)."""

    sensor: Sensor


@value(frozen=True, slots=True)
class Warmed:
    """The hottest joint's diagnosis: 0 fine, 1 warm, 2 hot, 3 too hot."""

    status: int


@value(frozen=True, slots=True)
class Charged:
    """The battery's charge in per cent."""

    percent: int


@value(frozen=True, slots=True)
class Charging:
    """Whether the battery is being charged."""

    on: bool


@value(frozen=True, slots=True)
class Fell:
    """The body has fallen."""


@value(frozen=True, slots=True)
class Lost:
    """The body cannot be reached; it is being looked for until `final`."""

    reason: str
    final: bool = False
    problem: Problem | None = None
    """What to tell people, where the body was never reached."""


@value(frozen=True, slots=True)
class Regained:
    """The body can be reached again, and does nothing yet."""


@value(frozen=True, slots=True)
class Refused:
    """The body could not do the command with this tag."""

    tag: int
    reason: str


@value(frozen=True, slots=True)
class Asked:
    """Staff asked for something; what they typed is never kept.

    `what` is pause, resume, again, slower, louder, skip, accept, button, say, edit, call (a colleague), acknowledge
    (that call, or take it back) or stop.
    """

    what: str
    argument: str = ""
    """What to say, for `say` and `edit`; the id of an answer, for `accept`; the number of a `button`."""
    by: str = "staff"
    about: str = ""
    """The words that an `edit` replaces, as they were shown; empty for whatever comes next. For what is touched on a
    screen the turn in which it was: it answers no other."""


Event = (
    Ready
    | Awake
    | Rested
    | Spoken
    | Moved
    | Posed
    | Heard
    | Voiced
    | Silent
    | Touched
    | Held
    | Warmed
    | Charged
    | Charging
    | Fell
    | Lost
    | Regained
    | Refused
    | Asked
)
