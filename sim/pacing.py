"""Keeps a little time between events, for clients whose libqi mixes up a burst.

Measured with qi 3.1.5: on the wire a burst always keeps its order, and the client's libqi then hands each event to a
pool of threads. Of 300 at once, 15 to 27 reach the client's code before their elders; 0.3 ms apart it was 1 in 600,
0.5 ms apart 1 in 4,800. A lone event leaves at once, on the caller's thread.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable

from robot.clock import RealClock

_log = logging.getLogger(__name__)

GAP = 0.0005
"""Seconds between two events."""


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
            self._sending = True
        self._do(job)

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._closed and (self._sending or not self._waiting):
                    self._changed.wait()
                # A wait may end early: look at the clock again.
                while not self._closed and (early := self._free_at - self._clock.now()) > 0:
                    self._changed.wait(early)
                if self._closed:
                    return
                job = self._waiting.popleft()
                self._sending = True
            self._do(job)

    def _do(self, job: Callable[[], None]) -> None:
        try:
            job()
        except Exception:
            _log.exception("An event of the simulated robot could not be sent")
        with self._changed:
            self._sending = False
            self._free_at = self._clock.now() + GAP
            self._changed.notify()
