"""A network between a client and a robot, for the tests beside this file."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable


class Relay:
    """Passes bytes between a client and a robot until it is mute: a network that has silently gone."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._server = socket.create_server(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = [self._server]
        self._frozen: frozenset[socket.socket] = frozenset()
        self._threads: list[threading.Thread] = []
        self.port = self._server.getsockname()[1]
        self.mute = threading.Event()
        self.accepted = threading.Event()

    @classmethod
    def to(cls, url: str) -> Relay:
        """A relay to a robot's qi URL."""
        host, port = url.removeprefix("tcp://").split(":")
        return cls((host, int(port)))

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def __enter__(self) -> Relay:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        for thread in self._threads:
            thread.join(5)

    def freeze(self) -> None:
        """From now on nothing passes on the connections there are; new ones are as good as ever."""
        self._frozen = frozenset(self._sockets)

    def _start(self, job: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=job, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        try:
            while True:
                client, _ = self._server.accept()
                robot = socket.create_connection(self._target)
                self._sockets += [client, robot]
                self._start(self._pump, client, robot)
                self._start(self._pump, robot, client)
                self.accepted.set()
        except OSError:
            return

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                if not self.mute.is_set() and source not in self._frozen:
                    sink.sendall(data)
        except OSError:
            return
