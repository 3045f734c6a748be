"""`kaveri test`: what is printed, and the exit code."""

from __future__ import annotations

from pathlib import Path
from time import monotonic  # noqa: TID251

import pytest

from console.testing import run_tests
from robot.problem import Problem
from scenarios.language.check import shipped_scenarios
from tests.sessions.trials import SMALL, circling, turns


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KAVERI_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)


def scenario(text: str) -> str:
    Path("small.yaml").write_text(text, encoding="utf-8")
    return "small.yaml"


def test_every_test_is_told_by_name_and_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_tests([scenario(SMALL + turns("says: kaksi"))], None) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[:2] == ["small", "  ✓ it (fi)"]
    assert "  ✓ a conversation leads to 'question' (fi)" in out
    assert "  ✓ it ends even if nobody ever answers (en)" in out
    assert out[-1].startswith("Passed: 14. Failed: 0.")


def test_a_failure_shows_the_conversation_and_the_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_tests([scenario(SMALL + turns("says: kolme", "expect: {outcome: right}"))], "fi") == 1
    out = capsys.readouterr().out.splitlines()
    begin = out.index("  ✗ it (fi)")
    end = out.index("small.yaml:35:9: outcome: expected right, came nothing.")
    assert out[end + 1] == "   35 | - expect: {outcome: right}"
    conversation = "\n".join(out[begin:end])
    for part in ("Hei! Olen robotti.", "“kolme”", "hinting", "Laske sormilla."):
        assert part in conversation
    assert "(en)" not in "\n".join(out)
    assert "Failed: 1." in out[-1]


def test_a_generated_test_fails_in_the_readers_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAVERI_LANGUAGE", "fi")
    hurried = SMALL.replace("minutes: 5", "minutes: 0.05").replace("modelled: end", "modelled: other")
    other = "  other:\n    tell: {parts: [{text: {fi: Muuta., en: More.}}]}\n    then: bye\n"
    assert run_tests([scenario(hurried + other)], "fi") == 1
    out = capsys.readouterr().out
    assert "  ✗ jokin keskustelu johtaa tilaan 'other' (fi)" in out
    assert "small.yaml:30:3: Yksikään" in out
    assert "Kaveri" in out


ALL = {
    "en": ("state: expected bye, came question.", "outcome: expected right, came nothing."),
    "fi": ("state: odotettiin bye, tuli question.", "outcome: odotettiin right, tuli ei mitään."),
    "sv": ("state: väntat bye, blev question.", "outcome: väntat right, blev inget."),
}


@pytest.mark.parametrize("reader", ALL)
def test_each_thing_that_came_otherwise_has_its_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    monkeypatch.setenv("KAVERI_LANGUAGE", reader)
    run_tests([scenario(SMALL + turns("says: kolme", "expect: {state: bye, outcome: right}"))], "fi")
    out = capsys.readouterr().out
    assert "\n".join(f"small.yaml:35:9: {line}" for line in ALL[reader]) in out


ENDED = {
    "en": "The session had come to its end.",
    "fi": "Istunto oli edennyt loppuun.",
    "sv": "Sessionen hade kommit till sitt slut.",
}


@pytest.mark.parametrize("reader", ENDED)
def test_how_the_session_ended_is_told_in_the_readers_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    monkeypatch.setenv("KAVERI_LANGUAGE", reader)
    run_tests([scenario(SMALL + turns("says: kaksi", "robot_says: Laske"))], "fi")
    assert f"Hei hei!”. {ENDED[reader]}\n" in capsys.readouterr().out


ROUND = {
    "en": "small.yaml:19:3: With right answers it goes round and never ends: question → question.",
    "fi": "small.yaml:19:3: Kun kaikkeen vastataan oikein, sama kierros jatkuu loputtomiin: question → question.",
    "sv": "small.yaml:19:3: Med rätta svar går det runt utan slut: question → question.",
}


@pytest.mark.parametrize("reader", ROUND)
def test_a_circle_is_told_in_the_readers_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    monkeypatch.setenv("KAVERI_LANGUAGE", reader)
    monkeypatch.setattr("console.testing.load", lambda name, folders: circling("question"))
    assert run_tests([scenario(SMALL)], "fi") == 1
    assert ROUND[reader] in capsys.readouterr().out


def test_a_file_with_mistakes_is_told_and_the_others_are_run_tests(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.yaml").write_text(SMALL.replace("then: question", "then: qestion"), encoding="utf-8")
    assert run_tests(["bad.yaml", scenario(SMALL)], None) == 2
    out = capsys.readouterr().out
    assert "Did you mean 'question'?" in out
    assert "  ✓ it runs to its end (fi)" in out


def test_a_language_that_a_scenario_does_not_have_is_refused() -> None:
    for names, language in (([scenario(SMALL)], "sv"), ([], "de")):
        with pytest.raises(Problem) as error:
            run_tests(names, language)
        assert (error.value.code, error.value.exit_code) == ("scenario_language", 2)


def test_everything_shipped_passes_in_time(capsys: pytest.CaptureFixture[str]) -> None:
    begun = monotonic()
    assert run_tests([], None) == 0
    assert monotonic() - begun < 20
    out = capsys.readouterr().out.splitlines()
    assert set(shipped_scenarios()) <= set(out)
