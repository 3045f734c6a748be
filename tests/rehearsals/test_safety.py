"""The safety rules: each tells of a bad trace and of no good one, and no whole session breaks any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from robot.commands import Sensor
from sessions.length import GOODBYE_SECONDS
from sessions.patience import STAFF_SECONDS
from sessions.record import Record
from sessions.rehearsals.safety import ORACLES, Oracles
from sim.clock import VirtualClock
from sim.faults import KINDS, STAFF_ACTS, Faults
from sim.nao.joints import BODY
from sim.sights import EarsClosed, EarsOpened, Gestured, Sight, SpeechBegan, SpeechEnded, Stilled
from tests.rehearsals.strained import Reply, Strained

ARMS = ("LShoulderPitch", "RShoulderPitch")
HEAD = ("HeadYaw", "HeadPitch")
Happens = Sight | tuple[str, dict[str, Any]]
Trace = Sequence[tuple[float, Happens]]


def says(text: str = "Hei.") -> Sight:
    return SpeechBegan(text, "Finnish")


def said(text: str = "Hei.") -> Sight:
    return SpeechEnded(text, "Finnish", True)


def note(type: str, **data: Any) -> Happens:
    return type, data


def words(template: str = "Montako?", **slots: str) -> Happens:
    return note("said", template=template, language="fi", slots=slots)


AWAKE, STOP = note("awake"), note("staff_asked", what="stop", by="staff")
ASKED = note("question_asked", question="sums.1", step="first")
AGAIN_BY_VOICE = note("understood", option="again", confidence=0.8, channel="speech")


def answered(how: str) -> Happens:
    return note("answered", question="sums.1", how=how, step="first", channel=None, option=None)


def breaches(trace: Trace, until: float = 0.0) -> list[tuple[str, float]]:
    """What is found in a session to which this happens, a moment after another, up to `until`."""
    clock = VirtualClock()
    oracles = Oracles(clock)

    def take(happens: Happens) -> None:
        if isinstance(happens, tuple):
            oracles.note(Record("s", 1, "s-1", happens[0], "", happens[1]))
        else:
            oracles.see(happens)

    for at, happens in trace:
        clock.call_later(at, lambda happens=happens: take(happens))  # type: ignore[misc]
    clock.call_later(max(until, *(at for at, _ in trace)), lambda: None)
    while clock.until_next() is not None:
        clock.run_due()
    return [(breach.rule, breach.at) for breach in oracles.breaches]


THREE_TIMES: Trace = [(1, ASKED), (1, words()), (2, words()), (3, words())]
BAD: dict[str, tuple[str, Trace, float]] = {
    "it speaks before it is awake": ("speaks_at_rest", [(1, says())], 1),
    "it speaks after a stop": ("speaks_at_rest", [(1, AWAKE), (2, STOP), (3, says())], 3),
    "it speaks after the end": (
        "speaks_at_rest",
        [(1, AWAKE), (2, note("state_entered", state="end")), (3, says())],
        3,
    ),
    "it speaks too hot": (
        "speaks_at_rest",
        [(1, AWAKE), (2, note("monitor", monitor="heat", effect="rest_now")), (3, says())],
        3,
    ),
    "it speaks on after a stop": ("speaks_at_rest", [(1, AWAKE), (2, says()), (3, STOP), (5, said())], 5),
    "it moves after a stop": ("moves_after_stop", [(1, AWAKE), (2, STOP), (3, Gestured(HEAD, 1.0))], 3),
    "it rests twice": (
        "moves_after_stop",
        [(1, AWAKE), (2, STOP), (3, Gestured(BODY, 1.0)), (6, Gestured(BODY, 1.0))],
        6,
    ),
    "it moves on after a stop": (
        "moves_after_stop",
        [(1, AWAKE), (2, Gestured(ARMS, 9.0)), (3, STOP), (5, EarsClosed())],
        5,
    ),
    "it hangs": ("no_way_out", [(1, AWAKE), (2, says()), (4, said())], 34),
    "it hangs after staff went on": (
        "no_way_out",
        [(1, AWAKE), (2, note("paused", why="staff")), (9, note("resumed"))],
        39,
    ),
    "it hangs after a movement": ("no_way_out", [(1, AWAKE), (2, Gestured(HEAD, 5.0))], 37),
    "it hangs after a movement that was stopped": (
        "no_way_out",
        [(1, AWAKE), (2, Gestured(HEAD, 50.0)), (5, Stilled(HEAD))],
        35,
    ),
    "it asks three times": ("same_words_again", THREE_TIMES, 3),
    "it asks thrice in a round": (
        "same_words_again",
        [
            (at, happens)
            for at in (1, 2, 3)
            for happens in (note("question_asked", question=f"sums.{at}", step="first"), words(), answered("modelled"))
        ],
        3,
    ),
    "it speaks with open ears": ("listens_while_speaking", [(1, AWAKE), (2, EarsOpened()), (3, says())], 3),
    "it opens its ears while it speaks": ("listens_while_speaking", [(1, AWAKE), (2, says()), (3, EarsOpened())], 3),
    "its arms move while it listens": (
        "arms_move_while_hands_answer",
        [(1, AWAKE), (2, EarsOpened()), (3, Gestured((*ARMS, *HEAD), 1.0))],
        3,
    ),
    "its arms still move when it listens": (
        "arms_move_while_hands_answer",
        [(1, AWAKE), (2, Gestured(ARMS, 3.0)), (4, EarsOpened())],
        4,
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_trace_is_told_of_once_and_by_its_rule_alone(name: str) -> None:
    rule, trace, at = BAD[name]
    found = breaches(trace, until=at + 0.5)
    assert [each for each, _ in found] == [rule]
    assert at - 5 < found[0][1] <= at + 0.5


def test_every_rule_has_a_bad_trace() -> None:
    assert {rule for rule, _, _ in BAD.values()} == set(ORACLES)


REACHED_AGAIN: Trace = [(1, AWAKE), (2, note("lost")), (60, note("regained")), (61, AWAKE)]
GOOD: dict[str, Trace] = {
    "a lesson": [(1, AWAKE), (2, says()), (4, said()), (5, EarsOpened()), (8, EarsClosed()), (8, says()), (9, said())],
    "a stop in the middle of everything": [
        (1, AWAKE),
        (2, says()),
        (2, Gestured(ARMS, 9.0)),
        (3, STOP),
        (3, said()),
        (3, Stilled(ARMS)),
        (3.2, Gestured(BODY, 2.0)),
        (6, note("session_ended", how="stopped", why=None, seconds=5.0)),
    ],
    "ears that stay open": [(1, AWAKE), (2, EarsOpened()), (90, EarsClosed()), (91, says()), (92, said())],
    "a breath that is led by movements": [(1, AWAKE), *[(2 + 10 * n, Gestured(ARMS, 6.0)) for n in range(12)]],
    "a pause": [(1, AWAKE), (2, note("paused", why="staff")), (500, note("resumed")), (500, says()), (501, said())],
    "staff who are awaited": [(1, AWAKE), (2, note("staff_called", reason="answer_unclear")), (45, words())],
    "a robot that is lost": REACHED_AGAIN,
    "a lost robot that ends what it says, listens and moves": [
        *REACHED_AGAIN[:2],
        (3, EarsOpened()),
        (3, says()),
        (4, Gestured(ARMS, 2.0)),
        (5, said()),
        (6, EarsClosed()),
        *REACHED_AGAIN[2:],
    ],
    "a question that people want to hear again and again": [
        (1, ASKED),
        *[(n, each) for n in range(1, 9) for each in (words(), note("listened", question="sums.1"), AGAIN_BY_VOICE)],
    ],
    "the same question with other slots": [(n, each) for n in range(1, 9) for each in (ASKED, words(first=str(n)))],
    "a menu that people have answered": [
        (n, each) for n in range(1, 9) for each in (ASKED, words(), answered("right"))
    ],
    "the same words between questions": [(n, words("Hienoa!")) for n in range(1, 9)],
    "a nod while it listens": [(1, AWAKE), (2, EarsOpened()), (3, Gestured(HEAD, 1.0)), (5, EarsClosed())],
    "arms that were stopped before it listens": [
        (1, AWAKE),
        (2, Gestured(ARMS, 9.0)),
        (3, Stilled(ARMS)),
        (4, EarsOpened()),
        (5, EarsClosed()),
    ],
    "arms that are still when it listens": [(1, AWAKE), (2, Gestured(ARMS, 1.0)), (3, EarsOpened()), (5, EarsClosed())],
}


@pytest.mark.parametrize("name", GOOD)
def test_nothing_is_told_of_a_good_trace(name: str) -> None:
    assert breaches(GOOD[name]) == []


DEEDS = st.sampled_from(
    ["right", "wrong", "mumble", "crowd", "silent", "again", "slower", "nonsense", "right", "stop", "help", "hold"]
)
REPLIES = st.lists(
    st.builds(Reply, DEEDS, st.sampled_from([0.0, 0.3, 1.5, 5.0]), st.none() | st.sampled_from(list(Sensor))),
    min_size=1,
    max_size=8,
)
STAFF = st.lists(st.tuples(st.floats(0, 400), st.sampled_from([*STAFF_ACTS, "resume", "say"])), max_size=5)
SCENARIOS = st.sampled_from(["number-friends", "morning-round", "own-words", "song-moment"])


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(
    SCENARIOS,
    st.sampled_from(["fi", "sv", "en"]),
    REPLIES,
    STAFF,
    st.lists(st.sampled_from(KINDS), unique=True),
    st.integers(0, 9999),
)
def test_whatever_people_staff_and_faults_do_no_rule_is_broken_and_the_robot_ends_at_rest(
    scenario: str,
    language: str,
    replies: list[Reply],
    staff: list[tuple[float, str]],
    kinds: list[str],
    seed: int,
) -> None:
    session = Strained(scenario, language, replies, staff, Faults(kinds, seed, 8), seed)
    session.run()
    assert session.oracles.breaches == (), session.story
    assert session.at_rest, session.ending
    pauses = sum(record.type == "paused" for record in session.log.all)
    assert session.clock.now() < 8 * 2 * 60 + GOODBYE_SECONDS + (pauses + 1) * STAFF_SECONDS


def test_a_robot_that_never_comes_back_is_at_rest_once_its_line_is() -> None:
    session = Strained("number-friends", "fi", [Reply("right")], faults=Faults(["line_drop"], 0, 2))
    session.run(after=600.0)
    assert session.at_rest
