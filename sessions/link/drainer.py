"""The link's thread: drains the log into a broker, again and again, whatever happens on the way."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from pathlib import Path

from robot.clock import Clock
from sessions.broker import Broker
from sessions.duty import Duty
from sessions.envelope import Address
from sessions.link.connection import Connection, Lost
from sessions.link.delivery import Delivery
from sessions.link.wake import Wake
from sessions.outbox import Outbox

LOST = "lost"
DISCONNECTED = "disconnected"
HAND_OVER = 1.0
"""Seconds that one which gives way waits for its last receipts, so that the next one sends nothing twice."""
STATES = frozenset({"init", "ready", "in_session", "paused", "charging", "hot", DISCONNECTED, LOST})


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the link waits for what, in seconds."""

    first_retry: float = 0.5
    longest_retry: float = 30.0
    receipt: float = 20.0
    """For an answer of the broker, before the connection is taken for broken."""
    will: int = 10
    """The broker's wait before it tells that the robot is lost."""
    look: float = 0.25
    """Between two looks at a log that another process writes, or drains."""


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """How the link is: `connecting`, `connected`, `waiting` for its next try or its turn, or `closed`."""

    broker: str
    phase: str
    last_error: str | None


class Link:
    """Delivers every committed event at least once and in order, and keeps the robot's state at the broker.

    It works on a thread of its own with its own connection to the log, and disturbs no session: without a broker the
    events wait in the log. One drainer at a time works on a log; one in the background gives way to a session's.

    Args:
        log: The log's file.
        cursor: The file that remembers what was delivered.
        broker: Where to.
        address: Which robot this is.
        clock: The link's own clock; no other thread may use it.
        in_flight: How many events may be on their way at once.
        background: Whether this one drains alone, beside sessions of other processes.
        patience: How long to wait for what.
    """

    def __init__(
        self,
        log: Path,
        cursor: Path,
        broker: Broker,
        address: Address,
        clock: Clock,
        *,
        in_flight: int = 2,
        background: bool = False,
        patience: Patience | None = None,
    ) -> None:
        self._paths = (log, cursor)
        self._broker = broker
        self._address = address
        self._clock = clock
        self._in_flight = in_flight
        self._patience = patience or Patience()
        self._duty = Duty(log, background)
        self._five = True
        self._state = "init"
        self._phase = "connecting"
        self._last_error: str | None = None
        self._closing: float | None = None
        self._deadline: float | None = None
        self._delivered = False
        self._wake = Wake()
        self._thread = threading.Thread(target=self._run, name="link", daemon=True)

    def start(self) -> None:
        """Begin to connect and deliver."""
        self._thread.start()

    def notify(self) -> None:
        """Any thread. A commit has been made: look now."""
        self._wake.ring()

    def state(self, state: str) -> None:
        """Any thread. Retain this one of `STATES` at the broker, as soon as it is reached."""
        if state not in STATES:
            raise ValueError(f"no state {state}")
        self._state = state
        self.notify()

    def status(self) -> LinkStatus:
        """Any thread. How the link is."""
        return LinkStatus(self._broker.url, self._phase, self._last_error)

    def close(self, timeout: float = 2.0) -> bool:
        """Deliver what can be delivered within `timeout` seconds, retain `disconnected`, and end.

        Returns:
            Whether all was delivered; what was not waits in the log.
        """
        self._closing = timeout
        self._wake.ring()
        self._thread.join(timeout)
        return self._delivered

    def _run(self) -> None:
        failures = 0
        while True:
            last = self._closing is not None
            wait = self._patience.look
            began = self._clock.now()
            try:
                if self._duty.mine():
                    self._serve()
                    last = self._closing is not None
            except Exception as error:
                # Whatever it is, the session goes on and its events are in the log: note it and try again.
                self._last_error = str(error)
                # A broker that takes us and soon throws us out again is a failing one too.
                failures = 1 if self._clock.now() - began > self._patience.longest_retry else failures + 1
                wait = self._back_off(failures)
            self._duty.pause()
            self._phase = "waiting"
            if last:
                break
            self._pause(wait)
        self._phase = "closed"
        self._duty.give()
        self._wake.close()

    def _back_off(self, failures: int) -> float:
        longest = min(self._patience.longest_retry, self._patience.first_retry * 2.0 ** min(failures - 1, 20))
        return longest * self._clock.rng.uniform(0.5, 1.0)

    def _pause(self, seconds: float) -> None:
        until = self._clock.now() + seconds
        while self._closing is None and (left := until - self._clock.now()) > 0:
            self._wake.wait(left)
            self._wake.clear()

    def _time_left(self) -> float:
        """Seconds until the link must have closed; less than all of them, so that it has when they are over."""
        if self._closing is None:
            return math.inf
        if self._deadline is None:
            self._deadline = self._clock.now() + 0.95 * self._closing
        return self._deadline - self._clock.now()

    def _serve(self) -> None:
        """Connect and drain, until the link is to close or gives way; whatever else ends it is raised."""
        self._phase = "connecting"
        outbox = Outbox(*self._paths, self._broker.url)
        try:
            name = f"kaveri-{self._address.site}-{self._address.robot}-{outbox.log_id[:8]}"
            connection = Connection(
                self._broker, name, self._five, self._address.state_topic, LOST, self._patience.will
            )
            try:
                connection.open()
                self._await_acceptance(connection)
                self._phase = "connected"
                delivery = Delivery(connection, outbox, self._address, self._clock, self._in_flight)
                self._drain(connection, delivery)
            finally:
                connection.drop()
        finally:
            outbox.close()

    def _await_acceptance(self, connection: Connection) -> None:
        # A broker of MQTT 3.1.1 says that it can't speak 5, or closes without a word: try the other one next.
        self._five = not self._five
        began = self._clock.now()
        while not connection.accepted:
            if self._clock.now() - began > self._patience.receipt or self._time_left() <= 0:
                raise Lost("the broker does not answer")
            self._step(connection, self._patience.look)
        self._five = True

    def _drain(self, connection: Connection, delivery: Delivery) -> None:
        looked = self._clock.now()
        while self._closing is None:
            delivery.advance(self._state)
            if delivery.longest_wait() > self._patience.receipt:
                raise Lost("the broker does not acknowledge")
            self._step(connection, self._patience.look)
            if self._clock.now() - looked >= self._patience.look:
                looked = self._clock.now()
                if not self._duty.mine():
                    self._hand_over(connection, delivery)
                    return
        self._finish(connection, delivery)

    def _hand_over(self, connection: Connection, delivery: Delivery) -> None:
        until = self._clock.now() + HAND_OVER
        delivery.advance(self._state, events=False)
        while delivery.events_on_way and (left := until - self._clock.now()) > 0:
            self._step(connection, left)
            delivery.advance(self._state, events=False)
        connection.close()

    def _finish(self, connection: Connection, delivery: Delivery) -> None:
        """Deliver the rest in most of the time there is, and keep some to say goodbye."""
        goodbye = 0.3 * self._time_left()
        delivery.advance(self._state)
        while delivery.events_on_way and (left := self._time_left() - goodbye) > 0:
            self._step(connection, left)
            delivery.advance(self._state)
        self._delivered = delivery.events_on_way == 0
        delivery.advance(DISCONNECTED, events=False)
        while delivery.known != DISCONNECTED and (left := self._time_left()) > 0:
            self._step(connection, left)
            delivery.advance(DISCONNECTED, events=False)
        if delivery.known == DISCONNECTED:
            connection.close()

    def _step(self, connection: Connection, seconds: float) -> None:
        connection.step(seconds, self._wake)
        self._wake.clear()
