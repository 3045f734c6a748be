"""A call that takes time: it ends later, with a value or an error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.nao.errors import NaoqiError

Ended = Callable[[Any, NaoqiError | None], None]


class Pending:
    """Ends once; whoever asks to be told is told, also when it has ended already."""

    __slots__ = ("_ended", "error", "over", "value")

    def __init__(self) -> None:
        self.over = False
        self.value: Any = None
        self.error: NaoqiError | None = None
        self._ended: list[Ended] = []

    def complete(self, value: Any = None) -> None:
        """End with a value; nothing happens where it has ended already."""
        self._end(value, None)

    def fail(self, error: NaoqiError) -> None:
        """End with an error; nothing happens where it has ended already."""
        self._end(None, error)

    def then(self, ended: Ended) -> None:
        """Call `ended` with the value and the error as soon as there is one."""
        if self.over:
            ended(self.value, self.error)
        else:
            self._ended.append(ended)

    def _end(self, value: Any, error: NaoqiError | None) -> None:
        if self.over:
            return
        self.over, self.value, self.error = True, value, error
        for ended in self._ended:
            ended(value, error)
        self._ended.clear()
