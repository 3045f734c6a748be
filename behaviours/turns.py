"""What one turn of listening came to, as the machine and the log know it: options, never words."""

from __future__ import annotations

from robot.values import value


@value(frozen=True, slots=True)
class Understood:
    """One option was chosen.

    `confidence`, from 0 to 1, is how sure the ears were times how well the words fit; behaviours accept, confirm or
    repair by it. `channel` is "speech", "touch", "screen", "card" or "staff"; all but speech are certain.
    """

    option: str
    confidence: float
    channel: str


@value(frozen=True, slots=True)
class Unclear:
    """Somebody answered and no one option can be told; `between` holds up to two likely ones, best first."""

    channel: str
    between: tuple[str, ...] = ()


@value(frozen=True, slots=True)
class Overlap:
    """Several voices at once; `options` are those that were heard among them, best first."""

    options: tuple[str, ...] = ()


@value(frozen=True, slots=True)
class Nothing:
    """Nobody answered."""


Turn = Understood | Unclear | Overlap | Nothing
