"""The passes in their order, and what a session gets of a scenario that is clean."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from behaviours.machine import END, SKIPPED, Scene
from behaviours.profile import Profile
from behaviours.stage import Stage
from robot.problem import Problem
from scenarios.language.check import Checked, check, check_text, find, load, restore, shipped_scenarios
from scenarios.language.compile import compiled
from scenarios.language.diagnostics import ScenarioError, nearest
from scenarios.language.document import parse, read
from scenarios.language.model import LANGUAGES, ProfileFile
from scenarios.language.profiles import FOLDER, profile_names, profile_of
from scenarios.language.sentences import sentences, words_in
from scenarios.language.source import Source
from scenarios.language.validation import fields_at
from scenarios.language.world import shipped_world

HERE = Path(__file__).parent
MINIMAL = (HERE / "minimal.yaml").read_text(encoding="utf-8")


def checked(*changes: tuple[str, str]) -> Checked:
    text = MINIMAL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return check_text(text, shipped_world())


def faults(*changes: tuple[str, str]) -> list[str]:
    with pytest.raises(ScenarioError) as error:
        checked(*changes)
    return [f"{finding.code} {finding.position.line}:{finding.position.column}" for finding in error.value.findings]


@pytest.mark.parametrize("name", shipped_scenarios())
def test_what_is_shipped_is_clean(name: str) -> None:
    assert check(name) == []
    assert load(name).scenario.front.name == name


def test_a_later_pass_is_silent_while_an_earlier_one_has_errors() -> None:
    unreachable = ("then: question", "then: bye")
    dangling = ("right: bye", "right: nowhere")
    unknown = ("minutes: 1", "minuts: 1")
    broken = ("en: Small}", "en: Small")

    assert faults(unreachable) == ["K401 19:3"]
    assert faults(unreachable, dangling) == ["K301 26:17"]
    assert faults(unreachable, dangling, unknown) == ["K201 8:1"]
    assert faults(unreachable, dangling, unknown, broken) == ["K114 3:8"]


def test_one_pass_tells_all_it_finds() -> None:
    found = faults(("minutes: 1", "minutes: one"), ("    farewell:", "    fairwell:"), ("number: 2", "number: two"))
    assert found == ["K203 8:10", "K203 25:26", "K209 28:5"]


def test_a_text_that_is_no_map_of_languages_is_told_so() -> None:
    with pytest.raises(ScenarioError) as error:
        checked(("title: {fi: Pieni, sv: Liten, en: Small}", "title: Small"))
    (told,) = error.value.findings
    assert told.advice().startswith("Possible here: a text in each language ('fi: ...'). For example: title: {fi: ")


def test_a_warning_lets_a_scenario_run() -> None:
    it = checked(("languages: [fi, sv, en]", "languages: [fi]"))
    assert {finding.code for finding in it.warnings} == {"K307"}


def scenes(it: Checked) -> dict[str, Scene]:
    plan = compiled(it)
    stage = Stage("fi", plan.profile, plan.phrases, plan.answers)
    return {scene.name: scene for scene in plan.scenes(stage)}


def test_an_outcome_of_skipping_may_lead_elsewhere() -> None:
    it = checked(("modelled: end}", "modelled: end, skipped: end}"))
    assert scenes(it)["question"].routes == {"right": "bye", "modelled": END, SKIPPED: END}
    assert scenes(it)["hello"].routes == {"done": "question", SKIPPED: "question"}


def test_a_skipped_state_without_a_way_of_its_own_leads_on_as_its_first_outcome() -> None:
    it = checked()
    assert scenes(it)["question"].routes[SKIPPED] == "bye"
    assert (compiled(it).start, compiled(it).goodbye) == ("hello", "bye")


def test_care_and_formal_address_have_phrases_of_their_own() -> None:
    informal = checked()
    formal = checked(("setting: classroom", "setting: care"), ("address: informal", "address: formal"))
    assert informal.commons.phrases["did_you_say"].in_language("fi") == ("Sanoitko {answer}?",)
    assert formal.commons.phrases["did_you_say"].in_language("fi") == ("Sanoitteko {answer}?",)
    assert formal.commons.phrases["no_hurry"] == informal.commons.phrases["no_hurry"]


def test_the_sources_alone_give_the_scenario_back(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(MINIMAL, encoding="utf-8")
    first = load(path)
    path.unlink()

    again = restore(first.sources)
    assert list(first.sources) == ["mine.yaml", "common/answers.yaml", "common/repair.yaml", "profiles/child.yaml"]
    assert again.scenario == first.scenario
    assert again.profile == first.profile
    assert again.commons == first.commons


def test_a_missing_scenario_is_told_with_the_names_there_are() -> None:
    with pytest.raises(Problem) as error:
        load("nothing-like-it")
    assert error.value.exit_code == 2
    assert all(name in error.value.message("fi") for name in shipped_scenarios())

    with pytest.raises(Problem, match="Did you mean 'number-friends'"):
        find("number-freinds")


def test_profiles_hold_what_a_profile_is() -> None:
    assert set(ProfileFile.model_fields) == {field.name for field in fields(Profile)} - {"name"}
    assert set(profile_names()) == {"child", "adult_learner", "elder", "unhurried"}
    for name in profile_names():
        profile = profile_of(read(FOLDER / f"{name}.yaml"), name)
        assert profile.confirm < profile.accept
        assert set(profile.sentence_words) == set(LANGUAGES)


def test_profiles_wait_as_people_need_it() -> None:
    rows = {}
    for name in profile_names():
        profile = profile_of(read(FOLDER / f"{name}.yaml"), name)
        rows[name] = (profile.no_speech, profile.end_silence, profile.longest)
    assert rows == {
        "child": (6.0, 1.0, 10.0),
        "adult_learner": (8.0, 1.2, 15.0),
        "elder": (8.0, 1.5, 20.0),
        "unhurried": (10.0, 2.0, 20.0),
    }


def test_a_profile_that_contradicts_itself_is_refused() -> None:
    text = (FOLDER / "child.yaml").read_text(encoding="utf-8").replace("confirm: 0.35", "confirm: 0.9")
    with pytest.raises(ScenarioError, match="K405"):
        profile_of(parse(Source("child.yaml", text)), "child")


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Hei! Olen robotti.", [1, 2]),
        ("Bussi lähtee 12.30 tänään.", [4]),
        ("One – two – three?! Yes…", [3, 1]),
        ("no mark at the end", [5]),
        ("", []),
        ("...", []),
    ],
)
def test_sentences_end_at_a_mark_before_a_space(text: str, counts: list[int]) -> None:
    assert [words_in(sentence) for sentence in sentences(text)] == counts


def test_near_words_are_offered_and_far_ones_are_not() -> None:
    assert nearest("fairwell", ["greet", "farewell"]) == "farewell"
    assert nearest("Then", ["then", "on"]) == "then"
    assert nearest("quiz", ["greet", "farewell"]) is None
    assert nearest("x" * 1000, ["x"]) is None


def test_the_keys_known_at_a_place_are_those_of_its_model() -> None:
    ask = shipped_world().behaviours["ask"].parameter_model
    assert "hand" in fields_at(ask, ("answers", 3))
    assert "answers" in fields_at(ask, ())


_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.sampled_from(["fi", "end", "hello", "wave", "{a}", ""])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["fi", "sv", "en", "text", "then", "on", "ask", "tell", "parts"]), inner, max_size=3
        ),
    ),
    max_leaves=8,
)


@given(st.sampled_from(MINIMAL.splitlines()), _values)
@settings(max_examples=200)
def test_no_value_anywhere_brings_the_checker_down(line: str, value: object) -> None:
    key = line.split(":")[0]
    text = MINIMAL.replace(line, f"{key}: {json.dumps(value)}", 1)
    try:
        check_text(text, shipped_world())
    except ScenarioError as error:
        message = error.message("sv")
    else:
        message = "clean"
    assert message
