"""Starters: clean in every setting, language and kind."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from robot.problem import Problem
from scenarios.language.check import check, load
from scenarios.language.model import LANGUAGES
from scenarios.language.starter import KINDS, SETTINGS, name_from, starter

SCHEMA = ".kaveri/scenario.schema.json"
CHOSEN = [("fi",), ("sv",), ("en",), ("sv", "fi"), ("fi", "sv", "en")]


@pytest.mark.parametrize(("setting", "kind", "languages"), list(product(SETTINGS, KINDS, CHOSEN)))
def test_a_starter_is_clean(tmp_path: Path, setting: str, kind: str, languages: tuple[str, ...]) -> None:
    file = tmp_path / "my-own.yaml"
    file.write_text(starter("my-own", setting, languages, kind, "en", SCHEMA), encoding="utf-8")

    assert [finding.render() for finding in check(file)] == []
    front = load(file).scenario.front
    assert file.read_text(encoding="utf-8").startswith(f"# yaml-language-server: $schema={SCHEMA}\n")
    assert (front.name, front.setting, front.languages) == ("my-own", setting, languages)


@pytest.mark.parametrize("reader", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_its_comments_are_in_the_authors_language_alone(kind: str, reader: str) -> None:
    comments = {
        language: [
            line.strip()
            for line in starter("my-own", "care", ("fi",), kind, language, SCHEMA).splitlines()
            if line.lstrip().startswith("#") and SCHEMA not in line
        ]
        for language in LANGUAGES
    }
    assert len(comments[reader]) >= 2
    assert len(comments[reader]) == len(comments["en"])
    assert all(not set(comments[reader]) & set(told) for language, told in comments.items() if language != reader)


@pytest.mark.parametrize("kind", KINDS)
def test_the_ready_made_starters_are_scenarios_themselves(kind: str) -> None:
    file = Path(__file__).parents[2] / "scenarios/starters" / f"{kind}.yaml"
    assert check(file) == []
    assert load(file).scenario.front.languages == ("fi", "sv", "en")


def test_old_people_are_told_no_age() -> None:
    assert "\nages:" not in starter("my-own", "care", ("fi",), "greeting", "fi", SCHEMA)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("my-lesson.yaml", "my-lesson"),
        ("my-lesson", "my-lesson"),
        ("Meidän tunti.yml", "meidan-tunti"),
        ("folder/Två_ord", "tva-ord"),
    ],
)
def test_a_file_names_its_scenario(file: str, name: str) -> None:
    assert name_from(file) == name


@pytest.mark.parametrize("file", ["5-a-day.yaml", ".yaml", "ответ", "a" * 61])
def test_a_name_that_will_not_do_is_told(file: str) -> None:
    with pytest.raises(Problem) as error:
        name_from(file)
    assert error.value.code == "starter_name"
