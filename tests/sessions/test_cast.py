from __future__ import annotations

import pickle
import re
from dataclasses import fields, replace
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
import yaml

from robot.problem import LANGUAGES, Problem
from robot.speech import normalise
from scenarios.language.check import load
from scenarios.language.compile import Plan, compiled
from scenarios.language.model import Span
from sessions import persona_file
from sessions.cast import Cast, fits, load_cast, persona_names
from sim.acoustics import Place
from sim.persona import Phrases, Traits

SHIPPED = Path("sim") / "personas"
COMPANIES = {"wild_pair": 2, "class_of_20": 20, "group_of_8": 8}
COMPANY = """title: {fi: Ryhmä, sv: En grupp, en: A group}
setting: any
ages: {from: 6, to: 100}
success: finished
room: {snr: 12}
people:
  - persona: eager_child
    names: [Aino, Leo]
    seat: {distance: 2.5, hearing_loss: 30}
    traits: {right: 0.5}
  - persona: mine.yaml
    names: [Saga]
"""


def changed(tmp_path: Path, old: str, new: str, name: str = "eager_child") -> Path:
    """A copy of a shipped persona with one part of its text changed."""
    source = (SHIPPED / f"{name}.yaml").read_text(encoding="utf-8")
    assert old in source
    path = tmp_path / "mine.yaml"
    path.write_text(source.replace(old, new, 1), encoding="utf-8")
    return path


def company(tmp_path: Path, old: str = "", new: str = "") -> Path:
    changed(tmp_path, "", "", "shy_child")
    assert old in COMPANY
    path = tmp_path / "group.yaml"
    path.write_text(COMPANY.replace(old, new, 1) if old else COMPANY, encoding="utf-8")
    return path


def problem_of(persona: str | Path) -> Problem:
    with pytest.raises(Problem) as caught:
        load_cast(persona)
    for language in LANGUAGES:
        assert caught.value.message(language)
    assert caught.value.exit_code == 2
    return caught.value


def traits(name: str) -> Traits:
    return load_cast(name).people[0].traits


@cache
def plan(name: str) -> Plan:
    return compiled(load(name))


def test_the_people_of_people_md_are_shipped() -> None:
    assert set(persona_names()) == {
        *("eager_child", "shy_child", "wild_pair", "newcomer_l2", "teenager", "spry_elder", "slow_elder"),
        *("hard_of_hearing", "unhurried_offtopic", "quiet_resident", "declines", "class_of_20", "group_of_8"),
        "elder_in_hall",
    }


@pytest.mark.parametrize("name", persona_names())
def test_every_shipped_persona_loads_in_three_languages(name: str) -> None:
    cast = load_cast(name)
    assert cast.name == name
    assert cast.languages == ("fi", "sv", "en")
    assert set(cast.titles) == {"fi", "sv", "en"}
    assert cast.settings in (("classroom",), ("care",))
    assert len(cast.people) == COMPANIES.get(name, 1)
    assert len({player.name for player in cast.people}) == len(cast.people)
    assert cast.success == ("left_in_peace" if name == "declines" else "finished")
    assert cast.turns_by_name == (name == "class_of_20")


def test_a_cast_can_be_handed_to_another_process() -> None:
    cast = load_cast("class_of_20")
    assert pickle.loads(pickle.dumps(cast)) == cast


def test_the_people_differ_as_their_names_say() -> None:
    eager, shy, slow = (traits(name) for name in ("eager_child", "shy_child", "slow_elder"))
    assert eager.think < shy.think < slow.think
    assert shy.silent > slow.silent > eager.silent
    assert shy.loudness < eager.loudness
    assert shy.touch > eager.touch
    assert slow.around > eager.around
    assert traits("newcomer_l2").errors == {"fi": 0.41, "sv": 0.41, "en": 0.41}
    assert (
        load_cast("hard_of_hearing").people[0].place.hearing_loss > load_cast("spry_elder").people[0].place.hearing_loss
    )
    assert traits("unhurried_offtopic").off_topic > 5 * traits("spry_elder").off_topic / 2
    assert traits("quiet_resident").silent > 0.5
    assert traits("declines").declines > 0.5


def test_a_room_has_noise_and_perhaps_a_second_conversation_in_the_language_of_the_session() -> None:
    alone, hall = load_cast("slow_elder"), load_cast("group_of_8")
    for language in ("fi", "sv", "en"):
        assert alone.room[language].conversation is None
        conversation = hall.room[language].conversation
        assert conversation is not None
        assert conversation.language == language
        assert conversation.sentences
    assert hall.room["fi"].snr < alone.room["fi"].snr
    assert hall.room["fi"].bursts > alone.room["fi"].bursts > 0


def test_most_of_a_hall_hears_badly() -> None:
    people = load_cast("group_of_8").people
    assert sum(player.place.hearing_loss >= 20 for player in people) / len(people) == pytest.approx(0.71, abs=0.05)


