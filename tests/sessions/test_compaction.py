from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.burial import attended, bury_person, bury_session, kept_before
from sessions.compaction import compact, drop_beyond, drop_older, forget
from sessions.log import Log
from sessions.outbox import Outbox

OLD, NEW, NOW = "2026-01-01T07:00:00.000Z", "2026-08-30T07:00:00.000Z", "2026-09-01T07:00:00.000Z"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    log = Log(tmp_path / "log.sqlite")
    yield log
    log.close()


def session(log: Log, name: str, time: str, events: int = 5, ended: bool = True, words: str = "Hyvää päivää") -> None:
    log.begin(name, scenario="number-friends", language="fi", robot="sim", started=time)
    for number in range(events):
        log.append(name, "said", {"serial": number, "template": words}, time)
    if ended:
        log.append(name, "session_ended", {"how": "finished"}, time)
    log.commit()


def types(log: Log, name: str) -> list[tuple[int, str]]:
    return [(record.seq, record.type) for record in log.records(name)]


def last(log: Log) -> int:
    return max((position for position, _ in log.after(0, 10_000)), default=0)


def test_what_is_delivered_and_old_goes_and_the_session_stays_on_the_list(log: Log) -> None:
    session(log, "old", OLD)
    session(log, "new", NEW)
    assert compact(log, NEW, last(log)) == 6
    assert (types(log, "old"), len(types(log, "new"))) == ([], 6)
    assert [row.id for row in log.sessions()] == ["new", "old"]


def test_what_waits_for_the_broker_stays_however_old_it_is(log: Log) -> None:
    session(log, "old", OLD)
    assert compact(log, NEW, last(log) - 1) == 0
    assert len(types(log, "old")) == 6


def test_a_session_that_is_not_ended_is_never_compacted(log: Log) -> None:
    session(log, "open", OLD, ended=False)
    assert compact(log, NOW, last(log)) == 0


def test_positions_are_not_given_again_after_everything_is_gone(log: Log) -> None:
    session(log, "old", OLD)
    before = last(log)
    compact(log, NOW, before)
    session(log, "new", NEW)
    assert min(position for position, _ in log.after(0, 100)) > before


def test_a_session_without_events_leaves_the_list_when_its_summary_has_been_kept_long_enough(log: Log) -> None:
    session(log, "old", OLD)
    assert forget(log, NEW) == 0
    compact(log, NEW, last(log))
    assert forget(log, NEW) == 1
    assert log.sessions() == []


def test_what_waits_too_long_leaves_a_gap_that_says_what_is_gone(log: Log) -> None:
    session(log, "old", OLD)
    session(log, "new", NEW)
    assert drop_older(log, NEW, 2) == 4
    assert types(log, "old") == [(1, "said"), (2, "said"), (6, "gap")]
    assert log.records("old")[-1].data == {"from": 3, "to": 6, "why": "age"}
    assert len(types(log, "new")) == 6
    assert drop_older(log, NEW, 2) == 0


def test_beyond_the_limit_the_oldest_that_wait_go_first_and_running_ones_never(log: Log) -> None:
    session(log, "first", OLD, words="x" * 1000)
    session(log, "running", OLD, words="x" * 1000, ended=False)
    session(log, "second", NEW, words="x" * 1000)
    session(log, "third", NEW, words="x" * 1000)
    assert drop_beyond(log, 20_000, 0) == 6
    assert types(log, "first") == [(6, "gap")]
    assert log.records("first")[0].data == {"from": 1, "to": 6, "why": "size"}
    assert [len(types(log, name)) for name in ("running", "second", "third")] == [5, 6, 6]


@given(
    sizes=st.lists(st.integers(1, 6), min_size=1, max_size=5),
    delivered=st.integers(0, 30),
    limits=st.lists(st.integers(0, 3000), min_size=1, max_size=3),
)
@settings(max_examples=40)
def test_a_gap_always_accounts_for_every_missing_seq(sizes: list[int], delivered: int, limits: list[int]) -> None:
    log = Log.in_memory()
    for number, size in enumerate(sizes):
        session(log, f"s{number}", OLD, events=size)
    held = {record.id for position, record in log.after(0, 1000) if position <= delivered}
    for limit in limits:
        drop_beyond(log, limit, delivered)
    for number, size in enumerate(sizes):
        reached = 0
        for record in log.records(f"s{number}"):
            assert (record.data["from"] if record.type == "gap" else record.seq) == reached + 1
            reached = record.seq
        assert reached == size + 1
    assert held <= {record.id for _, record in log.after(0, 1000)}
    log.close()


def test_a_buried_session_keeps_its_ids_and_its_order_and_nothing_else(log: Log, tmp_path: Path) -> None:
    session(log, "a1", OLD, words="Liisan suosikkilaulu")
    before = [(position, record.id, record.seq) for position, record in log.after(0, 100)]
    assert bury_session(log, "a1") == 6
    log.scrub(pack=True)
    assert [(position, record.id, record.seq) for position, record in log.after(0, 100)] == before
    assert {(record.type, str(record.data)) for record in log.records("a1")} == {("erased", "{}")}
    assert [row.state for row in log.sessions()] == ["erased"]
    assert kept_before(log, NOW) == []
    for file in tmp_path.iterdir():
        assert b"suosikkilaulu" not in file.read_bytes(), file
        assert b"number-friends" not in file.read_bytes(), file
    assert bury_session(log, "a1") == 0


def test_a_buried_person_takes_only_what_names_them(log: Log) -> None:
    session(log, "alone", OLD, ended=False)
    log.append("alone", "attended", {"person": "p-aaaa", "passing": False}, OLD)
    session(log, "group", OLD, ended=False)
    for person in ("p-aaaa", "p-bbbb"):
        log.append("group", "attended", {"person": person, "passing": False}, OLD)
    log.append("group", "said", {"template": "Hei {name}!", "slots": {"name": {"name": "p-aaaa"}}}, OLD)
    log.commit()
    assert attended(log, "p-aaaa") == {"alone": True, "group": False}
    assert bury_person(log, "p-aaaa") == 3
    assert attended(log, "p-aaaa") == {}
    assert [record.type for record in log.records("group")][5:] == ["erased", "attended", "erased"]


def test_what_was_read_ahead_and_is_erased_meanwhile_is_handed_out_as_a_tombstone(log: Log, tmp_path: Path) -> None:
    session(log, "a1", OLD)
    outbox = Outbox(tmp_path / "log.sqlite", tmp_path / "delivery.sqlite", "mqtt://127.0.0.1:1883")
    first = outbox.next()
    bury_session(log, "a1")
    outbox.look()
    rest = [outbox.next() for _ in range(5)]
    outbox.close()
    assert first is not None
    assert first[1].type == "said"
    assert [row[1].type if row else None for row in rest] == ["erased"] * 5
    assert [row[0] if row else None for row in rest] == [2, 3, 4, 5, 6]
