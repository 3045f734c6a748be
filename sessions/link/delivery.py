"""What is on its way over one connection: events and states, each until the broker has acknowledged it."""

from __future__ import annotations

from dataclasses import dataclass

from robot.clock import Clock
from sessions.envelope import CONTENT_TYPE, Address, enveloped
from sessions.link.connection import Connection
from sessions.outbox import Outbox


@dataclass(frozen=True, slots=True)
class _Sent:
    since: float
    state: str | None = None
    position: int = 0


class Delivery:
    """Publishes an outbox over a connection: at most `limit` events at a time, and a state as soon as there is one."""

    def __init__(self, connection: Connection, outbox: Outbox, address: Address, clock: Clock, limit: int) -> None:
        self.known: str | None = None
        """The last state that the broker has acknowledged."""
        self.events_on_way = 0
        self._connection = connection
        self._outbox = outbox
        self._address = address
        self._clock = clock
        # One place of the broker's window is for the state, so that no number of events keeps it waiting.
        self._limit = max(1, min(limit, connection.window - 1))
        self._on_way: dict[int, _Sent] = {}
        self._told: str | None = None

    def advance(self, state: str, events: bool = True) -> None:
        """Take in what was acknowledged; publish `state`, if it is a new one, and events while there is room."""
        self._settle()
        if state != self._told and self._room():
            number = self._connection.publish(self._address.state_topic, state, retain=True)
            self._on_way[number] = _Sent(self._clock.now(), state)
            self._told = state
        while events and self.events_on_way < self._limit and self._room() and (row := self._outbox.next()) is not None:
            position, record = row
            payload = enveloped(record, self._address.source)
            number = self._connection.publish(
                self._address.event_topic(record.session), payload, content_type=CONTENT_TYPE
            )
            self._on_way[number] = _Sent(self._clock.now(), position=position)
            self.events_on_way += 1

    def longest_wait(self) -> float:
        """Seconds since the oldest thing on its way was published."""
        return max((self._clock.now() - sent.since for sent in self._on_way.values()), default=0.0)

    def _room(self) -> bool:
        return len(self._on_way) < self._connection.window

    def _settle(self) -> None:
        acknowledged = self._connection.acknowledged
        positions = []
        while acknowledged:
            sent = self._on_way.pop(acknowledged.popleft())
            if sent.state is not None:
                self.known = sent.state
            else:
                positions.append(sent.position)
        if positions:
            self.events_on_way -= len(positions)
            self._outbox.acknowledge(positions)
