"""The virtual NAO as a qi service directory, seen by a plain qi client."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from robot.commands import Sensor
from robot.nao.qi_link import load_qi
from robot.problem import Problem
from sim.nao.virtual_nao import VirtualNao
from sim.server import Server
from tests.sim.test_signatures import facts

qi = load_qi()


class Room:
    """A served robot with one client."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.client = qi.Session()
        self.client.connect(server.url)

    def service(self, name: str) -> Any:
        return self.client.service(name)

    def events(self, key: str) -> queue.Queue[Any]:
        """What the signal of a key brings."""
        got: queue.Queue[Any] = queue.Queue()
        subscriber = self.service("ALMemory").subscriber(key)
        subscriber.signal.connect(got.put)
        self.kept = (getattr(self, "kept", ()), subscriber)
        return got


@pytest.fixture
def learned() -> list[tuple[str, list[str], list[str]]]:
    return []


@pytest.fixture
def room(learned: list[tuple[str, list[str], list[str]]]) -> Iterator[Room]:
    def learn(question: str, right: list[str], wrong: list[str]) -> None:
        learned.append((question, right, wrong))

    server = Server(port=0, seed=0, pace=20, learn=learn)
    server.start()
    try:
        made = Room(server)
        yield made
        made.client.close()
    finally:
        server.close()


def test_the_metaobjects_are_naoqi_s(room: Room) -> None:
    for name, service in room.server.nao.services.items():
        methods = room.service(name).metaObject()["methods"].values()
        # Below 100 stand the methods that every qi object has.
        own = [method for method in methods if method["uid"] >= 100]
        advertised = {f"{method['returnSignature']}::{method['name']}{method['parametersSignature']}" for method in own}
        assert len(advertised) == len(list(service.overloads()))
        assert advertised <= facts()[name] | facts()["ALModule"]
        assert all(method["description"] not in ("", "None") for method in own)


def test_calls_that_take_time_do_not_hold_others_up(room: Room) -> None:
    voice = room.service("ALTextToSpeech")
    first = voice.say("One two three four five six seven eight nine ten.", _async=True)
    assert voice.getLanguage() == "English"
    assert first.isRunning()
    voice.stopAll()
    assert first.wait(5000) == qi.FutureState.FinishedWithValue


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda room: room.service("ALMemory").getData("Nope"), "\tALMemory::getData\n\tData not found Nope"),
        (lambda room: room.service("ALTextToSpeech").setVolume("0.5"), "setVolume::(f) (1)"),
        (lambda room: room.service("ALTextToSpeech").call("sing"), "Can't find method: sing"),
        (lambda room: room.service("ALNope"), "Cannot find service 'ALNope' in index"),
        (lambda room: room.service("ALTextToSpeech").say(), "say::(ss) (1)"),
    ],
)
def test_a_refusal_reads_as_a_nao_s(room: Room, call: Callable[[Room], Any], text: str) -> None:
    with pytest.raises(RuntimeError) as refused:
        call(room)
    assert text in str(refused.value)
    assert "At:" not in str(refused.value)


def test_a_failure_of_the_simulator_shows_no_path(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room.server.nao.leds, "call", lambda *_: 1 / 0)
    with pytest.raises(RuntimeError) as failed:
        room.service("ALLeds").listGroups()
    assert str(failed.value) == "The simulated robot failed; its log says why"


def test_no_event_of_a_burst_is_lost(room: Room) -> None:
    got = room.events("X")
    with room.server.clock.lock:
        for number in range(200):
            room.server.nao.memory.raise_("X", number)
    # The client's own libqi may still swap two of them (see sim.pacing).
    assert sorted(got.get(timeout=5) for _ in range(200)) == list(range(200))


def test_a_touch_in_the_room_is_told_to_every_client(room: Room) -> None:
    other = Room(room.server)
    ours, theirs = room.events("FrontTactilTouched"), other.events("FrontTactilTouched")
    with room.server.clock.lock:
        room.server.nao.press(Sensor.HEAD_FRONT, True)
    assert ours.get(timeout=5) == theirs.get(timeout=5) == 1.0
    other.client.close()


