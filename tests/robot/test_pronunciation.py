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
    ("text", "code"),
    [
        ("a: [", "dictionary_not_read"),
        ("- a\n", "dictionary_not_read"),
        ("a: &x {say: b}\nc: *x\n", "dictionary_not_read"),
        ("a: {say: {b: {c: d}}}\n", "dictionary_not_read"),
        ("a: {sya: b}\n", "dictionary_entry"),
        ("a: {say: b, language: et}\n", "dictionary_entry"),
        ("a: ''\n", "dictionary_entry"),
        ("a: [b]\n", "dictionary_entry"),
    ],
)
def test_a_file_that_is_wrong_is_one_problem(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Problem) as error:
        dictionary(tmp_path, text)
    assert error.value.code == code
    assert "\n" not in error.value.message("fi")
