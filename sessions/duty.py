"""Whose turn it is to drain the log: one process at a time, a session before the background."""

from __future__ import annotations

from pathlib import Path

from sessions.lease import Lease


class Duty:
    """One drainer's claim to a log. The background gives way as soon as a session's drainer asks for its turn."""

    def __init__(self, log: Path, background: bool) -> None:
        self._background = background
        self._turn = Lease(log.with_name(log.name + ".drain"))
        self._session = Lease(log.with_name(log.name + ".session"))

    def mine(self) -> bool:
        """Whether this drainer may go on; ask again and again, for the answer changes."""
        if self._background:
            free = self._session.take()
            self._session.give()
            if not free:
                self._turn.give()
                return False
        else:
            self._session.take()
        return self._turn.take()

    def give(self) -> None:
        """Let another one drain."""
        self._turn.give()
        self._session.give()
