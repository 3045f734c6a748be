"""Falls, heat, charge, length and seats: safety outranks the scenario."""

from __future__ import annotations

from dataclasses import replace

import pytest

from behaviours.machine import BEFORE
from robot.commands import Command, Eyes, Halt, Light, Listen, Move, Pose, Rest, Say, Sound, Wake
from robot.events import Asked, Awake, Charged, Event, Fell, Posed, Warmed
from sessions.patience import STAFF_SECONDS
from sessions.terms import JOINTS, LIFE
from tests.sessions.bench import Bench, assert_failed, plan_of
from tests.sessions.fake_body import READY, nothing
from tests.sessions.replay import replayed

SEATED = replace(READY, family="Sitting")


def goodbye_words(bench: Bench) -> str:
    return bench.body.words()[-1]


def test_a_fall_halts_and_waits_for_staff_who_resume() -> None:
    bench = Bench()
    bench.on(Say, 3, Fell())
    bench.when_logged("paused", 1, bench.later(60.0, bench.asks("resume")))
    assert bench.run().how == "finished"
    turn = next(turn for turn in bench.turns if "monitor" in turn.committed)
    assert turn.before == (Halt(),)
    assert Eyes(Light.STAFF_NEEDED) in turn.after
    assert Sound("attention") in turn.after
    assert bench.data("paused") == [{"why": "fall"}]
    assert bench.body.words()[2] == bench.body.words()[3]


def test_a_fall_while_paused_needs_staff_and_one_resume() -> None:
    bench = Bench()
    bench.on(Say, 3, Asked("pause"))
    bench.when_logged("paused", 1, lambda: bench.session.kernel.post(Fell()))
    bench.when_logged("paused", 2, bench.later(60.0, bench.asks("resume")))
    assert bench.run().how == "finished"
    assert [data["why"] for data in bench.data("paused")] == ["staff", "fall"]


@pytest.mark.parametrize(("status", "size"), [(1, 0.5), (2, None)])
def test_warm_joints_make_gestures_smaller_and_hot_ones_none(status: int, size: float | None) -> None:
    bench = Bench()
    bench.on(Say, 2, Warmed(status))
    assert bench.run().how == "finished"
    sizes = {command.size for command in bench.body.done if isinstance(command, Move)}
    assert sizes == ({1.0, size} if size else {1.0})
    assert bench.types().count("gesture") == len(bench.body.of(Move))
    assert bench.body.of(Rest) == ([Rest(LIFE)] if size else [Rest(JOINTS), Rest(LIFE)])


@pytest.mark.parametrize("kind", [Say, Listen])
def test_hot_joints_rest_while_the_session_goes_on_with_what_was_pending(kind: type[Say] | type[Listen]) -> None:
    bench = Bench()
    bench.on(kind, 3, Warmed(2))
    assert bench.run().how == "finished"
    resting = bench.body.done.index(Rest(JOINTS))
    third, again = bench.body.of(kind)[2:4]
    assert bench.body.done.index(again) == resting + 1
    assert replace(third, tag=0) == replace(again, tag=0)
    assert third.tag != again.tag
    assert not bench.body.of(Halt), "it goes silent by resting"


def test_joints_that_have_cooled_are_woken_and_move_again() -> None:
    bench = Bench()
    bench.on(Say, 2, Warmed(2))
    bench.on(Say, 4, Warmed(1))
    bench.on(Say, 5, Warmed(0))
    assert bench.run().how == "finished"
    moves = [command for command in bench.body.done if isinstance(command, Move)]
    assert moves[-1].size == 1.0
    assert bench.body.of(Wake) == [Wake(LIFE), Wake(JOINTS)]
    assert not [command for command in between(bench, Rest(JOINTS), Wake(JOINTS)) if isinstance(command, Move)]
    assert [data["effect"] for data in bench.data("monitor")] == ["no_gestures", "full_gestures"]


def test_joints_that_cool_while_the_robot_lies_on_the_floor_are_woken_when_staff_go_on() -> None:
    bench = Bench()

    def cool() -> None:
        bench.body.refuses[Wake] = 1
        bench.session.kernel.post(Warmed(0))

    bench.on(Say, 2, Warmed(2))
    bench.on(Say, 4, Fell())
    bench.when_logged("paused", 1, bench.later(5.0, cool))
    bench.when_logged("paused", 1, bench.later(60.0, bench.asks("resume")))
    assert bench.run().how == "finished"
    assert bench.body.of(Wake) == [Wake(LIFE), Wake(JOINTS), Wake(JOINTS)]
    assert bench.data("refused") == [{"what": "motion", "answers": False}]
    woken = len(bench.body.done) - bench.body.done[::-1].index(Wake(JOINTS))
    assert any(isinstance(command, Move) for command in bench.body.done[woken:])


def between(bench: Bench, first: Command, last: Command) -> list[Command]:
    done = bench.body.done
    return done[done.index(first) + 1 : done.index(last)]


