"""How the driver gets a wire, now and again after it was lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from robot.nao.wire import Wire, WireError
from robot.problem import Failure, Problem

Found = Callable[[Wire], None]
Failed = Callable[[Problem], None]
LostWire = Callable[[str], None]


class Connector(Protocol):
    """Makes wires to one robot. Nothing here blocks, and every callback comes on the session's thread."""

    def begin(self, found: Found, failed: Failed, lost: LostWire) -> None:
        """Try once to connect: `found` or `failed` is called; `lost` when a found wire drops by itself, with why."""
        ...

    def close(self, at_rest: bool, resting: bool = False) -> None:
        """Connect no more. A robot that is not at rest is brought to rest by whoever watches over it."""
        ...


class ImmediateConnector:
    """Connects within the call: for a wire inside this process.

    Args:
        connect: Makes a wire, given what to call when it drops. May raise WireError.
    """

    def __init__(self, connect: Callable[[LostWire], Wire]) -> None:
        self._connect = connect

    def begin(self, found: Found, failed: Failed, lost: LostWire) -> None:
        """Connect at once."""
        try:
            wire = self._connect(lost)
        except WireError as error:
            failed(Failure("robot_unreachable", address=str(error)))
            return
        found(wire)

    def close(self, at_rest: bool, resting: bool = False) -> None:
        """Nobody watches over a robot in this process."""
