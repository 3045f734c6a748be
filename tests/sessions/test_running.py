"""Sessions of a station that were cut off: known for dead, ended at the next start, or taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from robot.clock import RealClock
from robot.memo import at_hand
from robot.problem import Problem
from sessions.launch import Launch, Order
from sessions.lease import Lease
from sessions.live import Live
from sessions.log import Log
from sessions.record import Record, moment, timestamp
from sessions.resumption import RESUMABLE
from sessions.running import Running, opened
from sessions.settings import Settings
from sessions.station import Station
from tests.sessions.bench import write
from tests.sessions.people import classroom, people_of
from tests.sessions.test_launch import NAMING

TYPING = """inputs:
  guests: {kind: text, label: {fi: Kuka?, sv: Vem?, en: Who?}, default: {fi: te, sv: ni, en: you}}
start: hello
"""


def run(folder: Path, order: Order) -> list[Record]:
    launch = Launch(order, Station(folder), Settings(), Live(), staff=False)
    ending = launch.run()
    launch.close()
    assert (ending.how, ending.problem) == ("finished", None)
    with_log = Log(Station(folder).log)
    records = with_log.records(ending.session)
    with_log.close()
    return records


def test_nothing_that_was_said_is_at_hand_after_a_session(tmp_path: Path) -> None:
    worked_out: list[str] = []

    @at_hand(8)
    def heard(words: str) -> str:
        worked_out.append(words)
        return words

    heard("apua")
    run(tmp_path, Order("number-friends", "sim", "fi", "eager_child", pace=None))
    heard("apua")
    assert worked_out == ["apua", "apua"]


def killed(folder: Path, records: Sequence[Record], after: int | None = None) -> list[Record]:
    """A station on which a session was killed, a third of the way."""
    cut = list(records[: after or len(records) // 3])
    while after is None and cut[-1].type not in ("said", "listened"):
        cut.pop()
    log = Log(Station(folder).log)
    write(log, cut)
    log.close()
    return cut


def ends(folder: Path) -> dict[str, str | None]:
    log = Log(Station(folder).log)
    found = {row.id: row.how for row in log.sessions()}
    log.close()
    return found


def refused(folder: Path, order: Order) -> Problem:
    with pytest.raises(Problem) as caught:
        Launch(order, Station(folder), Settings(), Live(), staff=False)
    return caught.value


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    return run(tmp_path_factory.mktemp("lesson"), Order("number-friends", "sim", "sv", "shy_child", 4))


def test_it_goes_on_in_its_own_language_with_its_own_person_whatever_has_become_of_its_scenario(
    tmp_path: Path, lesson: list[Record]
) -> None:
    cut = killed(tmp_path, lesson)
    records = run(tmp_path, Order("", "sim", resume=True))
    assert records[: len(cut)] == cut
    assert {record.data["language"] for record in records if record.type == "said"} == {"sv"}
    assert any(record.type == "understood" for record in records[len(cut) :])
    assert ends(tmp_path) == {cut[0].session: "finished"}
    assert list((tmp_path / "running").iterdir()) == []


def test_the_whole_command_may_be_given_again(tmp_path: Path, lesson: list[Record]) -> None:
    killed(tmp_path, lesson)
    run(tmp_path, Order("number-friends", "sim", "sv", "shy_child", 4, resume=True))


@pytest.mark.parametrize(
    ("change", "option"),
    [
        ({"language": "fi"}, "--language"),
        ({"language": "sv-easy"}, "--language"),
        ({"seed": 5}, "--seed"),
        ({"persona": "eager_child"}, "--persona"),
    ],
)
def test_another_command_is_refused_and_the_session_can_still_go_on(
    tmp_path: Path, lesson: list[Record], change: dict[str, object], option: str
) -> None:
    killed(tmp_path, lesson)
    problem = refused(tmp_path, replace(Order("", "sim", resume=True), **change))  # type: ignore[arg-type]
    assert (problem.code, problem.facts["option"], problem.exit_code) == ("resume_differs", option, 2)
    run(tmp_path, Order("", "sim", resume=True))


def test_a_lesson_does_not_go_on_on_another_kind_of_robot(tmp_path: Path, lesson: list[Record]) -> None:
    killed(tmp_path, lesson)
    assert refused(tmp_path, Order("", "nao://127.0.0.1", resume=True)).code == "resume_robot"
    assert list(ends(tmp_path).values()) == [None]


def test_where_none_was_cut_off_there_is_none_to_go_on_with(tmp_path: Path, lesson: list[Record]) -> None:
    assert refused(tmp_path, Order("", "sim", resume=True)).code == "resume_none"
    assert not (tmp_path / "log.sqlite").exists()
    killed(tmp_path, lesson)
    assert refused(tmp_path, Order("morning-round", "sim", resume=True)).code == "resume_none"
    run(tmp_path, Order("number-friends", "sim", resume=True))
    assert refused(tmp_path, Order("", "sim", resume=True)).code == "resume_none"


def test_one_that_still_runs_is_neither_taken_up_nor_ended(tmp_path: Path, lesson: list[Record]) -> None:
    cut = killed(tmp_path, lesson)
    session, running = cut[0].session, Running(Station(tmp_path))
    hold = running.hold(session)
    assert running.is_running(session)
    assert refused(tmp_path, Order("", "sim", resume=True)).code == "resume_none"
    other = run(tmp_path, Order("morning-round", "sim", "fi"))
    assert ends(tmp_path) == {session: None, other[0].session: "finished"}
    hold.give()
    assert not running.is_running(session)


def test_the_next_start_of_another_session_ends_it_at_the_time_of_its_last_event(
    tmp_path: Path, lesson: list[Record]
) -> None:
    cut = killed(tmp_path, lesson)
    run(tmp_path, Order("morning-round", "sim", "fi"))
    log = Log(Station(tmp_path).log)
    row, records = log.find(cut[0].session), log.records(cut[0].session)
    log.close()
    assert (row.how, row.ended) == ("lost", cut[-1].time)
    assert records[:-1] == cut
    last = records[-1]
    assert (last.type, last.seq, last.time) == ("session_ended", len(cut) + 1, cut[-1].time)
    assert last.data["how"] == "lost"
    assert last.data["why"] == "station_died"
    assert last.data["seconds"] == pytest.approx(lesson_seconds(cut))
    assert refused(tmp_path, Order("", "sim", resume=True)).code == "resume_none"


def lesson_seconds(cut: Sequence[Record]) -> float:
    return (moment(cut[-1].time) - moment(cut[0].time)).total_seconds()


def test_of_several_the_newest_goes_on_and_the_others_can_after_it(tmp_path: Path, lesson: list[Record]) -> None:
    older = killed(tmp_path, lesson)
    newer = [replace(record, session="f" * 32, id=f"{'f' * 32}-{record.seq}") for record in lesson]
    killed(tmp_path, newer)
    assert run(tmp_path, Order("", "sim", resume=True))[0].session == "f" * 32
    assert run(tmp_path, Order("", "sim", resume=True))[0].session == older[0].session


def test_a_session_that_does_not_replay_is_ended_and_says_what_to_do(tmp_path: Path, lesson: list[Record]) -> None:
    place = next(place for place, record in enumerate(lesson) if record.type == "understood")
    changed = [*lesson]
    changed[place] = replace(lesson[place], data={**lesson[place].data, "option": "hint"})
    cut = killed(tmp_path, changed, after=place + 4)
    problem = refused(tmp_path, Order("", "sim", resume=True))
    assert (problem.code, problem.exit_code) == ("session_not_resumable", 1)
    assert "kaveri run" in str(problem)
    log = Log(Station(tmp_path).log)
    last = log.records(cut[0].session)[-1]
    log.close()
    assert (last.type, last.data["how"], last.data["why"]) == ("session_ended", "lost", "session_not_resumable")
    assert refused(tmp_path, Order("", "sim", resume=True)).code == "resume_none"


def test_a_session_whose_scenario_cannot_be_read_is_ended_too(tmp_path: Path, lesson: list[Record]) -> None:
    first = replace(lesson[0], data={**lesson[0].data, "source": [["lessons/x.yaml", "kaveri: 99"]]})
    killed(tmp_path, [first, *lesson[1:]])
    problem = refused(tmp_path, Order("", "sim", resume=True))
    assert (problem.code, problem.exit_code) == ("session_not_resumable", 1)
    assert problem.facts["event"] == "1 (session_started)"
    assert list(ends(tmp_path).values()) == ["lost"]


@pytest.mark.parametrize(("older", "code"), [(timedelta(minutes=5), "resume_too_old"), (-timedelta(minutes=5), None)])
def test_a_session_of_the_day_before_is_ended_and_one_of_this_morning_is_not(
    tmp_path: Path, lesson: list[Record], older: timedelta, code: str | None
) -> None:
    at = timestamp(RealClock().wall() - RESUMABLE - older)
    first = replace(lesson[0], data={**lesson[0].data, "robot": "desk", "persona": None}, time=at)
    killed(tmp_path, [first, replace(lesson[1], time=at)], after=2)
    if code is not None:
        assert refused(tmp_path, Order("", "desk", resume=True)).code == code
        assert list(ends(tmp_path).values()) == ["lost"]
        return
    # Its language is not asked for: the next thing to go wrong shows that it would go on.
    assert refused(tmp_path, Order("", "desk", "fi", resume=True)).code == "resume_differs"
    assert list(ends(tmp_path).values()) == [None]


def test_what_the_log_does_not_hold_must_be_given_again_and_is_said_again(tmp_path: Path) -> None:
    file = tmp_path / "naming.yaml"
    text = NAMING.replace("start: hello\n", TYPING).replace("Olen robotti.", "Olen {guests}.")
    file.write_text(text, encoding="utf-8")
    order = Order(str(file), "sim", "fi", group="Revontulet", inputs={"guests": "Pekan kaveri"})
    whole = run(tmp_path / "whole", order)
    killed(tmp_path / "home", whole, after=[record.type for record in whole].index("said") + 1)
    file.unlink()

    resume = Order("", "sim", resume=True)
    problem = refused(tmp_path / "home", resume)
    assert (problem.code, problem.facts["options"]) == ("resume_input", '--set guests="…"')
    typed = replace(resume, inputs={"guests": "Pekan kaveri"})
    assert refused(tmp_path / "home", typed).code == "group_missing"
    assert list(ends(tmp_path / "home").values()) == [None]

    lines: list[str] = []
    live = Live()
    live.watch(lambda line: lines.append(line.text))
    launch = Launch(replace(typed, group="Revontulet"), Station(tmp_path / "home"), Settings(), live, staff=False)
    assert launch.run().how == "finished"
    launch.close()
    assert "Hei, Revontulet! Olen Pekan kaveri." in lines
    for kept in (tmp_path / "home").rglob("*"):
        assert not kept.is_file() or (b"Revontulet" not in kept.read_bytes() and b"Pekan" not in kept.read_bytes())


@pytest.fixture
def attended(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A station where a lesson of Aino, Pekka and Leena was killed that calls their group; and their pseudonyms."""
    home, file = tmp_path / "home", tmp_path / "naming.yaml"
    file.write_text(NAMING, encoding="utf-8")
    with people_of(home) as people:
        classroom(people, "Aino", "Pekka", "Leena")
        people.never_raise(people.persons()[0], ["robotti"])
        who = {person.name or "": person.pseudonym for person in people.persons()}
    # Aino, with whom robots are never talked of, comes to the others only in the log.
    whole = run(home, Order(str(file), "sim", "fi", group="2B", here=("Pekka", "Leena")))
    (home / "log.sqlite").unlink()
    at = [record.type for record in whole].index("attended")
    came = replace(whole[at], data={**whole[at].data, "person": who["Aino"]})
    session = [came if record.seq == at + 1 else record for record in whole]
    killed(home, session, after=[record.type for record in whole].index("said") + 1)
    return home, who