def test_whom_a_scenario_is_for_is_told_by_setting_ages_and_group() -> None:
    def fitting(of: Plan) -> set[str]:
        return {name for name in persona_names() if fits(load_cast(name), of)}

    children = {"eager_child", "shy_child", "wild_pair", "newcomer_l2"}
    assert fitting(plan("number-friends")) == fitting(plan("own-words")) == children
    older = replace(plan("number-friends"), ages=Span.model_validate({"from": 13, "to": 15}))
    assert fitting(older) == {"teenager", "newcomer_l2"}
    anybody = replace(plan("number-friends"), ages=None)
    assert fitting(anybody) == {*children, "teenager"}
    elders = {"spry_elder", "slow_elder", "hard_of_hearing", "unhurried_offtopic", "quiet_resident", "elder_in_hall"}
    assert fitting(plan("morning-round")) == fitting(plan("song-moment")) == {*elders, "declines", "group_of_8"}


@pytest.mark.parametrize(
    ("least", "most", "fit"),
    [
        (1, 1, {"eager_child"}),
        (1, 4, {"eager_child", "wild_pair"}),
        (5, 19, {"eager_child", "wild_pair"}),
        (10, 20, {"eager_child", "wild_pair", "class_of_20"}),
    ],
)
def test_a_company_is_not_more_than_the_group_and_never_too_few(least: int, most: int, fit: set[str]) -> None:
    of = replace(plan("number-friends"), group=Span.model_validate({"from": least, "to": most}))
    assert {name for name in ("eager_child", "wild_pair", "class_of_20") if fits(load_cast(name), of)} == fit


def test_a_scenario_that_names_no_group_is_for_any_number() -> None:
    assert fits(load_cast("class_of_20"), replace(plan("number-friends"), group=None))


def test_one_person_sits_in_the_hall_of_which_the_noise_was_measured() -> None:
    hall = load_cast("elder_in_hall")
    assert {room.snr for room in hall.room.values()} == {-3.1}
    (guest,) = hall.people
    assert guest.traits == traits("slow_elder")
    assert guest.place.hearing_loss > load_cast("slow_elder").people[0].place.hearing_loss


def test_a_company_sits_side_by_side(tmp_path: Path) -> None:
    places = {player.name: player.place for player in load_cast("group_of_8").people}
    assert places["Anneli"].apart(places["Aarne"]) == pytest.approx(3.5)
    assert min(one.apart(other) for one, other in combinations(places.values(), 2)) > 0.6
    path = company(tmp_path)
    path.write_text(path.read_text().replace("names: [Saga]", "names: [Saga]\n    sides: [-45]"))
    aino, leo, saga = load_cast(path).people
    assert (aino.place.side, leo.place.side, saga.place.side) == (0.0, 0.0, -45.0)


def test_a_person_for_any_setting_fits_both(tmp_path: Path) -> None:
    cast = load_cast(company(tmp_path))
    assert fits(cast, plan("number-friends"))
    assert fits(cast, plan("morning-round"))


def test_a_file_of_ones_own_is_given_by_its_path(tmp_path: Path) -> None:
    path = changed(tmp_path, "think: 1.4", "think: 3")
    cast = load_cast(path)
    assert cast.people[0].traits.think == 3
    assert cast.name == "mine"
    assert load_cast(str(path)) == cast


def test_a_company_is_people_of_other_files_with_what_differs(tmp_path: Path) -> None:
    cast: Cast = load_cast(company(tmp_path))
    aino, leo, saga = cast.people
    assert (aino.name, leo.name, saga.name) == ("Aino", "Leo", "Saga")
    assert aino.traits == leo.traits == replace(traits("eager_child"), right=0.5)
    assert aino.place == Place(2.5, 30)
    assert saga.traits == traits("shy_child")


def test_a_misspelt_name_is_answered_with_the_nearest_one() -> None:
    problem = problem_of("eger_child")
    assert problem.code == "persona_missing_near"
    assert "'eager_child'?" in str(problem)
    assert "slow_elder" in str(problem)


def test_a_name_like_no_other_is_answered_with_those_there_are() -> None:
    problem = problem_of("bob")
    assert problem.code == "persona_missing"
    assert "class_of_20, declines, eager_child" in str(problem)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "folder.yaml"
    folder.mkdir()
    for path in (tmp_path / "nobody.yaml", folder):
        problem = problem_of(path)
        assert problem.code in ("persona_unreadable", "persona_invalid")
        assert path.name in str(problem)


def place(path: Path, text: str) -> str:
    """Where something stands in a file, as an editor counts it."""
    before, found, _ = path.read_text(encoding="utf-8").partition(text)
    assert found
    return f"{path}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


