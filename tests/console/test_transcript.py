"""What people read in the terminal while a session runs."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from console.transcript import Transcript
from sessions.live import Line, Who


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAVERI_LANGUAGE", "en")


def shown(*lines: Line) -> list[str]:
    out = io.StringIO()
    transcript = Transcript(Console(file=out, width=100, highlight=False, color_system=None))
    for line in lines:
        transcript.show(line)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_a_turn_reads_as_a_conversation_with_its_states_and_lights() -> None:
    assert shown(
        Line(Who.SESSION, "state", "pairs.drawing", 31.2),
        Line(Who.SESSION, "state", "pairs.asking", 31.2),
        Line(Who.ROBOT, "light", "speaking", 31.2),
        Line(Who.ROBOT, "gesture", "nod", 31.2),
        Line(Who.ROBOT, "says", "Mikä on luvun kolme kymppipari?", 31.2),
        Line(Who.SESSION, "state", "pairs.listening", 33.9),
        Line(Who.ROBOT, "light", "listening", 33.9),
        Line(Who.ROBOT, "listens", "", 33.9),
        Line(Who.PERSON, "says", "seitsemän", 65.0),
        Line(Who.SESSION, "understood", "n7 0.82", 65.0),
    ) == [
        "       pairs: drawing → asking  ● white eyes",
        "  0:31 Kaveri       ~ nods",
        "  0:31 Kaveri       Mikä on luvun kolme kymppipari?",
        "       pairs: listening  ● blue eyes",
        "  0:33 Kaveri       listens …",
        "  1:05 Person       “seitsemän”",
        "  1:05              understood as n7, 82 % sure",
    ]


def test_what_staff_must_do_is_said_in_words() -> None:
    (line,) = shown(Line(Who.SESSION, "alert", "seat_robot", 0.1))
    assert "Please seat the robot, feet forward" in line


@pytest.mark.parametrize("what", ["silent", "unclear"])
def test_an_answer_without_words_is_told_too(what: str) -> None:
    (line,) = shown(Line(Who.PERSON, what, "", 1.0))
    assert line.startswith("  0:01 Person       (")
