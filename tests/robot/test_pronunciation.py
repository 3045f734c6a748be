"""A site's dictionary at the robot's mouth."""

from __future__ import annotations

from pathlib import Path

import pytest

from robot.problem import Problem
from robot.pronunciation import Dictionary
from robot.text import Piece


def dictionary(tmp_path: Path, text: str) -> Dictionary:
    path = tmp_path / "dictionary.yaml"
    path.write_text(text, encoding="utf-8")
    return Dictionary.load(path)


def test_without_a_file_words_are_said_as_they_are(tmp_path: Path) -> None:
    pieces = (Piece("Hei Kauniainen!", "fi"),)
    assert Dictionary.load(tmp_path / "dictionary.yaml").said(pieces) == pieces
    assert dictionary(tmp_path, "# nothing yet\n").said(pieces) == pieces


def test_a_word_is_said_as_it_is_spelt_there_wherever_it_stands_alone(tmp_path: Path) -> None:
    said = dictionary(tmp_path, "NAO: nao\nWi-Fi: {say: vai fai}\n").said((Piece("NAO ja nao, Wi-Fi. NAOlla", "fi"),))
    assert said == (Piece("nao ja nao, vai fai. NAOlla", "fi"),)


def test_a_word_of_another_language_is_said_by_its_voice(tmp_path: Path) -> None:
    entries = dictionary(tmp_path, "Grankulla: {language: sv}\n")
    assert entries.said((Piece("Menemme paikkaan Grankulla.", "fi"),)) == (
        Piece("Menemme paikkaan", "fi"),
        Piece("Grankulla", "sv"),
    )
    assert entries.said((Piece("Vi bor i Grankulla.", "sv"),)) == (Piece("Vi bor i Grankulla.", "sv"),)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a: [", "dictionary_form", "1:4"),
        ("- a\n", "dictionary_form", "1:1"),
        ("NAO\n", "dictionary_form", "1:1"),
        ("NAO: nao\nWi-Fi vai fai\n", "dictionary_form", "2:1"),
        ('NAO: "nao\nEspoo: espoo\n', "dictionary_form", "2:12"),
        ("[a]: b\n", "dictionary_form", "1:1"),
        ("a: 1\nb: {say: c}\n d: e\n", "dictionary_form", "3:2"),
        ("a: \x07b\n", "dictionary_form", "1:4"),
        ("a: &x {say: b}\nc: *x\n", "dictionary_form", "2:4"),
        ("a: {say: {b: {c: d}}}\n", "dictionary_form", "1:10"),
        ("NAO: nao\n\tEspoo: espoo\n", "dictionary_tab", "2:1"),
        ("Grankulla:\n\tlanguage: sv\n", "dictionary_tab", "2:1"),
        ("NAO: nao\nEspoo: espoo\nnao: no\n", "dictionary_twice", "3:1"),
        ("a: {sya: b}\n", "dictionary_entry", "1:4"),
        ("b: c\na: {say: b, language: et}\n", "dictionary_entry", "2:4"),
        ("a: ''\n", "dictionary_entry", "1:4"),
        ("a: [b]\n", "dictionary_entry", "1:4"),
    ],
)
def test_a_file_that_is_wrong_is_one_problem_that_names_the_place(
    tmp_path: Path, text: str, code: str, place: str
) -> None:
    with pytest.raises(Problem) as error:
        dictionary(tmp_path, text)
    assert (error.value.code, error.value.facts["place"]) == (code, f"{tmp_path / 'dictionary.yaml'}:{place}")
    assert "\n" not in error.value.message("fi")


def test_a_file_that_is_not_text_is_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "dictionary.yaml"
    path.write_bytes("NAO: nao\nÄhtäri: ähtäri\n".encode("latin-1"))
    with pytest.raises(Problem) as error:
        Dictionary.load(path)
    assert (error.value.code, error.value.facts["place"]) == ("dictionary_encoding", f"{path}:2:1")

    path.write_bytes(b"#" * ((1 << 20) + 1))
    with pytest.raises(Problem) as error:
        Dictionary.load(path)
    assert error.value.code == "dictionary_not_read"
    with pytest.raises(Problem) as error:
        Dictionary.load(tmp_path)
    assert error.value.code == "dictionary_not_read"
