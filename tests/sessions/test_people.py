"""Groups and people: kept sealed, found as staff write them, corrected, and gone without a trace."""

from __future__ import annotations

import re
import sqlite3
from datetime import date
from pathlib import Path
from random import Random  # noqa: TID251 - seeded

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.problem import Problem
from sessions.people.people import MIGRATIONS, kept_until
from sessions.people.search import check_name, group_of, person_of
from tests.sessions.people import assert_unsaid, classroom, kept, people_of, refused, spoil


def fits(name: str) -> bool:
    try:
        check_name(name)
    except Problem:
        return False
    return True


LETTERS = st.sampled_from("aäöåéAÄÖÅ'’ -.ñßøłİ🦊🙂") | st.characters(categories=["Lu", "Ll", "Lo"])
# With an ending of their own: key and AAA stand in a station's files anyway.
NAMES = st.text(LETTERS, min_size=1, max_size=20).map(lambda name: f"{name} Ÿlö").filter(fits)


def test_groups_and_people_come_back_as_they_were_put_in(tmp_path: Path) -> None:
    with people_of(tmp_path) as people:
        group = people.add_group("2B", "classroom", date(2027, 7, 31))
        aino, pekka = people.add(group.pseudonym, ["Aino", "Pekka"], "fi")
        people.never_raise(aino, ["sota", "isoisän kuolema"])
        people.pass_over(pekka, True)
        people.measured(aino.pseudonym, 1350)
    with people_of(tmp_path) as people:
        assert people.groups() == [group]
        first, second = people.persons(group.pseudonym)
        assert (first.name, first.language, first.topics, first.passing) == (
            "Aino",
            "fi",
            ("sota", "isoisän kuolema"),
            False,
        )
        assert (second.name, second.topics, second.passing) == ("Pekka", (), True)
        assert (people.pause(first.pseudonym), people.pause(second.pseudonym)) == (1350, None)
        assert people.persons("g-nobody22") == []


def test_pseudonyms_are_chance_and_never_come_from_a_name(tmp_path: Path) -> None:
    seen = set()
    for seed in range(2):
        with people_of(tmp_path / str(seed), seed) as people:
            group = classroom(people, "Aino")
            (aino,) = people.persons()
            seen |= {group.pseudonym, aino.pseudonym}
            assert re.fullmatch("g-[a-z2-7]{8}", group.pseudonym)
            assert re.fullmatch("p-[a-z2-7]{8}", aino.pseudonym)
    assert len(seen) == 4


@settings(max_examples=25)
@given(st.lists(NAMES, min_size=2, max_size=4, unique_by=lambda name: check_name(name).casefold()), NAMES)
def test_no_name_is_ever_on_the_disk_in_the_clear(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], topic: str
) -> None:
    folder = tmp_path_factory.mktemp("station")
    with people_of(folder) as people:
        group = people.add_group(names[0], "care")
        added = people.add(group.pseudonym, names)
        people.never_raise(added[0], [topic])
        people.rename(added[1], names[1])
        for word in (*names, topic):
            assert_unsaid(check_name(word), kept(folder))
    assert [person.name for person in added] == [check_name(name) for name in names]
    for word in (*names, topic):
        assert_unsaid(check_name(word), kept(folder))


def test_not_a_byte_of_somebody_who_is_removed_is_left_in_any_file(tmp_path: Path) -> None:
    with people_of(tmp_path) as people:
        group = classroom(people, *(f"Aino {letter}" for letter in "ABCDEFGH"))
        aino = people.persons()[3]
        people.never_raise(aino, ["sota"])
        people.measured(aino.pseudonym, 1200)
        other = people.persons()[4]
        sealed = sealed_of(tmp_path, aino.pseudonym)
        assert all(each in kept(tmp_path) for each in sealed)
        assert people.remove([aino.pseudonym]) == 1
        # While it is open: the file beside the database, too.
        gone = kept(tmp_path)
        assert not any(each in gone for each in sealed)
        assert aino.pseudonym.encode() not in gone
        assert other.pseudonym.encode() in gone
        assert len(people.persons(group.pseudonym)) == 7
        assert people.remove([aino.pseudonym]) == 0


