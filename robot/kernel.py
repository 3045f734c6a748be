"""The one thread that owns a session: its timers, and an inbox that any thread may post to."""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from robot.clock import Clock

Item = TypeVar("Item")


class Stalled(Exception):
    """Nothing is due and nobody outside can post: the session would wait for ever."""


class Kernel(Generic[Item]):
    """Hands each posted item to `handle`, one a turn, and fires timers in between.

    Args:
        clock: Where time comes from.
        handle: Called with each item, in the order of posting; urgent ones first.
        turn_ended: Called after each item and each timer: commit and let commands leave.
        outsiders: Whether another thread may still post. Where none may, an empty inbox without a timer is an error.
        failed: Called with what an item or a timer raised; the turn ends after it. Without it, what is raised ends
            `run`.
    """

    def __init__(
        self,
        clock: Clock,
        handle: Callable[[Item], None],
        turn_ended: Callable[[], None],
        outsiders: bool = True,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        self.clock = clock
        self._handle = handle
        self._turn_ended = turn_ended
        self._failed = failed
        self._outsiders = outsiders
        self._arrivals: queue.SimpleQueue[tuple[Item | Callable[[], None], bool]] = queue.SimpleQueue()
        self._urgent: deque[Item | Callable[[], None]] = deque()
        self._waiting: deque[Item | Callable[[], None]] = deque()
        self._running = False

    def post(self, item: Item, urgent: bool = False) -> None:
        """Any thread. Put an item into the inbox; an urgent one goes before all that wait."""
        self._arrivals.put((item, urgent))

    def call(self, job: Callable[[], None], urgent: bool = False) -> None:
        """Any thread. Have `job` run on the session's thread, as a turn of its own; urgent, before all that waits."""
        self._arrivals.put((job, urgent))

    def run(self) -> None:
        """Session thread only. Take turns until `stop` is called.

        Raises:
            Stalled: Nothing can ever happen again.
        """
        self._running = True
        arrivals, urgent, waiting = self._arrivals, self._urgent, self._waiting
        while self._running:
            # Nobody else takes from it: what is not empty now stays so.
            while not arrivals.empty():
                item, is_urgent = arrivals.get_nowait()
                (urgent if is_urgent else waiting).append(item)
            if urgent or waiting:
                self._turn(urgent.popleft() if urgent else waiting.popleft())
                continue
            wait = self.clock.until_next()
            if wait == 0.0:
                self._turn(self.clock.run_due)
            elif wait is None and not self._outsiders:
                raise Stalled
            else:
                self._await_arrival(wait)

    def stop(self) -> None:
        """Session thread only. End `run` after this turn."""
        self._running = False

    def _turn(self, item: Item | Callable[[], None]) -> None:
        try:
            if callable(item):
                item()
            else:
                self._handle(item)
        except Exception as error:
            if self._failed is None:
                raise
            self._failed(error)
        self._turn_ended()

    def _await_arrival(self, wait: float | None) -> None:
        try:
            item, urgent = self._arrivals.get(timeout=wait)
        except queue.Empty:
            return
        (self._urgent if urgent else self._waiting).append(item)
