"""The sessions over the wire go on for as long as a bench measures."""

from __future__ import annotations

from pathlib import Path

from tests.bench.far_end import FarEnd
from tests.bench.station import Minimal, rounds


def test_whoever_answers_rightly_is_asked_again_for_ever() -> None:
    plan = rounds()
    question = plan.states[plan.start]
    assert question.target("right") == question.name
    assert question.target("modelled") == plan.goodbye


def test_the_floor_finds_the_log_as_it_is_and_its_call_arrives(tmp_path: Path) -> None:
    far_end = FarEnd()
    try:
        minimal = Minimal(far_end.url, tmp_path / "floor")
        minimal.call()
        minimal.close()
    finally:
        far_end.close()
