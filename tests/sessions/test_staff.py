"""Staff accounts: who is let in, for how long, and how guessing ends."""

from __future__ import annotations

import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from robot.problem import Problem
from sessions.privacy.stores import Erased, Store, Subject
from sessions.settings import Settings
from sessions.settings.model import KeepSettings
from sessions.staff import Staff, pins
from sessions.staff.attempts import OF_ALL, OF_ONE, WINDOW
from sessions.staff.staff import IDLE, SHIFT
from sessions.staff.store import StaffStore
from sessions.station import Station
from sim.clock import VirtualClock
from tests.sessions.people import NOW, assert_unsaid, kept, refused

PIN, OTHER, WRONG = "284759", "916238", "552917"
_SEEDS = count()
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost little: how dear they are is argon2's own affair."""
    cheap = pins.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(pins, "_HASHER", cheap)
    nobodys = cheap.hash("nobody's")
    monkeypatch.setattr(pins, "_nobodys", lambda: nobodys)


@contextmanager
def staff_of(folder: Path, now: datetime = NOW, told: list[tuple[str, str, str]] | None = None) -> Iterator[Staff]:
    def audit(who: str, what: str, about: str) -> None:
        if told is not None:
            told.append((who, what, about))

    staff = Staff(Station(folder), VirtualClock(next(_SEEDS), None, now), audit)
    try:
        yield staff
    finally:
        staff.close()


def guess(folder: Path, name: str = "Liisa", times: int = 1, now: datetime = NOW) -> None:
    with staff_of(folder, now) as staff:
        for _ in range(times):
            with refused("staff_not_let_in"):
                staff.sign_in(name, WRONG)


@pytest.fixture
def station(tmp_path: Path) -> Path:
    """Liisa, a manager, and Otto, a carer."""
    with staff_of(tmp_path) as staff:
        staff.add("Liisa", "manager", PIN)
        staff.add("Otto", "carer", OTHER)
    return tmp_path


def test_whoever_has_the_pin_is_let_in_and_known_by_the_token(station: Path) -> None:
    with staff_of(station) as staff:
        signed_in = staff.sign_in("  liisa ", PIN)
        assert staff.whose(signed_in.token) == signed_in.account == staff.find("Liisa")
        assert signed_in.account.manages
        assert signed_in.until == NOW + SHIFT
        assert staff.whose("something else") is None
        staff.sign_out(signed_in.token)
        assert staff.whose(signed_in.token) is None


def test_a_wrong_pin_and_a_name_that_is_none_are_not_told_apart(station: Path) -> None:
    with staff_of(station) as staff:
        messages = []
        for name, pin in (("Liisa", OTHER), ("Nobody", PIN)):
            with pytest.raises(Problem) as caught:
                staff.sign_in(name, pin)
            messages.append(str(caught.value))
        assert messages[0] == messages[1]


def test_the_file_is_for_its_user_alone_and_holds_neither_pin_nor_token(station: Path) -> None:
    with staff_of(station) as staff:
        token = staff.sign_in("Liisa", PIN).token
    assert_unsaid(PIN, kept(station))
    assert_unsaid(token, kept(station))
    assert b"$argon2id$" in kept(station)
    assert stat.S_IMODE((station / "staff.sqlite").stat().st_mode) == 0o600
    assert token not in repr(token_of(station))


def token_of(station: Path) -> object:
    with staff_of(station) as staff:
        return staff.sign_in("Liisa", PIN)


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        ("12345", "staff_pin_form"),
        ("1234567890123", "staff_pin_form"),
        ("12a456", "staff_pin_form"),
        ("١٢٣٤٥٦", "staff_pin_form"),
        ("123456", "staff_pin_easy"),
        ("987654", "staff_pin_easy"),
        ("777777", "staff_pin_easy"),
        ("112211", "staff_pin_easy"),
        ("246246", "staff_pin_easy"),
        ("890123", "staff_pin_easy"),
    ],
)
def test_a_pin_that_is_no_pin_or_guessed_at_once_is_refused(station: Path, pin: str, code: str) -> None:
    with staff_of(station) as staff:
        with refused(code):
            staff.add("Elsa", "carer", pin)
        with refused(code):
            staff.set_pin("Otto", pin)
        assert [each.name for each in staff.accounts()] == ["Liisa", "Otto"]


def test_names_are_there_once_and_roles_are_three(station: Path) -> None:
    with staff_of(station) as staff:
        staff.add("Åsa", "teacher", PIN)
        for name, role, code in (
            ("OTTO", "carer", "staff_name_taken"),
            ("åsa", "carer", "staff_name_taken"),
            (" ", "carer", "staff_name"),
            ("x" * 61, "carer", "staff_name"),
            ("Elsa", "boss", "staff_role"),
        ):
            with refused(code):
                staff.add(name, role, PIN)


