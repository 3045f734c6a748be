"""The driver on the virtual NAO over a real qi connection."""

from __future__ import annotations

import functools
import signal
import subprocess
import sys
import threading
import time  # noqa: TID251 - bounds how long a test may wait
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from robot.clock import RealClock
from robot.commands import Command, Eyes, Halt, Light, Listen, Move, Option, Rest, Say, Sensor, Timing, Wake
from robot.events import Awake, Event, Heard, Lost, Moved, Ready, Regained, Rested, Spoken, Touched
from robot.kernel import Kernel
from robot.nao.body import NaoBody
from robot.nao.claim import BEAT_SECONDS, KEY
from robot.nao.qi_connector import QiConnector
from robot.nao.settings import NaoSettings
from robot.text import Text
from sim.nao.virtual_nao import VirtualNao
from sim.server import Server
from sim.sights import EarsOpened, EyesChanged, Sight

PACE = 20.0
WAIT = 20.0

DOOMED_STATION = """
import sys
from robot.clock import RealClock
from robot.commands import Move, Wake
from robot.events import Awake, Ready
from robot.kernel import Kernel
from robot.nao.body import NaoBody
from robot.nao.qi_connector import QiConnector
from robot.nao.settings import NaoSettings

def handle(event):
    if isinstance(event, Ready):
        body.do(Wake())
    if isinstance(event, Awake):
        body.do(Move("wave"))
        print("awake", flush=True)

kernel = Kernel(RealClock(), handle, lambda: None)
connector = QiConnector(sys.argv[1], kernel.call, kernel.clock, station="doomed")
body = NaoBody(connector, kernel.clock, kernel.post, settings=NaoSettings(station="doomed"))
body.open()
kernel.run()
"""


def served(port: int = 0) -> Server:
    server = Server(functools.partial(VirtualNao, posture="Sit"), port=port, seed=0, pace=PACE)
    server.start()
    return server


def address_of(server: Server) -> str:
    return server.url.replace("tcp://", "nao://")


@pytest.fixture
def server() -> Iterator[Server]:
    server = served()
    yield server
    server.close()


