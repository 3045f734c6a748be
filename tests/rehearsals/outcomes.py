"""Outcomes made up for tests, each like a lesson that went well but for what is said of it."""

from __future__ import annotations

from typing import Any

from sessions.rehearsals.case import Case
from sessions.rehearsals.outcome import Outcome, Question

PAIR = ("eager_child", "fi")


def question(kind: str = "at_once", id: str = "sum.1", step: str = "first") -> Question:
    """A question that was settled in this way."""
    return Question(id, f"Mitä on {id}?", kind, step, "speech", 1, 2.0)


def outcome(seed: int = 0, persona: str = PAIR[0], language: str = PAIR[1], **changes: Any) -> Outcome:
    """What came of one case."""
    fields: dict[str, Any] = {
        "case": Case("sums", persona, language, seed),
        "how": "finished",
        "why": None,
        "intended": True,
        "minutes": 5.0,
        "questions": (question(),),
        "staff_called": 0,
        "staff_acts": (),
        "longest_silence": 4.0,
        "slowest_reaction": 0.5,
        "robot_talk": 90.0,
        "people_talk": 10.0,
        "states": ("hello", "sums"),
        "stood": "sums",
        "dead_end": "",
        "loop": (),
        "missed": (),
        "sentences": 20,
        "heat": 40,
        "battery": 80,
        "declined": False,
        "asked_after": 0,
        "asked_again": 0,
        "breaches": (),
        "digest": "0",
    }
    return Outcome(**fields | changes)
