"""`kaveri test`: what is printed, and the exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.testing import run_tests
from robot.problem import Problem
from scenarios.language.check import shipped_scenarios
from tests.scenarios.test_songs import SONG
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
    assert out[-1].startswith("Passed: 21. Failed: 0.")


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
    "fi": ("state: odotettiin bye, tuli question.", "outcome: odotettiin right, ei tullut mitään."),
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


def test_the_conversation_shows_what_the_test_said_and_what_the_robot_heard(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = turns("says: ihan varmasti kolme", "two_at_once: [kaksi, kolme]", "says: hm", "expect: {state: bye}")
    assert run_tests([scenario(SMALL + told)], "fi") == 1
    out = [line.split(maxsplit=1)[-1] for line in capsys.readouterr().out.splitlines()]
    for said, heard in (
        ("“ihan varmasti kolme”", "the robot heard: “kolme”"),
        ("(several voices at once) “kaksi / kolme”", "the robot heard: “kaksi”"),
        ("“hm”", "the robot could not make it out"),
    ):
        place = next(n for n, line in enumerate(out) if line.endswith(said))
        assert out[place + 1] == heard


def test_what_was_heard_as_it_was_said_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_tests([scenario(SMALL + turns("says: Kolme", "expect: {outcome: right}"))], "fi") == 1
    out = capsys.readouterr().out
    assert "“Kolme”" in out
    assert "the robot heard" not in out


PAUSED = {
    "en": "Somebody had called for help, so the session was paused until staff come: - staff: resume",
    "fi": "Joku oli pyytänyt apua, joten tuokio oli tauolla, kunnes henkilökunta tulee: - staff: resume",
    "sv": "Någon hade ropat på hjälp, så stunden var pausad tills personalen kommer: - staff: resume",
}


@pytest.mark.parametrize("reader", PAUSED)
def test_a_session_that_was_paused_for_help_is_told_to_be(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    monkeypatch.setenv("KAVERI_LANGUAGE", reader)
    run_tests([scenario(SMALL + turns("says: apua", "expect: {outcome: right}"))], "fi")
    assert f"small.yaml:35:9: {PAUSED[reader]}" in capsys.readouterr().out.splitlines()


def test_a_state_that_was_passed_through_is_told_with_what_to_write(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_tests([scenario(SMALL + turns("says: kaksi", "expect: {state: bye}"))], "fi") == 1
    assert "state: expected bye, came end. The robot was in 'bye' and went on" in capsys.readouterr().out
    assert run_tests([scenario(SMALL + turns("says: kaksi", "robot_says: {state: bye}"))], "fi") == 0


MINUTES = {"en": "at most 0.1, came 0.2.", "fi": "enintään 0,1, tuli 0,2.", "sv": "högst 0,1, blev 0,2."}


@pytest.mark.parametrize("reader", MINUTES)
def test_decimals_are_written_as_their_reader_writes_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    monkeypatch.setenv("KAVERI_LANGUAGE", reader)
    run_tests([scenario(SMALL + turns("says: kaksi", "expect: {ends: finished, minutes: {most: 0.1}}"))], "fi")
    assert MINUTES[reader] in capsys.readouterr().out


def test_a_folder_is_tested_with_every_scenario_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    for place in ("mine/lessons", "mine/songs", "mine/.git"):
        Path(place).mkdir(parents=True)
    Path("mine/small.yaml").write_text(SMALL, encoding="utf-8")
    Path("mine/lessons/other.yaml").write_text(SMALL.replace("name: small", "name: other"), encoding="utf-8")
    Path("mine/lessons/bad.yaml").write_text(SMALL.replace("then: question", "then: qestion"), encoding="utf-8")
    Path("mine/songs/la.yaml").write_text(SONG, encoding="utf-8")
    Path("mine/.git/x.yaml").write_text(SMALL, encoding="utf-8")
    assert run_tests(["mine"], "en") == 2
    out = capsys.readouterr().out.splitlines()
    assert [line for line in out if line in ("small", "other", "x")] == ["small", "other"]
    assert any("mine/lessons/bad.yaml:18:11: error" in line for line in out)
    assert run_tests(["mine/small.yaml", "mine/lessons/other.yaml"], None) == 0


def test_in_a_folder_what_has_not_the_language_is_passed_over(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine").mkdir()
    Path("mine/small.yaml").write_text(SMALL, encoding="utf-8")
    assert run_tests(["mine"], "sv") == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("Passed: 0.")


def test_a_folder_without_scenarios_is_a_problem() -> None:
    Path("mine/songs").mkdir(parents=True)
    Path("mine/songs/la.yaml").write_text(SONG, encoding="utf-8")
    with pytest.raises(Problem, match="there is no scenario"):
        run_tests(["mine"], None)


ENDED = {
    "en": "The session had come to its end.",
    "fi": "Tuokio oli edennyt loppuun.",
    "sv": "Stunden hade kommit till sitt slut.",
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


def test_everything_shipped_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_tests([], None) == 0
    out = capsys.readouterr().out.splitlines()
    assert set(shipped_scenarios()) <= set(out)
