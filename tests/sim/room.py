"""A virtual NAO on virtual time, with what can be seen of it kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sim.clock import VirtualClock
from sim.nao.errors import NaoqiError
from sim.nao.pending import Pending
from sim.nao.virtual_nao import VirtualNao
from sim.sights import Sight


class Room:
    """A robot whose autonomous life is off, and everything seen of it with its time."""

    def __init__(self, posture: str = "Crouch", life: bool = False, seed: int = 0, **options: Any) -> None:
        self.clock = VirtualClock(seed)
        self.nao = VirtualNao(self.clock, posture=posture, **options)
        self.sights: list[tuple[float, Sight]] = []
        self.nao.observe(lambda sight: self.sights.append((self.clock.now(), sight)))
        if not life:
            self.call("ALAutonomousLife", "setState", "disabled")

    def begin(self, service: str, method: str, *arguments: Any) -> Any:
        """Call a method, and do not wait for a Pending."""
        return self.nao.call(service, method, list(arguments))

    def call(self, service: str, method: str, *arguments: Any) -> Any:
        """Call a method and let time pass until it ends."""
        value = self.begin(service, method, *arguments)
        if not isinstance(value, Pending):
            return value
        while not value.over:
            assert self.clock.until_next() is not None, "it never ends"
            self.clock.run_due()
        if value.error is not None:
            raise value.error
        return value.value

    def timed(self, service: str, method: str, *arguments: Any) -> float:
        """The seconds that a call takes."""
        began = self.clock.now()
        self.call(service, method, *arguments)
        return self.clock.now() - began

    def let_pass(self, seconds: float) -> None:
        """Let some time pass."""
        over: list[bool] = []
        self.clock.call_later(seconds, lambda: over.append(True))
        while not over:
            self.clock.run_due()

    def watch(self, *keys: str) -> list[tuple[str, Any]]:
        """A list that gets (key, value) of every event from now on."""
        seen: list[tuple[str, Any]] = []
        for key in keys:
            self.nao.watch(key, _keeper(seen, key))
        return seen

    def seen(self, kind: type[Sight]) -> list[Any]:
        """The sights of one kind so far."""
        return [sight for _, sight in self.sights if isinstance(sight, kind)]

    def refuses(self, service: str, method: str, *arguments: Any, because: str | None = None) -> str:
        """Make sure that a call is refused; NAOqi's text."""
        with pytest.raises(NaoqiError, match=because) as refused:
            self.call(service, method, *arguments)
        return str(refused.value)


def _keeper(seen: list[tuple[str, Any]], key: str) -> Callable[[Any], None]:
    return lambda value: seen.append((key, value))
