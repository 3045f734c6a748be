"""A page that slept, as on a tablet in a pocket: it wakes with how things stand, every line, and a Stop that goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import Console, Serve

pytestmark = pytest.mark.whole

Device = Callable[..., Page]
FORGOTTEN = 60_000
"""Milliseconds by which the station has surely let go of a page that it hears nothing of."""

DEAF = "kukaan ei kuule kutsua"


def _begun(page: Page, console: Console) -> None:
    page.goto(f"{console.address}start/number-friends")
    page.locator("button#start").click()
    expect(page.locator("#answers button").first).to_be_visible()


@contextmanager
def _asleep(page: Page) -> Iterator[None]:
    """The page does nothing at all meanwhile: no timer, no answer to the station, no line taken in."""
    session = page.context.new_cdp_session(page)
    session.send("Debugger.enable")
    with paused(session):
        session.send("Debugger.pause")
    yield
    session.send("Debugger.resume")
    session.send("Debugger.disable")


@contextmanager
def paused(session: CDPSession) -> Iterator[None]:
    """Wait at the end until the page stands still."""
    stands: list[object] = []
    session.on("Debugger.paused", lambda where: stands.append(where))
    yield
    while not stands:
        session.send("Browser.getVersion")


@pytest.fixture
def console(serve: Serve) -> Console:
    return serve("--pace", "4")


def test_it_wakes_with_every_line_and_stops_at_once(console: Console, device: Device) -> None:
    other, page = device(), device()
    _begun(other, console)
    page.goto(f"{console.address}session")
    expect(page.locator("#talk li").first).to_be_visible()
    other.locator("#call").click()
    expect(other.locator(".k-ring")).to_contain_text("Yhdellä muulla laitteella")

    with _asleep(page):
        # The station has noticed that it is gone once a call rings there no more.
        expect(other.locator(".k-ring")).to_contain_text(DEAF, timeout=FORGOTTEN)
        before = other.locator("#talk li").count()
        expect(other.locator("#talk li").nth(before + 6)).to_be_visible(timeout=FORGOTTEN)
        other.get_by_role("button", name="Tauko").click()
        expect(other.get_by_role("button", name="Jatka")).to_be_visible()
        told = other.locator("#talk li").all_inner_texts()

    expect(page.locator("#talk li")).to_have_text(told, use_inner_text=True)
    expect(page.locator("#pause")).to_have_text("Jatka")
    page.get_by_role("button", name="SEIS").click()
    for each in (page, other):
        each.wait_for_url(re.compile("/after/"))


def test_stop_goes_in_the_moment_of_waking(console: Console, device: Device) -> None:
    other, page = device(), device()
    _begun(page, console)
    other.goto(f"{console.address}session")
    with _asleep(page):
        expect(other.locator("#talk li").nth(8)).to_be_visible(timeout=FORGOTTEN)
    page.locator("#stop").dispatch_event("click")

    for each in (page, other):
        each.wait_for_url(re.compile("/after/"))


def test_the_participants_screen_wakes_to_what_is_asked_then(console: Console, device: Device) -> None:
    page, room = device(), device((1280, 720))
    _begun(page, console)
    room.goto(f"{console.address}room")
    expect(room.locator("#words")).not_to_be_empty()

    with _asleep(room):
        page.locator("#skip").click()
        page.get_by_role("button", name="Tauko").click()
        expect(page.get_by_role("button", name="Jatka")).to_be_visible()

    expect(room.get_by_text("Pieni tauko.")).to_be_visible()
    expect(room.locator("#words")).to_have_text(page.locator("#now").inner_text())
