"""Whatever people do, a question comes to its end, and the log knows how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from behaviours.behaviour import END, Behaviour
from behaviours.directives import CallStaff, Hear
from behaviours.turns import Nothing, Overlap, Turn, Unclear, Understood
from tests.behaviours.driver import Play, Seen, alone, doubles, play, sky, stage

REQUESTS = ("again", "hint")
IDS = ("blue", "red", "green", "n2", "n4", "n6", "n99", "yes", "no", "stop", "never heard of")


def turns(*options: str) -> st.SearchStrategy[Turn]:
    """Any turn; requests for the question or a hint where they are among the options."""
    ids = st.sampled_from([*IDS, *options])
    some = st.lists(st.sampled_from(IDS), max_size=2).map(tuple)
    channel = st.sampled_from(["speech", "touch", "screen", "card", "staff"])
    confidence = st.one_of(st.floats(0, 1), st.sampled_from([0.35, 0.4, 0.55]))
    return st.one_of(
        st.builds(Understood, ids, confidence, channel),
        st.builds(Unclear, channel, some),
        st.builds(Overlap, some),
        st.just(Nothing()),
    )


# Where a list is over it begins again: people who never tire.
TROUBLES = st.lists(turns(), min_size=1, max_size=12)
ANYTHING = st.lists(turns(*REQUESTS), max_size=30)
RUNGS = st.integers(1, 6)


def questions(rungs: int, welcome_any: bool) -> list[Behaviour[Any]]:
    on = stage(rungs=rungs)
    return [
        sky(on, welcome_any=welcome_any),
        sky(on, hint=None, short=None),
        doubles(on, cards=3, welcome_any=welcome_any),
        doubles(on, count=2),
    ]


def cycle_of(script: list[Turn]) -> Iterator[Turn]:
    while True:
        yield from script


def settled_once(seen: Seen) -> None:
    asked = {note["question"] for note in seen.notes("question_asked")}
    settled = Counter(note["question"] for note in seen.notes("answered"))

    assert settled == Counter(asked)
    assert {note["how"] for note in seen.notes("answered")} <= {"right", "heard", "modelled"}


@settings(max_examples=30)
@given(TROUBLES, RUNGS, st.booleans())
def test_a_question_ends_however_long_the_trouble_lasts(script: list[Turn], rungs: int, welcome_any: bool) -> None:
    for question in questions(rungs, welcome_any):
        played = alone(question)
        played.turns = _from(script)
        played.machine.begin()
        played.go_on(2_000)

        assert played.machine.state == END
        settled_once(played)
        asked = len(played.notes("question_asked"))
        # A turn for each repair and one more, a confirmation for each thing that may be asked back, and staff.
        assert len(played.replies) - 1 <= asked * (rungs + 1 + len(IDS) + 1)


@settings(max_examples=30)
@given(ANYTHING, RUNGS, st.booleans())
def test_a_question_ends_once_people_have_what_they_asked_for(script: list[Turn], rungs: int, any_: bool) -> None:
    for question in questions(rungs, any_):
        given = iter(script)
        played = alone(question)
        played.turns = lambda pending, given=given: next(given, None) or _right(pending)
        played.begin()

        assert played.machine.state == END
        settled_once(played)


@settings(max_examples=30)
@given(ANYTHING, st.integers(0, 40))
def test_skipping_and_closing_are_possible_at_any_moment(script: list[Turn], steps: int) -> None:
    for leave in ("skip", "close"):
        played: Play = alone(doubles(cards=3))
        given = iter(script)
        played.turns = lambda pending, given=given: next(given, None) or _right(pending)
        played.machine.begin()
        played.go_on(steps)
        ended = played.machine.ended

        assert getattr(played.machine, leave)() is not ended
        assert played.machine.ended
        assert played.machine.pending is None


@pytest.mark.parametrize("doubtful", [("red", "green"), ("red", "green", "blue"), ("blue", "yes", "no")])
def test_answers_that_are_never_sure_do_not_go_round_in_a_circle(doubtful: tuple[str, ...]) -> None:
    played = alone(sky())
    played.turns = _from([Understood(option, 0.4, "speech") for option in doubtful])
    played.machine.begin()
    played.go_on(100)

    assert played.machine.ended


def _from(script: list[Turn]) -> Any:
    given = cycle_of(script)
    return lambda pending: next(given)


def _right(pending: Hear | CallStaff) -> Turn:
    return Understood(pending.right[0] if isinstance(pending, Hear) else pending.options[0].id, 1.0, "speech")


@settings(max_examples=40)
@given(ANYTHING)
def test_without_a_machine_the_tests_see_what_they_see_with_one(script: list[Turn]) -> None:
    for make in (sky, doubles):
        with_machine = alone(make())
        given = iter(script)
        with_machine.turns = lambda pending, given=given: next(given, None)
        without = play(make(), *script)

        assert with_machine.begin().directives == without.directives
        assert with_machine.machine.ended == bool(without.outcome)
