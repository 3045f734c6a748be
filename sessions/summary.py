"""What a session came to: how long it was, and how each of its questions was solved."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from robot.values import value
from sessions.record import Record, canonical, moment
from sessions.said import unnamed

KINDS = ("at_once", "with_help", "staff", "heard", "modelled", "skipped", "unfinished")
"""How a question may have been solved."""


_LOST = {"title": "", "scenario": "", "language": "en", "robot": ""}


@value(frozen=True, slots=True)
class Solved:
    """One question: its words, how it was solved, at which repair step, by which channel, in how many seconds."""

    question: str
    text: str
    kind: str
    """One of KINDS."""
    step: str
    channel: str
    seconds: float


@value(frozen=True, slots=True)
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

    def to_json(self) -> str:
        """The summary as canonical JSON."""
        return canonical(asdict(self))

    @staticmethod
    def from_json(text: str) -> Summary:
        """The summary that `to_json` wrote as `text`."""
        data = json.loads(text)
        data["questions"] = tuple(Solved(**each) for each in data["questions"])
        data["asked_by_staff"] = tuple((what, count) for what, count in data["asked_by_staff"])
        return Summary(**data)


def summary(records: Sequence[Record]) -> Summary:
    """The summary of a session's records; of one whose beginning is lost, as far as they tell."""
    started: Any = records[0].data if records[0].type == "session_started" else _LOST
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
                unspoken.text = unnamed(data)
                unspoken = None
            case "said_edited":
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
