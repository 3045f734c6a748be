"""Sequences of calls as generators: one yields a call and is sent its reply."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from typing import Any

from robot.clock import Clock, Timer
from robot.nao.wire import Reply, Wire
from robot.values import value


@value(frozen=True, slots=True)
class Call:
    """One call of a service's method."""

    service: str
    method: str
    arguments: tuple[Any, ...] = ()


@value(frozen=True, slots=True)
class Wait:
    """Nothing for some seconds; its reply is empty."""

    seconds: float


Steps = Generator[Call | Wait, Reply, None]
_EMPTY = Reply()


def call(service: str, method: str, *arguments: Any) -> Call:
    """A step that calls a service's method."""
    return Call(service, method, arguments)


class Lane:
    """Takes sequences one after another, each call begun once the one before it has ended. Session thread only."""

    def __init__(self, wire: Wire, clock: Clock) -> None:
        self._wire = wire
        self._clock = clock
        self._waiting: deque[Steps] = deque()
        self._steps: Steps | None = None
        self._busy = False
        self._timer: Timer | None = None

    def follow(self, steps: Steps) -> None:
        """Take a sequence when those before it have ended."""
        self._waiting.append(steps)
        if not self._busy:
            self._advance(None)

    def drop(self) -> None:
        """Abandon the sequence under way and those that wait. A call already sent is still awaited."""
        self._waiting.clear()
        self._steps = None
        if self._timer is not None:
            self._clock.cancel(self._timer)
            self._timer = None
            self._busy = False

    def _advance(self, reply: Reply | None) -> None:
        self._busy = True
        while True:
            if self._steps is None:
                if not self._waiting:
                    self._busy = False
                    return
                self._steps = self._waiting.popleft()
                reply = None
            steps = self._steps
            try:
                step = next(steps) if reply is None else steps.send(reply)
            except StopIteration:
                if self._steps is steps:
                    self._steps = None
                continue
            if self._steps is not steps:
                continue
            if isinstance(step, Wait):
                self._timer = self._clock.call_later(step.seconds, self._waited)
            else:
                self._wire.call(step.service, step.method, *step.arguments, done=self._advance)
            return

    def _waited(self) -> None:
        self._timer = None
        self._advance(_EMPTY)