@pytest.mark.parametrize(
    ("old", "new", "at", "why"),
    [
        ("  right: 0.85", "  right: 1.5", "1.5 #", "1.5"),
        ("  right: 0.85", "  right: often", "often", "wrong kind"),
        ("  think: 1.4", "  think: 0", "0 # (p) well", "0"),
        ("  patience: 4", "  patience: 4.5", "4.5", "wrong kind"),
        ("  ease: 0.5", "  eese: 0.5", "eese", "eese"),
        ("  right: 0.85", "  rihgt: 0.85", "rihgt", "rihgt"),
        ("{from: 6, to: 12}", "{from: 6}", "ages", "to"),
        ("{from: 6, to: 12}", "{from: 12, to: 6}", "{from: 12", "above the last"),
        ("success: finished", "success: won", "won", "won"),
        ('"Se on {answer}!"', '"Se on se!"', '"Se on se!"', "must hold {answer} once"),
        ('"Se on {answer}!"', '"Se on {0} {answer}"', '"Se on {0}', "must hold {answer} once"),
        ('again: ["again", "What did you say?"]', "again: []", 'around: ["It', "phrases of the kind 'again'"),
        ("  sv: 0.10 # as fi\n", "", "fi: 0.10", "word error rate in 'sv' is missing"),
        ("  touch: 0.1", "  other_language: 0.1", "think: 1.4", "which other language"),
    ],
)
def test_what_is_wrong_in_a_file_is_pointed_at(tmp_path: Path, old: str, new: str, at: str, why: str) -> None:
    path = changed(tmp_path, old, new)
    problem = problem_of(path)
    assert problem.code == "persona_invalid"
    assert f"{place(path, at)} " in str(problem)
    assert why in str(problem)


@pytest.mark.parametrize(
    ("old", "new", "at", "why"),
    [
        ("[Saga]", "[Leo, Aino]", "Leo, Aino", "two people are called Leo"),
        ("persona: eager_child", "persona: eagre_child", "eagre_child", "eager_child"),
        ("persona: eager_child", "persona: wild_pair", "wild_pair", "a company itself"),
        ("persona: mine.yaml", "persona: other.yaml", "other.yaml", "other.yaml"),
        ("names: [Saga]", "names: []", "[]", "too short"),
        ("names: [Saga]", "names: [Saga]\n    sides: [10, 20]", "[10, 20]", "one for each name"),
        ("names: [Saga]", "names: [Saga]\n    sides: [270]", "270", "270"),
    ],
)
def test_what_is_wrong_in_a_company_is_pointed_at(tmp_path: Path, old: str, new: str, at: str, why: str) -> None:
    path = company(tmp_path, old, new)
    problem = problem_of(path)
    assert problem.code == "persona_invalid"
    assert f"{place(path, at)} " in str(problem)
    assert why in str(problem)


@pytest.mark.parametrize(
    "text",
    ["", "- a list", "traits: {think: 1", "think: !!python/object:os.system {}", "[" * 3000, "a: &b 1", "people: 3"],
)
def test_what_is_no_persona_at_all_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    assert problem_of(path).code == "persona_invalid"


@pytest.mark.parametrize(
    ("old", "new", "english"),
    [
        ("  right: 0.85", "  right: often", "wrong kind"),
        ('"Se on {answer}!"', '"Se on se!"', "it must hold"),
        ("  sv: 0.10 # as fi\n", "", "word error rate"),
    ],
)
def test_what_is_wrong_is_told_in_the_readers_language(tmp_path: Path, old: str, new: str, english: str) -> None:
    problem = problem_of(changed(tmp_path, old, new))
    assert english in problem.message("en")
    assert len({problem.message(language) for language in LANGUAGES}) == 3
    assert not any(english in problem.message(language) for language in ("fi", "sv"))


def test_every_flaw_is_told_in_three_languages_with_the_same_facts() -> None:
    flaws = yaml.safe_load(Path(persona_file.__file__).with_name("persona_flaws.yaml").read_text(encoding="utf-8"))
    for texts in flaws.values():
        facts = [set(re.findall(r"{\w+}", texts[language])) for language in ("en", "fi", "sv")]
        assert facts[0] == facts[1] == facts[2]
        assert set(texts) == {"en", "fi", "sv"}


def common(language: str, id: str) -> list[str]:
    """The phrases that every session knows as this command."""
    return [f" {' '.join(normalise(each, language))} " for each in plan("number-friends").answers[id].root[language]]


def holds(phrase: str, language: str, id: str) -> bool:
    said = f" {' '.join(normalise(phrase, language))} "
    return any(known in said for known in common(language, id))


PHRASES = [
    (player.persona, language, phrases)
    for name in persona_names()
    if name not in COMPANIES
    for player in load_cast(name).people
    for language, phrases in player.traits.phrases.items()
]


@pytest.mark.parametrize(("persona", "language", "phrases"), PHRASES)
def test_who_asks_for_something_can_be_understood(persona: str, language: str, phrases: Phrases) -> None:
    for id in ("again", "slower", "louder", "hint", "stop", "distress"):
        said = getattr(phrases, id)
        assert not said or any(holds(each, language, id) for each in said), id
    assert all(holds(each, language, "distress") for each in phrases.distress)


@pytest.mark.parametrize(("persona", "language", "phrases"), PHRASES)
def test_nobody_ends_a_session_or_calls_staff_by_the_way(persona: str, language: str, phrases: Phrases) -> None:
    for each in fields(Phrases):
        for phrase in getattr(phrases, each.name):
            assert each.name in ("distress", "stop") or not holds(phrase, language, "distress"), phrase
            assert each.name == "stop" or not holds(phrase, language, "stop"), phrase
