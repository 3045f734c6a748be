"""`kaveri graph`: Mermaid to the terminal, or a page to a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.console.terminal import told as kaveri


def test_mermaid_is_printed_in_the_language_asked_for(tmp_path: Path) -> None:
    told = kaveri(tmp_path, "graph", "number-friends", "--language", "sv")

    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("---\n")
    assert "stateDiagram-v2" in told.out
    assert "Jag är en robot." in told.out


def test_without_a_language_the_terminals_own_is_taken(tmp_path: Path) -> None:
    assert "Olen robotti." in kaveri(tmp_path, "graph", "number-friends", KAVERI_LANGUAGE="fi").out


def test_mermaid_may_go_to_a_file(tmp_path: Path) -> None:
    file = tmp_path / "drawn" / "number-friends.mmd"
    told = kaveri(tmp_path, "graph", "number-friends", "--output", str(file))
    assert str(file) in told.out
    assert "stateDiagram-v2" in file.read_text(encoding="utf-8")


def test_the_page_is_named_after_the_scenario_where_no_file_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = kaveri(tmp_path, "graph", "number-friends", "--html")

    assert (told.code, told.err) == (0, "")
    assert "number-friends.html" in told.out
    assert "</svg>" in (tmp_path / "number-friends.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["number-frends"], "Did you mean 'number-friends'"),
        (["number-friends", "--language", "de"], "fi, sv, en"),
        (["number-friends", "--html", "--output", "/dev/null/page.html"], "could not be written"),
    ],
)
def test_what_will_not_do_gets_one_sentence(tmp_path: Path, arguments: list[str], words: str) -> None:
    told = kaveri(tmp_path, "graph", *arguments)

    assert told.code == 2
    assert words in told.err
    assert len(told.err.strip().splitlines()) == 1


def test_a_faulty_scenario_is_told_as_by_check(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("kaveri: 1\nname: mine\nstates:\n  hello:\n    gret: {}\n", encoding="utf-8")
    told = kaveri(tmp_path, "graph", str(file))

    assert told.code == 2
    assert f"{file}:5:5: error: " in told.err
