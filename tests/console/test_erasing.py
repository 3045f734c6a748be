"""A person's rights at the command line: to see, to be erased, and a receipt of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.console.terminal import told


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A station whose class has had one session with Aino alone, and one with her and Pekka."""
    assert told(tmp_path, "people", "add-group", "2B", "--setting", "classroom").code == 0
    assert told(tmp_path, "people", "add", "2B", "Aino", "Pekka").code == 0
    lesson = ("run", "number-friends", "--persona", "eager_child", "--language", "fi", "--pace", "max", "--group", "2B")
    assert told(tmp_path, *lesson, "--here", "Aino").code == 0
    assert told(tmp_path, *lesson).code == 0
    return tmp_path


def test_what_is_kept_of_a_person_is_written_for_them_and_names_nobody_else(home: Path) -> None:
    done = told(home, "people", "export", "Aino")
    assert done.code == 0, done.err
    path = Path(done.out.strip())
    assert path.parent == home / "exports"
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written["name"] == "Aino"
    kinds = {kept["kept"]: kept for kept in written["data"]}
    assert {"events", "names", "topics", "reports"} <= set(kinds)
    assert kinds["events"]["days"] == 90
    assert len({event["session"] for event in kinds["events"]["found"]}) == 2
    assert "Pekka" not in path.read_text(encoding="utf-8")
    assert "exported" in told(home, "privacy", "audit").out


def test_an_erased_person_is_gone_and_the_receipt_says_from_where(home: Path) -> None:
    done = told(home, "sessions", "erase", "--person", "Aino")
    assert done.code == 0, done.err
    assert "events in the log" in done.out
    assert "names and wishes: 1" in done.out
    assert "nothing more is awaited" in done.out
    listed = told(home, "sessions", "list").out
    assert "Erased" in listed
    assert "Finished" in listed
    assert "Aino" not in told(home, "people", "list", "2B").out
    assert "Pekka" in told(home, "people", "list", "2B").out
    (receipt,) = [line.split()[0] for line in told(home, "privacy", "receipts").out.splitlines()[1:]]
    assert "events in the log" in told(home, "privacy", "receipts", receipt).out
    assert told(home, "sessions", "report", listed.splitlines()[2].split()[0]).code == 2
    again = told(home, "sessions", "erase", "--person", "Aino")
    assert (again.code, again.out) == (2, "")


def test_somebody_off_the_list_whose_sessions_are_gone_can_still_be_taken_out_of_the_audit(home: Path) -> None:
    line = next(line for line in told(home, "people", "list", "2B").out.splitlines() if line.startswith("Aino"))
    pseudonym = line.split()[-1]
    assert told(home, "people", "remove", "Aino").code == 0
    assert told(home, "sessions", "erase", "--older-than", "0d").code == 0
    assert pseudonym in told(home, "privacy", "audit").out
    done = told(home, "sessions", "erase", "--person", pseudonym)
    assert done.code == 0, done.err
    assert pseudonym not in told(home, "privacy", "audit").out
    assert told(home, "sessions", "erase", "--person", pseudonym).code == 2


def test_sessions_are_erased_by_id_and_by_age(home: Path) -> None:
    assert told(home, "sessions", "erase", "--older-than", "1d").out == "There is nothing to erase.\n"
    assert "events in the log" in told(home, "sessions", "erase", "--session", "last").out
    assert "events in the log" in told(home, "sessions", "erase", "--older-than", "0d").out
    assert "Finished" not in told(home, "sessions", "list").out


@pytest.mark.parametrize(
    ("arguments", "told_of"),
    [
        ((), "--person NAME"),
        (("--older-than", "soon"), "90d"),
        (("--session", "nope"), "nope"),
        (("--person", "Aina"), "Aino"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_erased(home: Path, arguments: tuple[str, ...], told_of: str) -> None:
    done = told(home, "sessions", "erase", *arguments)
    assert done.code == 2
    assert told_of in done.err
    assert "Erased" not in told(home, "sessions", "list").out


def test_an_empty_station_has_nothing_to_show(tmp_path: Path) -> None:
    assert told(tmp_path, "privacy", "receipts").out == "Nothing has been erased yet.\n"
    assert told(tmp_path, "privacy", "audit").out == "Nothing has been done to the data yet.\n"
    assert "receipt" in told(tmp_path, "privacy", "receipts", "x1").err
