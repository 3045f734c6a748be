"""Faults at seeded times: the schedule, and what it does to a robot and its line."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clock import VirtualClock
from sim.faults import KINDS, STAFF_ACTS, Fault, Faults, Kind
from sim.line import Line
from sim.nao.virtual_nao import VirtualNao

kinds = st.lists(st.sampled_from(KINDS), unique=True)
seeds = st.integers(0, 2**32)


@given(kinds, seeds, st.floats(1, 60))
def test_the_same_seed_gives_the_same_schedule_within_the_planned_time(
    kinds: list[str], seed: int, minutes: float
) -> None:
    schedule = Faults(kinds, seed, minutes).schedule
    assert schedule == Faults(kinds, seed, minutes).schedule
    assert {fault.kind for fault in schedule} == set(kinds)
    assert list(schedule) == sorted(schedule, key=lambda fault: fault.at)
    assert all(0 < fault.at < minutes * 60 for fault in schedule)


@given(kinds, seeds)
def test_a_kind_comes_at_the_same_times_whatever_else_goes_wrong(kinds: list[str], seed: int) -> None:
    everything = Faults(KINDS, seed, 10).schedule
    assert Faults(kinds, seed, 10).schedule == tuple(fault for fault in everything if fault.kind in kinds)


def test_seeds_differ() -> None:
    assert len({Faults(KINDS, seed, 10).schedule for seed in range(20)}) == 20


def test_people_differ_and_each_kind_of_each_stands_for_itself() -> None:
    shy, eager = (Faults(KINDS, 7, 10, whom).schedule for whom in ("shy_child", "eager_child"))
    assert {fault.at for fault in shy}.isdisjoint(fault.at for fault in eager)
    assert Faults(["fall"], 7, 10, "shy_child").schedule == tuple(fault for fault in shy if fault.kind is Kind.FALL)


def test_a_kind_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="earthquake"):
        Faults(["earthquake"], 0, 10)


def test_drops_of_the_line_never_run_into_one() -> None:
    for minutes in (0.5, 1.0, 3.0):
        for seed in range(200):
            drops = Faults(["line_drop"], seed, minutes).schedule
            assert 1 <= len(drops) <= 2
            assert all(later.at - (each.at + each.seconds) >= 30 for each, later in pairwise(drops))


def test_every_act_of_staff_and_every_charge_comes_up() -> None:
    faults = [fault for seed in range(100) for fault in Faults(KINDS, seed, 10).schedule]
    assert {fault.act for fault in faults if fault.kind is Kind.STAFF} == set(STAFF_ACTS)
    assert {fault.value for fault in faults if fault.kind is Kind.LOW_BATTERY} == {14.0, 7.0}
    assert {fault.value for fault in faults if fault.kind is Kind.HOT_JOINT} == {1.0, 2.0, 3.0}


class Upon:
    """A robot upon which a schedule is put, up to the end of each fault."""

    def __init__(self, *faults: Fault) -> None:
        self.clock = VirtualClock(0)
        self.nao = VirtualNao(self.clock, posture="Sit")
        self.line = Line(self.nao, lambda job: job(), self.clock)
        self.staff: list[tuple[float, str]] = []
        put = Faults((), 0, 10)
        put.schedule = faults
        put.upon(self.nao, self.line, self.clock, lambda act: self.staff.append((self.clock.now(), act)))

    def until(self, at: float) -> Upon:
        over: list[bool] = []
        self.clock.call_later(at - self.clock.now(), lambda: over.append(True))
        while not over:
            self.clock.run_due()
        return self


def test_each_fault_comes_when_its_time_has_come() -> None:
    upon = Upon(
        Fault(5, Kind.HOT_JOINT, value=2.0),
        Fault(10, Kind.LOW_BATTERY, value=14.0),
        Fault(15, Kind.LINE_DROP, seconds=3.0),
        Fault(20, Kind.LATE_REPLY, seconds=4.0, value=1.5),
        Fault(25, Kind.FALL),
    )
    assert max(upon.until(4.9).nao.vitals.statuses().values()) == 0
    assert max(upon.until(5.1).nao.vitals.statuses().values()) == 2
    assert upon.until(9.9).nao.vitals.percent > 80
    assert upon.until(10.1).nao.vitals.percent == 14
    assert [upon.until(at).line.is_cut for at in (14.9, 15.1, 17.9, 18.1)] == [False, True, True, False]
    assert [upon.until(at).line.lateness() for at in (19.9, 20.1, 23.9, 24.1)] == [0.0, 1.5, 1.5, 0.0]
    assert [upon.until(at).nao.family for at in (24.9, 25.1)] == ["Sitting", "LyingBack"]


def test_staff_who_pause_go_on_after_a_while() -> None:
    upon = Upon(Fault(5, Kind.STAFF, seconds=30.0, act="pause"), Fault(50, Kind.STAFF, act="skip")).until(60)
    assert upon.staff == [(5, "pause"), (35, "resume"), (50, "skip")]
