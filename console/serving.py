"""What runs until it is stopped: the virtual NAO on the wire, and a link that drains alone."""

from __future__ import annotations

import signal
import threading
from types import FrameType

from console.texts import say
from robot.clock import RealClock
from robot.problem import Problem


def serve_simulator(port: int, persona: str | None, language: str, seed: int, pace: float, seated: bool) -> None:
    """Serve the virtual NAO until Ctrl-C or SIGTERM.

    Raises:
        Problem: The port is taken, qi is missing, or there is no such persona.
    """
    from sessions.simulator import simulator

    server = simulator(port, persona, language, seed, pace, seated)
    stopped = _until_signal()
    server.start()
    try:
        print(say("sim.serving", address=server.url.replace("tcp://", "nao://")), flush=True)
        if persona is not None:
            print(say("sim.person", persona=persona), flush=True)
        stopped.wait()
    finally:
        server.close()


def run_link(broker: str | None) -> None:
    """Deliver what waits, and what comes, until Ctrl-C or SIGTERM.

    Raises:
        Problem: No broker was named.
    """
    from sessions.broker import Broker
    from sessions.envelope import Address
    from sessions.link import Link
    from sessions.log import Log
    from sessions.outbox import Cursor, waiting
    from sessions.settings import load
    from sessions.station import Station

    station = Station.here()
    settings = load(station.settings)
    url = broker or settings.broker
    if url is None:
        raise Problem("broker_missing", settings=station.settings)
    target = Broker.parse(url, "--broker")
    log, cursor = Log(station.log), Cursor(station.delivery)
    address = Address(settings.site, settings.robot)
    link = Link(
        station.log, station.delivery, target, address, RealClock(), in_flight=settings.in_flight, background=True
    )
    stopped = _until_signal()
    print(say("link.to", broker=target.url), flush=True)
    link.start()
    link.state("ready")
    shown = ""
    while not stopped.wait(1.0):
        status = link.status()
        line = say("link.status", phase=say(f"link.phase.{status.phase}"), count=waiting(log, cursor, target.url).count)
        line += f" ({status.last_error})" if status.last_error and status.phase != "connected" else ""
        if line != shown:
            print(line, flush=True)
            shown = line
    link.close()
    cursor.close()
    log.close()


def _until_signal() -> threading.Event:
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    return stopped