def test_hot_joints_break_off_staff_words_and_the_lesson_goes_on() -> None:
    bench = Bench()
    bench.on(Say, 2, Asked("say", "Hei."))
    bench.on(Say, 3, Warmed(2))
    assert bench.run().how == "finished"
    assert "aside_spoken" not in bench.types()
    words = bench.body.words()
    assert words[2] == "Hei."
    assert words[3] == words[1]


def test_hot_joints_rest_in_a_pause_and_nothing_is_said_into_it() -> None:
    bench = Bench()
    bench.on(Say, 3, Asked("pause"))
    bench.when_logged("paused", 1, Warmed(2))
    bench.when_logged("paused", 1, bench.later(60.0, bench.asks("resume")))
    assert bench.run().how == "finished"
    types = bench.types()
    assert types[types.index("paused") : types.index("resumed")] == ["paused", "monitor", "staff_asked"]
    assert Rest(JOINTS) in bench.body.done


def test_a_robot_that_is_hot_as_it_wakes_is_woken_first_and_its_joints_rest_then() -> None:
    bench = Bench()
    # It is told before the waking has ended, as a driver tells it on connecting.
    bench.when_logged("body_ready", 1, Warmed(2))
    bench.when_logged("body_ready", 1, lambda: bench.body.deaf.add(Wake))
    bench.on(Wake, 1, Awake(LIFE), after=0.5)
    assert bench.session.run().how == "finished"
    done = bench.body.done
    before = [command for command in done[: done.index(bench.speaker(1))] if not isinstance(command, Sound)]
    assert before == [Wake(LIFE), Rest(JOINTS)]
    assert not bench.body.of(Move)


def test_hot_joints_rest_again_once_a_lost_robot_has_been_found() -> None:
    bench = Bench()
    bench.on(Say, 3, Warmed(2))
    bench.on(Say, 5, bench.body.lose)
    bench.when_logged("lost", 1, bench.later(20.0, bench.body.regain))
    assert bench.run().how == "finished"
    found = bench.body.done.index(Wake(LIFE), 1)
    assert bench.body.done[found + 1] == Rest(JOINTS)
    assert isinstance(bench.body.done[found + 2], Say)


def test_a_low_charge_while_it_wakes_leads_straight_to_the_goodbye() -> None:
    bench = Bench()
    bench.when_logged("body_ready", 1, Charged(12))
    assert bench.run().how == "finished"
    assert bench.body.words() == [goodbye_words(bench)]
    assert goodbye_words(bench).startswith("Löysimme")
    assert replayed(bench.records).machine.state == "end"


@pytest.mark.parametrize("event", [Warmed(3), Charged(8), Charged(3)])
@pytest.mark.parametrize("kind", [Say, Listen])
def test_too_hot_or_empty_rests_at_once(event: Event, kind: type[Command]) -> None:
    bench = Bench()
    bench.on(kind, 2, event)
    assert_failed(bench, "body_must_rest")
    halted = bench.body.done.index(Halt())
    assert bench.body.done[halted:] == [Halt(), Eyes(Light.OFF), Rest(LIFE)]


def test_too_hot_while_paused_rests_at_once() -> None:
    bench = Bench()
    bench.on(Say, 2, Asked("pause"))
    bench.when_logged("paused", 1, Warmed(3))
    assert_failed(bench, "body_must_rest")


def test_a_low_charge_goes_to_the_goodbye() -> None:
    bench = Bench()
    bench.on(Say, 3, Charged(15))
    bench.on(Say, 4, Charged(14))
    assert bench.run().how == "finished"
    assert len(bench.body.words()) == 4
    assert goodbye_words(bench).startswith("Löysimme")
    assert bench.data("monitor") == [{"monitor": "battery", "effect": "say_goodbye"}]


def test_a_charge_that_is_low_enough_changes_nothing() -> None:
    bench = Bench()
    bench.on(Say, 3, Charged(16))
    assert bench.run().how == "finished"
    assert "monitor" not in bench.types()


def test_a_low_charge_during_a_pause_is_remembered_when_staff_resume() -> None:
    bench = Bench()
    bench.on(Say, 3, Asked("pause"))
    bench.when_logged("paused", 1, Charged(12))
    bench.when_logged("paused", 1, bench.later(60.0, bench.asks("resume")))
    assert bench.run().how == "finished"
    assert len(bench.body.words()) == 4
    assert goodbye_words(bench).startswith("Löysimme")


def test_a_session_that_lasts_too_long_goes_to_its_goodbye() -> None:
    bench = Bench(replace(plan_of("number-friends"), minutes=1.0))
    bench.people.script = [nothing] * 40
    assert bench.run().how == "finished"
    assert {"monitor": "length", "effect": "say_goodbye"} in bench.data("monitor")
    assert goodbye_words(bench).startswith("Löysimme")
    assert bench.clock.now() < 100.0


