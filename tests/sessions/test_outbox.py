from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.burial import bury_session
from sessions.log import Log
from sessions.outbox import LAG, Cursor, Depth, Outbox, Place, waiting
from sessions.record import moment

TIME = "2026-09-01T07:00:00.000Z"
BROKER = "mqtt://127.0.0.1:1883"


def fill(log: Log, count: int) -> None:
    log.begin("a1", scenario="x", language="fi", robot="sim", started=TIME)
    for _ in range(count):
        log.append("a1", "said", {}, TIME)
    log.commit()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    log = Log(tmp_path / "log.sqlite")
    yield log
    log.close()


@pytest.fixture
def outbox(tmp_path: Path, log: Log) -> Iterator[Outbox]:
    outbox = Outbox(tmp_path / "log.sqlite", tmp_path / "delivery.sqlite", BROKER)
    yield outbox
    outbox.close()


def taken(outbox: Outbox) -> list[int]:
    positions = []
    while (row := outbox.next()) is not None:
        positions.append(row[0])
    return positions


def test_each_event_is_handed_out_once_however_many_there_are(log: Log, outbox: Outbox) -> None:
    fill(log, 1000)
    assert taken(outbox) == list(range(1, 1001))
    assert outbox.next() is None
    log.append("a1", "said", {}, TIME)
    log.commit()
    assert taken(outbox) == [1001]


def test_the_cursor_stands_before_the_first_event_without_a_receipt(tmp_path: Path, log: Log, outbox: Outbox) -> None:
    fill(log, 5)
    taken(outbox)
    cursor = Cursor(tmp_path / "delivery.sqlite")
    outbox.acknowledge([2, 4])
    assert outbox.depth() == waiting(log, cursor, BROKER) == Depth(5, TIME)
    outbox.acknowledge([1])
    assert outbox.depth() == waiting(log, cursor, BROKER) == Depth(3, TIME)
    outbox.acknowledge([5, 3])
    assert outbox.next() is None
    assert waiting(log, cursor, BROKER) == Depth(0, None)
    assert waiting(log, cursor, "mqtt://elsewhere:1883") == Depth(5, TIME)
    cursor.close()


def test_the_cursor_is_written_when_enough_has_arrived_or_all(tmp_path: Path, log: Log, outbox: Outbox) -> None:
    fill(log, 2 * LAG)
    taken(outbox)
    cursor = Cursor(tmp_path / "delivery.sqlite")
    for position in range(1, 2 * LAG):
        outbox.acknowledge([position])
        assert cursor.position(log.id, BROKER) == (LAG if position >= LAG else 0)
    outbox.acknowledge([2 * LAG])
    assert cursor.position(log.id, BROKER) == 2 * LAG
    log.append("a1", "said", {}, TIME)
    log.commit()
    taken(outbox)
    outbox.acknowledge([2 * LAG + 1])
    assert cursor.position(log.id, BROKER) == 2 * LAG
    assert outbox.next() is None
    assert cursor.position(log.id, BROKER) == 2 * LAG + 1
    cursor.close()


def test_what_was_erased_after_it_was_read_ahead_is_handed_out_as_a_tombstone(log: Log, outbox: Outbox) -> None:
    fill(log, 500)
    for _ in range(50):
        assert outbox.next() is not None
    bury_session(log, "a1")
    outbox.look()
    rest = [record for _, record in iter(outbox.next, None)]
    assert {record.type for record in rest} == {"erased"}
    assert [record.seq for record in rest] == list(range(51, 501))


def test_after_a_rewind_what_has_no_receipt_comes_again(log: Log, outbox: Outbox) -> None:
    fill(log, 5)
    taken(outbox)
    outbox.acknowledge([1, 2, 4])
    outbox.rewind()
    assert taken(outbox) == [3, 4, 5]


