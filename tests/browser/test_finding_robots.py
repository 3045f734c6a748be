"""Robots that announce themselves on the network are found by the page of settings, and one tap uses one of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve
from tests.console.terminal import line_with, running

pytestmark = pytest.mark.whole

TRIES = 5


def test_a_robot_that_announces_itself_is_found_and_used(
    serve: Serve, device: Callable[..., Page], tmp_path: Path
) -> None:
    console, page = serve(), device()
    # A process of its own: Playwright's event loop and zeroconf's do not go together in one thread.
    with running(tmp_path / "robot", "sim", "--port", "0", "--announce") as robot:
        served = line_with(robot, "nao://")
        address = next(iter(re.findall(r"nao://[\d.]+:\d+", served)))
        line_with(robot, "announce")
        page.goto(f"{console.address}settings")
        found = page.locator(".k-list li", has_text=address)
        # A busy machine may let an answer by: somebody at the page would look again, too.
        for _ in range(TRIES):
            page.get_by_role("button", name="Etsi robotteja").click()
            expect(page.get_by_role("button", name="Etsi robotteja")).to_be_disabled()
            expect(page.get_by_role("button", name="Etsi robotteja")).to_be_enabled()
            if found.count():
                break
        expect(found).to_contain_text("virtual-nao")
        found.get_by_role("button", name="Käytä tätä").click()
        expect(found.get_by_text("Tulee voimaan")).to_be_visible()

    assert tomllib.loads((console.home / "kaveri.toml").read_text(encoding="utf-8"))["robot_address"] == address
