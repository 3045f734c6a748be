from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.text import Name, Text, literal, no_names, slots_of

NAMES = {"p1": "Aino"}


def test_a_text_without_slots_is_its_template() -> None:
    assert Text("Hei!", "fi").filled(no_names) == "Hei!"


def test_slots_are_filled_with_words_and_with_names() -> None:
    text = Text("{who}: {a} ja {a}", "fi", (("who", Name("p1")), ("a", "kaksi")))
    assert text.filled(NAMES.__getitem__) == "Aino: kaksi ja kaksi"


def test_what_fills_a_slot_is_not_a_template_itself() -> None:
    assert Text("{a}", "fi", (("a", "{b}"), ("b", "no"))).filled(no_names) == "{b}"


def test_a_slot_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="who"):
        Text("{who}", "fi").filled(no_names)


def test_without_a_group_asking_for_a_name_is_an_error() -> None:
    with pytest.raises(KeyError, match="p1"):
        Text("{who}", "fi", (("who", Name("p1")),)).filled(no_names)


def test_slots_come_in_order_of_appearance() -> None:
    assert slots_of("{b} {a} {b} { c } {}") == ("b", "a", "b")


@given(st.text())
def test_what_somebody_typed_holds_no_slot_and_is_said_as_it_is(words: str) -> None:
    text = literal(words, "fi")
    assert slots_of(text.template) == ()
    assert text.filled(no_names) == words.replace("{", "(").replace("}", ")")
