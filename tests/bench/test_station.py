"""The sessions over the wire go on for as long as a bench measures."""

from __future__ import annotations

from tests.bench.station import rounds


def test_whoever_answers_rightly_is_asked_again_for_ever() -> None:
    plan = rounds()
    question = plan.states[plan.start]
    assert question.target("right") == question.name
    assert question.target("modelled") == plan.goodbye
