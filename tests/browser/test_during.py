"""While a session runs: a colleague is called, the virtual robot is touched, and a screen stands in for the robot."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Console, Serve

pytestmark = pytest.mark.whole

Device = Callable[..., Page]


def _begun(page: Page, console: Console, scenario: str = "number-friends") -> None:
    page.goto(f"{console.address}start/{scenario}")
    page.locator("button#start").click()
    expect(page.locator("#now")).not_to_be_empty()


def test_a_call_rings_on_every_other_device_until_somebody_comes(serve: Serve, device: Device) -> None:
    console = serve("--pace", "4")
    page, other = device(), device()
    _begun(page, console)
    other.goto(f"{console.address}history")
    other.get_by_role("heading", level=1).click()
    expect(page.get_by_text("Se ei ole hoitajakutsu.")).to_be_visible()

    page.get_by_role("button", name="Kutsu työkaveri").click()
    for each in (page, other):
        expect(each.get_by_text("Työkaveria kutsutaan").first).to_be_visible()
        expect(each.get_by_text("Tämä ei ole hoitajakutsu.")).to_be_visible()
    other.wait_for_function("!document.getElementById('ring').paused")
    assert page.evaluate("document.getElementById('ring').paused")
    other.goto(console.address)
    expect(other.get_by_text("Työkaveria kutsutaan")).to_be_visible()
    other.get_by_role("button", name="Tulen").click()

    for each in (page, other):
        expect(each.get_by_role("button", name="Tulen")).to_be_hidden()
        each.wait_for_function("document.getElementById('ring').paused")
    expect(page.locator("#own-call p").first).to_have_text("Työkaveri tulee.")


def test_the_virtual_robot_is_seen_touched_and_spoken_to(serve: Serve, device: Device) -> None:
    console = serve("--pace", "2")
    page = device()
    _begun(page, console)
    expect(page.locator("#posture")).to_have_text(re.compile("Robotti"))
    expect(page.get_by_text("Ryhmän vuoro: robotti kuuntelee")).to_be_visible()

    page.get_by_role("button", name="päälakea").click()
    expect(page.locator("#talk .person").first).to_contain_text("päälakea")
    expect(page.get_by_text("Ryhmän vuoro: robotti kuuntelee")).to_be_visible()
    page.get_by_label("Sano robotille").fill("viisi")
    page.get_by_label("Sano robotille").press("Enter")

    expect(page.locator("#talk .person").filter(has_text="viisi")).to_be_visible()


def test_a_screen_in_the_robot_s_place_speaks_and_takes_answers(serve: Serve, device: Device) -> None:
    console = serve()
    page = device()
    heard: list[str] = []
    page.on(
        "request",
        lambda asked: (
            heard.append(asked.post_data or "") if asked.method == "POST" and "/sound/" in asked.url else None
        ),
    )
    page.goto(f"{console.address}start/number-friends")
    page.get_by_role("button", name="Tämä näyttö").click()
    page.locator("button#start").click()
    room = page.frame_locator("iframe")

    expect(room.locator("#face.speaks")).to_be_visible()
    # The greeting takes its time on a body that is no robot's.
    page.get_by_role("button", name="Ohita").click()
    room.get_by_role("button", name="viisi").click()
    expect(page.locator("#talk .person").first).to_have_text(re.compile("viisi"))
    assert heard
    assert set(heard) == {'{"heard":true}'}
    room.locator("#typed").fill("kaksi")
    room.locator("#typed").press("Enter")
    expect(page.locator("#talk .person").nth(1)).to_have_text(re.compile("kaksi"))
    page.get_by_role("button", name="SEIS").click()

    page.wait_for_url(re.compile("/after/"))
    with closing(sqlite3.connect(console.home / "log.sqlite")) as log:
        channels = log.execute("SELECT data ->> 'channel' FROM events WHERE type = 'understood'").fetchall()
    assert channels[0] == ("screen",)
