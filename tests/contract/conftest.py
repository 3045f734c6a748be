"""The links that every case of the contract runs on."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from robot.clock import RealClock
from robot.nao.qi_link import url_of
from robot.nao.qi_wire import QiWire
from sim.clock import VirtualClock
from sim.nao.virtual_nao import VirtualNao
from sim.server import Server
from sim.wire import DirectWire
from tests.contract.link import Link

PACE = 20.0
"""How many seconds of the served robot pass in a real one."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    simulated = ["direct", *(["qi"] if importlib.util.find_spec("qi") else [])]
    if "link" in metafunc.fixturenames:
        real = ["robot"] if metafunc.config.getoption("--robot") else []
        metafunc.parametrize("link", [*simulated, *real], indirect=True)
    elif "room" in metafunc.fixturenames:
        metafunc.parametrize("room", simulated, indirect=True)


@pytest.fixture
def link(request: pytest.FixtureRequest) -> Iterator[Link]:
    """A NAO: the virtual one in process, the virtual one over qi, or the one that `--robot` names."""
    with LINKS[request.param](request.config.getoption("--robot")) as made:
        yield made


@pytest.fixture
def room(request: pytest.FixtureRequest) -> Iterator[Link]:
    """A virtual NAO with somebody in its room, who may speak to it and touch it."""
    with LINKS[request.param](None) as made:
        yield made


@contextmanager
def _direct(_address: str | None) -> Iterator[Link]:
    nao = VirtualNao(VirtualClock(0))

    class Direct(Link):
        @contextmanager
        def nao(self) -> Iterator[VirtualNao]:
            yield nao

    made = Direct(nao.clock, lambda run: DirectWire(nao, run), outsiders=False)
    yield made
    made.close()


@contextmanager
def _served(_address: str | None) -> Iterator[Link]:
    server = Server(port=0, seed=0, pace=PACE)
    server.start()

    class Served(Link):
        @contextmanager
        def nao(self) -> Iterator[VirtualNao]:
            with server.clock.lock:
                yield server.nao

    try:
        made = Served(*_over_qi(server.url, RealClock(pace=PACE)), outsiders=True)
        yield made
        made.close()
    finally:
        server.close()


@contextmanager
def _real(address: str | None) -> Iterator[Link]:
    assert address is not None
    made = Link(*_over_qi(url_of(address), RealClock()), outsiders=True)
    life = made.call("ALAutonomousLife", "getState")
    made.call("ALAutonomousLife", "setState", "disabled")
    yield made
    made.call("ALMotion", "rest")
    made.call("ALAutonomousLife", "setState", life)
    made.close()


def _over_qi(url: str, clock: RealClock) -> tuple[RealClock, Any]:
    def lost(reason: str) -> None:
        raise AssertionError(reason)

    return clock, lambda run: QiWire.connect(url, run, clock, lost)


LINKS: dict[str, Callable[[str | None], Any]] = {"direct": _direct, "qi": _served, "robot": _real}
