"""What a session came to: how long it was, and how each of its questions was solved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from robot.text import Text, no_names
from sessions.record import Record, moment

KINDS = ("at_once", "with_help", "staff", "heard", "modelled", "skipped", "unfinished")
"""How a question may have been solved."""


@dataclass(frozen=True, slots=True)
class Solved:
    """One question: its words, how it was solved, at which repair step, by which channel, in how many seconds."""

    question: str
    text: str
    kind: str
    """One of KINDS."""
    step: str
    channel: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Summary:
    """A session in figures. It names nobody and holds nothing that people said."""

    session: str
    title: str
    scenario: str
    language: str
    robot: str
    started: str
    how: str
    minutes: float
    questions: tuple[Solved, ...]
    asked_by_staff: tuple[tuple[str, int], ...]
    """What staff asked for, and how often."""

    def count(self, kind: str) -> int:
        """How many questions were solved in this way."""
        return sum(solved.kind == kind for solved in self.questions)


def summary(records: Sequence[Record]) -> Summary:
    """The summary of a session's records; the first of them is its `session_started`."""
    started: Any = records[0].data
    ended: Any = next((record.data for record in records if record.type == "session_ended"), {})
    seconds = (moment(records[-1].time) - moment(records[0].time)).total_seconds()
    asked = (record.data for record in records if record.type == "staff_asked")
    # Whoever says "let's stop" while the robot listens is one of the people, not of the staff.
    staff = Counter(str(data["what"]) for data in asked if data["by"] != "voice")
    return Summary(
        session=records[0].session,
        title=started["title"],
        scenario=started["scenario"],
        language=started["language"],
        robot=started["robot"],
        started=records[0].time,
        how=ended.get("how", "running"),
        minutes=round(ended.get("seconds", seconds) / 60, 1),
        questions=tuple(_questions(records)),
        asked_by_staff=tuple(sorted(staff.items())),
    )


@dataclass(slots=True)
class _Open:
    asked_at: str
    text: str = ""
    step: str = "first"


def _questions(records: Sequence[Record]) -> list[Solved]:
    solved: list[Solved] = []
    pending: dict[str, _Open] = {}
    unspoken: _Open | None = None
    for record in records:
        data: Any = record.data
        match record.type:
            case "question_asked":
                # A question that is asked again keeps its first words and its first moment.
                fresh = data["question"] not in pending
                asked = pending.setdefault(data["question"], _Open(record.time))
                unspoken = asked if fresh else None
            case "said" if unspoken is not None:
                unspoken.text = _words(data)
                unspoken = None
            case "repaired" if data["question"] in pending:
                pending[data["question"]].step = data["step"]
            case "answered":
                asked = pending.pop(data["question"], _Open(record.time))
                seconds = (moment(record.time) - moment(asked.asked_at)).total_seconds()
                kind, channel = _kind(data), data["channel"] or "none"
                solved.append(Solved(data["question"], asked.text, kind, data["step"], channel, seconds))
            case "staff_asked" if data["what"] == "skip":
                solved += _left(pending, "skipped")
    return solved + _left(pending, "unfinished")


def _left(pending: dict[str, _Open], kind: str) -> list[Solved]:
    """The questions that were asked and not settled, taken out."""
    left = [Solved(question, asked.text, kind, asked.step, "none", 0.0) for question, asked in pending.items()]
    pending.clear()
    return left


def _kind(answered: Any) -> str:
    if answered["how"] != "right":
        return str(answered["how"])
    if answered["channel"] == "staff":
        return "staff"
    return "at_once" if answered["step"] == "first" else "with_help"


def _words(said: Any) -> str:
    """The template with its slots filled; a name, and what somebody typed, stays an ellipsis."""
    slots = {
        slot: value if isinstance(value, str) else value.get("words", "…") for slot, value in said["slots"].items()
    }
    return Text(said["template"], said["language"], tuple(slots.items())).filled(no_names)
