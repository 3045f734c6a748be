"""Exports: each form is read back by what it is for, and none holds a name or a word that anybody said."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.problem import Problem
from sessions.exports import FORMS, Exporter, file_name, write_export
from sessions.exports.spreadsheet import COLUMNS, spreadsheet
from sessions.privacy.station_files import StationFiles
from sessions.privacy.stores import Subject
from sessions.record import Record
from sessions.settings import Settings
from sessions.station import Station
from tests.docs.documents import ROOT, text_of
from tests.sessions.bench import Bench
from tests.sessions.told import EVENTS, SESSION, Happened, answered, asked, ended, entered, first_word, said, session

BY = Exporter("kilo", "/kaveri/kilo/nao-1", "fi")
AINO, ELSA = "p-aaaaaaaa", "p-bbbbbbbb"
SCHEMA = json.loads((ROOT / "tests/schemas/xapi-statement.schema.json").read_text(encoding="utf-8"))
VALID = jsonschema.Draft202012Validator(SCHEMA)

LESSON = (
    first_word(1),
    entered(2, "introduction.telling"),
    said(3, "{who}, {what}, {own}", who={"name": AINO}, what="=1+1", own={"input": "own"}),
    entered(10, "pairs.asking"),
    asked(10, "pairs.1"),
    said(10.5, "Montako?"),
    answered(14.25, "pairs.1", step="hinting"),
    asked(20, "pairs.2"),
    answered(40, "pairs.2", "modelled", "together", None),
    asked(41, "pairs.3"),
    answered(44, "pairs.3", "heard"),
    ended(60.5),
)


def text(records: list[Record], form: str, by: Exporter = BY) -> str:
    return FORMS[form].text(records, by)


def statements(*people: tuple[str, bool]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = json.loads(text(session(*LESSON, people=people), "xapi"))
    return made


@pytest.fixture(scope="module")
def real() -> list[Record]:
    """What a whole session logs."""
    bench = Bench("number-friends")
    bench.run()
    return bench.records


def test_json_lines_hold_every_event_whole(real: list[Record]) -> None:
    assert [Record.from_json(line) for line in text(real, "jsonl").splitlines()] == real


def test_cloud_events_are_read_back_by_their_own_sdk(real: list[Record]) -> None:
    events = [
        JSONFormat().read(CloudEvent, json.dumps(each).encode()) for each in json.loads(text(real, "cloudevents"))
    ]
    assert len(events) == len(real)
    for event, record in zip(events, real, strict=True):
        assert (event.get_id(), event.get_source()) == (record.id, BY.source)
        assert event.get_data() == record.data
        assert event.get_extension("seq") == record.seq


def rows(records: list[Record], language: str) -> list[dict[str, str]]:
    delimiter = "," if language == "en" else ";"
    return list(csv.DictReader(io.StringIO(spreadsheet(records, language), newline=""), delimiter=delimiter))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_spreadsheet_has_a_row_for_each_event_and_nothing_beside_its_columns(
    real: list[Record], language: str
) -> None:
    read = rows(real, language)
    assert [row["seq"] for row in read] == [str(record.seq) for record in real]
    assert all(tuple(row) == COLUMNS and None not in row.values() for row in read)
    assert read[0]["time"] == "2026-09-01 07:00:00.000"
    (sure,) = {row["confidence"] for row in read if row["type"] == "understood"}
    assert sure == ("0.900" if language == "en" else "0,900")


def test_a_spreadsheet_shows_what_the_robot_said_without_names() -> None:
    (told,) = [row for row in rows(session(*LESSON), "fi") if row["words"].endswith("…")]
    assert told["words"] == "…, =1+1, …"
    assert told["more"] == ""


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_nothing_that_a_spreadsheet_would_run_begins_a_cell(words: str) -> None:
    (said_,) = [row for row in rows(session(said(1, words)), "en") if row["type"] == "said"]
    assert said_["words"] == f"'{words}"


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(), st.sampled_from(["fi", "en"]))
def test_any_words_come_back_from_a_spreadsheet(words: str, option: str, language: str) -> None:
    words = words.translate(str.maketrans("{}[]", "()()"))
    read = rows(session(said(1, words), (2, "understood", {"option": option})), language)
    for got, was in ((read[1]["words"], words), (read[2]["option"], option)):
        assert got in (was, f"'{was}")
        assert not got.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_every_column_of_a_spreadsheet_is_explained() -> None:
    page = text_of("docs/exports.md")
    assert [column for column in COLUMNS if f"| `{column}` |" not in page] == []


@pytest.mark.parametrize("people", [(), ((AINO, False),), ((AINO, True),), ((AINO, False), (ELSA, True))])
def test_statements_are_valid_and_have_ids_of_their_own(people: tuple[tuple[str, bool], ...]) -> None:
    made = statements(*people)
    for statement in made:
        VALID.validate(statement)
    assert len({statement["id"] for statement in made}) == len(made) == 6
    assert made == statements(*people), "made again they are the same, so that nothing counts twice"


def test_a_real_session_makes_valid_statements(real: list[Record]) -> None:
    made = json.loads(text(real, "xapi"))
    for statement in made:
        VALID.validate(statement)
    verbs = [statement["verb"]["id"].rpartition("/")[2] for statement in made]
    assert verbs[0] == "initialized"
    assert verbs[-1] == "completed"
    assert verbs.count("answered") == sum(record.type == "answered" for record in real)


@settings(max_examples=60)
@given(st.lists(EVENTS, max_size=30), st.sets(st.sampled_from([AINO, ELSA])))
def test_whatever_happens_every_form_can_be_made(happened: list[Happened], people: set[str]) -> None:
    records = session(*happened, people=[(person, False) for person in sorted(people)], scenario="")
    for statement in json.loads(text(records, "xapi")):
        VALID.validate(statement)
    assert len(rows(records, "fi")) == len(text(records, "jsonl").splitlines()) == len(records)
    assert len(json.loads(text(records, "cloudevents"))) == len(records)


def test_an_answer_tells_its_option_its_time_and_the_help_and_never_what_was_said() -> None:
    (answer,) = [each for each in statements((AINO, False)) if each.get("result", {}).get("success")]
    assert answer["actor"] == {
        "objectType": "Agent",
        "account": {"homePage": "https://kaveri.invalid/kilo", "name": AINO},
    }
    assert answer["verb"]["id"] == "http://adlnet.gov/expapi/verbs/answered"
    assert answer["object"]["id"] == "urn:kaveri:scenario:number-friends:question:pairs.1"
    assert answer["object"]["definition"]["name"] == {"fi": "Montako?"}
    assert answer["result"] == {
        "success": True,
        "response": "n5",
        "duration": "PT4.25S",
        "extensions": {"urn:kaveri:how": "with_help", "urn:kaveri:step": "hinting", "urn:kaveri:channel": "speech"},
    }


def test_what_the_robot_answered_itself_is_nobodys_failure() -> None:
    made = statements((AINO, False))
    modelled = [each for each in made if each["object"]["id"].endswith("pairs.2")]
    assert [each["verb"]["id"].rpartition("/")[2] for each in modelled] == ["experienced"]
    assert all(each.get("result", {}).get("success") is not False for each in made)


def test_in_a_group_the_group_has_answered_without_those_who_pass() -> None:
    made = statements((AINO, False), (ELSA, True))
    (answer,) = [each for each in made if each.get("result", {}).get("success")]
    assert answer["actor"]["objectType"] == "Group"
    assert answer["actor"]["account"]["name"] == "g-aaaaaaaa"
    assert [member["account"]["name"] for member in answer["actor"]["member"]] == [AINO]
    assert [member["account"]["name"] for member in made[0]["actor"]["member"]] == [AINO, ELSA]


def test_where_nobody_was_ticked_the_actor_is_the_session_itself() -> None:
    assert statements()[0]["actor"] == {
        "objectType": "Group",
        "account": {"homePage": "https://kaveri.invalid/kilo", "name": SESSION},
    }


def test_a_session_that_ended_early_is_terminated_not_completed() -> None:
    records = session(first_word(1), entered(2, "introduction.telling"), ended(9.0, "stopped"))
    *_, part, end = json.loads(text(records, "xapi"))
    assert part["result"] == {"duration": "PT7.00S"}
    assert end["verb"]["id"] == "http://adlnet.gov/expapi/verbs/terminated"
    assert end["result"] == {"completion": False, "duration": "PT9.00S"}


def test_statements_need_the_beginning_of_a_session() -> None:
    with pytest.raises(Problem, match="no longer kept"):
        text(session(*LESSON)[1:], "xapi")


@pytest.mark.parametrize(
    "broken",
    [
        {"actor": {"objectType": "Agent", "name": "x"}},
        {"actor": {"objectType": "Group"}},
        {"actor": {"objectType": "Agent", "account": {"homePage": "kilo", "name": "x"}}},
        {"id": "1"},
        {"verb": {"id": "answered"}},
        {"timestamp": "2026-09-01"},
        {"result": {"duration": "4.25"}},
        {"result": {"extensions": {"how": "right"}}},
        {"transcript": "viisi"},
    ],
)
def test_the_schema_finds_what_breaks_the_specification(broken: dict[str, Any]) -> None:
    statement = statements((AINO, False))[0]
    assert not VALID.is_valid({**statement, **broken})


@pytest.mark.parametrize("form", FORMS)
def test_an_export_is_found_and_erased_by_its_session_and_by_everybody_in_it(form: str, tmp_path: Path) -> None:
    station = Station(tmp_path)
    path = station.exports / file_name(SESSION, form)
    files = StationFiles(station, Settings())
    for subject in (Subject(sessions=frozenset({SESSION})), Subject(frozenset({ELSA}))):
        write_export(session(*LESSON, people=((AINO, False), (ELSA, False))), form, BY, path)
        assert [found.data["file"] for found in files.find(subject)] == [path.name]
        assert files.erase(Subject(frozenset({"p-zzzzzzzz"}), frozenset({"0" * 32}))) == []
        assert [each.count for each in files.erase(subject)] == [1]
        assert not path.exists()


def test_a_spreadsheet_says_how_it_is_encoded(tmp_path: Path) -> None:
    write_export(session(*LESSON), "csv", BY, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfsession;seq;")


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Problem, match="--output"):
        write_export(session(*LESSON), "csv", BY, tmp_path / "file" / "a.csv")