def test_a_group_that_ends_takes_everybody_with_it(tmp_path: Path) -> None:
    with people_of(tmp_path) as people:
        group = classroom(people, "Aino", "Pekka")
        other = classroom(people, "Aino", group="3A")
        people.measured(people.persons(group.pseudonym)[0].pseudonym, 900)
        doomed = [each for person in people.persons(group.pseudonym) for each in sealed_of(tmp_path, person.pseudonym)]
        assert people.end_group(group.pseudonym) == 2
        assert people.groups() == [other]
        assert [person.group for person in people.persons()] == [other.pseudonym]
        assert not any(each in kept(tmp_path) for each in doomed)


def test_a_name_that_is_corrected_leaves_nothing_of_the_old_one(tmp_path: Path) -> None:
    with people_of(tmp_path) as people:
        classroom(people, "Anio", "Pekka")
        anio, _ = people.persons()
        before = sealed_of(tmp_path, anio.pseudonym)
        people.rename(anio, "Aino")
        assert people.persons()[0].name == "Aino"
        assert not any(each in kept(tmp_path) for each in before)
        people.rename(people.persons()[0], "AINO")
        with refused("person_exists"):
            people.rename(anio, "pekka")
        group = people.groups()[0]
        people.rename_group(group, "3B")
        assert people.groups()[0].name == "3B"


def test_somebody_moves_with_all_that_is_kept(tmp_path: Path) -> None:
    with people_of(tmp_path) as people:
        classroom(people, "Aino")
        other = classroom(people, "Pekka", group="3A")
        aino = people.persons()[0]
        people.never_raise(aino, ["sota"])
        people.move(aino, other)
        moved = person_of("3A/Aino", people)
        assert (moved.pseudonym, moved.topics) == (aino.pseudonym, ("sota",))
        people.add(aino.group, ["pekka"])
        with refused("person_exists"):
            people.move(person_of("2B/pekka", people), other)


def test_two_of_one_name_in_a_group_are_refused_and_then_nobody_is_added(tmp_path: Path) -> None:
    with people_of(tmp_path) as people:
        group = classroom(people, "Äijö")
        for names in (["Pekka", "A\u0308IJO\u0308"], ["Liisa", "liisa"]):
            with refused("person_exists"):
                people.add(group.pseudonym, names)
        assert [person.name for person in people.persons()] == ["Äijö"]
        with refused("group_exists"):
            people.add_group("2b", "care")


@pytest.mark.parametrize("name", ["", "  ", "a" * 61, "Aino,Pekka", "2B/Aino", "Ai\nno\x00", "-Aino", "Ai\x1b[0mno"])
def test_what_cannot_be_a_name_is_refused(tmp_path: Path, name: str) -> None:
    with people_of(tmp_path) as people, refused("name_form"):
        people.add_group(name, "care")


def test_a_topic_has_letters(tmp_path: Path) -> None:
    with people_of(tmp_path) as people:
        classroom(people, "Aino")
        with refused("topic_form"):
            people.never_raise(people.persons()[0], ["sota", "!?"])


def test_names_are_found_as_staff_write_them(tmp_path: Path) -> None:
    with people_of(tmp_path) as people:
        group = classroom(people, "Äiti", "Aiti", "Jörgen", "🦊 Kettu")
        other = classroom(people, "Jörgen", "Noah", group="Hämeen ryhmä")
        assert person_of("äiti", people).name == "Äiti"
        assert person_of("AITI", people).name == "Aiti"
        assert person_of("noäh", people).name == "Noah"
        assert person_of("2b/jorgen", people).group == group.pseudonym
        assert person_of("🦊  kettu", people).name == "🦊 Kettu"
        assert person_of(people.persons()[0].pseudonym.upper(), people).name == "Äiti"
        assert group_of("hameen ryhma", people) == other
        assert group_of(other.pseudonym, people) == other
        with pytest.raises(Problem) as several:
            person_of("Jörgen", people)
        assert several.value.code == "person_ambiguous"
        assert several.value.facts["known"] == "2B/Jörgen, Hämeen ryhmä/Jörgen"
        with pytest.raises(Problem) as near:
            person_of("Jörgne", people, group)
        assert (near.value.code, near.value.facts["near"]) == ("person_unknown_near", "Jörgen")
        with refused("person_unknown"):
            person_of("Wolfgang", people)
        with pytest.raises(Problem) as near:
            group_of("Hämen ryhmä", people)
        assert (near.value.code, near.value.facts["near"]) == ("group_unknown_near", "Hämeen ryhmä")
        with refused("group_unknown"):
            group_of("5X", people)