def test_a_pause_does_not_count_as_time_of_the_session() -> None:
    bench = Bench(replace(plan_of("number-friends"), minutes=1.0))
    bench.on(Say, 3, Asked("pause"))
    bench.when_logged("paused", 1, bench.later(600.0, bench.asks("resume")))
    assert bench.run().how == "finished"
    assert "monitor" not in bench.types()
    assert goodbye_words(bench) != bench.body.words()[3]


def test_the_time_before_a_pause_counts_after_it() -> None:
    bench = Bench(replace(plan_of("number-friends"), minutes=1.0))
    bench.people.script = [nothing] * 40
    bench.on(Listen, 5, Asked("pause"))
    bench.when_logged("paused", 1, bench.later(600.0, bench.asks("resume")))
    assert bench.run().how == "finished"
    assert {"monitor": "length", "effect": "say_goodbye"} in bench.data("monitor")
    assert goodbye_words(bench).startswith("Löysimme")
    assert bench.clock.now() < 700.0


def test_a_goodbye_under_way_is_not_begun_again() -> None:
    bench = Bench()
    bench.on(Say, 3, Charged(15))
    bench.on(Say, 4, lambda: bench.session._warn("overdue"))
    assert bench.run().how == "finished"
    assert bench.body.words()[3:] == [goodbye_words(bench)] * 2, "it is said again, as after a pause, and then over"


def test_a_low_charge_at_the_start_refuses() -> None:
    bench = Bench()
    bench.body.ready = replace(READY, battery=29)
    assert_failed(bench, "battery_low")
    assert not bench.body.of(Wake)
    assert bench.body.of(Rest)


@pytest.mark.parametrize("battery", [30, None])
def test_enough_charge_or_a_body_without_a_battery_may_start(battery: int | None) -> None:
    bench = Bench()
    bench.body.ready = replace(READY, battery=battery)
    assert bench.run().how == "finished"


def test_a_robot_that_does_not_speak_the_language_is_not_woken() -> None:
    bench = Bench()
    bench.body.ready = replace(READY, languages=("en",))
    problem = assert_failed(bench, "language_not_spoken")
    assert "'fi'" in problem.message("en")
    assert not bench.body.of(Wake)


def test_care_with_a_standing_robot_asks_staff_to_seat_it_and_wakes_it_only_then() -> None:
    bench = Bench("morning-round")
    bench.body.ready = replace(READY, family="Standing")
    woken_at_look: list[bool] = []

    def look() -> None:
        woken_at_look.append(bool(bench.body.of(Wake)))
        if len(woken_at_look) == 2:
            bench.body.family = "Sitting"
        bench.session.kernel.post(Asked("resume"))

    bench.when_logged("seat_asked", 1, bench.later(10.0, look))
    bench.when_logged("seat_asked", 2, bench.later(10.0, look))
    assert bench.run().how == "finished"
    assert woken_at_look == [False, False]
    assert bench.data("seat_asked") == [{"family": "Standing"}] * 2
    first = next(index for index, command in enumerate(bench.body.done) if isinstance(command, Wake))
    assert bench.body.done[:first] == [Eyes(Light.STAFF_NEEDED), Pose(-2), Eyes(Light.STAFF_NEEDED), Pose(-2)]


def test_care_goes_on_by_itself_when_the_robot_has_been_seated() -> None:
    bench = Bench("morning-round")
    bench.body.ready = replace(READY, family="Standing")
    bench.when_logged("seat_asked", 1, Posed(0, "SittingOnChair"))
    assert bench.run().how == "finished"


def test_stop_while_staff_are_asked_to_seat_the_robot() -> None:
    bench = Bench("morning-round")
    bench.body.ready = replace(READY, family="Standing")
    bench.when_logged("seat_asked", 1, Asked("stop"))
    assert bench.run().how == "stopped"
    assert not bench.body.of(Wake)


@pytest.mark.parametrize("what", ["seat", "pause"])
def test_staff_who_never_come_are_not_waited_for_for_ever(what: str) -> None:
    bench = Bench("morning-round" if what == "seat" else "number-friends", outsiders=False)
    bench.on(Say, 2, Asked("pause"))
    assert_failed(bench, "nobody_came")
    assert bench.clock.now() > STAFF_SECONDS


def test_nothing_has_begun_before_the_body_is_awake() -> None:
    bench = Bench()
    states: list[str] = []
    bench.on(Wake, 1, lambda: states.append(bench.session.state), after=0.0)
    bench.when_logged("awake", 1, lambda: states.append(bench.session.state))
    bench.run()
    assert states[0] == BEFORE


def test_what_is_asked_before_it_is_awake_waits_for_nothing() -> None:
    bench = Bench()
    bench.when_logged("session_started", 1, Asked("pause"))
    assert bench.run().how == "finished"
    assert [line.text for line in bench.lines if line.what == "not_now"] == ["pause"]
