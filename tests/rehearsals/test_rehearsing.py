"""One case, from the first word to the robot's rest."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from unittest.mock import patch

import pytest

from robot.problem import Problem
from scenarios.language.check import load
from sessions.launch import Launch, Order
from sessions.live import Live, Who
from sessions.log import Log
from sessions.rehearsals.case import Case
from sessions.rehearsals.memory_log import digest
from sessions.rehearsals.outcome import ENDLESS, TOO_LONG, TOO_MANY_STEPS, Outcome
from sessions.rehearsals.rehearsing import conversation, rehearse
from sessions.rehearsals.subject import Subject
from sessions.rehearsals.thresholds import Bounds, thresholds
from sessions.settings import Settings
from sessions.station import Station
from sim.faults import Fault, Faults, Kind

NAME = "number-friends"


@cache
def subject() -> Subject:
    return Subject.of(load(NAME), NAME, ["eager_child"], ["fi"])


CASE = Case(NAME, "eager_child", "fi", 0)
WORDS = "kissa = cat, koira = dog, talo = house"


def test_a_lesson_with_an_eager_child_ends_as_intended() -> None:
    outcome = rehearse(subject(), CASE)
    assert (outcome.how, outcome.why, outcome.intended) == ("finished", None, True)
    assert outcome.states == tuple(subject().plan.states)
    assert len({each.id for each in outcome.questions}) == len(outcome.questions) > 5
    assert all(each.text for each in outcome.questions)
    assert 0 < outcome.minutes < subject().plan.minutes
    assert 0.5 < outcome.talk < 1.0
    assert 0 < outcome.longest_silence < 30
    assert (outcome.dead_end, outcome.loop) == ("", ())
    assert 30 < outcome.heat < 65
    assert 70 < outcome.battery < 85


def test_the_conversation_is_that_of_the_outcome_with_what_people_truly_said() -> None:
    outcome, lines = conversation(subject(), CASE)
    assert outcome == rehearse(subject(), CASE)
    spoken = [line for line in lines if line.what == "spoke"]
    assert spoken
    assert all(line.who is Who.PERSON and ": " in line.text for line in spoken)
    assert any(line.who is Who.ROBOT and line.what == "says" for line in lines)


@pytest.mark.parametrize(
    ("bounds", "why"),
    [
        (Bounds(overtime=0.01, minutes=0.5, steps=100_000), TOO_LONG),
        (Bounds(overtime=4.0, minutes=60.0, steps=100), TOO_MANY_STEPS),
    ],
)
def test_a_session_beyond_a_bound_is_cut_off_and_told_as_endless(bounds: Bounds, why: str) -> None:
    rules = thresholds().model_copy(update={"bounds": bounds})
    outcome = rehearse(subject(), CASE, rules=rules)
    assert (outcome.how, outcome.why, outcome.intended) == (ENDLESS, why, False)
    assert outcome == rehearse(subject(), CASE, rules=rules)


def test_faults_make_another_session_which_still_ends() -> None:
    case = Case(NAME, "eager_child", "fi", 3, ("fall", "staff", "misheard"))
    outcome = rehearse(subject(), case)
    assert outcome.how in ("finished", "stopped")
    assert outcome.staff_called > 0
    assert outcome.digest != rehearse(subject(), CASE).digest
    assert outcome == rehearse(subject(), case)


def test_what_goes_wrong_mostly_does_so_while_the_session_lasts() -> None:
    """The plan of a lesson is its latest end: most are over long before it."""
    of = Subject.of(load(NAME), NAME, ["eager_child"], ["fi"], ["late_reply"])
    outcomes = [rehearse(of, case) for case in of.cases(range(10))]
    times = [
        (fault.at, outcome.minutes * 60)
        for outcome in outcomes
        for fault in Faults(of.faults, outcome.case.seed, of.expected["fi"], of.casts["eager_child"].name).schedule
    ]
    assert sum(at < end for at, end in times) > 0.8 * len(times)
    assert of.expected["fi"] < of.plan.minutes / 2


def test_some_staff_are_near_enough_to_decide_on_an_answer() -> None:
    of = Subject.of(load(NAME), NAME, ["newcomer_l2"], ["sv"])
    outcomes = [rehearse(of, case) for case in of.cases(range(30))]
    called = sum(outcome.staff_called for outcome in outcomes)
    decided = sum(each.kind == "staff" for outcome in outcomes for each in outcome.questions)
    assert 0 < decided < called / 3


def test_with_faults_everybody_should_come_to_a_safe_end() -> None:
    calm = Subject.of(load("morning-round"), "morning-round", ["declines", "slow_elder"], ["fi"])
    assert calm.success == {"declines": "left_in_peace", "slow_elder": "finished"}
    faulty = Subject.of(load("morning-round"), "morning-round", ["declines", "slow_elder"], ["fi"], ["fall"])
    assert set(faulty.success.values()) == {"safe_end"}


def test_every_persona_that_fits_is_rehearsed_in_every_language_of_both() -> None:
    every = Subject.of(load(NAME), NAME)
    assert "slow_elder" not in every.casts
    assert {language for _, language in every.pairs} == {"fi", "sv", "en"}
    cases = list(every.cases(range(2)))
    assert [case.seed for case in cases] == sorted(case.seed for case in cases)
    assert len(set(cases)) == len(cases) == 2 * len(every.pairs)


def test_a_rehearsal_of_anything_else_has_another_key() -> None:
    one = subject().key()
    others = [
        Subject.of(load("own-words"), "own-words", ["eager_child"], ["fi"]),
        Subject.of(load(NAME), NAME, ["shy_child"], ["fi"]),
        Subject.of(load(NAME), NAME, ["eager_child"], ["sv"]),
        Subject.of(load(NAME), NAME, ["eager_child"], ["fi"], ["fall"]),
        Subject.of(load("own-words"), "own-words", ["eager_child"], ["fi"], typed={"words": WORDS}),
    ]
    assert len({one, *(other.key() for other in others)}) == 6
    assert Subject.of(load(NAME), NAME, ["eager_child"], ["fi"]).key() == one


@pytest.mark.parametrize(("name", "typed"), [(NAME, {}), ("own-words", {"words": WORDS})])
def test_a_run_with_the_same_seed_and_persona_is_the_same_session(
    tmp_path: Path, name: str, typed: dict[str, str]
) -> None:
    order = Order(name, "sim", "fi", "eager_child", 3, inputs=typed)
    launch = Launch(order, Station(tmp_path), Settings(), Live(), staff=False)
    try:
        launch.run()
    finally:
        launch.close()
    log = Log(Station(tmp_path).log)
    run = digest(log.records(launch.session.id))
    log.close()
    of = Subject.of(load(name), name, ["eager_child"], ["fi"], typed=typed)
    assert rehearse(of, Case(name, "eager_child", "fi", 3)).digest == run


def test_what_is_typed_is_asked_in_every_language() -> None:
    of = Subject.of(load("own-words"), "own-words", ["eager_child"], ["fi", "en"], typed={"words": WORDS})
    for language in ("fi", "en"):
        _, lines = conversation(of, Case("own-words", "eager_child", language, 0))
        said = " ".join(line.text for line in lines if line.what == "says").casefold()
        assert all(word in said for word in ("kissa", "koira", "talo"))


@pytest.mark.parametrize(
    ("languages", "code"), [((), "rehearsal_input"), (("fi", "sv"), "rehearsal_input"), (("fi",), "input_song")]
)
def test_a_value_that_one_language_does_not_have_is_refused_with_the_language(
    languages: tuple[str, ...], code: str
) -> None:
    with pytest.raises(Problem) as refused:
        Subject.of(load("song-moment"), "song-moment", ["slow_elder"], languages, typed={"tune": "my_bonnie"})
    assert refused.value.code == code
    assert "my_bonnie" in refused.value.message("sv")
    assert ("'fi'" in refused.value.message("fi")) == (len(languages) != 1)


def test_an_input_that_does_not_exist_is_refused_whatever_the_language() -> None:
    with pytest.raises(Problem) as refused:
        Subject.of(load("song-moment"), "song-moment", ["slow_elder"], typed={"tun": "my_bonnie"})
    assert refused.value.code == "input_unknown_near"


def ended(*faults: Fault, scenario: str = NAME, persona: str = "eager_child") -> Outcome:
    """What a session comes to upon which just these faults are put."""
    put = Faults((), 0, 1)
    put.schedule = faults
    of = Subject.of(load(scenario), scenario, [persona], ["fi"])
    with patch("sessions.rehearsals.rehearsing.Faults", lambda *_: put):
        return rehearse(of, Case(scenario, persona, "fi", 1, ("fall",)))


def test_staff_who_go_on_after_their_pause_set_up_the_robot_that_fell_meanwhile() -> None:
    outcome = ended(Fault(40, Kind.STAFF, seconds=30, act="pause"), Fault(50, Kind.FALL))
    assert (outcome.how, outcome.intended) == ("finished", True)
    # Theirs, and that the robot called them to its fall.
    assert outcome.staff_called == 2


def test_a_seat_that_is_asked_for_is_given() -> None:
    outcome = ended(
        Fault(20, Kind.LINE_DROP, seconds=20), Fault(30, Kind.FALL), scenario="song-moment", persona="slow_elder"
    )
    assert (outcome.how, outcome.intended, outcome.staff_called) == ("finished", True, 1)


def test_a_fall_that_nobody_saw_ends_a_session_safely() -> None:
    outcome = ended(Fault(20, Kind.LINE_DROP, seconds=20), Fault(30, Kind.FALL))
    assert (outcome.how, outcome.why, outcome.intended) == ("failed", "robot_stays_asleep", True)


def test_a_body_that_is_cut_off_in_its_rest_ends_safely_where_it_comes_to_rest() -> None:
    end = ended().minutes * 60
    cut = Fault(end - 0.2, Kind.LINE_DROP, seconds=20)
    outcome = ended(cut)
    assert (outcome.why, outcome.intended) == ("robot_stays_awake", True)
    # What passes after the session is not of it.
    assert outcome.minutes == pytest.approx(end / 60, abs=0.02)
    with patch("sim.nao.motion.Motion.robot_is_wake_up", lambda _: True):
        assert not ended(cut).intended