def test_the_audit_hears_of_every_change_and_of_no_name(tmp_path: Path) -> None:
    heard: list[tuple[str, str]] = []
    with people_of(tmp_path, audit=lambda what, about: heard.append((what, about))) as people:
        group = classroom(people, "Aino")
        aino = people.persons()[0]
        people.rename(aino, "Aina")
        people.never_raise(aino, ["sota"])
        people.pass_over(aino, True)
        people.keep_until(group, None)
        people.remove([aino.pseudonym])
        people.end_group(group.pseudonym)
    about = {group.pseudonym, aino.pseudonym}
    assert [what for what, _ in heard] == [
        "group_added",
        "person_added",
        "person_corrected",
        "topics_set",
        "passing_set",
        "end_set",
        "person_removed",
        "group_ended",
    ]
    assert {each for _, each in heard} == about


@pytest.mark.parametrize(
    ("today", "end"),
    [(date(2026, 8, 12), 2027), (date(2026, 11, 24), 2027), (date(2027, 7, 31), 2027), (date(2027, 8, 1), 2028)],
)
def test_a_class_is_kept_to_the_end_of_its_school_year_and_a_care_group_until_staff_end_it(
    today: date, end: int
) -> None:
    assert kept_until("classroom", today) == date(end, 7, 31)
    assert kept_until("care", today) is None


def test_a_file_of_a_later_kaveri_or_of_something_else_is_left_alone(tmp_path: Path) -> None:
    with people_of(tmp_path) as people:
        classroom(people, "Aino")
    with sqlite3.connect(tmp_path / "people.sqlite") as raw:
        raw.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    raw.close()
    with refused("people_newer"), people_of(tmp_path):
        pass
    (tmp_path / "people.sqlite").write_bytes(b"not a database, but long enough to be taken for one" * 20)
    with refused("people_damaged"), people_of(tmp_path):
        pass
    with refused("people_not_opened"), people_of(tmp_path / "people.sqlite"):
        pass


