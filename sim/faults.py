"""What goes wrong in a session, at seeded times: a schedule, and what puts it upon a virtual NAO."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from robot.clock import Clock
from sim.clock import stream
from sim.line import Line, Mishearing
from sim.luck import Chance
from sim.nao.virtual_nao import VirtualNao


class Kind(StrEnum):
    """What can go wrong."""

    LINE_DROP = "line_drop"
    LATE_REPLY = "late_reply"
    HOT_JOINT = "hot_joint"
    LOW_BATTERY = "low_battery"
    FALL = "fall"
    MISHEARD = "misheard"
    STAFF = "staff"


KINDS: tuple[str, ...] = tuple(Kind)

_MOST: Mapping[Kind, tuple[int, int]] = {
    Kind.LINE_DROP: (1, 2),
    Kind.LATE_REPLY: (1, 3),
    Kind.HOT_JOINT: (1, 2),
    Kind.LOW_BATTERY: (1, 1),
    Kind.FALL: (1, 1),
    Kind.MISHEARD: (2, 6),
    Kind.STAFF: (1, 4),
}
"""How often each happens in a session, at least and at most (p)."""

STAFF_ACTS = ("pause", "pause", "again", "again", "accept", "accept", "skip", "stop")
"""What staff step in with; what stands here twice is twice as likely."""

_DROP_SECONDS = (0.5, 30.0)
"""A drop is over well before a driver gives its robot up (`NaoSettings.give_up`)."""

_BETWEEN_DROPS = 30.0
"""Seconds after a drop before which no other begins: two that run into one would be longer than any drop is."""

_LATE = (0.1, 4.0)
_LATE_SECONDS = (2.0, 20.0)
_PAUSE_SECONDS = (2.0, 90.0)
_CHARGES = (14.0, 7.0)
"""Below what asks for a goodbye, and below what asks for a rest at once, in per cent."""

_SHARE = (0.05, 0.95)
"""Faults come in this part of the time that a session takes."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong `at` so many seconds after the beginning."""

    at: float
    kind: Kind
    seconds: float = 0.0
    """How long a drop, late answers or a pause by staff last."""
    value: float = 0.0
    """By how many seconds answers are late, the status of heat, the charge, or which phrase is misheard."""
    confidence: float = 0.0
    """Of what is misheard."""
    act: str = ""
    """What staff do, one of STAFF_ACTS."""


class Faults:
    """A seeded schedule of faults: the same arguments give the same one; each kind draws for itself.

    Args:
        kinds: Of KINDS.
        seed: Where chance begins.
        minutes: How long the session is expected to last.
        whom: Who is there: others have another schedule by the same seed.

    Raises:
        ValueError: A kind does not exist.
    """

    def __init__(self, kinds: Sequence[str], seed: int, minutes: float, whom: str = "") -> None:
        def chance(kind: str) -> Chance:
            return stream(seed, f"fault {kind} {whom}")

        drawn = (_apart(_drawn(Kind(kind), chance(kind), minutes * 60)) for kind in dict.fromkeys(kinds))
        self.schedule: tuple[Fault, ...] = tuple(
            sorted((fault for some in drawn for fault in some), key=lambda fault: (fault.at, fault.kind))
        )

    def upon(self, nao: VirtualNao, line: Line, clock: Clock, staff: Callable[[str], None]) -> None:
        """Put every fault upon a robot and its line when its time comes, counted from now.

        Args:
            nao: The robot.
            line: What the driver reaches it by.
            clock: Where time comes from; everything is called on its thread.
            staff: Does what staff do: one of STAFF_ACTS, or the `resume` after a pause.
        """
        for fault in self.schedule:
            clock.call_later(fault.at, lambda fault=fault: _put(fault, nao, line, clock, staff))  # type: ignore[misc]


def _drawn(kind: Kind, chance: Chance, seconds: float) -> Iterator[Fault]:
    for _ in range(_whole(chance, *_MOST[kind])):
        at = seconds * _between(chance, *_SHARE)
        match kind:
            case Kind.LINE_DROP:
                yield Fault(at, kind, seconds=_between(chance, *_DROP_SECONDS))
            case Kind.LATE_REPLY:
                yield Fault(at, kind, seconds=_between(chance, *_LATE_SECONDS), value=_between(chance, *_LATE))
            case Kind.HOT_JOINT:
                yield Fault(at, kind, value=float(_whole(chance, 1, 3)))
            case Kind.LOW_BATTERY:
                yield Fault(at, kind, value=chance.choice(_CHARGES))
            case Kind.FALL:
                yield Fault(at, kind)
            case Kind.MISHEARD:
                yield Fault(at, kind, value=chance.random(), confidence=round(_between(chance, 0.2, 0.95), 4))
            case Kind.STAFF:
                act = chance.choice(STAFF_ACTS)
                yield Fault(at, kind, seconds=_between(chance, *_PAUSE_SECONDS) if act == "pause" else 0.0, act=act)


def _apart(faults: Iterator[Fault]) -> Iterator[Fault]:
    """Faults of one kind, of drops without those that begin in another, or soon after it."""
    free = 0.0
    for fault in sorted(faults, key=lambda fault: fault.at):
        if fault.kind is not Kind.LINE_DROP or fault.at >= free:
            free = fault.at + fault.seconds + _BETWEEN_DROPS
            yield fault


def _between(chance: Chance, least: float, most: float) -> float:
    return least + (most - least) * chance.random()


def _whole(chance: Chance, least: int, most: int) -> int:
    return chance.choice(range(least, most + 1))


def _put(fault: Fault, nao: VirtualNao, line: Line, clock: Clock, staff: Callable[[str], None]) -> None:
    match fault.kind:
        case Kind.LINE_DROP:
            line.cut(fault.seconds)
        case Kind.LATE_REPLY:
            line.delay(fault.value, fault.seconds)
        case Kind.HOT_JOINT:
            nao.warm(int(fault.value))
        case Kind.LOW_BATTERY:
            nao.drain(fault.value)
        case Kind.FALL:
            nao.fall()
        case Kind.MISHEARD:
            line.mishear(Mishearing(fault.value, fault.confidence))
        case Kind.STAFF:
            staff(fault.act)
            if fault.act == "pause":
                clock.call_later(fault.seconds, lambda: staff("resume"))
