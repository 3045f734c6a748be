"""Shows lines on a thread of its own: a terminal that takes none, held by Ctrl-S, holds up no session."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress

from sessions.live import Line

MOST_WAITING = 5000
"""Lines beyond so many that a terminal has not taken are not shown."""


class Printer:
    """Takes lines from the session's thread and returns at once.

    Args:
        show: Shows a line; only ever called on the printer's thread.
    """

    def __init__(self, show: Callable[[Line], None]) -> None:
        self._show = show
        self._lines: queue.Queue[Line | None] = queue.Queue(MOST_WAITING)
        self._thread = threading.Thread(target=self._run, name="transcript", daemon=True)
        self._thread.start()

    def __call__(self, line: Line) -> None:
        """Show a line soon."""
        with suppress(queue.Full):
            self._lines.put_nowait(line)

    def close(self, seconds: float = 5.0) -> bool:
        """Show what waits, for so long at most; whether all was shown."""
        with suppress(queue.Full):
            self._lines.put(None, timeout=seconds)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (line := self._lines.get()) is not None:
            try:
                self._show(line)
            except OSError:
                return  # nobody reads any more, as after `| head`
