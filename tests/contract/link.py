"""A link to a NAO, whichever it is: calls that wait for their answer, and events that are kept."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from robot.clock import Clock
from robot.kernel import Kernel
from robot.nao.wire import Reply, Wire
from sim.nao.virtual_nao import VirtualNao

PATIENCE = 60.0
"""Seconds of the robot's own time that a test waits for anything."""


class Refusal(Exception):
    """The robot refused a call; the text is NAOqi's."""


class Link:
    """Drives a wire as the station does: all that happens is a turn of one kernel.

    Args:
        clock: The station's clock.
        connect: Makes the wire, given `kernel.call`.
        outsiders: Whether other threads bring answers.
    """

    def __init__(self, clock: Clock, connect: Callable[[Callable[[Callable[[], None]], None]], Wire], outsiders: bool):
        self.clock = clock
        self.kernel: Kernel[None] = Kernel(clock, lambda _item: None, self._look, outsiders)
        self._probes = itertools.count()
        self._done: Callable[[], bool] = lambda: False
        self.wire = connect(self.kernel.call)

    def begin(self, service: str, method: str, *arguments: Any) -> list[Reply]:
        """Begin a call; the list gets its reply."""
        replies: list[Reply] = []
        self.wire.call(service, method, *arguments, done=replies.append)
        return replies

    def call(self, service: str, method: str, *arguments: Any) -> Any:
        """Call and wait for the answer."""
        replies = self.begin(service, method, *arguments)
        self.until(lambda: bool(replies), f"{service}.{method} never ended")
        if replies[0].error is not None:
            raise Refusal(replies[0].error)
        return replies[0].value

    def watch(self, *keys: str) -> list[tuple[str, Any]]:
        """A list that gets (key, value) of every event from now on."""
        seen: list[tuple[str, Any]] = []
        for key in keys:
            self.wire.watch(key, lambda value, key=key: seen.append((key, value)))  # type: ignore[misc]
        # A wire subscribes without waiting: once an event that was asked for later comes, the others would too.
        probe = f"Kaveri/ContractProbe/{next(self._probes)}"
        arrived: list[Any] = []
        self.wire.watch(probe, arrived.append)
        while not arrived:
            self.call("ALMemory", "raiseMicroEvent", probe, 1)
            self.let_pass(0.05)
        self.call("ALMemory", "removeMicroEvent", probe)
        return seen

    def until(self, done: Callable[[], bool], why: str = "it never happened") -> None:
        """Let time pass until `done`."""
        self._done = done
        late: list[bool] = []

        def give_up() -> None:
            late.append(True)
            self.kernel.stop()

        timer = self.clock.call_later(PATIENCE, give_up)
        if not done():
            self.kernel.run()
        self.clock.cancel(timer)
        self._done = lambda: False
        assert not late, why

    def let_pass(self, seconds: float) -> None:
        """Let some time pass."""
        over: list[bool] = []
        self.clock.call_later(seconds, lambda: over.append(True))
        self.until(lambda: bool(over))

    @contextmanager
    def nao(self) -> Iterator[VirtualNao]:
        """The virtual robot at the other end, to be touched and spoken to. A real one has none."""
        raise AssertionError("only a virtual NAO can be spoken to by a test")
        yield

    def close(self) -> None:
        """Let go."""
        self.wire.close()

    def _look(self) -> None:
        if self._done():
            self.kernel.stop()
