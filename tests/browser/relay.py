"""A way to the console that can be cut, as when a tablet sleeps or its Wi-Fi goes."""

from __future__ import annotations

import contextlib
import socket
import threading

_LINE = b"GET /_nicegui_ws/"


class Relay:
    """Passes bytes on to a port of this computer, from one of its own."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._door = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._passing = True
        self._lock = threading.Lock()
        self._lines = threading.Event()
        self._lines.set()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._door.getsockname()[1]}/"

    def cut(self) -> int:
        """End every connection, and take none; how many there were."""
        with self._lock:
            self._passing = False
            ended = list(self._open)
        for each in ended:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        return len(ended)

    def mend(self) -> None:
        """Take connections again."""
        self._passing = True

    def hold(self) -> None:
        """Have pages load, and their lines wait."""
        self._lines.clear()

    def release(self) -> None:
        """Let the lines through that wait, and those to come."""
        self._lines.set()

    def close(self) -> None:
        self.release()
        self.cut()
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._door.accept()
                with self._lock:
                    if not self._passing:
                        near.close()
                        continue
                    far = socket.create_connection(("127.0.0.1", self._target))
                    self._open |= {near, far}
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if data.startswith(_LINE):
                    self._lines.wait()
                sink.sendall(data)
        for each in (source, sink):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        with self._lock:
            self._open.discard(source)
        source.close()