def eventually(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        pause.wait(0.01)


def asleep(server: Server) -> bool:
    with server.clock.lock:
        return server.nao.call("ALMotion", "robotIsWakeUp") is False


def claim(server: Server) -> Any:
    with server.clock.lock:
        try:
            return server.nao.memory.value(KEY)
        except KeyError:
            return None


class Station:
    """The driver with a kernel of its own on this thread."""

    def __init__(self, address: str, name: str = "", beat: float = BEAT_SECONDS) -> None:
        self.kernel: Kernel[Event] = Kernel(RealClock(0), self._handle, lambda: None)
        connector = QiConnector(address, self.kernel.call, self.kernel.clock, timeout=1.0, station=name)
        settings = NaoSettings(station=name, beat=beat)
        self.body = NaoBody(connector, self.kernel.clock, self.kernel.post, settings=settings)
        self.told: list[Event] = []

    def _handle(self, event: Event) -> None:
        self.told.append(event)
        self.kernel.stop()

    def until(self, kind: type[Event]) -> Event:
        end = time.monotonic() + WAIT
        while not any(isinstance(event, kind) for event in self.told):
            assert time.monotonic() < end, f"no {kind.__name__} in time"
            timer = self.kernel.clock.call_later(0.5, self.kernel.stop)
            self.kernel.run()
            self.kernel.clock.cancel(timer)
        found = next(event for event in self.told if isinstance(event, kind))
        self.told.remove(found)
        return found

    def do(self, command: Command, kind: type[Event]) -> Event:
        self.body.do(command)
        return self.until(kind)


@pytest.fixture
def station(server: Server) -> Iterator[Station]:
    station = Station(address_of(server))
    station.body.open()
    station.until(Ready)
    yield station
    station.body.close()


def test_a_turn_of_a_lesson_over_the_wire(server: Server, station: Station) -> None:
    sights: list[Sight] = []
    with server.clock.lock:
        server.nao.observe(sights.append)
    assert station.do(Wake(tag=1), Awake) == Awake(1)
    station.body.do(Eyes(Light.THINKING))
    assert station.do(Say(Text("Hei!", "fi"), tag=2), Spoken) == Spoken(2)
    assert station.do(Move("nod", tag=3), Moved) == Moved(3)
    assert EyesChanged(0x00FF00) in sights

    def answer() -> None:
        eventually(lambda: EarsOpened() in sights)
        with server.clock.lock:
            server.nao.speak("seitsemän", "fi")

    person = threading.Thread(target=answer)
    person.start()
    heard = station.do(Listen((Option("7", ("seitsemän",)),), "fi", Timing(8, 1, 10), tag=4), Heard)
    person.join()
    assert isinstance(heard, Heard)
    assert (heard.tag, heard.hypotheses[0].words) == (4, "seitsemän")
    with server.clock.lock:
        server.nao.press(Sensor.HEAD_FRONT, True)
    assert station.until(Touched) == Touched(Sensor.HEAD_FRONT)
    assert station.do(Rest(tag=5), Rested) == Rested(5)
    assert asleep(server)


def test_what_follows_a_stop_reaches_a_slow_robot_after_it(server: Server, station: Station) -> None:
    called: list[str] = []
    pause = threading.Event()
    for name in ("ALMotion", "ALTextToSpeech"):
        service = server.nao.services[name]

        def call(method: str, given: Sequence[Any], answer: Callable[..., Any] = service.call) -> Any:
            if method in ("stopMove", "killAll", "stopAll"):
                pause.wait(0.005)
            called.append(method)
            return answer(method, given)

        service.call = call  # type: ignore[method-assign, assignment]
    for number in range(10):
        station.do(Wake(tag=1), Awake)
        called.clear()
        station.body.do(Halt())
        assert station.do(Say(Text("Hei!", "fi"), tag=number), Spoken) == Spoken(number)
        assert called.index("say") > called.index("stopAll")
        called.clear()
        station.do(Rest(tag=2), Rested)
        assert called.count("rest") == 1
        assert called.index("rest") > max(called.index("stopMove"), called.index("killAll"))
    assert asleep(server)


def test_a_session_that_fails_leaves_the_robot_at_rest(server: Server) -> None:
    station = Station(address_of(server))
    station.body.open()
    station.until(Ready)
    station.do(Wake(), Awake)
    station.body.close()
    eventually(lambda: asleep(server))


def test_a_robot_that_restarts_is_found_again() -> None:
    first = served()
    station = Station(address_of(first))
    station.body.open()
    station.until(Ready)
    port = int(first.url.rsplit(":", 1)[1])
    first.close()
    assert isinstance(station.until(Lost), Lost)
    second = served(port)
    station.until(Regained)
    assert station.do(Say(Text("Hei!", "fi"), tag=2), Spoken) == Spoken(2)
    station.body.close()
    second.close()


def test_a_killed_station_leaves_the_robot_at_rest(server: Server) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", DOOMED_STATION, address_of(server)], stdout=subprocess.PIPE, text=True
    ) as station:
        assert station.stdout is not None
        assert station.stdout.readline() == "awake\n"
        assert not asleep(server)
        station.send_signal(signal.SIGKILL)
        eventually(lambda: asleep(server))


def test_an_unreachable_robot_is_lost_for_good_with_words_for_people(server: Server) -> None:
    address = address_of(server)
    server.close()
    station = Station(address)
    station.body.open()
    lost = station.until(Lost)
    assert isinstance(lost, Lost)
    assert lost.final
    assert station.body.problem is not None
    assert station.body.problem.code == "robot_unreachable"
    station.body.close()


def test_a_second_station_gives_way_and_the_first_goes_on(server: Server) -> None:
    first = Station(address_of(server), "first", beat=0.1)
    first.body.open()
    first.until(Ready)
    first.do(Wake(tag=1), Awake)
    seen = threading.Event()

    def drive() -> None:
        while not seen.is_set():
            first.kernel.run()

    driving = threading.Thread(target=drive)
    driving.start()
    second = Station(address_of(server), "second", beat=0.4)
    second.body.open()
    lost = second.until(Lost)
    assert isinstance(lost, Lost)
    assert lost.problem is not None
    assert (lost.final, lost.problem.code) == (True, "robot_in_use")
    second.body.close()
    assert not asleep(server)
    assert claim(server)[0] == "first"
    seen.set()
    first.kernel.call(first.kernel.stop)
    driving.join()
    assert not any(isinstance(event, Lost) for event in first.told)
    first.do(Rest(tag=2), Rested)
    first.body.close()
    assert claim(server) is None
