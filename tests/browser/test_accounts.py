"""Whoever is signed in changes their PIN; managers give new ones and roles, and close accounts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from robot.clock import RealClock
from sessions.log import Log
from sessions.privacy import audit
from sessions.staff import Staff
from sessions.station import Station
from tests.browser.conftest import Serve
from tests.browser.crew import CARER, MANAGER, come_in, hired

pytestmark = pytest.mark.whole

Device = Callable[..., Page]
NEW = "615243"


def _change(page: Page, old: str, new: str, again: str) -> None:
    for key, value in (("old", old), ("new", new), ("again", again)):
        page.locator(f"#pin-{key}").fill(value)
    page.get_by_role("button", name="Vaihda", exact=True).click()


def test_somebody_changes_their_own_pin(serve: Serve, device: Device, tmp_path: Path) -> None:
    hired(tmp_path / "home")
    address, page, elsewhere = serve().address, device(), device()
    for each in (page, elsewhere):
        come_in(each, address, CARER)
    page.get_by_role("link", name=f"Kirjautunut: {CARER[0]}").click()

    _change(page, CARER[1], NEW, "615244")
    expect(page.get_by_text("PIN-koodit eivät olleet samat")).to_be_visible()
    _change(page, "111222", NEW, NEW)
    expect(page.get_by_text("Vanha PIN-koodi on väärin")).to_be_visible()
    _change(page, CARER[1], NEW, NEW)
    expect(page.get_by_text("Vaihdettu.")).to_be_visible()

    page.goto(address)
    expect(page.locator("#start")).to_be_visible()
    elsewhere.goto(address)
    expect(elsewhere.get_by_role("heading", name="Kirjaudu")).to_be_visible()
    come_in(device(), address, (CARER[0], NEW))
    with closing(Staff(Station(tmp_path / "home"), RealClock())) as staff:
        id = staff.find(CARER[0]).id
    with closing(Log(tmp_path / "home" / "log.sqlite")) as log:
        noted = [(each.who, each.what, each.about) for each in audit.entries(log)]
    assert (id, "staff_pin_changed", id) in noted


def test_a_manager_gives_a_new_pin_and_closes_an_account(serve: Serve, device: Device, tmp_path: Path) -> None:
    hired(tmp_path / "home")
    address, page = serve().address, device()
    come_in(page, address, MANAGER)
    page.goto(f"{address}settings")
    page.get_by_text(f"Muuta: {CARER[0]}").click()
    account = page.locator(".k-list li", has_text=CARER[0])
    account.get_by_label("Uusi PIN-koodi, 6–12 numeroa").fill(NEW)
    account.get_by_role("button", name="Anna uusi PIN-koodi").click()
    expect(account.get_by_text("Annettu.")).to_be_visible()
    come_in(device(), address, (CARER[0], NEW))

    account.get_by_role("button", name="Sulje tunnus").click()
    expect(page.locator(".k-list li", has_text=CARER[0])).to_contain_text("suljettu")
    stranger = device()
    stranger.goto(f"{address}signin")
    stranger.get_by_label("Nimi").fill(CARER[0])
    stranger.get_by_label("PIN-koodi").fill(NEW)
    stranger.get_by_role("button", name="Sisään").click()
    expect(stranger.get_by_role("alert")).to_contain_text("väärin")
