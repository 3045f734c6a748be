"""What happens among the people of a room, as somebody who watches all of it would write it down."""

from __future__ import annotations

from robot.commands import Sensor
from robot.values import value


@value(frozen=True, slots=True)
class Spoke:
    """Somebody begins to say words, which will take `seconds`."""

    person: str
    words: str
    language: str
    """fi, sv or en."""
    seconds: float
    overlapped: bool
    """Whether somebody else was speaking already."""


@value(frozen=True, slots=True)
class Missed:
    """A sentence of the robot came to its end, and fewer than half of its words reached a seat."""

    person: str
    text: str
    clarity: float
    """The share that did."""


@value(frozen=True, slots=True)
class Pressed:
    """Somebody puts a hand on a sensor."""

    person: str
    sensor: Sensor


@value(frozen=True, slots=True)
class Noise:
    """A burst of noise begins while the robot listens."""

    seconds: float


@value(frozen=True, slots=True)
class Left:
    """Somebody leaves the room."""

    person: str


@value(frozen=True, slots=True)
class Returned:
    """Somebody who had left comes back."""

    person: str


@value(frozen=True, slots=True)
class Declined:
    """Somebody says that they do not want to take part."""

    person: str


@value(frozen=True, slots=True)
class Acted:
    """What somebody means by what they do next."""

    person: str
    intent: str


Happening = Spoke | Missed | Pressed | Noise | Left | Returned | Declined | Acted
