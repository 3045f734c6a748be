"""Sends events in order over a wire that does not keep the order of a burst.

libqi hands each signal to a pool of threads: 200 in a burst arrive disordered in most runs, with 0.2 ms between them in
none (measured with qi 3.1.5). A lone event leaves at once, on the caller's thread.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from robot.clock import RealClock

GAP = 0.0005
"""Seconds between two events, with a margin."""


class Pacer:
    """Any thread. Runs jobs in the order of their coming, at least `GAP` apart.

    `send` is called by one thread at a time: the owner of the lock that guards the robot.
    """

    def __init__(self) -> None:
        self._clock = RealClock()
        self._waiting: deque[Callable[[], None]] = deque()
        self._changed = threading.Condition()
        self._sending = False
        self._free_at = 0.0
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="sim pacer", daemon=True)

    def start(self) -> None:
        """Begin to send what waits."""
        self._thread.start()

    def close(self) -> None:
        """Send no more; what waits is dropped."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify()
        self._thread.join()

    def send(self, job: Callable[[], None]) -> None:
        """Run a job now, or after those that wait."""
        with self._changed:
            if self._closed:
                return
            if self._waiting or self._sending or self._clock.now() < self._free_at:
                self._waiting.append(job)
                self._changed.notify()
                return
            self._free_at = self._clock.now() + GAP
        job()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._sending = False
                while not self._waiting and not self._closed:
                    self._changed.wait()
                # `wait` may end early: look at the clock again.
                while not self._closed and (early := self._free_at - self._clock.now()) > 0:
                    self._changed.wait(early)
                if self._closed:
                    return
                job = self._waiting.popleft()
                self._sending = True
            job()
            with self._changed:
                self._free_at = self._clock.now() + GAP
