"""What bad input gets: one clear sentence with what to do, the right exit code, and no traceback."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.console.terminal import PATIENCE, Told, command, environment, kaveri, told

BAD = {
    "no such command": (["rum"], "did you mean 'run'"),
    "no such option": (["run", "number-friends", "--sead", "1"], "did you mean '--seed'"),
    "no scenario given": (["run"], "give --resume instead"),
    "no such scenario": (["run", "number-frends"], "number-friends"),
    "no such file": (["run", "./lessons/mine.yaml"], "mine"),
    "a language the scenario lacks": (["run", "number-friends", "--language", "de"], "fi, sv, en"),
    "no such robot": (["run", "number-friends", "--robot", "pepper"], "nao://HOST"),
    "an address that is none": (["run", "number-friends", "--robot", "nao://"], "nao://"),
    "a person on a real robot": (["run", "morning-round", "--robot", "nao://x", "--persona", "p"], "--persona"),
    "no such person": (["run", "number-friends", "--persona", "shy_chid"], "shy_child"),
    "no number": (["run", "number-friends", "--seed", "many"], "--seed"),
    "no pace": (["run", "number-friends", "--pace", "quick"], "'quick' is not a pace"),
    "no day": (["run", "number-friends", "--date", "tomorrow"], "--date"),
    "no broker address": (["run", "number-friends", "--broker", "broker.example"], "mqtt://"),
    "no broker to drain to": (["link", "run"], "--broker"),
    "no such session": (["sessions", "show", "abcdef"], "abcdef"),
    "no session at all": (["sessions", "report", "last"], "session"),
}


@pytest.mark.parametrize(("arguments", "words"), BAD.values(), ids=BAD)
def test_bad_input_gets_one_sentence_and_exit_code_2(tmp_path: Path, arguments: list[str], words: str) -> None:
    one_sentence(told(tmp_path, *arguments), words)


@pytest.mark.parametrize("what", ["no such option", "no such file"])
def test_a_program_ends_with_that_sentence_and_that_code(tmp_path: Path, what: str) -> None:
    arguments, words = BAD[what]
    one_sentence(kaveri(tmp_path, *arguments), words)


def one_sentence(came: Told, words: str) -> None:
    assert came.code == 2
    assert words in came.err
    assert len(came.err.strip().splitlines()) == 1, came.err
    assert "Traceback" not in came.err + came.out


@pytest.mark.parametrize(
    ("handed", "words"),
    [
        ("", "no JSON object"),
        ("[]", "no JSON object"),
        ('{"words": 1}', "takes 2 to 12 words"),
        ('{"words": null}', "no value of an input"),
        ("[" * 100_000, "no JSON object"),
    ],
    ids=["nothing", "list", "too few words", "null", "deep"],
)
def test_inputs_that_are_handed_over_and_are_none_get_one_sentence(tmp_path: Path, handed: str, words: str) -> None:
    came = told(tmp_path, "run", "own-words", "--set", "-", typed=handed)
    one_sentence(came, words)
    assert came.out == ""


def test_inputs_that_are_no_text_get_one_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        command("run", "own-words", "--set", "-"),
        env=environment(tmp_path),
        input=b"\xff",
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    one_sentence(Told(done.returncode, done.stdout.decode(), done.stderr.decode()), "no JSON object")
    assert done.stdout == b""


@pytest.mark.parametrize(("language", "words"), [("fi", "Tarkoititko"), ("sv", "Menade du"), ("en", "Did you mean")])
def test_the_sentence_is_in_the_terminals_language(tmp_path: Path, language: str, words: str) -> None:
    assert words in told(tmp_path, "run", "number-frends", KAVERI_LANGUAGE=language).err


def test_a_broken_file_says_where_and_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("kaveri: 1\nname: mine\nstates:\n  hello:\n    gret: {}\n", encoding="utf-8")
    came = told(tmp_path, "run", str(file))

    assert came.code == 2
    assert f"{file}:5:5: error: " in came.err
    assert "greet" in came.err
    assert "Traceback" not in came.err


def test_a_robot_that_is_not_there_ends_in_one_sentence(tmp_path: Path) -> None:
    came = kaveri(tmp_path, "run", "number-friends", "--robot", "nao://127.0.0.1:9")

    assert came.code == 1
    assert "127.0.0.1:9" in came.err
    assert len(came.err.strip().splitlines()) == 1, came.err


def test_damaged_settings_say_in_which_line(tmp_path: Path) -> None:
    (tmp_path / "kaveri.toml").write_text('site = "espoo"\nrobott = "nao"\n', encoding="utf-8")
    came = told(tmp_path, "run", "number-friends")

    assert came.code == 2
    assert "kaveri.toml:2:1" in came.err
    assert "robot" in came.err
