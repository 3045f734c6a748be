"""What is on its way over one connection: events and states, each until the broker has acknowledged it."""

from __future__ import annotations

from robot.clock import Clock
from sessions.envelope import CONTENT_TYPE, Address, enveloped
from sessions.link.connection import Connection
from sessions.outbox import Outbox


class Delivery:
    """Publishes an outbox over a connection: at most `limit` events at a time, and a state as soon as there is one."""

    def __init__(self, connection: Connection, outbox: Outbox, address: Address, clock: Clock, limit: int) -> None:
        self._connection = connection
        self._outbox = outbox
        self._address = address
        self._clock = clock
        # One place of the broker's window is for the state, so that no number of events keeps it waiting.
        self._limit = max(1, min(limit, connection.window - 1))
        self._on_way: dict[int, tuple[int | None, float]] = {}
        self._told: str | None = None

    def advance(self, state: str, events: bool = True) -> None:
        """Take in what was acknowledged; publish `state`, if it is a new one, and events while there is room."""
        self._settle()
        if state != self._told and self._room_for_state():
            self._publish(None, self._address.state_topic, state, retain=True)
            self._told = state
        while events and self._room_for_event() and (row := self._outbox.next()) is not None:
            position, record = row
            payload = enveloped(record, self._address.source)
            self._publish(position, self._address.event_topic(record.session), payload, content_type=CONTENT_TYPE)

    def arrived(self, state: str) -> bool:
        """Whether the broker has this state and every event that was handed out."""
        self._settle()
        return state == self._told and not self._on_way

    def longest_wait(self) -> float:
        """Seconds since the oldest thing on its way was published."""
        return max((self._clock.now() - since for _, since in self._on_way.values()), default=0.0)

    def _states_on_way(self) -> int:
        return sum(position is None for position, _ in self._on_way.values())

    def _room_for_state(self) -> bool:
        return self._states_on_way() == 0 and len(self._on_way) < self._connection.window

    def _room_for_event(self) -> bool:
        return len(self._on_way) - self._states_on_way() < self._limit

    def _publish(
        self, position: int | None, topic: str, payload: str, retain: bool = False, content_type: str | None = None
    ) -> None:
        number = self._connection.publish(topic, payload, retain, content_type)
        self._on_way[number] = (position, self._clock.now())

    def _settle(self) -> None:
        acknowledged = self._connection.acknowledged
        positions = []
        while acknowledged:
            position, _ = self._on_way.pop(acknowledged.popleft())
            if position is not None:
                positions.append(position)
        if positions:
            self._outbox.acknowledge(positions)