def test_a_client_s_module_is_called_back(room: Room) -> None:
    got: queue.Queue[Any] = queue.Queue()

    class Module:
        def on_event(self, key: str, value: Any, message: str) -> None:
            got.put((key, value, message))

    room.client.registerService("KaveriTestModule", Module())
    memory = room.service("ALMemory")
    memory.subscribeToEvent("X", "KaveriTestModule", "on_event")
    memory.raiseEvent("X", [1, "two"])
    assert got.get(timeout=5) == ("X", [1, "two"], "")
    memory.unsubscribeToEvent("X", "KaveriTestModule")
    with pytest.raises(RuntimeError, match="NoSuchModule"):
        memory.subscribeToEvent("X", "NoSuchModule", "on_event")


def test_a_client_that_goes_leaves_the_robot_to_others(room: Room) -> None:
    gone = Room(room.server)
    gone.events("X")
    gone.client.close()
    got = room.events("X")
    room.service("ALMemory").raiseEvent("X", 1)
    assert got.get(timeout=5) == 1


def test_the_room_learns_what_is_right(room: Room, learned: list[Any]) -> None:
    room.service("KaveriRoom").learn("Two and eight?", ["ten"], ["nine", "eleven"])
    assert learned == [("Two and eight?", ["ten"], ["nine", "eleven"])]


def test_an_empty_room_learns_nothing() -> None:
    server = Server(port=0)
    server.start()
    client = qi.Session()
    client.connect(server.url)
    with pytest.raises(RuntimeError, match="Cannot find service"):
        client.service("KaveriRoom")
    client.close()
    server.close()


def test_an_earlier_timer_wakes_the_clock(room: Room) -> None:
    fired: queue.Queue[str] = queue.Queue()
    room.server.clock.call_later(3600, lambda: fired.put("late"))
    room.server.clock.call_later(0.2, lambda: fired.put("early"))
    assert fired.get(timeout=5) == "early"


def test_a_timer_that_fails_does_not_stop_the_others(room: Room) -> None:
    fired = threading.Event()
    room.server.clock.call_later(0.1, lambda: 1 / 0)
    room.server.clock.call_later(0.2, fired.set)
    assert fired.wait(5)


def test_the_robot_may_be_made_otherwise() -> None:
    server = Server(lambda clock: VirtualNao(clock, posture="Sit", battery=42), port=0)
    server.start()
    client = qi.Session()
    client.connect(server.url)
    assert client.service("ALRobotPosture").getPostureFamily() == "Sitting"
    assert client.service("ALBattery").getBatteryCharge() == 42
    client.close()
    server.close()


def test_a_taken_port_is_a_problem_that_says_what_to_do(room: Room) -> None:
    port = int(room.server.url.rpartition(":")[2])
    with pytest.raises(Problem) as problem:
        Server(port=port).start()
    assert problem.value.code == "port_taken"
    assert str(port) in str(problem.value)


def test_an_address_of_another_computer_is_a_problem() -> None:
    with pytest.raises(Problem) as problem:
        Server(host="192.0.2.1", port=0).start()
    assert problem.value.code == "address_unusable"


def test_closing_twice_or_without_a_start_is_fine(room: Room) -> None:
    room.server.close()
    room.server.close()
    Server(port=0).close()


SERVING = """
import sys
from sim.server import Server
server = Server(port=0)
server.start()
print(server.url, flush=True)
sys.stdin.readline()
server.close()
"""


def test_a_process_that_served_ends_cleanly() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVING],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    client = qi.Session()
    client.connect(process.stdout.readline().strip())
    memory = client.service("ALMemory")
    subscriber = memory.subscriber("X")
    link = subscriber.signal.connect(lambda _value: None)
    for number in range(100):
        memory.raiseEvent("X", number)
    client.service("ALTextToSpeech").say("This is still being said.", _async=True)
    _, errors = process.communicate("end\n", timeout=60)
    assert process.returncode == 0, errors
    subscriber.signal.disconnect(link, _async=True)
    client.close()
