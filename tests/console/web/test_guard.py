"""Who may ask for a page at all, and what a browser may do with the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from console.web.access import Access
from console.web.guard import Guard
from sessions.staff import pins
from sessions.staff.staff import SHIFT
from sessions.station import Station
from sim.clock import VirtualClock
from tests.sessions.people import NOW

HOST, PIN = "kaveri.local", "284759"
ORIGIN = f"http://{HOST}"
PAGE = b"<html><script src='/a.js'></script></html>"


class Clock(VirtualClock):
    """Whose wall is set by hand."""

    def __init__(self) -> None:
        super().__init__(0, None, NOW)
        self.at = NOW

    def wall(self) -> Any:
        return self.at


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap = pins.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(pins, "_HASHER", cheap)
    nobodys = cheap.hash("nobody's")
    monkeypatch.setattr(pins, "_nobodys", lambda: nobodys)


class Door:
    """A guard with an application behind it that notes what is let through."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.access = Access(Station(folder), self.clock)
        self.let_in: list[str] = []
        self.guard = Guard(self._page, (HOST, "127.0.0.1", "::1"), self.access)

    def hired(self) -> str:
        """Liisa has an account, and has signed in."""
        self.access.staff().add("Liisa", "manager", PIN)
        return self.access.sign_in("Liisa", PIN).token

    def ask(
        self, path: str = "/", method: str = "GET", kind: str = "http", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        given = {"host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
        scope: dict[str, Any] = {
            "type": kind,
            "scheme": "http" if kind == "http" else "ws",
            "path": path,
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        }
        if kind == "http":
            scope["method"] = method
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.guard(scope, self._nothing, send))
        answered = {name.decode(): value.decode() for name, value in sent[0].get("headers", ())}
        return sent[0].get("status", sent[0].get("code", 0)), answered, b"".join(each.get("body", b"") for each in sent)

    @staticmethod
    async def _nothing() -> Any:
        return {"type": "http.request", "body": b""}

    async def _page(self, scope: Any, receive: Any, send: Any) -> None:
        self.let_in.append(scope["path"])
        if scope["type"] == "websocket":
            await send(await receive())
            return
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html; charset=utf-8")]}
        )
        await send({"type": "http.response.body", "body": PAGE[:20], "more_body": True})
        await send({"type": "http.response.body", "body": PAGE[20:]})


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    door = Door(tmp_path)
    with closing(door.access):
        yield door


@pytest.mark.parametrize("host", [HOST, f"{HOST}:8080", HOST.upper(), "127.0.0.1:1", "[::1]:8080"])
def test_the_station_answers_to_its_own_names(door: Door, host: str) -> None:
    assert door.ask(host=host)[0] == 200


@pytest.mark.parametrize(
    "host", ["", "evil.example", f"{HOST}.evil.example", f"evil@{HOST}.example", "[", "127.0.0.1.nip.io"]
)
def test_any_other_name_is_refused_as_rebinding_would_use_it(door: Door, host: str) -> None:
    assert door.ask(host=host)[0] == 403
    assert door.let_in == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": f"https://{HOST}"},
        {"origin": f"http://{HOST}:81"},
        {"origin": ORIGIN, "sec_fetch_site": "cross-site"},
    ],
)
@pytest.mark.parametrize("path", ["/signin", "/stop", "/room/answer"])
def test_a_change_that_another_site_asks_for_is_refused(door: Door, path: str, headers: dict[str, str]) -> None:
    assert door.ask(path, "POST", **headers)[0] == 403
    assert door.let_in == []


def test_a_line_is_opened_by_the_station_s_own_pages_alone(door: Door) -> None:
    assert door.ask("/_nicegui_ws/socket.io/", kind="websocket")[0] == 1008
    assert door.ask("/_nicegui_ws/socket.io/", kind="websocket", origin="http://evil.example")[0] == 1008
    assert door.let_in == []
    door.ask("/_nicegui_ws/socket.io/", kind="websocket", origin=ORIGIN)
    assert door.let_in == ["/_nicegui_ws/socket.io/"]


def test_a_stranger_is_shown_where_to_sign_in_and_nothing_else(door: Door) -> None:
    door.hired()
    status, headers, body = door.ask("/people")
    assert (status, headers["location"], body) == (303, "/signin?back=/people", b"")
    assert door.ask("/room/answer", "POST", origin=ORIGIN)[0] == 403
    assert door.ask("/_nicegui_ws/socket.io/", kind="websocket", origin=ORIGIN)[0] == 1008
    assert door.let_in == []


@pytest.mark.parametrize("path", ["/_nicegui/../people", "/_NICEGUI/x", "/signin/../people", "//signin", "/device/x"])
def test_no_way_around_leads_past_the_sign_in(door: Door, path: str) -> None:
    door.hired()
    assert door.ask(path)[0] == 303
    assert door.let_in == []


def test_a_sign_in_lets_in_until_its_shift_is_over(door: Door) -> None:
    cookie = f"signed_in={door.hired()}"
    assert door.ask("/people", cookie=cookie)[0] == 200
    door.clock.at += SHIFT + timedelta(seconds=1)
    assert door.ask("/people", cookie=cookie)[0] == 303
    assert door.ask("/signout", "POST", origin=ORIGIN, cookie=cookie)[0] == 403


def test_what_somebody_does_on_an_open_page_is_taken_until_their_sign_in_ends(door: Door) -> None:
    token = door.hired()
    taken: list[Any] = []

    async def page() -> Any:
        return {"type": "websocket.receive", "text": '42["event"]'}

    async def note(message: Any) -> None:
        taken.append(message["type"])

    scope = {
        "type": "websocket",
        "scheme": "ws",
        "path": "/_nicegui_ws/socket.io/",
        "headers": [(b"host", HOST.encode()), (b"origin", ORIGIN.encode()), (b"cookie", f"signed_in={token}".encode())],
    }
    received: list[Any] = []

    async def line(scope: Any, receive: Any, send: Any) -> None:
        received.append((await receive())["type"])
        door.access.sign_out(token)
        received.append((await receive())["type"])

    asyncio.run(Guard(line, (HOST,), door.access)(scope, page, note))
    assert received == ["websocket.receive", "websocket.disconnect"]


def test_stop_never_asks_for_a_sign_in_nor_waits_for_the_accounts(door: Door) -> None:
    door.hired()
    door.access.close()
    assert door.ask("/people")[0] == 503
    assert door.ask("/stop", "POST", origin=ORIGIN)[0] == 200
    assert door.let_in == ["/stop"]


def test_a_page_runs_its_own_scripts_alone_and_no_copy_stays(door: Door) -> None:
    _, first, body = door.ask()
    nonce = body.split(b'nonce="')[1].split(b'"')[0].decode()
    assert f"'nonce-{nonce}'" in first["content-security-policy"]
    assert "default-src 'none'" in first["content-security-policy"]
    assert (first["cache-control"], first["x-content-type-options"]) == ("no-store", "nosniff")
    assert int(first["content-length"]) == len(body)
    assert door.ask()[2] != body


def test_a_device_is_given_an_id_once(door: Door) -> None:
    given = door.ask()[1]["set-cookie"]
    assert "HttpOnly; SameSite=Strict" in given
    assert "set-cookie" not in door.ask(cookie=given.split(";")[0])[1]
    assert "set-cookie" in door.ask(cookie="device=../../etc/passwd")[1]