def shown(home: Path, order: Order) -> tuple[list[str], Launch]:
    lines: list[str] = []
    live = Live()
    live.watch(lambda line: lines.append(line.text))
    launch = Launch(order, Station(home), Settings(), live, staff=False)
    assert launch.run().how == "finished"
    launch.close()
    return lines, launch


def test_somebody_who_was_removed_meanwhile_is_nobody_and_the_others_go_on(
    attended: tuple[Path, dict[str, str]],
) -> None:
    home, who = attended
    assert refused(home, Order("", "sim", resume=True)).code == "topic_raised"
    with people_of(home) as people:
        people.remove([who["Aino"]])
    lines, launch = shown(home, Order("", "sim", resume=True))
    assert "Hei, 2B! Olen robotti." in lines
    assert [each.person for each in launch.session.terms.attending] == [who["Leena"]]


def test_somebody_who_was_moved_to_another_group_meanwhile_is_still_there(
    attended: tuple[Path, dict[str, str]],
) -> None:
    home, who = attended
    with people_of(home, seed=1) as people:
        other = people.add_group("3B", "classroom")
        people.add(other.pseudonym, ["Leena K"])
        for person in people.persons():
            if person.name in ("Aino", "Leena"):
                people.move(person, other)
    # What is never raised with her holds wherever she is on the list.
    assert refused(home, Order("", "sim", resume=True)).code == "topic_raised"
    with people_of(home) as people:
        people.never_raise(next(each for each in people.persons() if each.name == "Aino"), [])
    lines, launch = shown(home, Order("", "sim", resume=True))
    assert "Hei, 2B! Olen robotti." in lines
    assert {each.person for each in launch.session.terms.attending} == {who["Aino"], who["Leena"]}


