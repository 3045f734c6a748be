"""What counts in every turn: calls for help, and wishes to stop, by how surely they were heard."""

from __future__ import annotations

import pytest

from behaviours.directives import Hear
from behaviours.turns import Turn, Unclear, Understood
from robot.commands import Listen, Option
from robot.events import Heard, Hypothesis
from sessions.listening import DISTRESS, STOP, Listening
from tests.sessions.bench import plan_of

PLAN = plan_of("number-friends")
PROFILE = PLAN.profile
LISTENING = Listening(PLAN.answers, None, "fi")


def turn(words: str, confidence: float = 0.8, *answers: str) -> Turn:
    options = tuple(Option(f"a{place}", (answer,)) for place, answer in enumerate(answers, start=1))
    hear = Hear(options, ("a1",), PROFILE.timing(), "fi", "question")
    listen: Listen = LISTENING.open(hear, 1)
    found = LISTENING.resolve(Heard(1, (Hypothesis(words, confidence),)), listen)
    assert found is not None
    return found


def control(words: str, confidence: float, *answers: str) -> str | None:
    return LISTENING.control(turn(words, confidence, *answers), PROFILE)


@pytest.mark.parametrize("words", ["auttakaa", "soittakaa ambulanssi", "sauna oli kuuma ja sitten apua"])
def test_a_call_counts_where_no_answer_would(words: str) -> None:
    assert control(words, PROFILE.alarm, "sauna") == DISTRESS
    assert control(words, PROFILE.alarm - 0.01, "sauna") is None
    assert PROFILE.alarm < PROFILE.confirm


def test_a_stop_that_was_hardly_heard_calls_staff_and_does_not_end_the_session() -> None:
    assert control("lopettakaa", PROFILE.accept, "sauna") == STOP
    assert control("lopettakaa", PROFILE.confirm, "sauna") == DISTRESS
    assert control("lopettakaa", PROFILE.confirm - 0.01, "sauna") is None


def test_a_command_never_hides_a_call() -> None:
    assert control("anna vihje apua", 0.8, "sauna") == DISTRESS


def test_what_only_resembles_a_call_is_unclear() -> None:
    assert turn("ei ole hätä tämän näköinen", 0.8, "sauna") == Unclear("speech")
    assert control("ottakaa kahvia", 0.8, "sauna") is None


def test_an_expected_answer_wins() -> None:
    assert turn("sattuu", 0.8, "sattuu") == Understood("a1", 0.8, "speech")
