"""Who comes in: nobody by guessing, however many guess at once; and nobody once their sign-in has ended."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from console.web.access import Access, own_page, somebody
from robot.problem import Problem
from sessions.staff import Staff, pins
from sessions.staff.attempts import OF_ONE
from sessions.station import Station
from sim.clock import VirtualClock
from tests.sessions.people import NOW

PIN, WRONG = "284759", "552917"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap = pins.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(pins, "_HASHER", cheap)
    nobodys = cheap.hash("nobody's")
    monkeypatch.setattr(pins, "_nobodys", lambda: nobodys)


@pytest.fixture
def access(tmp_path: Path) -> Iterator[Access]:
    with closing(Access(Station(tmp_path), VirtualClock(0, None, NOW))) as access:
        yield access


def test_nobody_has_to_sign_in_until_somebody_can(access: Access, tmp_path: Path) -> None:
    assert not access.needed()
    assert not Station(tmp_path).staff.exists()
    with closing(Staff(Station(tmp_path), VirtualClock(1, None, NOW))) as elsewhere:
        elsewhere.add("Liisa", "manager", PIN)
    assert access.needed()


def test_on_a_network_there_has_to_be_somebody(tmp_path: Path) -> None:
    with closing(Access(Station(tmp_path), VirtualClock(0, None, NOW), required=True)) as access:
        assert access.needed()
        with pytest.raises(Problem) as refused:
            somebody(access, "0.0.0.0")
        assert refused.value.code == "console_nobody"
        access.staff().add("Liisa", "manager", PIN)
        somebody(access, "0.0.0.0")


def test_many_who_guess_at_once_get_no_more_tries_than_one(access: Access) -> None:
    access.staff().add("Liisa", "manager", PIN)

    def guess(number: int) -> str:
        try:
            access.sign_in("Liisa", f"55291{number % 10}")
        except Problem as problem:
            return problem.code
        return "in"

    with ThreadPoolExecutor(16) as many:
        told = list(many.map(guess, range(40)))

    assert (told.count("staff_not_let_in"), told.count("staff_wait")) == (OF_ONE, 40 - OF_ONE)
    with pytest.raises(Problem) as refused:
        access.sign_in("Liisa", PIN)
    assert refused.value.code == "staff_wait"


def test_one_is_let_in_by_name_or_by_the_id_that_a_device_knows(access: Access) -> None:
    account = access.staff().add("Liisa", "manager", PIN)
    by_name, by_id = access.sign_in("Liisa", PIN), access.sign_in(account.id, PIN)
    assert by_name.token != by_id.token
    assert access.who(by_name.token) == access.who(by_id.token) == account
    access.sign_out(by_name.token)
    assert access.who(by_name.token) is None
    assert access.who(by_id.token) == account


def test_no_token_is_nobody_s(access: Access) -> None:
    access.staff().add("Liisa", "manager", PIN)
    for token in ("", "x", "' OR 1=1 --", "ä" * 500):
        assert access.who(token) is None
        access.sign_out(token)


@pytest.mark.parametrize("path", ["/", "/history?group=a", "/after/0000"])
def test_a_page_of_the_console_is_come_back_to(path: str) -> None:
    assert own_page(path) == path


@pytest.mark.parametrize(
    "path", ["", "history", "//evil.example", "/\\evil.example", "/a\\b", "/a\r\nb", "https://evil.example", "/a\n"]
)
def test_anything_else_leads_home(path: str) -> None:
    assert own_page(path) == "/"
