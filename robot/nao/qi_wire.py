"""The wire as a qi session: the station's end of the way to a NAO, or to the virtual one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from robot.clock import Clock, Timer
from robot.nao.qi_link import connected_session, load_qi
from robot.nao.wire import Done, Reply

Run = Callable[[Callable[[], None]], None]
"""Brings a job to the session's thread: `kernel.call`."""

BEAT_SECONDS = 5.0
"""How often the robot is asked whether it is there; a wire on which two are unanswered has dropped."""

POLL_SECONDS = 0.1
"""How often a memory key is read where NAOqi's signals do not work (NAOqi 2.5)."""

SETTLE_SECONDS = 0.05
"""An error is told this much later, so that a wire that drops is told first."""

CLOSING_MS = 1000


class QiWire:
    """A Wire over a connected qi session.

    Made by `connect`. Its methods on the session's thread; qi's own threads only ever `run` a job.

    Args:
        session: A connected qi.Session.
        run: Brings a job to the session's thread.
        clock: The session's clock.
        lost: Called once, on the session's thread, when the connection ends by itself.
    """

    def __init__(self, session: Any, run: Run, clock: Clock, lost: Callable[[str], None]) -> None:
        self._session = session
        self._run = run
        self._clock = clock
        self._lost = lost
        self._lock = threading.RLock()
        self._services: dict[str, Any] = {}
        self._waiting: dict[str, list[tuple[str, tuple[Any, ...], Done | None]]] = {}
        self._links: list[tuple[Any, Any]] = []
        self._down = False
        self._closed = False
        self._unanswered = 0
        self._beat_timer: Timer | None = None
        session.disconnected.connect(lambda reason: self._drop(f"the connection has ended ({reason})"))
        run(self._beat)

    @classmethod
    def connect(cls, url: str, run: Run, clock: Clock, lost: Callable[[str], None], timeout: float = 5.0) -> QiWire:
        """A wire to `url`. Blocks for `timeout` seconds at most: never on the session's thread.

        Raises:
            Failure: Nothing that speaks qi answered in time (robot_unreachable).
            Problem: qi is not installed (qi_missing).
        """
        return cls(connected_session(url, timeout), run, clock, lost)

    @property
    def down(self) -> bool:
        """Whether the connection has ended by itself."""
        return self._down

    def call(self, service: str, method: str, *arguments: Any, done: Done | None = None) -> None:
        """Begin a call; `done` gets its Reply once it has ended, unless the wire drops before."""
        if self._closed:
            return
        self._call(service, method, arguments, None if done is None else self._deliver(done))

    def watch(self, key: str, seen: Callable[[Any], None]) -> None:
        """Call `seen` with each value of an ALMemory event; where signals fail, with each change that a poll sees."""

        def on_session(value: Any) -> None:
            self._run(lambda: None if self._closed else seen(value))

        def subscribed(reply: Reply) -> None:
            if reply.error is not None:
                # As on NAOqi 2.5 ("Invalid signature"). A touch or a fall must not be missed, whatever the reason.
                self._run(lambda: self._poll(key, seen, None))
                return
            linked = reply.value.signal.connect(on_session, _async=True)
            linked.addCallback(lambda future: self._keep(key, seen, reply.value, future))

        self._call("ALMemory", "subscriber", (key,), subscribed)

    def close(self) -> None:
        """End the connection; what was asked before has been sent by then. Blocks for three seconds at most."""
        if self._closed:
            return
        self._closed = True
        self._clock.cancel(self._beat_timer)
        if not self._down:
            self._flush()
        self._down = True
        self._session.close(_async=True).wait(CLOSING_MS)

    def _flush(self) -> None:
        # A signal that is still in flight when Python ends makes libqi abort, and a call that waits in libqi's queue
        # when the session closes is never sent: the answers to these come after everything that went before.
        qi = load_qi()
        with self._lock:
            links, self._links = self._links, []
            memory = self._services.get("ALMemory")
        pending = [subscriber.signal.disconnect(link, _async=True) for subscriber, link in links]
        if memory is not None:
            pending.append(memory.call("ping", _async=True))
        if pending:
            qi.futureBarrier(pending).wait(CLOSING_MS)

    def _deliver(self, done: Done) -> Done:
        def replied(reply: Reply) -> None:
            def tell() -> None:
                if not self._closed and not self._down:
                    done(reply)

            if reply.error is None:
                self._run(tell)
            else:
                self._run(lambda: self._settle(tell))

        return replied

    def _settle(self, tell: Callable[[], None]) -> None:
        # When a wire drops, libqi fails the calls under way a moment before it says so: those errors are no answers.
        self._clock.call_later(SETTLE_SECONDS, tell)

    def _call(self, service: str, method: str, arguments: tuple[Any, ...], replied: Done | None) -> None:
        with self._lock:
            known = self._services.get(service)
            if known is None:
                waiting = self._waiting.setdefault(service, [])
                waiting.append((method, arguments, replied))
                if len(waiting) == 1:
                    self._session.service(service, _async=True).addCallback(lambda future: self._found(service, future))
                return
        self._send(known, method, arguments, replied)

    def _found(self, service: str, future: Any) -> None:
        """Any thread. A service has been found, or not: what waits for it leaves in its order."""
        with self._lock:
            waiting = self._waiting.pop(service)
            if future.hasError(0):
                for _, _, replied in waiting:
                    self._answer(replied, Reply(error=_reason(future.error(0))))
                return
            self._services[service] = future.value(0)
            for method, arguments, replied in waiting:
                self._send(future.value(0), method, arguments, replied)

    def _send(self, target: Any, method: str, arguments: tuple[Any, ...], replied: Done | None) -> None:
        def ended(future: Any) -> None:
            if future.hasError(0):
                self._answer(replied, Reply(error=_reason(future.error(0))))
            else:
                self._answer(replied, Reply(future.value(0)))

        try:
            future = target.call(method, *arguments, _async=True)
        except RuntimeError as error:
            self._answer(replied, Reply(error=_reason(str(error))))
            return
        if replied is not None:
            future.addCallback(ended)

    def _answer(self, replied: Done | None, reply: Reply) -> None:
        """Any thread. What ends because the wire drops is no answer."""
        if reply.error is not None and not self._session.isConnected():
            self._drop("the connection has ended")
        elif replied is not None:
            replied(reply)

    def _keep(self, key: str, seen: Callable[[Any], None], subscriber: Any, future: Any) -> None:
        if future.hasError(0):
            self._run(lambda: self._poll(key, seen, None))
            return
        with self._lock:
            self._links.append((subscriber, future.value(0)))

    def _drop(self, reason: str) -> None:
        """Any thread. The wire has dropped; only the first time counts."""
        with self._lock:
            if self._down:
                return
            self._down = True
        self._run(lambda: None if self._closed else self._lost(reason))

    def _beat(self) -> None:
        if self._closed:
            return
        if self._unanswered >= 2:
            self._drop(f"no answer for {2 * BEAT_SECONDS:.0f} seconds")
            return
        self._unanswered += 1
        # An error is an answer too: somebody is there.
        self.call("ALMemory", "ping", done=self._beaten)
        self._beat_timer = self._clock.call_later(BEAT_SECONDS, self._beat)

    def _beaten(self, _: Reply) -> None:
        self._unanswered = 0

    def _poll(self, key: str, seen: Callable[[Any], None], last: Any) -> None:
        if self._closed or self._down:
            return

        def read(reply: Reply) -> None:
            # [value, seconds, microseconds]: the same value, raised again, has another time.
            current = reply.value if isinstance(reply.value, list | tuple) else last
            if last is not None and current and current != last:
                seen(current[0])
            self._clock.call_later(POLL_SECONDS, lambda: self._poll(key, seen, current or last or ()))

        self.call("ALMemory", "getTimestamp", key, done=read)


def _reason(error: str) -> str:
    """NAOqi's own words: a Python service's error goes on with its traceback."""
    return error.partition("\n\nAt:")[0].strip() or "an error without words"
