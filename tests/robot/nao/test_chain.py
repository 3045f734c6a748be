from __future__ import annotations

from robot.nao.chain import Lane, Steps, Wait, call
from robot.nao.wire import Reply
from tests.robot.nao.bench import Bench


def lane_of(bench: Bench) -> Lane:
    return Lane(bench.wire, bench.clock)


def test_sequences_are_taken_one_after_another_and_sent_their_replies() -> None:
    bench = Bench()
    lane = lane_of(bench)
    bench.wire.answers["one"] = 1
    replies: list[Reply] = []

    def steps() -> Steps:
        replies.append((yield call("S", "one", "a")))
        yield Wait(2.0)
        replies.append((yield call("S", "two")))

    lane.follow(steps())
    lane.follow(steps())
    bench.settle()
    assert bench.wire.calls == [("S.one", "a")]
    bench.pass_time(5.0)
    assert [name for name, *_ in bench.wire.calls] == ["S.one", "S.two"] * 2
    assert replies == [Reply(1), Reply(None)] * 2


def test_what_is_dropped_goes_no_further_and_the_next_waits_for_the_call_in_flight() -> None:
    bench = Bench()
    lane = lane_of(bench)
    bench.wire.held.add("one")

    def steps(second: str) -> Steps:
        yield call("S", "one")
        yield call("S", second)

    lane.follow(steps("never"))
    lane.drop()
    bench.wire.held.clear()
    lane.follow(steps("two"))
    assert bench.wire.calls == [("S.one",)]
    bench.wire.finish("one")
    bench.settle()
    assert bench.wire.calls == [("S.one",), ("S.one",), ("S.two",)]


def test_a_wait_that_is_dropped_holds_up_nothing() -> None:
    bench = Bench()
    lane = lane_of(bench)

    def waiting() -> Steps:
        yield Wait(60.0)
        yield call("S", "never")

    def calling() -> Steps:
        yield call("S", "two")

    lane.follow(waiting())
    lane.drop()
    lane.follow(calling())
    bench.pass_time(100.0)
    assert bench.wire.calls == [("S.two",)]


def test_a_sequence_may_drop_its_own_lane_and_start_another() -> None:
    bench = Bench()
    lane = lane_of(bench)

    def second() -> Steps:
        yield call("S", "two")

    def first() -> Steps:
        lane.drop()
        lane.follow(second())
        yield call("S", "never")

    lane.follow(first())
    bench.settle()
    assert bench.wire.calls == [("S.two",)]