def test_after_five_wrong_pins_the_account_waits_also_after_a_restart_and_with_the_right_one(station: Path) -> None:
    guess(station, times=OF_ONE)
    with staff_of(station) as staff:
        with pytest.raises(Problem) as caught:
            staff.sign_in("Liisa", PIN)
        assert (caught.value.code, caught.value.facts["minutes"]) == ("staff_wait", 15)
        assert staff.sign_in("Otto", OTHER).account.name == "Otto", "the others do not wait"
    with staff_of(station, NOW + WINDOW - MINUTE) as staff, refused("staff_wait"):
        staff.sign_in("Liisa", PIN)
    with staff_of(station, NOW + WINDOW) as staff:
        assert staff.sign_in("Liisa", PIN).account.name == "Liisa"


def test_the_right_pin_forgives_the_wrong_ones_before_it(station: Path) -> None:
    for _ in range(3):
        guess(station, times=OF_ONE - 1)
        with staff_of(station) as staff:
            staff.sign_in("Liisa", PIN)


def test_guessing_names_ends_too_and_whoever_is_signed_in_stays(station: Path) -> None:
    with staff_of(station) as staff:
        token = staff.sign_in("Otto", OTHER).token
        for number in range(OF_ALL):
            with refused("staff_not_let_in"):
                staff.sign_in(f"Name {number}", WRONG)
    with staff_of(station) as staff:
        with refused("staff_wait"):
            staff.sign_in("Liisa", PIN)
        assert staff.whose(token) is not None


def test_many_guesses_at_once_are_no_more_guesses(station: Path) -> None:
    codes: list[str] = []
    with staff_of(station) as staff:

        def once() -> None:
            with pytest.raises(Problem) as caught:
                staff.sign_in("Liisa", OTHER)
            codes.append(caught.value.code)

        threads = [threading.Thread(target=once) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(codes) == ["staff_not_let_in"] * OF_ONE + ["staff_wait"] * (20 - OF_ONE)


def test_a_clock_that_was_set_back_locks_nobody_out_for_ever(station: Path) -> None:
    guess(station, times=OF_ONE, now=NOW + timedelta(days=300))
    with staff_of(station) as staff, refused("staff_wait"):
        staff.sign_in("Liisa", PIN)
    with staff_of(station, NOW + WINDOW + MINUTE) as staff:
        staff.sign_in("Liisa", PIN)


def test_a_sign_in_ends_with_the_shift_and_earlier_where_nobody_uses_it(station: Path) -> None:
    with staff_of(station) as staff:
        idle, used = staff.sign_in("Liisa", PIN).token, staff.sign_in("Liisa", PIN).token
    at = NOW
    while at + IDLE - MINUTE < NOW + SHIFT:
        at += IDLE - MINUTE
        with staff_of(station, at) as staff:
            assert staff.whose(used) is not None
    with staff_of(station, NOW + IDLE) as staff:
        assert staff.whose(idle) is None
    with staff_of(station, NOW + SHIFT) as staff:
        assert staff.whose(used) is None
    with staff_of(station) as staff:
        assert staff.whose(used) is None, "and does not come back with the clock"


def test_a_new_pin_signs_out_and_ends_the_wait(station: Path) -> None:
    with staff_of(station) as staff:
        token = staff.sign_in("Otto", OTHER).token
    guess(station, times=OF_ONE)
    with staff_of(station) as staff:
        staff.set_pin("Liisa", "730164")
        staff.set_pin("Otto", "730164")
        assert staff.whose(token) is None
        assert staff.sign_in("Liisa", "730164").account.manages


def test_a_removed_account_is_in_no_byte_and_signed_in_nowhere(station: Path) -> None:
    with staff_of(station) as staff:
        token = staff.sign_in("Otto", OTHER).token
        account = staff.remove("otto")
        assert staff.whose(token) is None
        with refused("staff_unknown"):
            staff.find("Otto")
    assert_unsaid("Otto", kept(station))
    assert_unsaid(account.id, kept(station))


def test_the_only_manager_stays_as_long_as_there_are_others(station: Path) -> None:
    with staff_of(station) as staff:
        with refused("staff_last_manager"):
            staff.remove("Liisa")
        staff.remove("Otto")
        staff.remove("Liisa")
        assert staff.accounts() == []


def test_who_did_what_is_audited_by_ids_alone(tmp_path: Path) -> None:
    told: list[tuple[str, str, str]] = []
    with staff_of(tmp_path, told=told) as staff:
        liisa = staff.add("Liisa", "manager", PIN)
        staff.sign_in("Liisa", PIN)
        otto = staff.add("Otto", "carer", OTHER, by=liisa.id)
        staff.set_pin("Otto", PIN, by=liisa.id)
        staff.remove("Otto", by=liisa.id)
    assert told == [
        ("staff", "staff_added", liisa.id),
        (liisa.id, "signed_in", ""),
        (liisa.id, "staff_added", otto.id),
        (liisa.id, "staff_pin_changed", otto.id),
        (liisa.id, "staff_removed", otto.id),
    ]


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "staff.sqlite").write_bytes(b"not a database at all" * 100)
    with refused("staff_not_opened"), staff_of(tmp_path):
        pass


