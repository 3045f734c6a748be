"""Before the start: the ready check, this screen in the robot's place, and who is here."""

from __future__ import annotations

import re
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve
from tests.browser.crew import gathered

pytestmark = pytest.mark.whole

Device = Callable[..., Page]


def _nobody() -> str:
    """The address of a robot that is off."""
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        return f"nao://127.0.0.1:{door.getsockname()[1]}"


def test_all_is_checked_and_told_in_one_line(serve: Serve, device: Device) -> None:
    page = device()
    page.goto(f"{serve().address}start/number-friends")

    expect(page.get_by_role("status")).to_have_text("Kaikki valmiina")
    expect(page.get_by_text("Kunnossa: 10")).to_be_visible()
    expect(page.locator("#ready .k-check.bad, #ready .k-check.warn")).to_have_count(0)


def test_it_is_said_aloud_only_on_a_tap(serve: Serve, device: Device) -> None:
    page = device()
    page.goto(f"{serve().address}start/number-friends")
    expect(page.get_by_text("Kunnossa: 10")).to_be_visible()
    page.get_by_text("Kunnossa: 10").click()
    said = page.get_by_text("Kuuleeko kauimpanakin istuva")
    expect(said).to_have_count(0)

    page.get_by_role("button", name="Kuuluuko kaikille?").click()

    expect(said).to_be_visible()


def test_where_there_is_no_robot_one_button_puts_this_screen_in_its_place(serve: Serve, device: Device) -> None:
    page = device()
    page.goto(f"{serve('--robot', _nobody()).address}start/number-friends")
    expect(page.get_by_role("status")).to_have_text("Ei vielä valmis. Katso alta, mitä tehdä.")

    page.get_by_role("button", name="Jatka tällä näytöllä").click()

    expect(page.get_by_role("button", name="Tämä näyttö")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("status")).to_have_text(re.compile("valmiina", re.IGNORECASE))


def test_who_is_here_is_ticked_and_ticked_so_the_next_time(serve: Serve, device: Device) -> None:
    console = serve("--pace", "8")
    gathered(console.home, "Päivänkakkarat", "Aino", "Väinö", "Helmi")
    page = device()
    page.goto(f"{console.address}start/song-moment")
    page.get_by_role("button", name="Päivänkakkarat").click()
    aino, vaino = (page.get_by_role("group", name=name) for name in ("Aino", "Väinö"))

    aino.get_by_role("button", name="Paikalla").click()
    expect(aino.get_by_role("button", name="Vain kuuntelee")).to_be_disabled()
    vaino.get_by_role("button", name="Vain kuuntelee").click()
    page.locator("button#start").click()
    expect(page.locator("#talk")).to_contain_text("Päivänkakkarat")
    page.get_by_role("button", name="SEIS").click()
    page.wait_for_url(re.compile("/after/"))
    page.goto(f"{console.address}start/song-moment")

    expect(aino.get_by_role("button", name="Paikalla")).to_have_attribute("aria-pressed", "false")
    expect(vaino.get_by_role("button", name="Paikalla")).to_have_attribute("aria-pressed", "true")
    expect(vaino.get_by_role("button", name="Vain kuuntelee")).to_have_attribute("aria-pressed", "true")
    with closing(sqlite3.connect(console.home / "log.sqlite")) as log:
        passing = log.execute("SELECT data ->> 'passing' FROM events WHERE type = 'attended' ORDER BY 1").fetchall()
    assert passing == [(0,), (1,)]
