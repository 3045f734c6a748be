"""Staff notes: what they tell, what they never tell, and that no course of events makes them tell more."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import scenarios
import sessions
from scenarios.language.sense.people import mood_in
from sessions.notes.note import drafts
from sessions.record import Record
from sessions.summary import KINDS
from tests.sessions.bench import Bench
from tests.sessions.told import (
    EVENTS,
    Happened,
    answered,
    asked,
    ended,
    entered,
    first_word,
    monitor,
    paused,
    said,
    session,
)

LANGUAGES = ("fi", "sv", "en")
AINO, ELSA = "p-aaaaaaaa", "p-bbbbbbbb"
CATALOGUE: dict[str, Any] = yaml.safe_load(
    (Path(sessions.__file__).parent / "notes" / "texts.yaml").read_text(encoding="utf-8")
)
MOODS = {
    mood
    for words in yaml.safe_load(
        (Path(scenarios.__file__).parent / "language" / "sense" / "people.yaml").read_text(encoding="utf-8")
    )["moods"].values()
    for mood in words
}
NEVER = re.compile(
    r"refus|fail|wrong|mistake|poor|kieltäyty|epäonnist|väär|virhe|huono|vägra|misslyck|felaktig|\bfel\b|dålig", re.I
)

QUIZ = (
    first_word(1),
    asked(5, "pairs.1"),
    answered(10, "pairs.1"),
    asked(15, "pairs.2"),
    answered(40, "pairs.2", step="hinting", channel="touch"),
    asked(50, "pairs.3"),
    answered(80, "pairs.3", "modelled", "together", None),
    entered(660, "goodbye.parting"),
    entered(665, "end"),
    ended(665.0),
)


def texts(records: list[Record], language: str = "en") -> dict[str, str]:
    """The text of each draft by person, pseudonyms in place of names."""
    return {draft.person: draft.text for draft in drafts(records, language)}


def known(*happened: Happened, language: str = "en") -> str:
    """What a note tells staff to know, where nothing else happened."""
    (draft,) = drafts(session(first_word(), *happened), language)
    return "".join(draft.sentences[1:])


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "fi",
            "Osallistui 11 minuutin ajan Kaveri-robotin tuokioon ”Kymppiparit”. Vastasi 2 kysymykseen (puhumalla 1, "
            "koskettamalla 1; joista pienellä avulla 1), ja robotti kertoi vastauksen yhteen kysymykseen.",
        ),
        (
            "sv",
            "Deltog i stunden ”Tiokompisar” med roboten Kaveri i 11 minuter. Besvarade 2 frågor (1 muntligt, "
            "1 genom beröring; varav 1 med lite hjälp), och roboten gav svaret på en fråga.",
        ),
        (
            "en",
            "Took part in “Number friends” with the robot Kaveri for 11 minutes. Answered 2 questions (1 by speech, "
            "1 by touch; 1 of them with a little help), and the robot gave the answer to one question.",
        ),
    ],
)
def test_of_somebody_who_was_there_alone_it_tells_what_they_did(language: str, told: str) -> None:
    assert texts(session(*QUIZ, people=[(AINO, False)]), language) == {AINO: told}


def test_in_a_group_it_tells_what_the_group_did_and_of_those_who_pass_that_they_came_along() -> None:
    told = texts(session(*QUIZ, people=[(AINO, False), (ELSA, True)]))
    did = "The group answered 2 questions"
    assert told[AINO].startswith("Took part in “Number friends” with the robot Kaveri for 11 minutes. " + did)
    assert told[ELSA].startswith(
        "Came along to “Number friends” with the robot Kaveri for 11 minutes, without taking turns, as they wished. "
        + did
    )


def test_nothing_is_ascribed_to_somebody_who_passes_even_alone() -> None:
    (told,) = texts(session(*QUIZ, people=[(AINO, True)])).values()
    assert "nswered" not in told


def test_once_somebody_was_erased_the_one_who_is_left_is_still_one_of_a_group() -> None:
    records = session(*QUIZ, people=[(AINO, False), (ELSA, False)])
    records[2] = Record(records[2].session, 3, records[2].id, "erased", records[2].time, {})
    (told,) = texts(records).values()
    assert "The group answered 2 questions" in told


def test_where_staff_ticked_nobody_there_is_one_note_on_the_group() -> None:
    (draft,) = drafts(session(*QUIZ), "fi")
    assert draft.person == ""
    assert draft.heading.filled(str).startswith("Ryhmä, 1. syyskuuta 2026 klo ")
    assert draft.text.startswith("Ryhmä osallistui 11 minuutin ajan")
    assert "Se vastasi 2 kysymykseen" in draft.text


def test_a_name_stands_in_the_heading_alone_and_comes_in_where_it_is_shown() -> None:
    (draft,) = drafts(session(*QUIZ, people=[(AINO, False)]), "sv")
    assert draft.heading.filled({AINO: "Aino"}.__getitem__).startswith("Aino, 1 september 2026 kl. ")
    with pytest.raises(KeyError):
        draft.heading.filled({}.__getitem__)
    assert AINO not in draft.text


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fi", "Oli mukana yhteislaulussa ”Jaakko kulta” ja hengitysharjoituksessa (2 hengitystä)."),
        ("sv", "Var med om allsången ”Jaakko kulta” och en andningsövning (2 andetag)."),
        ("en", "Took part in the sing-along “Jaakko kulta” and a breathing exercise (2 breaths)."),
    ],
)
def test_songs_and_breaths_are_told(language: str, told: str) -> None:
    records = session(
        first_word(),
        entered(1, "invitation.telling"),
        said(2),
        entered(5, "song.telling"),
        said(6),
        entered(20, "breath.breathing"),
        *((20 + 10 * number, "breath", {"number": number, "of": 2}) for number in (1, 2)),
        ended(60.0),
        people=[(AINO, False)],
        scenario="song-moment",
        inputs={"tune": "jaakko_kulta"},
    )
    assert drafts(records, language)[0].sentences[1] == told


def test_a_long_telling_is_a_story_and_a_short_one_is_not_worth_a_word() -> None:
    def telling(parts: int) -> str:
        return known(entered(1, "introduction.telling"), *(said(2 + part) for part in range(parts)), ended(60.0))

    assert telling(4) == ""
    assert telling(5) == "It took part in a story told by the robot."


def test_talking_is_told_without_what_was_said() -> None:
    assert known(asked(1, "memories"), answered(5, "memories", "heard", channel="speech"), ended(60.0)) == (
        "It talked with the robot."
    )


@pytest.mark.parametrize(
    ("happened", "told"),
    [
        ((monitor(5, "distress"), paused(5, "distress"), (20, "resumed", {}), ended(90.0)),
         "Staff were called to help, and there was a short pause."),
        (((5, "staff_called", {"reason": "answer_unclear"}), (9, "staff_called", {"reason": "answer_unclear"}),
          ended(90.0)), "Staff were called to help 2 times."),
        ((paused(5), (185, "resumed", {}), ended(300.0, "stopped")),
         "The session was paused for 3 minutes, and the session was ended early."),
        (((5, "lost", {}), (9, "regained", {}), ended(90.0)), "The connection to the robot broke for a while."),
        (((5, "lost", {}), ended(90.0, "lost", "robot_lost")),
         "The session ended when the connection to the robot was lost."),
        ((monitor(5, "fall"), ended(90.0, "stopped")), "The robot fell over, and the session was ended early."),
        ((monitor(5, "battery", "say_goodbye"), entered(9, "goodbye.parting"), ended(90.0)),
         "The robot's battery ran low."),
        (((5, "recovered", {}), ended(90.0)), "The session broke off for a technical reason and then went on."),
        ((paused(5), ended(905.0, "failed", "nobody_came")),
         "The session was paused for 15 minutes, and the session ended when the pause grew long."),
        ((ended(90.0, "failed", "session_too_long"),), "The session ran over its time and was ended."),
        ((ended(90.0, "lost", "station_died"),), "The session ended before its time for a technical reason."),
        ((ended(90.0, "failed", "session_broke"),), "The session ended before its time for a technical reason."),
        ((said(5),), "The session ended before its time for a technical reason."),
        ((entered(80, "goodbye.parting"), ended(90.0, "stopped")), ""),
        ((monitor(5, "heat", "smaller_gestures"), ended(90.0)), ""),
    ],
)  # fmt: skip
def test_staff_are_told_what_they_should_know_and_else_nothing(happened: tuple[Happened, ...], told: str) -> None:
    assert known(*happened) == told


def test_a_session_that_never_came_to_its_first_word_was_not_held() -> None:
    records = session(ended(30.0, "failed", "robot_unreachable"), people=[(AINO, False)])
    (draft,) = drafts(records, "fi")
    assert draft.sentences == (
        "Kaveri-robotin tuokio ”Kymppiparit” jäi pitämättä.",
        "Tuokio jäi kesken teknisestä syystä.",
    )


def test_waiting_for_the_robot_and_the_time_after_a_crash_are_no_minutes_of_anybody() -> None:
    records = session(first_word(300), said(360), (4000, "recovered", {}), said(4060), ended(4060.0))
    assert "for 2 minutes" in drafts(records, "en")[0].text


def test_a_scenario_that_can_no_longer_be_read_is_told_by_the_events_alone() -> None:
    records = session(*QUIZ, people=[(AINO, False)])
    dict_of: Any = records[0].data
    dict_of["source"] = [["number-friends.yaml", "kaveri: 99"]]
    (told,) = texts(records).values()
    assert told.startswith("Took part in “Kymppiparit” with the robot Kaveri for 11 minutes. Answered 2 questions")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scenario", ["number-friends", "morning-round", "song-moment"])
def test_a_real_session_is_told_in_every_language(scenario: str, language: str) -> None:
    bench = Bench(scenario)
    bench.run()
    (draft,) = drafts(bench.records, language)
    assert 2 <= len(draft.sentences) <= 3
    assert_fit(draft.text)


def test_every_count_has_the_plural_forms_of_its_language() -> None:
    counted = [entry for entry in entries(CATALOGUE) if any(isinstance(each, dict) for each in entry.values())]
    assert len(counted) >= 6
    for entry in counted:
        for language in LANGUAGES:
            assert set(entry[language]) == {"one", "other"}
            assert "{n}" in entry[language]["other"]


def test_every_text_is_in_three_languages_without_a_mood_or_a_mark() -> None:
    for entry in entries(CATALOGUE):
        assert set(entry) == set(LANGUAGES)
        for forms in entry.values():
            for text in forms.values() if isinstance(forms, dict) else [forms]:
                assert_fit(text)


@pytest.mark.parametrize(
    "text", ["Oli iloinen.", "Var på gladare humör.", "Seemed happy.", "Vastasi väärin.", "Refused."]
)
def test_a_mood_or_a_mark_would_be_found(text: str) -> None:
    with pytest.raises(AssertionError):
        assert_fit(text)


def entries(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "en" in node:
        yield node
        return
    for each in node.values():
        yield from entries(each)


def assert_fit(text: str) -> None:
    """No mood that the checker of scenarios knows, in any form of the word, and no word that grades anybody."""
    folded = unicodedata.normalize("NFD", text.casefold()).encode("ascii", "ignore").decode()
    # Other forms of a word begin as it does.
    assert [mood for mood in MOODS if len(mood) > 3 and re.search(rf"\b{mood}", folded)] == [], text
    assert mood_in(folded) is None, text
    assert not NEVER.search(text), text


@settings(max_examples=150)
@given(
    st.lists(EVENTS, max_size=40),
    st.lists(st.tuples(st.sampled_from([AINO, ELSA, "p-cccccccc"]), st.booleans()), max_size=3),
    st.sampled_from(LANGUAGES),
)
def test_no_course_of_events_makes_a_note_longer_or_tell_what_it_may_not(
    happened: list[Happened], people: list[tuple[str, bool]], language: str
) -> None:
    written = drafts(session(*happened, people=people, scenario=""), language)
    assert {draft.person for draft in written} == ({person for person, _ in people} or {""})
    for draft in written:
        assert 1 <= len(draft.sentences) <= 3
        assert all(re.fullmatch(r"[A-ZÅÄÖ“”][^{}]*[^ .]\.", sentence) for sentence in draft.sentences), draft.sentences
        assert not re.search(r"[gp]-[a-z2-7]{8}|\(\)|  ", draft.text)
        assert_fit(draft.text)
        own = re.search(r"(^|\. )(Answered|Vastasi|Besvarade|Talked|Jutteli|Pratade)", draft.text)
        assert not own or len({person for person, _ in people}) == 1


def test_kinds_of_solutions_are_all_told_or_left_out_on_purpose() -> None:
    assert set(KINDS) == {"at_once", "with_help", "staff", "heard", "modelled", "skipped", "unfinished"}
