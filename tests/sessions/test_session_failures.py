"""Lost robots, refusals, mistakes and full disks: the body comes to rest, and the log says how it ended."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from behaviours.directives import Steps
from behaviours.stage import Stage
from robot.commands import Command, Eyes, Halt, Light, Listen, Rest, Say, Wake
from robot.events import Asked, Lost, Refused
from robot.problem import Failure, Problem
from robot.text import Text
from sessions.log import Log
from sessions.session import REST_SECONDS
from tests.sessions.bench import Bench, assert_failed, plan_of, scripted
from tests.sessions.fake_body import READY

SEATED = replace(READY, family="Sitting")


def test_a_robot_that_cannot_be_reached_ends_with_its_problem() -> None:
    bench = Bench()
    bench.body.ready = Lost("no route", final=True, problem=Problem("robot_unreachable", address="nao://x"))
    ending = bench.run()
    assert ending.how == "failed"
    assert ending.problem is not None
    assert (ending.problem.code, ending.problem.exit_code) == ("robot_unreachable", 2)
    assert bench.types() == ["session_started", "session_ended"]


@pytest.mark.parametrize("kind", [Say, Listen])
def test_a_lost_robot_that_is_found_again_goes_on_with_the_pending_command(kind: type[Command]) -> None:
    bench = Bench()
    bench.on(kind, 3, bench.body.lose)
    bench.when_logged("lost", 1, bench.later(20.0, bench.body.regain))
    assert bench.run().how == "finished"
    third, fourth = bench.body.of(kind)[2:4]
    assert getattr(third, "text", None) == getattr(fourth, "text", None)
    assert getattr(third, "options", None) == getattr(fourth, "options", None)
    assert bench.told == ["init", "in_session", "lost", "in_session", "ready"]
    assert len(bench.body.of(Wake)) == 2
    types = bench.types()
    assert types[types.index("lost") :][:4] == ["lost", "regained", "awake", "resumed"]


def test_a_robot_lost_in_a_pause_is_still_paused_when_it_is_found() -> None:
    bench = Bench()
    bench.on(Say, 3, Asked("pause"))
    bench.when_logged("paused", 1, bench.body.lose)
    bench.when_logged("lost", 1, bench.later(20.0, bench.body.regain))
    bench.when_logged("awake", 2, bench.later(20.0, bench.asks("resume")))
    assert bench.run().how == "finished"
    assert bench.told == ["init", "in_session", "paused", "lost", "paused", "in_session", "ready"]


def test_care_looks_again_at_the_seat_of_a_robot_that_was_lost() -> None:
    bench = Bench("morning-round")
    bench.body.ready = SEATED
    bench.on(Say, 2, bench.body.lose)

    def found_standing() -> None:
        bench.body.family = "Standing"
        bench.body.regain()

    def seated_again() -> None:
        assert not bench.body.of(Wake)[1:]
        bench.body.family = "Sitting"
        bench.session.kernel.post(Asked("resume"))

    bench.when_logged("lost", 1, bench.later(20.0, found_standing))
    bench.when_logged("seat_asked", 1, bench.later(10.0, seated_again))
    assert bench.run().how == "finished"
    assert bench.data("seat_asked") == [{"family": "Standing"}]
    assert len(bench.body.of(Wake)) == 2
    assert bench.body.words()[1] == bench.body.words()[2]


def test_a_robot_that_stays_lost_ends_the_session_as_lost() -> None:
    bench = Bench()
    bench.on(Say, 3, bench.body.lose)
    bench.when_logged("lost", 1, bench.later(60.0, lambda: bench.body.lose(final=True)))
    ending = bench.run()
    assert ending.how == "lost"
    assert ending.problem is not None
    assert (ending.problem.code, ending.problem.exit_code) == ("robot_lost", 1)
    assert bench.data("session_ended")[0]["how"] == "lost"
    assert bench.told[-1] == "disconnected"


def test_stop_while_the_robot_is_lost_ends_at_once() -> None:
    bench = Bench()
    bench.on(Say, 3, bench.body.lose)
    bench.when_logged("lost", 1, Asked("stop"))
    assert bench.run().how == "stopped"


def test_three_refusals_in_a_row_end_the_session() -> None:
    bench = Bench()
    bench.on(Say, 2, lambda: bench.body.refuses.update({Say: 3}))
    problem = assert_failed(bench, "body_refuses")
    assert "will not Say" in str(problem)
    assert bench.types().count("refused") == 3


def test_a_refusal_now_and_then_is_passed_over() -> None:
    bench = Bench()
    bench.on(Say, 2, lambda: bench.body.refuses.update({Say: 1, Listen: 1}))
    assert bench.run().how == "finished"
    assert bench.types().count("refused") == 2


def test_a_robot_that_will_not_wake_ends_the_session() -> None:
    bench = Bench()
    bench.body.refuses[Wake] = 1
    assert_failed(bench, "robot_stays_asleep")


def test_a_stale_refusal_does_not_cut_the_rest_short() -> None:
    bench = Bench()
    bench.on(Rest, 1, Refused(5, "too late"))
    assert bench.run().how == "finished"
    assert not bench.body.awake
    undisturbed = Bench()
    undisturbed.run()
    assert bench.data("session_ended") == undisturbed.data("session_ended")


def test_a_rest_that_is_refused_ends_the_session() -> None:
    bench = Bench()
    bench.body.refuses[Rest] = 1
    ending = bench.run()
    assert (ending.how, ending.problem and ending.problem.code) == ("failed", "robot_stays_awake")
    assert bench.data("refused") == [{"answers": False, "reason": "will not Rest"}]


def test_a_rest_that_never_answers_is_let_go() -> None:
    bench = Bench()
    bench.body.deaf.add(Rest)
    rested_at: list[float] = []
    bench.on(Rest, 1, lambda: rested_at.append(bench.clock.now()), after=0.0)
    assert bench.run().how == "finished"
    assert bench.clock.now() == pytest.approx(rested_at[0] + REST_SECONDS)
    assert bench.types()[-1] == "session_ended"


def test_a_mistake_in_a_behaviour_halts_rests_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    def steps(stage: Stage) -> Steps:
        yield Say(Text("Hei.", "fi"))
        raise ZeroDivisionError("one over nothing")

    bench = Bench(scripted(steps))
    problem = assert_failed(bench, "session_broke")
    assert isinstance(problem, Failure)
    assert "ZeroDivisionError" in str(problem)
    assert bench.body.done[-3:] == [Halt(), Eyes(Light.OFF), Rest(-2)]
    assert "one over nothing" in caplog.text


def test_a_body_that_breaks_is_let_go_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench()

    def broken(command: Command) -> None:
        raise RuntimeError("no such joint")

    bench.on(Say, 3, lambda: setattr(bench.body, "do", broken))
    ending = bench.run()
    assert ending.how == "failed"
    assert ending.problem is not None
    assert ending.problem.code == "session_broke"
    assert bench.types()[-1] == "session_ended"
    assert bench.log.find("last").state == "failed"


def test_a_session_that_can_never_go_on_fails_instead_of_waiting() -> None:
    bench = Bench(replace(plan_of("number-friends"), minutes=1e-9))
    bench.body.deaf.add(Say)
    bench.when_logged("monitor", 1, lambda: None)
    ending = bench.run()
    assert ending.how == "failed"
    assert ending.problem is not None
    assert ending.problem.code == "session_stalled"
    assert bench.types()[-1] == "session_ended"


@pytest.mark.parametrize("pages", [0, 2, 6])
def test_a_full_disk_halts_rests_and_fails_and_the_log_stays_readable(tmp_path: Path, pages: int) -> None:
    path = tmp_path / "log.sqlite"
    bench = Bench(path=path)

    def fill() -> None:
        used = bench.log._connection.execute("PRAGMA page_count").fetchone()[0]
        bench.log._connection.execute(f"PRAGMA max_page_count = {used + pages}")

    bench.on(Say, 3, fill)
    ending = bench.run()
    assert ending.how == "failed"
    assert ending.problem is not None
    assert (ending.problem.code, ending.problem.exit_code) == ("log_not_written", 1)
    assert not bench.body.awake
    assert bench.body.done[-3:] == [Halt(), Eyes(Light.OFF), Rest(-2)]
    bench.log.close()
    log = Log(path)
    records = log.records(ending.session)
    log.close()
    assert [record.seq for record in records] == list(range(1, len(records) + 1))
    assert records[0].type == "session_started"


def test_a_disk_that_has_room_again_gets_the_end_of_the_session(tmp_path: Path) -> None:
    bench = Bench(path=tmp_path / "log.sqlite")
    execute = bench.log._connection.execute

    def fill() -> None:
        used = execute("PRAGMA page_count").fetchone()[0]
        execute(f"PRAGMA max_page_count = {used}")

    def free() -> None:
        execute("PRAGMA max_page_count = 100000")

    bench.on(Say, 3, fill)
    bench.on(Rest, 1, free)
    assert_failed(bench, "log_not_written")
    bench.log.close()


def test_a_disk_that_is_full_at_the_very_end_is_not_called_finished(tmp_path: Path) -> None:
    bench = Bench(path=tmp_path / "log.sqlite")

    def fill() -> None:
        bench.log._connection.execute("PRAGMA query_only = ON")

    bench.on(Rest, 1, fill)
    ending = bench.run()
    assert ending.how == "failed"
    assert ending.problem is not None
    assert ending.problem.code == "log_not_written"
    assert not bench.body.awake
    bench.log.close()
