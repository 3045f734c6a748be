"""A wire to nowhere that records what is called and answers as it is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from robot.nao.wire import Done, Reply

Answer = Any | Reply | Callable[..., Any]


class FakeWire:
    """Answers each call with what `answers` holds for its method, None where it holds nothing.

    A method in `held` is not answered until `finish`; `run` brings answers and events to the session's thread.
    """

    def __init__(self, run: Callable[[Callable[[], None]], None], answers: dict[str, Answer] | None = None) -> None:
        self._run = run
        self.answers: dict[str, Answer] = {
            "getAvailableLanguages": ["English", "Finnish", "Swedish"],
            "getState": "solitary",
            "systemVersion": "2.8.7.4",
            "getPostureFamily": "Sitting",
            "getBatteryCharge": 80,
            "robotIsWakeUp": False,
            "getTemperatureDiagnosis": [],
            **(answers or {}),
        }
        self.held: set[str] = set()
        self.calls: list[tuple[Any, ...]] = []
        self.closed = False
        self._open: list[tuple[str, Done]] = []
        self._watchers: dict[str, list[Callable[[Any], None]]] = {}

    def call(self, service: str, method: str, *arguments: Any, done: Done | None = None) -> None:
        if self.closed:
            return
        self.calls.append((f"{service}.{method}", *arguments))
        if done is None:
            return
        if method in self.held:
            self._open.append((method, done))
            return
        answer = self.answers.get(method)
        if callable(answer):
            answer = answer(*arguments)
        self._reply(done, answer if isinstance(answer, Reply) else Reply(answer))

    def watch(self, key: str, seen: Callable[[Any], None]) -> None:
        self._watchers.setdefault(key, []).append(seen)

    def close(self) -> None:
        self.closed = True

    def finish(self, method: str, value: Any = None, error: str | None = None) -> None:
        """Answer the earliest held call of a method."""
        index = next(index for index, (name, _) in enumerate(self._open) if name == method)
        self._reply(self._open.pop(index)[1], Reply(value, error))

    def raise_event(self, key: str, value: Any) -> None:
        """Tell those who watch a key."""
        for seen in self._watchers.get(key, ()):
            self._run(lambda seen=seen: None if self.closed else seen(value))  # type: ignore[misc]

    def sent(self, method: str) -> list[tuple[Any, ...]]:
        """The arguments of every call of `Service.method` so far."""
        return [call[1:] for call in self.calls if call[0] == method]

    def _reply(self, done: Done, reply: Reply) -> None:
        self._run(lambda: None if self.closed else done(reply))
