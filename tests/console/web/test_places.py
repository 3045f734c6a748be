"""Every text of a scenario is called by what it is, in each language of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from behaviours.parameters import Words
from behaviours.registry import BEHAVIOURS
from console.web import places, wording
from console.web.words import LANGUAGES, say
from scenarios.language.check import known_scenarios
from scenarios.language.inputs import Input
from scenarios.language.model import Button, FrontMatter


def _texts(model: type[BaseModel]) -> Iterator[str]:
    """The dotted keys of everything in a model that holds words."""
    for name, field in model.model_fields.items():
        for found in _within(field.annotation):
            if found is Words:
                yield name
            elif found is not Input:
                yield from (f"{name}.{rest}" for rest in _texts(found))
    if model.model_config.get("extra") == "allow":
        yield "any"


def _within(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in get_args(annotation):
        yield from _within(each)


KEYS = [
    *(f"{name}.{key}" for name, behaviour in BEHAVIOURS.items() for key in _texts(behaviour.parameter_model)),
    *(f"front.{key}" for key in _texts(FrontMatter)),
    *(f"inputs.{key}" for key in _texts(Input)),
    *(f"buttons.{key}" for key in _texts(Button)),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_whatever_holds_words_has_a_name(key: str, language: str) -> None:
    assert isinstance(say(f"word.{key}", language, part=1, name="again"), str)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_each_kind_of_state_has_a_name(behaviour: str, language: str) -> None:
    assert say(f"behaviour.{behaviour}", language)


@pytest.mark.parametrize("name", known_scenarios())
@pytest.mark.parametrize("reader", LANGUAGES)
def test_every_word_is_shown_once_under_a_name_of_its_own(name: str, reader: str) -> None:
    text = known_scenarios()[name].read_text(encoding="utf-8")
    groups = places.groups(text, "fi", reader)
    shown = [field.word for group in groups for field in group.fields]
    assert sorted(shown, key=repr) == sorted(wording.words(text, "fi"), key=repr)
    for group in groups:
        labels = [field.label for field in group.fields]
        assert len(set(labels)) == len(labels), group.title


def test_a_state_stands_where_the_lesson_comes_to_it() -> None:
    states = {
        "goodbye": {"then": "end"},
        "lost": {"then": "end"},
        "hello": {"then": "question"},
        "question": {"on": {"right": "goodbye"}, "then": "help"},
        "help": {"then": "question", "buttons": [{"to": "goodbye"}]},
    }
    assert places.in_order(states, "hello") == ["hello", "question", "help", "goodbye", "lost"]


def test_labels_say_what_it_is_and_which_of_several() -> None:
    text = known_scenarios()["number-friends"].read_text(encoding="utf-8")
    about, hello, *_ = places.groups(text, "fi", "fi")
    assert [field.label for field in about.fields] == ["Skenaarion nimi", "Mitä tehdään ja mitä hyötyä siitä on"]
    assert (hello.title, hello.name) == ("1. Tervehdys", "hello")
    assert [field.label for field in hello.fields] == [
        "Mitä robotti sanoo aluksi · 1. sanamuoto",
        "Mitä robotti sanoo aluksi · 2. sanamuoto",
    ]


def test_what_is_only_chosen_by_name_is_no_word_and_options_are_in_one_language() -> None:
    text = known_scenarios()["own-words"].read_text(encoding="utf-8")
    paths = [word.path for word in wording.words(text, "fi")]
    assert ("inputs", "target", "default", "fi") not in paths
    assert ("inputs", "target", "options", "fi", "sv") not in paths
    assert ("inputs", "target", "options", "sv", "fi") in paths
