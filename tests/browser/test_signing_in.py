"""Nobody comes in who has no PIN; who signs in sees what is theirs; who signs out is out at once."""

from __future__ import annotations

import http.client
import re
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from console.web.app import serve as serve_pages
from robot.problem import Problem
from sessions.log import Log
from sessions.privacy import audit
from sessions.settings import Settings
from sessions.station import Station
from tests.browser.conftest import Console, Serve, consoles
from tests.browser.crew import CARER, MANAGER, come_in, hired

Device = Callable[..., Page]
PAGES = (
    "",
    "session",
    "room",
    "history",
    "people",
    "settings",
    "account",
    "rehearsal",
    "picture/hand",
    "scenarios",
    "station",
    "start/number-friends",
    "report/x",
)


def asked(address: str, path: str, **headers: str) -> http.client.HTTPResponse:
    with closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)) as connection:
        connection.request("GET", f"/{path}", headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """A console with accounts, for who signs in and changes nothing else: each on a device of its own."""
    home = tmp_path_factory.mktemp("staffed")
    hired(home)
    with consoles(home) as start:
        yield start()


def test_without_accounts_this_computer_needs_no_sign_in(serve: Serve, device: Device) -> None:
    page = device()
    page.goto(serve().address)
    expect(page.get_by_role("link", name="Aloita")).to_be_visible()


def test_every_page_leads_a_stranger_to_the_sign_in_and_names_nobody(staffed: Console, device: Device) -> None:
    address = staffed.address
    for path in PAGES:
        answer = asked(address, path)
        assert (answer.status, answer.headers["location"]) == (303, f"/signin?back=/{path}"), path
    page = device()
    page.goto(address)
    expect(page.get_by_role("heading", name="Kirjaudu")).to_be_visible()
    assert "Aino" not in page.content()


def test_a_web_socket_needs_a_sign_in(staffed: Console) -> None:
    address = staffed.address
    upgrade = {
        "Origin": address.rstrip("/"),
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    assert asked(address, "_nicegui_ws/socket.io/?EIO=4&transport=websocket", **upgrade).status == 403


def test_a_wrong_pin_is_refused_and_the_right_one_let_in(staffed: Console, device: Device) -> None:
    page = device()
    page.goto(f"{staffed.address}history")
    page.get_by_label("Nimi").fill("aino")
    page.get_by_label("PIN-koodi").fill("111222")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    for digit in MANAGER[1]:
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="Sisään").click()

    expect(page.get_by_role("heading", name="Historia", level=1)).to_be_visible()
    (cookie,) = [each for each in page.context.cookies() if each["name"] == "signed_in"]
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"
    assert cookie["expires"] > 0


def test_who_came_in_before_taps_their_name(staffed: Console, device: Device) -> None:
    page = device()
    come_in(page, staffed.address, MANAGER)
    page.get_by_role("button", name="Kirjaudu ulos").click()
    expect(page.get_by_text("Aino")).to_be_visible()
    assert "Väinö" not in page.content()
    for digit in MANAGER[1]:
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="Sisään").click()
    expect(page.get_by_text("Kirjautunut: Aino")).to_be_visible()


def test_a_page_that_lies_open_does_nothing_any_more_once_its_sign_in_has_ended(
    serve: Serve, device: Device, tmp_path: Path
) -> None:
    hired(tmp_path / "home")
    console, page = serve("--pace", "8"), device()
    come_in(page, console.address, CARER)
    page.goto(f"{console.address}start/number-friends")
    expect(page.get_by_role("button", name="Aloita")).to_be_enabled()
    with sqlite3.connect(tmp_path / "home" / "staff.sqlite") as staff:
        staff.execute("DELETE FROM sign_ins")
    staff.close()

    page.get_by_role("button", name="Aloita").click()

    # What it was refused makes it ask for its page anew.
    page.reload()
    page.wait_for_url(re.compile("/signin"))
    with closing(Log(console.home / "log.sqlite")) as log:
        assert log.sessions() == []


def test_only_managers_see_people_and_settings(staffed: Console, device: Device) -> None:
    page = device()
    come_in(page, staffed.address, CARER)
    expect(page.get_by_role("link", name="Asetukset")).to_have_count(0)
    for path in ("people", "people/g-x", "people/g-x/p-y", "settings"):
        page.goto(f"{staffed.address}{path}")
        expect(page.get_by_text("vain esihenkilöille")).to_be_visible()
    for path in ("papers/care", "person-export/p-y"):
        answer = page.request.get(f"{staffed.address}{path}")
        assert answer.status == 403


def test_who_started_a_session_stands_in_the_audit(serve: Serve, device: Device, tmp_path: Path) -> None:
    hired(tmp_path / "home")
    console, page = serve("--pace", "8"), device()
    come_in(page, console.address, CARER)
    page.goto(f"{console.address}start/number-friends")
    page.get_by_role("button", name="Aloita").click()
    expect(page.locator("#now")).not_to_be_empty()
    page.get_by_role("button", name="SEIS").click()
    page.wait_for_url(re.compile("/after/"))
    with closing(Log(console.home / "log.sqlite")) as log:
        done = {entry.what: entry.who for entry in audit.entries(log)}
        (session,) = log.sessions()
    assert done["started"] == done["signed_in"]
    assert done["started"].startswith("s-")
    assert session.how == "stopped"


def test_another_site_cannot_sign_anybody_in(staffed: Console) -> None:
    address = staffed.address
    for origin in ("http://evil.example", "null", None):
        with closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)) as connection:
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request(
                "POST", "/signin", "name=Aino&pin=482913", headers | ({"Origin": origin} if origin else {})
            )
            assert connection.getresponse().status == 403


def test_on_a_network_nothing_is_served_before_there_is_an_account(tmp_path: Path) -> None:
    with pytest.raises(Problem) as refused:
        serve_pages(Station(tmp_path), Settings(), "0.0.0.0", 0)
    assert refused.value.code == "console_nobody"
    assert "kaveri staff add" in refused.value.message("fi")


def test_on_a_network_pages_are_served_with_tls_and_the_station_shows_its_code(
    serve: Serve, device: Device, tmp_path: Path
) -> None:
    hired(tmp_path / "home")
    # A name counts as the network's, also where it leads to this computer.
    console, page = serve("--host", socket.gethostname()), device()
    assert console.address.startswith("https://")
    come_in(page, console.address, MANAGER)
    assert all(each["secure"] for each in page.context.cookies())
    page.get_by_role("link", name="Tabletilla").click()
    expect(page.locator("#qr")).to_be_visible()
    expect(page.get_by_text(console.address)).to_be_visible()
