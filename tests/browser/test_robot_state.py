"""The first page says how the robot is, and goes on looking: a robot on a real qi wire."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from sim.nao.virtual_nao import VirtualNao
from sim.server import Server
from tests.browser.conftest import Serve

pytestmark = pytest.mark.whole


@pytest.fixture
def robot() -> Iterator[Server]:
    server = Server(partial(VirtualNao, battery=64), port=0, seed=0)
    server.nao.call("ALAutonomousLife", "setState", ["disabled"])
    server.start()
    yield server
    server.close()


def test_the_first_page_follows_how_the_robot_is(serve: Serve, device: Callable[..., Page], robot: Server) -> None:
    page = device()
    page.goto(serve("--robot", robot.url.replace("tcp://", "nao://")).address)
    told = page.locator("#robot")
    expect(told).to_have_text("Robotti lepää. Se herää, kun aloitat. Varaus 64 %.")

    with robot.clock.lock:
        robot.nao.warm(3)
    expect(told).to_have_text(
        re.compile(r"Robotti on liian lämmin\. Anna sen jäähtyä noin kello \d\d?\.\d\d asti\."), timeout=30_000
    )
    expect(told).to_have_class(re.compile("missing"))

    with robot.clock.lock:
        robot.nao.warm(0)
        robot.nao.plug(True)
    expect(told).to_have_text("Robotti latautuu. Varaus 64 %.", timeout=30_000)


def test_the_page_stands_before_the_robot_is_found(serve: Serve, device: Callable[..., Page]) -> None:
    page = device()
    # An address of a network that leads nowhere: a look at it lasts as long as a look may.
    page.goto(serve("--robot", "nao://192.0.2.1").address)
    expect(page.locator("#start")).to_be_visible()
    expect(page.locator("#robot")).to_contain_text("robotti", ignore_case=True)
