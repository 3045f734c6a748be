"""The other process: the virtual NAO on the wire, with a clockwork person who answers as soon as the ears are open."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from time import perf_counter  # noqa: TID251
from typing import Any

from robot.commands import Sensor
from sim.server import Server

PACE = 50.0
"""The robot's own time runs fast, so that speech is short; the way over the wire is as long as ever. Its battery drains
as fast: every bench has a robot of its own."""

SETTLE = 0.02
"""Seconds between two measurements, in which whatever still runs comes to rest."""

BOUND = 10.0
"""Nothing is waited for longer than this."""

SIGNAL = "Bench/Signal"
CALL = ("ALMemory", "insertData", "Bench/Call")
"""The floor's signal and its call, which carries two strings as `say` does."""


class FarEnd:
    """The station's hold on the other process."""

    def __init__(self, pace: float = PACE) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, pace), daemon=True)
        self._process.start()
        theirs.close()
        self.url: str = self.told()

    def ask(self, *what: object) -> Any:
        """Send a request and wait for its first answer."""
        self._pipe.send(what)
        return self.told()

    def told(self, seconds: float = BOUND) -> Any:
        """What the other process tells next."""
        if not self._pipe.poll(seconds):
            raise TimeoutError("the other process of the bench does not answer")
        return self._pipe.recv()

    def close(self) -> None:
        """End the other process."""
        with suppress(OSError):
            self._pipe.send(("close",))
        self._process.join(BOUND)


class _Arrivals:
    """Notes when a call arrives at the robot."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._arrived: dict[tuple[str, str], tuple[threading.Event, list[float]]] = {}

    def watch(self, name: str, method: str, first: str | None = None) -> Callable[[], float]:
        """What waits for the next arrival of a call, counted from now on; `first` is its first argument."""
        event, stamps = self._noted(name, method, first)
        event.clear()
        stamps.clear()

        def wait() -> float:
            if not event.wait(BOUND):
                raise TimeoutError(f"{name}.{method} has not arrived")
            return stamps[0]

        return wait

    def _noted(self, name: str, method: str, first: str | None) -> tuple[threading.Event, list[float]]:
        if (name, method) in self._arrived:
            return self._arrived[name, method]
        event, stamps = self._arrived[name, method] = threading.Event(), []
        service: Any = self._server.nao.services[name]
        call = service.call

        def noted(called: str, arguments: list[Any]) -> Any:
            if called == method and (first is None or arguments[0] == first):
                stamps.append(perf_counter())
                event.set()
            return call(called, arguments)

        service.call = noted
        return event, stamps


def _serve(pipe: Connection, pace: float) -> None:
    server = Server(port=0, seed=0, pace=pace)
    server.start()
    arrivals = _Arrivals(server)
    pause = threading.Event()
    pipe.send(server.url)

    def raised(key: str, value: Any) -> float:
        with server.clock.lock:
            began = perf_counter()
            server.nao.memory.raise_(key, value)
        return began

    def floor() -> float:
        arrived = arrivals.watch(*CALL)
        began = raised(SIGNAL, 1)
        return arrived() - began

    def reaction(words: str) -> float:
        arrived = arrivals.watch("ALTextToSpeech", "say")
        began = raised("WordRecognized", [words, 0.9])
        return arrived() - began

    while True:
        match pipe.recv():
            case ("turns", turns, words):
                opened = arrivals.watch("ALSpeechRecognition", "subscribe")
                pipe.send("ready")
                pairs = []
                for _ in range(turns):
                    opened()
                    pause.wait(SETTLE)
                    below = floor()
                    pause.wait(SETTLE)
                    opened = arrivals.watch("ALSpeechRecognition", "subscribe")
                    pairs.append((reaction(words), below))
                pipe.send(pairs)
            case ("await", name, method, first):
                arrived = arrivals.watch(name, method, first)
                pipe.send("ready")
                pipe.send(arrived())
            case ("touch", sensor):
                with server.clock.lock:
                    began = perf_counter()
                    server.nao.press(Sensor(sensor), True)
                pause.wait(SETTLE)
                with server.clock.lock:
                    server.nao.press(Sensor(sensor), False)
                pipe.send(began)
            case ("close",):
                server.close()
                # libqi may abort when Python takes itself apart.
                os._exit(0)
