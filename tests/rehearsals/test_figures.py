"""The figures of sessions whose log and room are known to the second."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from robot.commands import Sensor
from sessions.record import Record
from sessions.rehearsals import figures
from sessions.rehearsals.intention import FINISHED, LEFT_IN_PEACE, intended
from sessions.rehearsals.journal import Journal
from sessions.rehearsals.outcome import Breach
from sessions.rehearsals.thresholds import thresholds
from sim.clock import VirtualClock
from sim.room import Declined, Left, Missed, Pressed, Returned, Spoke
from sim.sights import SpeechBegan, SpeechEnded

Told = tuple[float, str, Mapping[str, object]]


def kept(*told: Told) -> list[tuple[float, Record]]:
    """A log of these events."""
    return [
        (at, Record("s", seq, f"s-{seq}", type, f"2026-09-01T07:{int(at) // 60:02}:{at % 60:06.3f}Z", data))
        for seq, (at, type, data) in enumerate(told, start=1)
    ]


def state(at: float, name: str) -> Told:
    return (at, "state_entered", {"state": name})


def asked(at: float, question: str) -> Told:
    return (at, "question_asked", {"question": question})


def spoken(journal: Journal, clock: VirtualClock, begins: float, ends: float) -> None:
    for at, sight in ((begins, SpeechBegan("Hei.", "Finnish")), (ends, SpeechEnded("Hei.", "Finnish", True))):
        clock.call_later(at - clock.now(), lambda sight=sight: journal.see(sight))  # type: ignore[misc]


def journal_of(*spans: tuple[float, float], people: tuple[tuple[float, float], ...] = ()) -> Journal:
    clock = VirtualClock()
    journal = Journal(clock)
    for begins, ends in spans:
        spoken(journal, clock, begins, ends)
    for begins, ends in people:
        word = Spoke("Aino", "seitsemän", "fi", ends - begins, False)
        clock.call_later(begins, lambda word=word: journal.hear(word))  # type: ignore[misc]
    while clock.until_next() is not None:
        clock.run_due()
    return journal


def test_the_longest_silence_is_between_sounds_and_never_a_pause() -> None:
    log = kept(
        state(1, "a.telling"), (20, "paused", {"why": "distress"}), (90, "resumed", {}), (100, "session_ended", {})
    )
    journal = journal_of((2, 5), (91, 99), people=((12.5, 14),))
    # 5 to 12.5, not 14 to 20, nor the pause from 20 to 90.
    assert figures.longest_silence(log, journal) == 7.5
    assert figures.longest_silence(log, journal_of()) == 19.0
    assert figures.longest_silence(kept(), journal) == 0.0


def test_the_slowest_reaction_counts_from_the_end_of_the_words() -> None:
    log = kept(
        (10, "listened", {}),
        (13, "understood", {}),
        (20, "listened", {}),
        (28, "silent", {}),
        (30, "listened", {}),
        (33, "understood", {}),
        (34, "session_ended", {}),
    )
    journal = journal_of((3, 9), (13.2, 18), (29.5, 29.9), people=((11, 12),))
    # 12 to 13.2 after words, 28 to 29.5 after silence; after the last nothing was said.
    assert figures.slowest_reaction(log, journal) == 1.5
    assert figures.talked(journal.robot) == pytest.approx(6 + 4.8 + 0.4)


def test_a_journal_knows_who_declined_and_what_was_missed() -> None:
    clock = VirtualClock()
    journal = Journal(clock)
    for happening in (Missed("Aino", "Hei.", 0.2), Missed("Eero", "Hei.", 0.1), Pressed("Aino", Sensor.HEAD_MIDDLE)):
        journal.hear(happening)
    assert journal.missed == {"Hei.": 2}
    assert journal.touches == [0.0]
    assert journal.declined_at is None
    journal.hear(Declined("Aino"))
    assert journal.declined_at == 0.0


def test_sentences_are_counted_for_those_who_are_there_to_hear_them() -> None:
    journal = Journal(VirtualClock(), people=2)
    journal.see(SpeechEnded("Hei.", "Finnish", whole=True))
    journal.hear(Left("Aino"))
    journal.see(SpeechEnded("Hei.", "Finnish", whole=True))
    journal.see(SpeechEnded("Hei", "Finnish", whole=False))
    assert journal.sentences == 3
    journal.hear(Returned("Aino"))
    journal.see(SpeechEnded("Hei.", "Finnish", whole=True))
    assert journal.sentences == 5


def understood(at: float, option: str, sure: float) -> Told:
    return (at, "understood", {"option": option, "confidence": sure, "channel": "speech"})


def answered(at: float, question: str, how: str) -> Told:
    return (at, "answered", {"question": question, "how": how, "step": "giving", "channel": None, "option": None})


def test_a_question_knows_how_each_try_to_hear_an_answer_ended() -> None:
    def heard(at: float, question: str) -> Told:
        return (at, "listened", {"question": question})

    log = kept(
        asked(1, "milk"),
        *(heard(2, "milk"), (3, "silent", {})),
        *(heard(4, "milk"), understood(5, "again", 1.0)),
        asked(6, "milk"),
        *(heard(7, "milk"), understood(8, "cow", 0.54)),
        *(heard(9, "milk"), (10, "unclear", {"channel": "speech", "between": []})),
        answered(11, "milk", "modelled"),
        asked(12, "wool"),
        *(heard(13, "wool"), (14, "overlap", {"options": ["sheep"]})),
        *(heard(15, "wool"), understood(16, "dog", 0.55)),
        (17, "staff_asked", {"what": "skip", "by": "screen"}),
        asked(18, "legs"),
    )
    found = figures.questions(log, accept=0.55)
    assert [(each.kind, each.tries) for each in found] == [
        ("modelled", ("silent", "again", "unsure", "unsure")),
        ("skipped", ("overlap", "heard")),
        ("unfinished", ()),
    ]


def test_where_a_session_stood_is_the_state_in_which_its_time_was_over() -> None:
    log = kept(
        state(1, "hello.greeting"),
        state(5, "sums.asking"),
        (9, "monitor", {"monitor": "heat", "effect": "warn"}),
        (60, "monitor", {"monitor": "length", "effect": "say_goodbye"}),
        state(61, "goodbye.parting"),
        state(70, "end"),
    )
    assert figures.stood(log) == "sums"
    assert figures.stood(kept(state(1, "hello.greeting"), state(5, "end"))) == "hello"
    assert figures.stood(kept()) == ""
    assert [each.state for each in figures.placed(log, (Breach("a", 2.0), Breach("b", 5.0)))] == ["hello", "sums"]


def test_questions_after_somebody_declined_are_counted() -> None:
    log = kept(
        asked(10, "q1"),
        (15, "repaired", {"question": "q1", "step": "hinting"}),
        (20, "repaired", {"question": "q1", "step": "giving"}),
        asked(30, "q2"),
    )
    assert figures.asked_since(log, None) == (0, 0)
    assert figures.asked_since(log, 12.0) == (3, 2)
    assert figures.asked_since(log, 30.0) == (0, 0)


def test_staff_acts_are_not_what_people_ask_for() -> None:
    asks = [("accept", "staff"), ("stop", "voice"), ("stop", "touch"), ("accept", "staff"), ("resume", "staff")]
    log = kept(*((1.0, "staff_asked", {"what": what, "by": by}) for what, by in asks))
    assert figures.staff_acts(log) == (("accept", 2), ("resume", 1))


OVERDUE: Told = (600, "monitor", {"monitor": "length", "effect": "say_goodbye"})


def test_going_round_where_nothing_is_new_is_a_loop() -> None:
    rounds = [state(20.0 + 10 * n, name) for n in range(0, 40, 2) for name in ("b.telling", "c.telling")]
    found = figures.course(kept(state(1, "a.telling"), *rounds, OVERDUE, state(601, "bye.saying")), None, False)
    assert found.overdue
    assert found.loop == ("c", "b")
    assert found.dead_end == ""


def test_a_session_that_is_merely_slow_is_no_loop() -> None:
    slow = [told for n in range(20) for told in (state(30.0 * n, "a.listening"), asked(30.0 * n + 1, f"q{n}"))]
    found = figures.course(kept(*slow, OVERDUE), None, False)
    assert (found.overdue, found.loop, found.dead_end) == (True, (), "")


def test_waiting_for_ever_is_a_dead_end() -> None:
    log = kept(state(1, "a.telling"), state(9, "b.listening"), (599, "elapsed", {}), OVERDUE)
    assert figures.course(log, None, False).dead_end == "b"
    assert figures.course(log[:3], "nobody_came", False).dead_end == "b"


def test_a_session_that_ends_by_itself_has_neither() -> None:
    found = figures.course(kept(state(1, "a.telling"), state(9, "end")), None, False)
    assert (found.overdue, found.loop, found.dead_end) == (False, (), "")
    assert figures.states(kept(state(1, "a.telling"), state(2, "b.x"), state(3, "a.y"), state(9, "end"))) == ("a", "b")


@pytest.mark.parametrize(
    ("expected", "success", "how", "changes"),
    [
        (True, FINISHED, "finished", {}),
        (False, FINISHED, "finished", {"overdue": True}),
        (False, FINISHED, "stopped", {}),
        (False, FINISHED, "endless", {}),
        (True, FINISHED, "finished", {"distress": True}),
        (True, FINISHED, "stopped", {"faults": ("staff",)}),
        (True, FINISHED, "failed", {"faults": ("hot_joint",), "why": "body_must_rest"}),
        (False, FINISHED, "failed", {"why": "body_must_rest"}),
        (False, FINISHED, "lost", {"faults": ("line_drop",), "why": "robot_lost"}),
        (True, FINISHED, "failed", {"faults": ("fall",), "why": "robot_stays_asleep"}),
        (False, FINISHED, "failed", {"why": "robot_stays_asleep"}),
        (True, FINISHED, "failed", {"faults": ("line_drop",), "why": "robot_stays_awake"}),
        (False, FINISHED, "failed", {"faults": ("line_drop",), "why": "robot_stays_awake", "rests": False}),
        (False, FINISHED, "stopped", {"faults": ("staff",), "rests": False}),
        (False, LEFT_IN_PEACE, "stopped", {"faults": ("staff",), "rests": False}),
        (True, LEFT_IN_PEACE, "stopped", {}),
        (True, LEFT_IN_PEACE, "finished", {"asked": (3, 1)}),
        (False, LEFT_IN_PEACE, "finished", {"asked": (4, 1)}),
        (False, LEFT_IN_PEACE, "finished", {"asked": (2, 2)}),
        (False, LEFT_IN_PEACE, "finished", {"distress": True}),
        (False, LEFT_IN_PEACE, "failed", {}),
    ],
)
def test_what_is_intended(expected: bool, success: str, how: str, changes: dict[str, object]) -> None:
    given: dict[str, object] = {"why": None, "overdue": False, "distress": False, "asked": (0, 0), "faults": ()}
    assert intended(success, how, peace=thresholds().peace, **given | changes) is expected  # type: ignore[arg-type]
