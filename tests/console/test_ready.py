"""`kaveri ready`, `kaveri robots` and `kaveri staff`."""

from __future__ import annotations

import io
import json
from pathlib import Path
from unittest.mock import patch

import pytest

from console.staff import staff_of
from sessions.station import Station
from tests.console.terminal import Told, line_with, running, told
from tests.sessions.people import assert_unsaid, kept

WORDS = "words=kissa = cat, koira = dog"


def typed(home: Path, pin: str, *arguments: str) -> Told:
    with patch("sys.stdin", io.StringIO(f"{pin}\n")):
        return told(home, *arguments)


@pytest.mark.parametrize(("language", "fit"), [("fi", "Valmis."), ("sv", "Redo."), ("en", "Ready.")])
def test_a_table_says_how_it_is_and_the_exit_code_whether_it_may_begin(tmp_path: Path, language: str, fit: str) -> None:
    done = told(tmp_path, "ready", "number-friends", "--robot", "sim", KAVERI_LANGUAGE=language)
    assert done.code == 0, done.err
    assert len(done.out.splitlines()) == 11
    assert done.out.splitlines()[-1] == fit


def test_what_is_red_has_a_sentence_on_what_to_do_and_exit_code_1(tmp_path: Path) -> None:
    done = told(tmp_path, "ready", "no-such", "--robot", "sim")
    assert done.code == 1
    assert "There is no scenario 'no-such'" in " ".join(done.out.split())
    assert done.out.splitlines()[-1] == "Not ready yet."


def test_it_takes_inputs_and_says_the_phrase_when_told_to(tmp_path: Path) -> None:
    done = told(tmp_path, "ready", "own-words", "--robot", "sim", "--language", "en", "--set", WORDS, "--say")
    assert "Can the person furthest away hear me?" in done.out


def test_the_virtual_robot_announces_itself_and_is_found(tmp_path: Path) -> None:
    with running(tmp_path, "sim", "--port", "0", "--announce") as process:
        address = line_with(process, "answers at").split("nao://")[1].split(". ")[0]
        line_with(process, "announced")
        # A busy machine may let the answer by.
        tries = (told(tmp_path, "robots", "--seconds", "2") for _ in range(5))
        found = next(tried for tried in tries if tried.code == 0)
    assert found.code == 0
    assert "virtual-nao" in found.out
    assert f"nao://{address}" in found.out


def test_where_none_is_found_it_says_what_to_do(tmp_path: Path) -> None:
    with patch("console.robots.robots", lambda seconds: []):
        done = told(tmp_path, "robots")
    assert done.code == 1
    assert "chest button" in done.out
    with patch("console.robots.robots", side_effect=OSError(101, "Network is unreachable")):
        assert told(tmp_path, "robots").code == 2


def test_accounts_are_added_listed_changed_and_removed_and_all_is_in_the_audit(tmp_path: Path) -> None:
    assert "no staff accounts yet" in told(tmp_path, "staff", "list").out
    assert not (tmp_path / "staff.sqlite").exists()
    assert typed(tmp_path, "284759", "staff", "add", "Liisa", "--role", "manager").code == 0
    assert typed(tmp_path, "123456", "staff", "add", "Otto", "--role", "carer").code == 2
    assert typed(tmp_path, "916238", "staff", "add", "Otto", "--role", "carer").out == "Otto can sign in now (carer).\n"
    listed = told(tmp_path, "staff", "list").out
    assert [line.split()[:2] for line in listed.splitlines()[1:]] == [["Liisa", "manager"], ["Otto", "carer"]]
    assert typed(tmp_path, "730164", "staff", "pin", "otto").code == 0
    assert told(tmp_path, "staff", "remove", "Otto").code == 0
    assert told(tmp_path, "staff", "remove", "Otto").code == 2
    audit = told(tmp_path, "privacy", "audit").out
    done = ["staff account added", "staff account added", "PIN of a staff account changed", "staff account removed"]
    lines = audit.splitlines()[1:]
    assert len(lines) == len(done)
    assert all(what in line for what, line in zip(done, lines, strict=True)), audit
    assert "Liisa" not in audit


def test_a_member_of_staff_gets_all_that_is_kept_of_them_and_it_goes_with_the_account(tmp_path: Path) -> None:
    for name, pin in (("Liisa", "284759"), ("Otto", "916238")):
        assert typed(tmp_path, pin, "staff", "add", name, "--role", "manager").code == 0
    with staff_of(Station(tmp_path)) as staff:
        otto = staff.sign_in("Otto", "916238").account
        staff.set_pin("Liisa", "730164", otto.id)
    done = told(tmp_path, "staff", "export", "otto")
    assert done.code == 0, done.err
    path = Path(done.out.strip())
    assert path.parent == tmp_path / "exports"
    written = json.loads(path.read_text(encoding="utf-8"))
    assert (written["person"], written["name"]) == (otto.id, "Otto")
    kinds = {kept["kept"]: kept for kept in written["data"]}
    assert (kinds["accounts"]["days"], kinds["accounts"]["found"][0]["role"]) == (365, "manager")
    assert [entry["what"] for entry in kinds["audit"]["found"]] == ["staff_added", "signed_in", "staff_pin_changed"]
    assert "Liisa" not in path.read_text(encoding="utf-8")
    assert "exported" in told(tmp_path, "privacy", "audit").out
    assert told(tmp_path, "staff", "remove", "Otto").code == 0
    assert not path.exists()
    assert_unsaid("Otto", kept(tmp_path))
    assert told(tmp_path, "staff", "export", "Otto").code == 2


def test_a_pin_is_typed_twice_at_a_terminal(tmp_path: Path) -> None:
    pins = iter(["284759", "284758"])
    with patch("getpass.getpass", lambda prompt: next(pins)), patch("sys.stdin.isatty", lambda: True):
        done = told(tmp_path, "staff", "add", "Liisa", "--role", "manager")
    assert done.code == 2
    assert "differ" in done.err
