from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from robot.problem import LANGUAGES, Problem
from sessions.cast import load_persona, persona_names
from sim.persona import Traits


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """A copy of a shipped persona with one part of its text changed."""
    source = (Path("sim") / "personas" / "eager_child.yaml").read_text(encoding="utf-8")
    assert old in source
    path = tmp_path / "mine.yaml"
    path.write_text(source.replace(old, new, 1), encoding="utf-8")
    return path


def problem_of(persona: str | Path) -> Problem:
    with pytest.raises(Problem) as caught:
        load_persona(persona)
    for language in LANGUAGES:
        assert caught.value.message(language)
    return caught.value


def test_three_people_are_shipped() -> None:
    assert {"eager_child", "shy_child", "slow_elder"} <= set(persona_names())


@pytest.mark.parametrize("name", persona_names())
def test_every_shipped_person_loads_as_what_the_simulation_takes(name: str) -> None:
    traits = Traits.of(load_persona(name))

    assert set(traits.phrases) == {"fi", "sv", "en"}
    assert traits.think > 0


def test_the_people_differ_as_their_names_say() -> None:
    eager, shy, slow = (Traits.of(load_persona(name)) for name in ("eager_child", "shy_child", "slow_elder"))

    assert eager.think < shy.think < slow.think
    assert shy.silent > slow.silent > eager.silent
    assert shy.loudness < eager.loudness
    assert shy.touch > eager.touch
    assert slow.around > eager.around


def test_a_file_of_ones_own_is_given_by_its_path(tmp_path: Path) -> None:
    path = changed(tmp_path, "mean: 1.4", "mean: 3")

    assert load_persona(path)["think"]["mean"] == 3
    assert load_persona(str(path)) == load_persona(path)


def test_a_misspelt_name_is_answered_with_the_nearest_one() -> None:
    problem = problem_of("eger_child")

    assert problem.code == "persona_missing_near"
    assert "'eager_child'?" in str(problem)
    assert "slow_elder" in str(problem)


def test_a_name_like_no_other_is_answered_with_those_there_are() -> None:
    problem = problem_of("bob")

    assert problem.code == "persona_missing"
    assert "eager_child, shy_child, slow_elder" in str(problem)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    problem = problem_of(tmp_path / "nobody.yaml")

    assert problem.code == "persona_unreadable"
    assert "nobody.yaml" in str(problem)


def test_a_folder_and_bytes_are_no_persona(tmp_path: Path) -> None:
    folder = tmp_path / "folder.yaml"
    folder.mkdir()
    scrambled = tmp_path / "scrambled.yaml"
    scrambled.write_bytes(b"\xff\xfe\x00think")

    assert problem_of(folder).code == "persona_unreadable"
    assert problem_of(scrambled).code == "persona_unreadable"


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("right: 0.85", "right: 1.5", "chances.right"),
        ("right: 0.85", "right: often", "chances.right"),
        ("mean: 1.4", "mean: .nan", "think.mean"),
        ("mean: 1.4", "mean: 0", "think.mean"),
        ("patience: 4", "patience: 4.5", "patience"),
        ("ease:", "eese:", "ease"),
        ('"Se on {answer}!"', '"Se on se!"', "phrases.fi.around.0"),
        ('"Se on {answer}!"', '"Se on {0} {answer"', "phrases.fi.around.0"),
        ('["yeah", "yay"]', "[yes, no]", "phrases.en.backchannels.0"),
        ('["yeah", "yay"]', "[]", "phrases.en.backchannels"),
    ],
)
def test_what_is_wrong_in_a_file_is_pointed_at(tmp_path: Path, old: str, new: str, where: str) -> None:
    problem = problem_of(changed(tmp_path, old, new))

    assert problem.code == "persona_invalid"
    assert f"{where}: " in str(problem)


@pytest.mark.parametrize("text", ["", "- a list", "think: {mean: 1", "think: !!python/object:os.system {}", "[" * 3000])
def test_what_is_no_persona_at_all_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")

    assert problem_of(path).code == "persona_invalid"


def test_shipped_files_say_where_their_figures_come_from() -> None:
    for name in persona_names():
        text = (Path("sim") / "personas" / f"{name}.yaml").read_text(encoding="utf-8")
        assert "people.md" in text
        assert yaml.safe_load(text)
