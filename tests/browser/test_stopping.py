"""Stop arrives where the line is cut, slow or busy, and without a sign-in; no other tap is kept for later."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Console, Serve
from tests.browser.crew import CARER, come_in, hired, put_out
from tests.browser.relay import Relay

pytestmark = pytest.mark.whole

Device = Callable[..., Page]

CUT = "window.socket.disconnect()"
MEND = "window.socket.connect()"
SLOW = {"offline": False, "latency": 1500, "downloadThroughput": -1, "uploadThroughput": -1}
BUSY = "() => setTimeout(() => { const until = performance.now() + 1500; while (performance.now() < until); })"


def _begun(page: Page, address: str) -> None:
    page.goto(f"{address}start/number-friends")
    page.locator("button#start").click()
    expect(page.locator("#answers button").first).to_be_visible()


def _asked(console: Console) -> list[str]:
    with closing(sqlite3.connect(console.home / "log.sqlite")) as log:
        rows = log.execute("SELECT data ->> 'what' FROM events WHERE type = 'staff_asked' ORDER BY seq").fetchall()
    return [what for (what,) in rows]


def test_it_goes_without_the_line(serve: Serve, device: Device) -> None:
    console = serve("--pace", "8")
    page, other = device(), device()
    _begun(page, console.address)
    other.goto(f"{console.address}session")
    page.evaluate(CUT)

    page.get_by_role("button", name="SEIS").click()

    expect(other.get_by_text("Lopetettu kesken")).to_be_visible()
    assert _asked(console) == ["stop"]


def test_where_nothing_arrives_it_says_so_and_goes_as_soon_as_something_does(serve: Serve, device: Device) -> None:
    console = serve("--pace", "8")
    page, other = device(), device()
    with closing(Relay(urlsplit(console.address).port or 0)) as relay:
        _begun(page, relay.address)
        other.goto(f"{console.address}session")
        relay.cut()

        page.get_by_role("button", name="SEIS").click()
        expect(page.get_by_role("alert").filter(has_text="SEIS ei ole vielä perillä")).to_be_visible()
        expect(other.get_by_role("button", name="SEIS")).to_be_visible()
        relay.mend()

        expect(other.get_by_text("Lopetettu kesken")).to_be_visible()
        expect(page.get_by_text("Lopetettu kesken")).to_be_visible()
    assert _asked(console) == ["stop"]


def test_it_goes_from_a_page_that_was_let_in_when_the_sign_in_has_ended(serve: Serve, device: Device) -> None:
    console = serve("--pace", "8")
    hired(console.home)
    page, other = device(), device()
    come_in(page, console.address, CARER)
    come_in(other, console.address, CARER)
    _begun(page, console.address)
    put_out(page, console.home)

    page.get_by_role("button", name="SEIS").click()

    other.goto(f"{console.address}history")
    expect(other.get_by_role("button", name="SEIS")).to_be_hidden()
    assert _asked(console) == ["stop"]


@pytest.mark.parametrize("hindered", ["slow", "busy"])
def test_a_slow_line_and_a_busy_page_do_not_lose_it(serve: Serve, device: Device, hindered: str) -> None:
    console = serve("--pace", "8")
    page = device()
    _begun(page, console.address)
    if hindered == "slow":
        page.context.new_cdp_session(page).send("Network.enable")
        page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    else:
        page.evaluate(BUSY)

    page.get_by_role("button", name="SEIS").click()

    page.wait_for_url(re.compile("/after/"))
    assert _asked(console) == ["stop"]


def test_what_is_tapped_while_the_line_is_cut_is_told_and_never_done_later(serve: Serve, device: Device) -> None:
    console = serve("--pace", "8")
    page = device()
    _begun(page, console.address)
    page.evaluate(CUT)

    page.get_by_role("button", name="Ohita").click()
    expect(page.get_by_role("alert").filter(has_text="tuo ei mennyt perille")).to_be_visible()
    page.get_by_label("Pyydä robottia sanomaan").fill("Hei!")
    page.get_by_label("Pyydä robottia sanomaan").press("Enter")
    page.evaluate(MEND)
    expect(page.locator("#line-cut")).to_be_hidden()
    expect(page.get_by_label("Pyydä robottia sanomaan")).to_have_value("Hei!")
    page.get_by_role("button", name="SEIS").click()

    page.wait_for_url(re.compile("/after/"))
    assert _asked(console) == ["stop"]


def test_a_tap_before_the_line_is_there_is_told_to_wait_and_goes_once(serve: Serve, device: Device) -> None:
    console = serve("--pace", "8")
    page = device()
    with closing(Relay(urlsplit(console.address).port or 0)) as relay:
        relay.hold()
        page.goto(f"{relay.address}start/number-friends")
        # The page was told so, and the tap is kept all the same.
        expect(page.get_by_text("Yhteys katkesi")).to_be_visible()
        for _ in range(3):
            page.locator("button#start").click()
        expect(page.get_by_role("alert").filter(has_text="Hetkinen")).to_be_visible()
        relay.release()

        page.wait_for_url("**/session")
        expect(page.locator("#now")).not_to_be_empty()
        page.get_by_role("button", name="SEIS").click()
        page.wait_for_url(re.compile("/after/"))
    with closing(sqlite3.connect(console.home / "log.sqlite")) as log:
        assert log.execute("SELECT count(*) FROM sessions").fetchone() == (1,)


def test_a_tap_that_waits_too_long_is_told_and_never_done_later(serve: Serve, device: Device) -> None:
    console = serve("--pace", "8")
    page = device()
    with closing(Relay(urlsplit(console.address).port or 0)) as relay:
        relay.hold()
        page.goto(f"{relay.address}start/number-friends")
        page.locator("button#start").click()
        expect(page.get_by_text("Hetkinen")).to_be_visible()
        page.evaluate("const now = Date.now; Date.now = () => now() + 60000")
        expect(page.get_by_role("alert").filter(has_text="tuo ei mennyt perille")).to_be_visible()
        relay.release()

        expect(page.locator("#line-cut")).to_be_hidden()
        # What comes after it on the same line has come: so has what came before.
        page.get_by_role("button", name="Ruotsi").click()
        expect(page.get_by_role("button", name="Ruotsi")).to_have_attribute("aria-pressed", "true")
    assert page.url.endswith("/start/number-friends")
