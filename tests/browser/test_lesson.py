"""A whole lesson, as it is held: begun with two taps, steered with one each, handed over, and looked back on."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from scenarios.language.check import shipped_scenarios
from tests.browser.conftest import PHONE, Console, Serve

pytestmark = pytest.mark.whole

Device = Callable[..., Page]

SAID, EDITED = "Hienosti menee, pikku tutkijat!", "Mahtavaa, sehän meni nappiin!"
STEERED = ["pause", "slower", "louder", "say", "resume", "again", "pause", "edit", "resume", "call", "acknowledge"]
LISTENS = "Ryhmän vuoro: robotti kuuntelee"


def test_number_friends_from_the_first_tap_to_the_report(serve: Serve, device: Device) -> None:
    written = {path: path.read_bytes() for path in shipped_scenarios().values()}
    console = serve("--pace", "4")
    page, other = device(), device(PHONE)
    page.goto(console.address)

    page.get_by_role("link", name="Aloita").click()
    page.get_by_role("button", name="Aloita").click()
    expect(page.locator("#now")).not_to_be_empty()
    other.goto(f"{console.address}session")

    _tap(page, "Ohita")
    expect(page.get_by_text(LISTENS)).to_be_visible()
    _tap(page, "Tauko")
    _tap(page, "Hitaammin")
    _tap(page, "Kovempaa")
    _speak(page, SAID)
    _tap(page, "Jatka")
    _tap(page, "Uudestaan")
    expect(_talk(page, "Ohjaaja: Uudestaan")).to_be_visible()
    expect(page.get_by_text(LISTENS)).to_be_visible()
    page.locator("#answers").get_by_role("button", name="viisi").click()
    expect(_talk(page, "Juuri niin, viisi sormea!")).to_be_visible()

    expect(_talk(page, "Mikä on luvun")).to_be_visible()
    expect(page.get_by_text(LISTENS)).to_be_visible()
    _tap(page, "Tauko")
    _edit(page, EDITED)
    _tap(page, "Jatka")
    _tap(page, "Hyväksy")
    expect(_talk(page, EDITED)).to_be_visible()

    other.get_by_role("button", name="Ohjaa tästä").click()
    expect(page.get_by_text("Toinen laite ohjaa. Sinä seuraat.")).to_be_visible()
    expect(page.get_by_role("button", name="Ohita")).to_be_disabled()
    _tap(other, "Kutsu työkaveri")
    page.get_by_role("button", name="Tulen").click()
    expect(other.get_by_role("button", name="Tulen")).to_be_hidden()

    _to_the_end(other)

    for each in (page, other):
        each.wait_for_url(re.compile("/after/"))
        expect(each.get_by_text("Valmista tuli")).to_be_visible()
    to = page.get_by_role("link", name="Raportti").get_attribute("href") or ""
    page.goto(console.address + to.removeprefix("/"))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Kymppiparit"))
    assert _how(console) == "finished"
    asked = _asked(console)
    assert {"skip", "accept"} <= set(asked)
    assert [what for what in asked if what not in ("skip", "accept")] == STEERED
    assert _kept(console.home, SAID) == _kept(console.home, EDITED) == []
    assert {path: path.read_bytes() for path in written} == written


def _tap(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def _talk(page: Page, words: str) -> Locator:
    return page.locator("#talk li").filter(has_text=words).first


def _speak(page: Page, words: str) -> None:
    page.get_by_label("Pyydä robottia sanomaan").fill(words)
    page.get_by_label("Pyydä robottia sanomaan").press("Enter")
    expect(_talk(page, words)).to_be_visible()


def _edit(page: Page, words: str) -> None:
    _tap(page, "Muuta")
    page.get_by_label("Sano tämä sen sijaan").fill(words)
    _tap(page, "Käytä tätä")
    expect(page.locator("#next")).to_have_text(words)


def _to_the_end(page: Page) -> None:
    """Every question that is left is answered for the group, by tap or by the robot itself."""
    over = page.get_by_text("Valmista tuli")
    accept = page.locator("#accept:not([disabled])").filter(visible=True)
    while True:
        page.get_by_text(LISTENS).or_(over).first.wait_for()
        if over.is_visible():
            return
        accept.or_(over).first.wait_for()
        if over.is_visible():
            return
        with suppress(TimeoutError):
            # Its turn may be over by now, and the page another.
            accept.click(timeout=2000)


def _log(console: Console, asks: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(console.home / "log.sqlite")) as log:
        return log.execute(asks).fetchall()


def _how(console: Console) -> str:
    return _log(console, "SELECT how FROM sessions")[0][0]


def _asked(console: Console) -> list[str]:
    return [
        what for (what,) in _log(console, "SELECT data ->> 'what' FROM events WHERE type = 'staff_asked' ORDER BY seq")
    ]


def _kept(home: Path, words: str) -> list[Path]:
    """The files of the station that hold these words, as text or as JSON writes them."""
    forms = {words.encode(), words.encode("unicode_escape"), words.encode("utf-16-le")}
    files = [path for path in home.rglob("*") if path.is_file()]
    assert any(path.name == "log.sqlite" for path in files)
    return [path for path in files if any(form in path.read_bytes() for form in forms)]