def test_a_session_whose_whole_group_was_ended_goes_on_under_a_name_that_staff_give(
    attended: tuple[Path, dict[str, str]],
) -> None:
    home, _ = attended
    with people_of(home) as people:
        people.end_group(people.groups()[0].pseudonym)
    resume = Order("", "sim", resume=True)
    assert refused(home, resume).code == "group_missing"
    lines, launch = shown(home, replace(resume, group="Ketut"))
    assert "Hei, Ketut! Olen robotti." in lines
    assert (launch.session.terms.group, launch.session.terms.attending) == (None, ())


def test_a_session_whose_list_of_people_is_gone_goes_on_too(attended: tuple[Path, dict[str, str]]) -> None:
    home, _ = attended
    for file in home.glob("people.*"):
        file.unlink()
    lines, _ = shown(home, Order("", "sim", resume=True, group="Ketut"))
    assert "Hei, Ketut! Olen robotti." in lines


def test_inputs_that_the_log_holds_are_as_they_were(tmp_path: Path) -> None:
    words = {"words": "talo = house, auto = car", "target": "en"}
    whole = run(tmp_path / "whole", Order("own-words", "sim", "fi", "eager_child", inputs=words))
    cut = killed(tmp_path / "home", whole)
    wrong = Order("", "sim", inputs={"words": "talo = house, auto = bil"}, resume=True)
    problem = refused(tmp_path / "home", wrong)
    assert (problem.code, problem.facts["option"]) == ("resume_differs", "--set words")
    records = run(tmp_path / "home", Order("", "sim", inputs=words, resume=True))
    assert records[: len(cut)] == cut


class _Looking(Running):
    """Somebody else looks at the lease until this one asks a second time."""

    def __init__(self, station: Station, looker: Lease) -> None:
        super().__init__(station)
        self._looker = looker

    def is_running(self, session: str) -> bool:
        self._looker.give()
        return super().is_running(session)


def test_any_number_may_look_at_once_whether_a_session_runs(tmp_path: Path) -> None:
    station = Station(tmp_path)
    hold = Running(station).hold("a1")
    assert Running(station).is_running("a1")
    hold.give()
    looker = Lease(station.running / "a1.lock")
    assert looker.take(shared=True)
    assert not Running(station).is_running("a1")
    looker.give()


def test_one_that_was_cut_off_is_found_while_another_looks_at_it(tmp_path: Path) -> None:
    station = Station(tmp_path)
    with opened(station) as log:
        log.begin("a1", scenario="number-friends", language="fi", robot="sim", started="2026-09-01T07:00:00.000Z")
        log.commit()
        Running(station).hold("a1").give()
        looker = Lease(station.running / "a1.lock")
        assert looker.take(shared=True)
        ((row, hold),) = _Looking(station, looker).cut_off(log)
        assert row.id == "a1"
        hold.end()
