from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.text import Foreign, Name, Piece, Text, Typed, literal, no_names, slots_of

NAMES = {"p1": "Aino"}


def test_a_text_without_slots_is_its_template() -> None:
    assert Text("Hei!", "fi").filled(no_names) == "Hei!"


def test_slots_are_filled_with_words_and_with_names() -> None:
    text = Text("{who}: {a} ja {a}", "fi", (("who", Name("p1")), ("a", "kaksi")))
    assert text.filled(NAMES.__getitem__) == "Aino: kaksi ja kaksi"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{a} heter: {b}.", "Hund heter: koira."),
        ("Lyssna! {a} heter: {b}.", "Lyssna! Hund heter: koira."),
        ("Lyssna: {a}. {b}!", "Lyssna: hund. Koira!"),
        ("”Ja.” {a} {b}", "”Ja.” Hund koira"),
        ("[sv: {a}] är ett djur.", "Hund är ett djur."),
        ("Se: [sv: {a}].", "Se: hund."),
    ],
)
def test_a_slot_that_begins_a_sentence_begins_with_a_capital(template: str, said: str) -> None:
    text = Text(template, "sv", (("a", "hund"), ("b", "koira")))
    assert text.filled(no_names) == said
    assert " ".join(piece.words for piece in text.pieces(no_names)) == said


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
    assert text.filled(no_names) == words.translate(str.maketrans("{}[]", "()()"))


def test_words_in_another_language_are_pieces_of_their_own() -> None:
    text = Text("Kissa on [en: cat]. Sano se!", "fi")
    assert text.filled(no_names) == "Kissa on cat. Sano se!"
    assert text.pieces(no_names) == (Piece("Kissa on", "fi"), Piece("cat.", "en"), Piece("Sano se!", "fi"))


def test_slots_stand_in_spans_and_may_be_foreign_themselves() -> None:
    text = Text("{a} [en: a {b}], {c}!", "fi", (("a", "yksi"), ("b", "cat"), ("c", Foreign("dog", "en"))))
    assert text.filled(no_names) == "Yksi a cat, dog!"
    assert text.pieces(no_names) == (Piece("Yksi", "fi"), Piece("a cat, dog!", "en"))


def test_a_text_of_one_language_is_one_piece() -> None:
    text = Text("Hei {who}, [fi: hei] {t}", "fi", (("who", Name("p1")), ("t", Typed("group", "kakkoset"))))
    assert text.pieces(NAMES.__getitem__) == (Piece("Hei Aino, hei kakkoset", "fi"),)


def test_other_brackets_are_words() -> None:
    assert Text("[xx: a] [b]", "fi").filled(no_names) == "[xx: a] [b]"


@given(st.text(alphabet="ab .!{}[]:enfi", max_size=30))
def test_pieces_hold_all_that_is_heard(template: str) -> None:
    text = Text(template, "fi", tuple((slot, "x") for slot in slots_of(template)))
    heard = "".join(piece.words for piece in text.pieces(no_names))
    assert "".join(heard.split()) == "".join(text.filled(no_names).split())
