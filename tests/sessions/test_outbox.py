from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.log import Log
from sessions.outbox import Cursor, Depth, Outbox, waiting

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
    assert waiting(log, cursor, BROKER) == Depth(5, TIME)
    outbox.acknowledge([1])
    assert waiting(log, cursor, BROKER) == Depth(3, TIME)
    outbox.acknowledge([5, 3])
    assert waiting(log, cursor, BROKER) == Depth(0, None)
    assert waiting(log, cursor, "mqtt://elsewhere:1883") == Depth(5, TIME)
    cursor.close()


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


def test_a_cursor_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "delivery.sqlite").mkdir()
    with pytest.raises(sqlite3.OperationalError):
        Cursor(tmp_path / "delivery.sqlite")
