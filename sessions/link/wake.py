"""A bell that any thread may ring and one thread waits for, together with a socket if it likes."""

from __future__ import annotations

import select
import socket


class Wake:
    """Rings at most once until it is heard. `select` takes it as something to read."""

    def __init__(self) -> None:
        self._hears, self._rings = socket.socketpair()
        self._hears.setblocking(False)
        self._rings.setblocking(False)
        self._rung = False

    def fileno(self) -> int:
        """What `select` asks for."""
        return self._hears.fileno()

    def ring(self) -> None:
        """Any thread. End the wait, or the next one if there is none; without a listener, do nothing."""
        if not self._rung:
            self._rung = True
            try:
                self._rings.send(b"\0")
            except OSError:
                return

    def wait(self, seconds: float) -> None:
        """Wait until it rings, at most so long."""
        select.select([self], [], [], seconds)

    def clear(self) -> None:
        """Take note of the ring. Only after this, look for what it announced: a later ring is a new one."""
        if self._rung:
            try:
                self._hears.recv(64)
            except BlockingIOError:
                return
            self._rung = False

    def close(self) -> None:
        """End it; to be called by the thread that waits."""
        self._hears.close()
        self._rings.close()
