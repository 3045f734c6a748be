"""A socket that reads ahead and gathers what is written: paho asks the system three times for each packet it reads."""

from __future__ import annotations

import ssl
from typing import Any

AHEAD = 8192
"""Bytes that are read at once, however few are asked for."""

GATHERED = 65_536
"""Bytes that wait for `flush`; beyond them `send` blocks."""

_NOT_NOW = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Buffered:
    """Stands for a socket that does not block, TLS or WebSocket.

    What is sent first after a `flush` leaves at once, and the rest with the next one.

    Args:
        inner: Anything with the methods of a socket; its `send` may return 0 for data that went out in part.
    """

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self._read = b""
        self._place = 0
        self._gathers = False
        self._unsent = bytearray()
        self._broken: OSError | None = None

    @property
    def unsent(self) -> bool:
        """Whether anything waits for a flush that could help."""
        return bool(self._unsent) and self._broken is None

    def flush(self) -> None:
        """Send as much as the system takes at once; that the connection is broken is told by `recv`."""
        self._gathers = False
        try:
            while self.unsent:
                sent = self._inner.send(self._unsent)
                if not sent:
                    return
                del self._unsent[:sent]
        except _NOT_NOW:
            return
        except OSError as error:
            # What the other end has said before it hung up is worth more than that it has.
            self._broken = error

    def send(self, data: bytes | bytearray) -> int:
        """Take the data; how many bytes that were.

        Raises:
            BlockingIOError: Too much waits already.
        """
        if len(self._unsent) >= GATHERED:
            self.flush()
            if self.unsent:
                raise BlockingIOError
        self._unsent += data
        if not self._gathers:
            # The other end has something to do while the rest comes together.
            self.flush()
            self._gathers = True
        return len(data)

    def recv(self, size: int) -> bytes:
        """Up to `size` bytes; none when the other end has closed.

        Raises:
            BlockingIOError: There is nothing to read.
        """
        if self._place == len(self._read):
            self._place = 0
            self._read = b""
            self._read = self._ahead(max(size, AHEAD))
        start = self._place
        self._place = min(start + size, len(self._read))
        return self._read[start : self._place]

    def _ahead(self, size: int) -> bytes:
        try:
            data: bytes = self._inner.recv(size)
        except _NOT_NOW:
            if self._broken is not None:
                raise self._broken from None
            raise
        return data

    def pending(self) -> int:
        """Whether there is something to read of which `select` knows nothing: more than 0 if so."""
        ahead = len(self._read) - self._place + (self._broken is not None)
        return ahead + (self._inner.pending() if hasattr(self._inner, "pending") else 0)

    def close(self) -> None:
        """Send what goes at once, and close."""
        self.flush()
        self._inner.close()

    def fileno(self) -> int:
        """What `select` asks for; -1 once it is closed."""
        return int(self._inner.fileno())

    def setblocking(self, flag: bool) -> None:
        """As of a socket."""
        self._inner.setblocking(flag)
