"""The driver's wire to a virtual NAO in the same process: a direct call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from robot.nao.wire import Done, Reply
from sim.nao.errors import NaoqiError
from sim.nao.pending import Pending
from sim.nao.virtual_nao import VirtualNao

Run = Callable[[Callable[[], None]], None]

_ALONE = frozenset((str, int, float, bool, type(None)))
"""The types of values that cannot change: they may be shared."""

_NOTHING = Reply()
"""What most calls are answered with."""


class DirectWire:
    """A `robot.nao.wire.Wire`; nothing that passes it is shared by both ends.

    Args:
        nao: The robot at the other end.
        run: Has a job run later on the session's thread: `kernel.call`.
    """

    def __init__(self, nao: VirtualNao, run: Run) -> None:
        self._nao = nao
        self._run = run
        self._closed = False
        self._watches: list[Callable[[], None]] = []

    def call(self, service: str, method: str, *arguments: Any, done: Done | None = None) -> None:
        """Begin a call; `done` gets its Reply once it has ended."""
        if self._closed:
            return
        try:
            mine = [argument if type(argument) in _ALONE else copied(argument) for argument in arguments]
            value = self._nao.call(service, method, mine)
        except NaoqiError as error:
            self._answer(done, Reply(error=str(error)))
            return
        if not isinstance(value, Pending):
            self._answer(done, _reply(value))
        elif done is not None:
            value.then(lambda end, error: self._answer(done, _reply(end) if error is None else Reply(error=str(error))))

    def watch(self, key: str, seen: Callable[[Any], None]) -> None:
        """Call `seen` with each value that an event is raised with."""

        def raised(value: Any) -> None:
            mine = copied(value)
            self._run(lambda: None if self._closed else seen(mine))

        self._watches.append(self._nao.watch(key, raised))

    def close(self) -> None:
        """End the connection; no `done` or `seen` is called after it."""
        self._closed = True
        for end in self._watches:
            end()
        self._watches.clear()

    def _answer(self, done: Done | None, reply: Reply) -> None:
        if done is not None and not self._closed:
            self._run(lambda: None if self._closed else done(reply))


def copied(value: Any) -> Any:
    """A value as it comes out at the other end of a wire: lists for tuples, and nothing shared."""
    if type(value) in _ALONE:
        return value
    if isinstance(value, list | tuple):
        return list(value) if _ALONE.issuperset(map(type, value)) else [copied(item) for item in value]
    if isinstance(value, dict):
        return {copied(key): copied(item) for key, item in value.items()}
    return value


def _reply(value: Any) -> Reply:
    return _NOTHING if value is None else Reply(copied(value))
