"""ALMemory beside the contract: subscriptions of modules, and what is known of a key."""

from __future__ import annotations

from typing import Any

import pytest

from sim.nao.memory import Subscriber
from tests.sim.room import Room

MEMORY = "ALMemory"


class Client:
    """The services that a client registered: one called Mine."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, list[Any]]] = []

    def has(self, module: str) -> bool:
        return module == "Mine"

    def call(self, module: str, method: str, arguments: list[Any]) -> None:
        self.calls.append((module, method, arguments))


@pytest.fixture
def client() -> tuple[Room, Client]:
    room, client = Room(), Client()
    room.nao.outside = client
    return room, client


def test_a_subscribed_module_is_called_back(client: tuple[Room, Client]) -> None:
    room, mine = client
    room.call(MEMORY, "subscribeToEvent", "A", "Mine", "onA")
    room.call(MEMORY, "subscribeToEvent", "B", "Mine", "message", "onB")
    room.call(MEMORY, "raiseEvent", "A", 1)
    room.call(MEMORY, "raiseMicroEvent", "B", [2])
    assert mine.calls == [("Mine", "onA", ["A", 1, ""]), ("Mine", "onB", ["B", [2], "message"])]
    assert room.call(MEMORY, "getSubscribers", "A") == ["Mine"]


def test_a_module_subscribes_once_and_can_leave(client: tuple[Room, Client]) -> None:
    room, mine = client
    for callback in ("old", "new"):
        room.call(MEMORY, "subscribeToEvent", "A", "Mine", callback)
    room.call(MEMORY, "raiseEvent", "A", 1)
    assert [method for _, method, _ in mine.calls] == ["new"]
    room.call(MEMORY, "unsubscribeToEvent", "A", "Mine")
    room.call(MEMORY, "raiseEvent", "A", 2)
    assert len(mine.calls) == 1
    room.refuses(MEMORY, "unsubscribeToEvent", "A", "Mine")


def test_a_module_that_left_is_called_no_more(client: tuple[Room, Client]) -> None:
    room, mine = client
    for key in ("A", "B"):
        room.call(MEMORY, "subscribeToEvent", key, "Mine", "on")
    room.call(MEMORY, "unregisterModuleReference", "Mine")
    room.call(MEMORY, "raiseEvent", "A", 1)
    assert mine.calls == []


def test_an_unknown_module_is_refused(client: tuple[Room, Client]) -> None:
    client[0].refuses(MEMORY, "subscribeToEvent", "A", "Theirs", "on", because="Theirs")
    Room().refuses(MEMORY, "subscribeToEvent", "A", "Mine", "on")


def test_a_removed_event_tells_nobody_and_is_unknown(client: tuple[Room, Client]) -> None:
    room, mine = client
    room.call(MEMORY, "subscribeToEvent", "A", "Mine", "on")
    room.call(MEMORY, "removeEvent", "A")
    room.refuses(MEMORY, "getData", "A")
    assert "A" not in room.call(MEMORY, "getEventList")
    room.call(MEMORY, "raiseEvent", "A", 1)
    assert mine.calls == []


@pytest.mark.parametrize(
    ("value", "kind"), [(1, "Int"), (0.5, "Float"), ("x", "String"), ([1], "Array"), (True, "Bool")]
)
def test_the_type_and_the_time_of_a_key_are_known(value: Any, kind: str) -> None:
    room = Room()
    room.let_pass(2.5)
    room.call(MEMORY, "insertData", "K", value)
    assert room.call(MEMORY, "getType", "K") == kind
    assert room.call(MEMORY, "getTimestamp", "K") == [value, 2, 500000]


def test_several_keys_at_once() -> None:
    room = Room()
    room.call(MEMORY, "insertListData", [["A", 1], ["B", "two"]])
    assert room.call(MEMORY, "getListData", ["A", "B", "None"]) == [1, "two", None]
    room.refuses(MEMORY, "getListData", "A")
    room.refuses(MEMORY, "insertListData", [["A"]])


def test_a_subscriber_is_an_object() -> None:
    assert isinstance(Room().call(MEMORY, "subscriber", "New"), Subscriber)


def test_the_key_of_several_voices_exists_only_once_there_were_some() -> None:
    Room().refuses(MEMORY, "getData", "KaveriRoom/Voices")
