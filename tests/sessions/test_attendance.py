"""Who takes part in a session: by pseudonym in everything that is kept, by name in the robot's mouth alone."""

from __future__ import annotations

import io
import logging
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from robot.problem import Problem
from sessions.launch import Launch, Order
from sessions.live import Live
from sessions.log import Log
from sessions.people.search import Group, check_name
from sessions.record import Record
from sessions.settings import Settings
from sessions.station import Station
from tests.mosquitto import Mosquitto, Receiver
from tests.sessions.people import assert_unsaid, kept, people_of
from tests.sessions.test_launch import NAMING
from tests.sessions.test_people import NAMES


@pytest.fixture(scope="session")
def naming(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A scenario that calls the group by its name."""
    file = tmp_path_factory.mktemp("scenarios") / "naming.yaml"
    file.write_text(NAMING, encoding="utf-8")
    return str(file)


def group_in(folder: Path, name: str = "2B", *names: str) -> Group:
    with people_of(folder) as people:
        group = people.add_group(name, "classroom")
        people.add(group.pseudonym, names or ("Aino", "Pekka", "Leena"))
        return group


def pseudonyms(folder: Path) -> dict[str, str]:
    with people_of(folder) as people:
        return {person.name or "": person.pseudonym for person in people.persons()}


def run(folder: Path, order: Order, settings: Settings | None = None) -> tuple[list[Record], list[str]]:
    """The records of a session that finished, and the lines that were shown."""
    lines: list[str] = []
    live = Live()
    live.watch(lambda line: lines.append(line.text))
    launch = Launch(order, Station(folder), settings or Settings(), live, staff=False)
    assert launch.run().how == "finished"
    assert launch.close()
    log = Log(Station(folder).log)
    records = log.records(launch.session.id)
    log.close()
    return records, lines


def attended(records: list[Record]) -> list[tuple[object, object]]:
    first = 1
    while records[first].type == "attended":
        first += 1
    assert all(record.type != "attended" for record in records[first:])
    return [(record.data["person"], record.data["passing"]) for record in records[1:first]]


def test_the_session_says_which_group_and_who_of_it_and_who_is_passed_over(tmp_path: Path, naming: str) -> None:
    group = group_in(tmp_path)
    who = pseudonyms(tmp_path)
    order = Order(naming, "sim", "fi", group="2b", here=("Aino", who["Pekka"]), passing=("leena",))
    records, lines = run(tmp_path, order)
    assert records[0].data["group"] == group.pseudonym
    assert attended(records) == [(who["Aino"], False), (who["Pekka"], False), (who["Leena"], True)]
    assert "Hei, 2B! Olen robotti." in lines


def test_without_a_list_everybody_is_there_and_who_always_passes_is_passed_over(tmp_path: Path, naming: str) -> None:
    group = group_in(tmp_path)
    with people_of(tmp_path) as people:
        people.pass_over(people.persons()[1], True)
    who = pseudonyms(tmp_path)
    records, _ = run(tmp_path, Order(naming, "sim", "fi", group=group.pseudonym))
    assert attended(records) == [(who["Aino"], False), (who["Pekka"], True), (who["Leena"], False)]


def test_a_group_that_is_on_no_list_is_a_name_for_texts_as_before(tmp_path: Path, naming: str) -> None:
    for known in (False, True):
        if known:
            group_in(tmp_path)
        records, lines = run(tmp_path, Order(naming, "sim", "fi", group="Revontulet"))
        assert records[0].data["group"] is None
        assert attended(records) == []
        assert "Hei, Revontulet! Olen robotti." in lines
        assert_unsaid("Revontulet", kept(tmp_path))


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ({"here": ("Aino",)}, "here_needs_group"),
        ({"passing": ("Aino",)}, "here_needs_group"),
        ({"group": "2B", "here": ("Anio",)}, "person_unknown_near"),
        ({"group": "2B", "here": ("Väinämöinen",)}, "person_unknown"),
        ({"group": "2B", "passing": ("Noah",)}, "person_unknown"),
        ({"group": "2BB", "here": ("Aino",)}, "group_unknown_near"),
        ({"group": "Ketut", "here": ("Aino",)}, "group_unknown"),
    ],
)
def test_somebody_who_is_not_in_the_group_is_told_before_anything_begins(
    tmp_path: Path, order: dict[str, object], code: str
) -> None:
    group_in(tmp_path)
    with people_of(tmp_path) as people:
        people.add(people.add_group("3A", "classroom").pseudonym, ["Noah"])
    with pytest.raises(Problem) as caught:
        Launch(Order("number-friends", "sim", **order), Station(tmp_path), Settings(), Live(), staff=False)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert not (tmp_path / "log.sqlite").exists()


def test_with_no_list_at_all_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        run(tmp_path / "new", Order("number-friends", "sim", group="2B", here=("Aino",)))
    assert caught.value.code == "group_unknown"
    assert not (tmp_path / "new").exists()


def test_without_the_key_a_session_runs_by_pseudonyms(tmp_path: Path, naming: str) -> None:
    group = group_in(tmp_path)
    who = pseudonyms(tmp_path)
    (tmp_path / "people.key").unlink()
    records, _ = run(tmp_path, Order("number-friends", "sim", "fi", group=group.pseudonym, here=(who["Aino"],)))
    assert attended(records) == [(who["Aino"], False)]
    for scenario, asked in ((naming, group.pseudonym), ("number-friends", "2B")):
        with pytest.raises(Problem) as caught:
            run(tmp_path, Order(scenario, "sim", "fi", group=asked))
        assert caught.value.code == "people_key_missing"


def test_what_is_never_raised_with_those_present_keeps_a_session_from_beginning(tmp_path: Path) -> None:
    group_in(tmp_path)
    with people_of(tmp_path) as people:
        people.never_raise(people.persons()[1], ["tupa"])
    with pytest.raises(Problem) as caught:
        run(tmp_path, Order("morning-round", "sim", "fi", group="2B"))
    assert (caught.value.code, caught.value.facts["words"], caught.value.facts["states"]) == (
        "topic_raised",
        "tupa",
        "proverb",
    )
    for language in ("fi", "sv", "en"):
        assert_unsaid("Pekka", caught.value.message(language).encode())
    with pytest.raises(Problem):
        run(tmp_path, Order("morning-round", "sim", "fi", group="2B", here=("Aino",), passing=("Pekka",)))
    assert not (tmp_path / "log.sqlite").exists()
    # Whom it concerns sits this one out.
    records, _ = run(tmp_path, Order("morning-round", "sim", "fi", group="2B", here=("Aino", "Leena")))
    assert len(attended(records)) == 2


def test_topics_that_cannot_be_read_keep_a_session_from_beginning(tmp_path: Path) -> None:
    group = group_in(tmp_path)
    who = pseudonyms(tmp_path)
    with people_of(tmp_path) as people:
        people.never_raise(people.persons()[1], ["tupa"])
    (tmp_path / "people.key").unlink()
    with pytest.raises(Problem) as caught:
        run(tmp_path, Order("morning-round", "sim", "fi", group=group.pseudonym))
    assert caught.value.code == "topics_unread"
    run(tmp_path, Order("morning-round", "sim", "fi", group=group.pseudonym, here=(who["Aino"],)))


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(
    names=st.lists(NAMES, min_size=3, max_size=5, unique_by=lambda name: check_name(name).casefold()),
    seed=st.integers(0, 99),
)
def test_no_name_is_in_anything_that_a_session_leaves_behind(
    tmp_path_factory: pytest.TempPathFactory, naming: str, names: list[str], seed: int
) -> None:
    group, *people = names = [check_name(name) for name in names]
    folder = tmp_path_factory.mktemp("station")
    group_in(folder, group, *people)
    out, logged = io.StringIO(), io.StringIO()
    handler, root = logging.StreamHandler(logged), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        with redirect_stdout(out), redirect_stderr(out):
            order = Order(naming, "sim", "fi", "shy_child", seed, group=group, here=(people[0],), passing=(people[1],))
            _, lines = run(folder, order)
    finally:
        root.setLevel(before)
        root.removeHandler(handler)
    assert any(group in line for line in lines)
    for name in names:
        assert_unsaid(name, kept(folder), out.getvalue().encode(), logged.getvalue().encode())


def test_no_name_reaches_the_broker(tmp_path: Path, naming: str, mosquitto: Mosquitto, receiver: Receiver) -> None:
    group = group_in(tmp_path / "station", "Äijö’n ryhmä", "Åsa-Liisa", "Ünal")
    settings = Settings(broker=f"mqtt://127.0.0.1:{mosquitto.port}")
    order = Order(naming, "sim", "fi", "eager_child", group="Äijö’n ryhmä")
    records, lines = run(tmp_path / "station", order, settings)
    assert any("Äijö’n ryhmä" in line for line in lines)
    receiver.until(lambda: len(receiver.events) >= len(records), "every event")
    sent = b"\n".join(message.payload for message in receiver.messages)
    assert group.pseudonym.encode() in sent
    for name in ("Äijö’n ryhmä", "Åsa-Liisa", "Ünal"):
        assert_unsaid(name, sent)