def test_what_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    with people_of(tmp_path) as people:
        group = classroom(people, "Aino")
        other = sqlite3.connect(tmp_path / "people.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        people._connection.execute("PRAGMA busy_timeout = 1")
        with refused("people_not_written"):
            people.add(group.pseudonym, ["Pekka"])
        other.execute("ROLLBACK")
        other.close()
        people.add(group.pseudonym, ["Pekka"])
        assert len(people.persons()) == 2


def test_what_is_removed_while_another_process_reads_is_overwritten_afterwards(tmp_path: Path) -> None:
    with people_of(tmp_path) as people:
        classroom(people, "Aino", "Pekka")
        aino = people.persons()[0]
        sealed = sealed_of(tmp_path, aino.pseudonym)
        reader = sqlite3.connect(tmp_path / "people.sqlite", isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM persons").fetchone()
        people._connection.execute("PRAGMA busy_timeout = 1")
        with refused("not_overwritten"):
            people.remove([aino.pseudonym])
        assert [person.name for person in people.persons()] == ["Pekka"]
        with refused("not_overwritten"):
            people.scrub()
        assert any(each in kept(tmp_path) for each in sealed)
        reader.close()
        people.scrub()
        assert not any(each in kept(tmp_path) for each in sealed)


def test_of_sixty_out_of_three_hundred_not_even_a_copy_in_a_page_that_was_split_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With this seed SQLite 3.40 leaves a copy of the 35th. Packed on the way, the pages would be others.
    chance = Random(7)
    with people_of(tmp_path, 7) as people, monkeypatch.context() as patch:
        patch.setattr("sessions.people.people.forget_deleted", lambda connection, path: None)
        people._connection.execute("PRAGMA synchronous = OFF")
        group = people.add_group("2B", "care")
        names = [f"Aino {chr(65 + n % 26)}{chr(65 + n // 26)} {'x' * chance.randrange(10)}" for n in range(300)]
        everybody = people.add(group.pseudonym, names)
        for person in everybody:
            if chance.random() < 0.3:
                people.never_raise(person, ["koirat ja kissat " + "x" * chance.randrange(1, 40)])
        gone = chance.sample(everybody, 60)
        sealed = [each for person in gone for each in sealed_of(tmp_path, person.pseudonym)]
        for person in gone:
            people.remove([person.pseudonym])
        patch.undo()
        people.scrub()
        left = kept(tmp_path)
        assert [person.pseudonym for person in gone if person.pseudonym.encode() in left] == []
        assert not any(each in left for each in sealed)
        assert len(people.persons()) == 240


def test_damage_is_said_as_such_whatever_is_asked(tmp_path: Path) -> None:
    with people_of(tmp_path) as people:
        group = people.add_group("2B", "care")
        people.add(group.pseudonym, [f"Aino {letter}{other}" for letter in "ABCDEFGH" for other in "ABCDEFGH"])
        aino = people.persons()[0]
        people.measured(aino.pseudonym, 1200)
    spoil(tmp_path / "people.sqlite")
    with people_of(tmp_path) as people:
        for ask in (
            people.groups,
            people.persons,
            lambda: people.pause(aino.pseudonym),
            lambda: people.remove([aino.pseudonym]),
            lambda: people.forget_pauses(date(2027, 1, 1)),
            lambda: people.end_group(group.pseudonym),
            lambda: people.add_group("3A", "care"),
            people.scrub,
        ):
            with refused("people_damaged"):
                ask()


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE groups SET name = 'text', ends = 'soon'",
        "UPDATE groups SET ends = 'soon'",
        "UPDATE groups SET setting = CAST(x'ff' AS TEXT)",
        "UPDATE persons SET name = 7",
        "UPDATE persons SET topics = 'text'",
        "DROP TABLE persons",
    ],
)
def test_a_row_that_holds_what_it_cannot_is_damage_too(tmp_path: Path, harm: str) -> None:
    with people_of(tmp_path) as people:
        classroom(people, "Aino")
    raw = sqlite3.connect(tmp_path / "people.sqlite", isolation_level=None)
    raw.execute(harm)
    raw.close()
    with people_of(tmp_path) as people, refused("people_damaged"):
        assert people.groups() == people.persons()


@pytest.mark.parametrize("harm", ["DELETE FROM store", "UPDATE store SET id = x'00'", "DROP TABLE store"])
def test_a_list_without_its_id_is_damaged(tmp_path: Path, harm: str) -> None:
    with people_of(tmp_path) as people:
        classroom(people, "Aino")
    raw = sqlite3.connect(tmp_path / "people.sqlite", isolation_level=None)
    raw.execute(harm)
    raw.close()
    with refused("people_damaged"), people_of(tmp_path):
        pass


def test_what_is_not_overwritten_yet_is_in_the_audit_all_the_same(tmp_path: Path) -> None:
    heard: list[str] = []
    with people_of(tmp_path, audit=lambda what, about: heard.append(what)) as people:
        group = classroom(people, "Aino", "Pekka")
        aino, pekka = people.persons()
        reader = sqlite3.connect(tmp_path / "people.sqlite", isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM persons").fetchone()
        people._connection.execute("PRAGMA busy_timeout = 1")
        for act in (
            lambda: people.rename(pekka, "Pekko"),
            lambda: people.remove([aino.pseudonym]),
            lambda: people.end_group(group.pseudonym),
        ):
            with refused("not_overwritten"):
                act()
        reader.close()
        people.scrub()
    assert heard[-3:] == ["person_corrected", "person_removed", "group_ended"]


def sealed_of(folder: Path, pseudonym: str) -> list[bytes]:
    """The sealed name and topics of somebody, as the file holds them."""
    raw = sqlite3.connect(folder / "people.sqlite")
    row = raw.execute("SELECT name, topics FROM persons WHERE pseudonym = ?", (pseudonym,)).fetchone()
    raw.close()
    return [bytes(each) for each in row if each is not None]
