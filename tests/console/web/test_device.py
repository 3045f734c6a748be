"""What a device keeps for itself, whatever its cookies say."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from starlette.requests import Request

from console.web.device import MOST_FAVOURITES, Device, changed, known, new_id


def request(query: str = "", cookie: str = "", accepted: str = "", scheme: str = "http") -> Request:
    headers = [(b"host", b"kaveri.local"), (b"cookie", cookie.encode()), (b"accept-language", accepted.encode())]
    return Request(
        {
            "type": "http",
            "method": "GET",
            "scheme": scheme,
            "path": "/device",
            "query_string": query.encode(),
            "headers": headers,
        }
    )


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [
        ("language=sv", "fi", "sv"),
        ("language=de", "sv-FI,sv;q=0.9", "sv"),
        ("", "de, EN-GB;q=0.5", "en"),
        ("", "de", "fi"),
        ("language=../../x", "", "fi"),
    ],
)
def test_it_speaks_the_language_that_was_chosen_or_else_its_browser_s(
    cookie: str, accepted: str, language: str
) -> None:
    assert Device.of(request(cookie=cookie, accepted=accepted)).language == language


def test_what_is_no_look_and_no_scenario_s_name_counts_for_nothing() -> None:
    names = quote("number-friends ../../etc/passwd <script> Upper")
    device = Device.of(request(cookie=f"look=pink; favourites={names}"))
    assert (device.look, device.favourites) == ("light", ("number-friends",))


@pytest.mark.parametrize(
    ("back", "to"),
    [
        ("/history", "/history"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/a%0d%0aset-cookie:x", "/"),
        ("", "/"),
    ],
)
def test_a_link_that_changes_the_language_leads_back_into_the_console(back: str, to: str) -> None:
    answer = changed(request(f"language=sv&back={back}"))
    assert (answer.status_code, answer.headers["location"]) == (303, to)
    assert "language=sv" in answer.headers["set-cookie"]


def test_what_is_kept_goes_back_to_this_station_alone() -> None:
    kept = changed(request("look=dark", scheme="https")).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Secure"} <= set(kept.split("; "))
    assert "Secure" not in changed(request("look=dark")).headers["set-cookie"]
    assert "set-cookie" not in changed(request("look=pink&language=de&favourite=..")).headers


def test_a_favourite_is_put_and_taken_by_the_same_link_and_the_oldest_goes() -> None:
    full = " ".join(f"s-{number}" for number in range(MOST_FAVOURITES))
    put = changed(request("favourite=new", cookie=f"favourites={quote(full)}")).headers["set-cookie"]
    names = Device.of(request(cookie=put.split(";")[0])).favourites
    assert (len(names), names[0], names[-1]) == (MOST_FAVOURITES, "s-1", "new")
    taken = changed(request("favourite=new", cookie=put.split(";")[0])).headers["set-cookie"]
    assert "new" not in Device.of(request(cookie=taken.split(";")[0])).favourites


def test_ids_are_chance_and_nothing_else_is_an_id() -> None:
    ids = {new_id() for _ in range(50)}
    assert len(ids) == 50
    assert all(known({"device": each}) for each in ids)
    assert not any(known({"device": each}) for each in ("", "a" * 31, "A" * 32, "a" * 33, "a" * 31 + "\n"))
