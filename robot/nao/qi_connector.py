"""Connects to a NAO over qi, on a thread of its own, and has a watchdog rest it if this program is killed."""

from __future__ import annotations

import threading

from robot.clock import Clock
from robot.nao.connector import Failed, Found, LostWire
from robot.nao.qi_link import load_qi, url_of
from robot.nao.qi_wire import QiWire, Run
from robot.nao.watchdog import Watchdog
from robot.problem import Failure, Problem


class QiConnector:
    """Makes QiWires to one robot.

    Args:
        address: nao://HOST[:PORT].
        run: Brings a job to the session's thread: `kernel.call`.
        clock: The session's clock.
        timeout: Seconds that one attempt may take.
        station: The id with which the station claims the robot; the watchdog leaves a robot that another claims.

    Raises:
        Problem: The address is none (bad_robot_address), or qi is not installed (qi_missing).
    """

    def __init__(self, address: str, run: Run, clock: Clock, timeout: float = 5.0, station: str = "") -> None:
        self._url = url_of(address)
        load_qi()
        self._run = run
        self._clock = clock
        self._timeout = timeout
        self._station = station
        self._watchdog: Watchdog | None = None

    def begin(self, found: Found, failed: Failed, lost: LostWire) -> None:
        """Try to connect beside the session; `found` or `failed` is called on its thread."""
        threading.Thread(target=self._connect, args=(found, failed, lost), name="nao-connect", daemon=True).start()

    def close(self, at_rest: bool, resting: bool = False) -> None:
        """Dismiss the watchdog, or have it rest the robot; blocks until that is done, 20 seconds at most."""
        if self._watchdog is not None:
            self._watchdog.end(at_rest, resting)
            self._watchdog = None

    def _connect(self, found: Found, failed: Failed, lost: LostWire) -> None:
        try:
            wire = QiWire.connect(self._url, self._run, self._clock, lost, self._timeout)
        except Problem as problem:
            self._run(lambda problem=problem: failed(problem))  # type: ignore[misc]
            return
        self._run(lambda: self._watched(wire, found, failed))

    def _watched(self, wire: QiWire, found: Found, failed: Failed) -> None:
        if wire.down:
            # It dropped before anybody could be told.
            wire.close()
            failed(Failure("robot_unreachable", address=self._url.removeprefix("tcp://")))
            return
        if self._watchdog is None:
            self._watchdog = Watchdog(self._url, self._station)
        found(wire)
