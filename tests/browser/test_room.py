"""The participants' screen: what is asked, what may be touched, what is sung; no names, and nothing of staff's."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Console, Serve
from tests.browser.crew import gathered, hired

pytestmark = pytest.mark.whole

Device = Callable[..., Page]
WIDE = (1280, 720)


def _begun(page: Page, console: Console, scenario: str = "number-friends") -> None:
    page.goto(f"{console.address}start/{scenario}")
    page.locator("button#start").click()
    expect(page.locator("#now")).not_to_be_empty()


def test_an_answer_that_is_touched_counts_as_given_on_the_screen(serve: Serve, device: Device) -> None:
    console = serve("--pace", "4")
    page, room = device(), device(WIDE)
    room.goto(f"{console.address}room")
    expect(room.get_by_text("Aloitamme pian.")).to_be_visible()
    _begun(page, console)

    expect(room.get_by_text("Teidän vuoronne. Robotti kuuntelee.")).to_be_visible()
    expect(room.locator("#words")).not_to_be_empty()
    room.locator("#choices button").first.click()
    expect(page.locator("#talk .person").first).to_be_visible()
    page.get_by_role("button", name="SEIS").click()
    expect(room.get_by_text("Aloitamme pian.")).to_be_visible()

    with closing(sqlite3.connect(console.home / "log.sqlite")) as log:
        channels = log.execute("SELECT data ->> 'channel' FROM events WHERE type = 'understood'").fetchall()
    assert channels[0] == ("screen",)


def test_the_question_stands_in_the_support_language_too(serve: Serve, device: Device) -> None:
    console = serve("--pace", "4")
    page, room = device(), device(WIDE)
    _begun(page, console)
    room.goto(f"{console.address}room")
    room.get_by_role("button", name="In English").click()

    expect(room.locator("#support")).not_to_be_empty()
    expect(room.locator("#support")).to_have_attribute("lang", "en")
    room.reload()
    expect(room.get_by_role("button", name="In English")).to_have_attribute("aria-pressed", "true")


def test_pictures_and_numbers_stand_there_and_all_of_it_fits_on_the_screen(serve: Serve, device: Device) -> None:
    console = serve("--pace", "4")
    page, room = device(), device(WIDE)
    _begun(page, console)
    room.goto(f"{console.address}room")
    room.get_by_role("button", name="På svenska").click()

    hand = room.locator("#picture[src='/picture/hand']")
    expect(hand).to_be_visible()
    expect(hand).to_have_js_property("complete", True)
    assert hand.evaluate("image => image.naturalWidth") > 0
    expect(room.locator("#choices button").first).to_contain_text("5")
    expect(room.locator("#choices button").first).to_contain_text("fem")
    expect(room.locator("#choices button").last).to_be_in_viewport(ratio=1)
    room.locator("#choices button").first.click()

    card = room.locator("#picture[src^='/picture/ten_']")
    expect(card).to_be_visible(timeout=60_000)
    expect(room.locator("#choices button")).to_have_count(9)
    expect(room.locator("#choices button").last).to_be_in_viewport(ratio=1)
    expect(room.locator("#words")).to_be_in_viewport(ratio=1)


def test_a_picture_that_is_none_is_not_found(serve: Serve, device: Device) -> None:
    console, page = serve(), device()
    for name in ("none", "..%2F..%2Fpyproject", "hand.svg"):
        assert page.request.get(f"{console.address}picture/{name}").status in (403, 404)


def test_the_words_of_a_song_go_along(serve: Serve, device: Device) -> None:
    console = serve("--pace", "3")
    page, room = device(), device(WIDE)
    room.goto(f"{console.address}room")
    _begun(page, console, "song-moment")

    expect(room.locator("#lines li")).to_have_count(4)
    first = room.locator("#lines [aria-current]").inner_text()
    expect(room.locator("#lines [aria-current]")).not_to_have_text(first)


def test_it_leads_nowhere_and_strangers_see_and_hear_nothing(serve: Serve, device: Device) -> None:
    console = serve("--pace", "4")
    room = device(WIDE)
    room.goto(f"{console.address}room")
    expect(room.get_by_text("Aloitamme pian.")).to_be_visible()
    assert room.locator("a").count() == 0

    hired(console.home)

    origin = {"Origin": console.address.rstrip("/")}
    for path in ("room", "room/events", "sound/anything"):
        assert urlsplit(room.request.get(f"{console.address}{path}").url).path == "/signin"
    for path in ("room/answer", "sound/anything"):
        assert room.request.post(f"{console.address}{path}", headers=origin).status == 403


def test_no_name_stands_on_it(serve: Serve, device: Device) -> None:
    console = serve("--pace", "2")
    gathered(console.home, "Päivänkakkarat", "Aino")
    page, room = device(), device(WIDE)
    room.goto(f"{console.address}room")
    shown: list[str] = []
    room.expose_function("shown", lambda each: shown.append(each))
    room.evaluate(
        "() => { new EventSource('/room/events?screen=other').onmessage = (event) => { window.shown(event.data); }; }"
    )
    page.goto(f"{console.address}start/song-moment")
    page.get_by_role("button", name="Päivänkakkarat").click()
    page.locator("button#start").click()

    expect(page.locator("#now")).to_contain_text("Päivänkakkarat")
    expect(page.locator("#now")).to_contain_text("Tervetuloa")
    expect(room.locator("#words")).to_contain_text("Tervetuloa")

    assert any("Minun nimeni on Kaveri" in each for each in shown)
    assert not any("Päivänkakkarat" in each or "Aino" in each for each in shown)
