"""A NAO driver on a fake wire, in virtual time, for the tests beside this file."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from robot.body import Body
from robot.commands import Command, Wake
from robot.events import Event
from robot.nao.body import NaoBody
from robot.nao.connector import Failed, Found, LostWire
from robot.nao.settings import NaoSettings
from robot.problem import Failure
from robot.text import no_names
from sim.clock import VirtualClock
from tests.robot.fake_wire import FakeWire


class FakeConnector:
    """Gives fake wires, which do not answer what is `held`, or fails as long as `away`."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.away = False
        self.held: set[str] = set()
        self.tries = 0
        self.lost: LostWire = lambda reason: None
        self.closed_at_rest: bool | None = None
        self.closed_resting: bool | None = None

    def begin(self, found: Found, failed: Failed, lost: LostWire) -> None:
        self.tries += 1
        if self.away:
            failed(Failure("robot_unreachable", address="10.0.0.1:9559"))
            return
        self.lost = lost
        self._bench.wire = FakeWire(self._bench.run, self._bench.answers)
        self._bench.wire.held |= self.held
        found(self._bench.wire)

    def close(self, at_rest: bool, resting: bool = False) -> None:
        self.closed_at_rest, self.closed_resting = at_rest, resting


class Bench:
    """The driver, its clock, its latest wire and the events it has told."""

    def __init__(
        self,
        answers: dict[str, Any] | None = None,
        settings: NaoSettings | None = None,
        names: Callable[[str], str] = no_names,
    ) -> None:
        self.clock = VirtualClock()
        self.answers = answers or {}
        self.events: list[Event] = []
        self._jobs: deque[Callable[[], None]] = deque()
        self.connector = FakeConnector(self)
        self.wire = FakeWire(self.run)
        self.body: Body = NaoBody(self.connector, self.clock, self.events.append, names, settings)

    def run(self, job: Callable[[], None]) -> None:
        self._jobs.append(job)

    def settle(self) -> None:
        """Do all that is due now."""
        while self._jobs:
            self._jobs.popleft()()

    def pass_time(self, seconds: float) -> None:
        """Let time pass."""
        end = self.clock.now() + seconds
        reached = False

        def stop() -> None:
            nonlocal reached
            reached = True

        self.clock.call_later(seconds, stop)
        self.settle()
        while not reached:
            self.clock.run_due()
            self.settle()
        assert self.clock.now() == end

    def opened(self, awake: bool = False) -> Bench:
        """Connect, and wake the robot where `awake`; the events and calls of that are forgotten."""
        self.body.open()
        self.settle()
        if awake:
            self.do(Wake())
        self.forget()
        return self

    def do(self, command: Command) -> None:
        """Give a command and do all that is due."""
        self.body.do(command)
        self.settle()

    def happens(self, key: str, value: Any) -> None:
        """Raise an event of the robot."""
        self.wire.raise_event(key, value)
        self.settle()

    def forget(self) -> None:
        """Forget the events and calls so far."""
        self.events.clear()
        self.wire.calls.clear()

    def told(self) -> list[Event]:
        """The events since the last time."""
        events = list(self.events)
        self.events.clear()
        return events