@given(order=st.permutations(range(1, 9)), seen=st.integers(0, 8))
def test_whatever_the_order_of_receipts_nothing_is_skipped(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], seen: int
) -> None:
    folder = tmp_path_factory.mktemp("outbox")
    log = Log(folder / "log.sqlite")
    fill(log, 8)
    outbox = Outbox(folder / "log.sqlite", folder / "delivery.sqlite", BROKER)
    taken(outbox)
    for position in order[:seen]:
        outbox.acknowledge([position])
    outbox.rewind()
    first_missing = min(set(range(1, 10)) - set(order[:seen]))
    assert taken(outbox) == list(range(first_missing, 9))
    outbox.close()
    log.close()


def test_a_damaged_cursor_is_set_aside_and_everything_is_sent_again(tmp_path: Path, log: Log) -> None:
    fill(log, 3)
    (tmp_path / "delivery.sqlite").write_bytes(b"no cursor" * 100)
    outbox = Outbox(tmp_path / "log.sqlite", tmp_path / "delivery.sqlite", BROKER)
    assert taken(outbox) == [1, 2, 3]
    outbox.close()
    assert (tmp_path / "delivery.sqlite.damaged").read_bytes().startswith(b"no cursor")


def test_a_cursor_whose_rows_alone_are_damaged_is_set_aside_too(tmp_path: Path, log: Log) -> None:
    path = tmp_path / "delivery.sqlite"
    cursor = Cursor(path)
    cursor.advance(log.id, BROKER, 7)
    cursor.close()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * 4096)
    cursor = Cursor(path)
    assert cursor.position(log.id, BROKER) == 0
    cursor.close()


def test_a_cursor_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "delivery.sqlite").mkdir()
    with pytest.raises(sqlite3.OperationalError):
        Cursor(tmp_path / "delivery.sqlite")


def test_a_command_is_new_once_until_it_is_too_old_to_come_again(tmp_path: Path) -> None:
    now = moment(TIME)
    until = now + timedelta(seconds=20)
    for expected in (True, False):
        cursor = Cursor(tmp_path / "delivery.sqlite")
        assert cursor.first("office c1", until, now) is expected
        cursor.close()
    cursor = Cursor(tmp_path / "delivery.sqlite")
    assert cursor.first("school c1", until, now)
    assert not cursor.first("office c1", until, now + timedelta(seconds=20))
    assert cursor.first("office c1", until, now + timedelta(seconds=21)), "it is forgotten by then"
    cursor.close()


def test_every_place_where_anything_was_published_is_remembered(tmp_path: Path) -> None:
    old, new, other = (
        Place("mqtt://a", "kilo", "nao-1"),
        Place("mqtt://a", "kilo", "nao-2"),
        Place("mqtt://b", "kilo", "nao-2"),
    )
    for place in (old, new, other, new):
        cursor = Cursor(tmp_path / "delivery.sqlite")
        cursor.remember(place)
        cursor.close()
    cursor = Cursor(tmp_path / "delivery.sqlite")
    assert cursor.places() == (old, new, other)
    cursor.remember(replace(new, expires=False))
    cursor.remember(new)
    assert cursor.places() == (old, replace(new, expires=False), other), "what it holds from before has no expiry"
    cursor.close()


def test_a_cursor_beyond_the_logs_end_is_worth_as_much_as_none(tmp_path: Path) -> None:
    log = Log(tmp_path / "log.sqlite")
    log.begin("a1", scenario="x", language="fi", robot="sim", started="2026-09-01T07:00:00.000Z")
    log.append("a1", "said", {}, "2026-09-01T07:00:00.000Z")
    log.commit()
    cursor = Cursor(tmp_path / "delivery.sqlite")
    cursor.advance(log.id, "mqtt://127.0.0.1:1883", 7)
    cursor.close()
    outbox = Outbox(tmp_path / "log.sqlite", tmp_path / "delivery.sqlite", "mqtt://127.0.0.1:1883")
    row = outbox.next()
    outbox.close()
    log.close()
    assert row is not None
    assert row[1].id == "a1-1"