@contextmanager
def store_of(folder: Path, days: int = 365) -> Iterator[Store]:
    store = StaffStore(Station(folder), Settings(keep=KeepSettings(accounts=days)))
    try:
        yield store
    finally:
        store.close()


def test_an_account_is_found_and_erased_as_a_person_is(station: Path) -> None:
    with staff_of(station) as staff:
        otto = staff.find("Otto").id
        guess(station, "Otto")
    subject = Subject(persons=frozenset({otto}))
    with store_of(station) as store:
        (found,) = store.find(subject)
        used = "2026-11-24T09:00:00.000Z"
        assert found.data == {"account": otto, "name": "Otto", "role": "carer", "used": used, "active": 1}
        assert store.erase(subject) == [Erased("staff", "accounts", 1)]
        assert store.find(subject) == []
        assert store.find(Subject(persons=frozenset({"p-aaaaaaaa"}))) == []
    assert_unsaid("Otto", kept(station))
    assert_unsaid(otto, kept(station))


def test_an_account_that_nobody_uses_goes_after_its_keeping_time(station: Path) -> None:
    with staff_of(station, NOW + timedelta(days=20)) as staff:
        staff.sign_in("Liisa", PIN)
    with store_of(station, days=30) as store:
        assert store.expire(NOW + timedelta(days=29)) == [Erased("staff", "accounts", 0)]
        assert store.expire(NOW + timedelta(days=31)) == [Erased("staff", "accounts", 1)]
    with staff_of(station) as staff:
        assert [each.name for each in staff.accounts()] == ["Liisa"]


def test_a_station_without_staff_keeps_none(tmp_path: Path) -> None:
    with store_of(tmp_path) as store:
        assert store.find(Subject(persons=frozenset({"s-1"}))) == []
        assert store.expire(NOW) == [Erased("staff", "accounts", 0)]
    assert not list(tmp_path.iterdir())


def test_whoever_is_signed_in_takes_another_pin_and_stays_in_there_alone(station: Path) -> None:
    told: list[tuple[str, str, str]] = []
    with staff_of(station, told=told) as staff:
        here, elsewhere = staff.sign_in("Otto", OTHER), staff.sign_in("Otto", OTHER)
        staff.change_pin(here.token, OTHER, PIN)
        assert staff.whose(here.token) == here.account
        assert staff.whose(elsewhere.token) is None
        assert staff.sign_in("Otto", PIN).account == here.account
        with refused("staff_not_let_in"):
            staff.sign_in("Otto", OTHER)
    assert (here.account.id, "staff_pin_changed", here.account.id) in told


def test_the_old_pin_is_guessed_no_more_often_than_at_the_door(station: Path) -> None:
    with staff_of(station) as staff:
        token = staff.sign_in("Otto", OTHER).token
        for new in ("12", "123456"):
            with refused("staff_pin_form" if new == "12" else "staff_pin_easy"):
                staff.change_pin(token, OTHER, new)
        for _ in range(OF_ONE):
            with refused("staff_pin_wrong"):
                staff.change_pin(token, WRONG, PIN)
        with refused("staff_wait"):
            staff.change_pin(token, OTHER, PIN)
        with refused("staff_not_let_in"):
            staff.change_pin("something else", OTHER, PIN)


def test_a_role_holds_at_once_and_somebody_always_manages(station: Path) -> None:
    with staff_of(station) as staff:
        otto = staff.sign_in("Otto", OTHER)
        with refused("staff_last_manager"):
            staff.set_role("Liisa", "carer")
        with refused("staff_role"):
            staff.set_role("Otto", "king")
        staff.set_role("Otto", "manager")
        assert staff.whose(otto.token).manages  # type: ignore[union-attr]
        staff.set_role("Liisa", "teacher")
        assert staff.find("Liisa").role == "teacher"


def test_an_account_that_is_closed_lets_nobody_in_until_it_is_opened_again(station: Path) -> None:
    told: list[tuple[str, str, str]] = []
    with staff_of(station, told=told) as staff:
        otto = staff.sign_in("Otto", OTHER)
        staff.set_active("Otto", False, by="s-1")
        assert staff.whose(otto.token) is None
        assert not staff.find("Otto").active
        with refused("staff_not_let_in"):
            staff.sign_in("Otto", OTHER)
        with refused("staff_last_manager"):
            staff.set_active("Liisa", False)
        staff.set_active("Otto", True, by="s-1")
        assert staff.sign_in("Otto", OTHER).account.active
    assert [entry for entry in told if entry[0] == "s-1"] == [
        ("s-1", "staff_suspended", otto.account.id),
        ("s-1", "staff_resumed", otto.account.id),
    ]
