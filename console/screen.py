"""The terminal while a session runs: the transcript, notes beside it, and the line that staff type in."""

from __future__ import annotations

import threading

from rich.console import Console
from rich.text import Text

from console.texts import say
from console.transcript import Transcript
from sessions.live import Line


class Screen:
    """What is typed stays on the last line, below all that is shown meanwhile. Any thread."""

    def __init__(self, out: Console) -> None:
        self._out = out
        self._transcript = Transcript(out)
        self._typed: str | None = None
        self._lock = threading.Lock()

    def show(self, line: Line) -> None:
        """Show a line of the session."""
        with self._lock:
            self._clear()
            self._transcript.show(line)
            self._draw()

    def note(self, words: str, style: str = "bright_black") -> None:
        """Show something that is not of the session."""
        with self._lock:
            self._clear()
            self._out.print(Text(words, style), soft_wrap=False)
            self._draw()

    def prompt(self, typed: str | None) -> None:
        """Show what staff have typed so far; None once they are done. It is kept nowhere."""
        with self._lock:
            self._clear()
            self._typed = typed
            self._draw()

    def _clear(self) -> None:
        if self._typed is not None:
            self._out.file.write("\r\x1b[K")

    def _draw(self) -> None:
        if self._typed is not None:
            self._out.file.write(f"{say('keys.say')}{self._typed}")
            self._out.file.flush()
