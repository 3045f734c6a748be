"""The participants' screen where its line is cut: it says so, comes back by itself, and shows how things stand then."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Console, Serve
from tests.browser.crew import CARER, come_in, hired, put_out
from tests.browser.relay import Relay

pytestmark = pytest.mark.whole

Device = Callable[..., Page]
WIDE = (1280, 720)
CUT = "Yhteys on poikki. Näyttö jatkaa pian."
LOST = "Vastaus ei mennyt perille. Kosketa sitä uudelleen."


def _asked(page: Page, address: str) -> None:
    """Begin a session, and go on to where the robot waits for an answer."""
    page.goto(f"{address}start/number-friends")
    page.locator("button#start").click()
    page.locator("#skip").click()
    expect(page.locator("#answers button").first).to_be_visible()


@pytest.fixture
def console(serve: Serve) -> Console:
    return serve()


@pytest.fixture
def relay(console: Console) -> Iterator[Relay]:
    with closing(Relay(urlsplit(console.address).port or 0)) as between:
        yield between


def test_after_a_cut_it_shows_how_things_stand_now(console: Console, relay: Relay, device: Device) -> None:
    page, room = device(), device(WIDE)
    _asked(page, console.address)
    room.goto(f"{relay.address}room")
    expect(room.locator("#choices button").first).to_be_visible()
    before = room.locator("#words").inner_text()

    assert relay.cut()
    expect(room.get_by_text(CUT)).to_be_visible()
    page.get_by_role("button", name="Hyväksy").click()
    page.locator("#answers button").first.click()
    expect(page.locator("#now")).not_to_have_text(before)
    page.get_by_role("button", name="Tauko").click()
    expect(page.get_by_role("button", name="Jatka")).to_be_visible()
    expect(room.locator("#words")).to_have_text(before)
    relay.mend()

    expect(room.get_by_text("Pieni tauko.")).to_be_visible()
    expect(room.get_by_text(CUT)).to_be_hidden()
    expect(room.locator("#words")).to_have_text(page.locator("#now").inner_text())


def test_an_answer_that_does_not_get_there_can_be_touched_again(console: Console, relay: Relay, device: Device) -> None:
    page, room = device(), device(WIDE)
    _asked(page, console.address)
    room.goto(f"{relay.address}room")
    first = room.locator("#choices button").first
    expect(first).to_be_visible()

    relay.cut()
    first.click()
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(room.get_by_role("alert").filter(has_text=LOST)).to_be_visible()
    expect(first).to_have_attribute("aria-pressed", "false")
    assert page.locator("#talk .person").count() == 0
    relay.mend()
    expect(room.get_by_text(CUT)).to_be_hidden()
    first.click()

    expect(page.locator("#talk .person").first).to_be_visible()
    expect(room.get_by_text(LOST)).to_be_hidden()


def test_an_answer_is_sent_again_where_the_first_try_fails(console: Console, device: Device) -> None:
    page, room = device(), device(WIDE)
    _asked(page, console.address)
    room.goto(f"{console.address}room")
    tries: list[str] = []

    def fail_once(route: Route) -> None:
        tries.append(route.request.post_data or "")
        route.abort() if len(tries) == 1 else route.continue_()

    room.route("**/room/answer", fail_once)
    room.locator("#choices button").first.click()

    expect(page.locator("#talk .person").first).to_be_visible()
    assert len(tries) == 2
    assert len(set(tries)) == 1


def test_what_is_typed_stays_until_it_gets_there(console: Console, device: Device) -> None:
    page = device()
    page.goto(f"{console.address}start/number-friends")
    page.get_by_role("button", name="Tämä näyttö").click()
    page.locator("button#start").click()
    room, typed = page.frame_locator("iframe"), page.frame_locator("iframe").locator("#typed")
    expect(room.locator("#face.speaks")).to_be_visible()
    page.locator("#skip").click()
    expect(room.locator("#choices button").first).to_be_visible()
    page.route("**/room/answer", lambda route: route.abort())

    typed.fill("viisi")
    typed.press("Enter")
    expect(room.get_by_text(LOST)).to_be_visible()
    expect(typed).to_have_value("viisi")
    page.unroute("**/room/answer")
    typed.press("Enter")

    expect(page.locator("#talk .person").first).to_contain_text("viisi")
    expect(typed).to_have_value("")


def test_it_finds_a_station_that_begins_again(serve: Serve, device: Device) -> None:
    first = serve("--pace", "4")
    room = device(WIDE)
    room.goto(f"{first.address}room")
    expect(room.get_by_text("Aloitamme pian.")).to_be_visible()
    first.ended()
    expect(room.get_by_text(CUT)).to_be_visible()

    second = serve("--pace", "4", "--port", str(urlsplit(first.address).port))
    expect(room.get_by_text(CUT)).to_be_hidden()
    _asked(device(), second.address)

    expect(room.locator("#choices button").first).to_be_visible()


def test_a_screen_whose_sign_in_has_ended_leads_to_where_people_sign_in(console: Console, device: Device) -> None:
    hired(console.home)
    room = device(WIDE)
    come_in(room, console.address, CARER)
    room.goto(f"{console.address}room")
    expect(room.get_by_text("Aloitamme pian.")).to_be_visible()
    put_out(room, console.home)

    room.wait_for_url(re.compile("/signin"))


def test_it_asks_anew_where_nothing_is_heard_and_takes_one_place_alone(console: Console, device: Device) -> None:
    room = device(WIDE)
    asked: list[str] = []
    room.on("request", lambda request: asked.append(request.url) if "/room/events" in request.url else None)
    room.goto(f"{console.address}room")
    expect(room.get_by_text("Aloitamme pian.")).to_be_visible()
    room.evaluate("const real = Date.now; Date.now = () => real() + 60000; document.dispatchEvent(new Event('resume'))")

    with room.expect_request("**/room/events*"):
        room.evaluate(
            "const real2 = Date.now; Date.now = () => real2() + 60000; window.dispatchEvent(new Event('online'))"
        )
    expect(room.get_by_text(CUT)).to_be_hidden()
    assert len(asked) > 1
    assert len(set(asked)) == 1
