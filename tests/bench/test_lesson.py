"""What the floor of a lesson is made of must be what a lesson truly does."""

from __future__ import annotations

from itertools import chain

from tests.bench.lesson import Lesson, observed, ring


def test_the_floor_repeats_every_transaction_and_row_of_the_lesson() -> None:
    work = observed(Lesson())
    rows = list(chain.from_iterable(work.transactions))
    assert all(work.transactions)
    assert [seq for _, seq, *_ in rows] == list(range(1, len(rows) + 1))
    assert rows[0][3] == "session_started"
    assert rows[-1][3] == "session_ended"
    entered = sum(row[3] == "state_entered" for row in rows)
    assert 0 < entered <= work.triggers


def test_the_floors_machine_goes_round_through_all_its_states() -> None:
    machine, model = ring(40)
    first, seen = model.state, set()
    while model.state not in seen:
        seen.add(model.state)
        machine.trigger_event(model, "x_next")
    assert model.state == first
    assert len(seen) == 36
