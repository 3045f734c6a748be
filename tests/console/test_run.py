"""A session run from the command line, as a teacher or a developer does it."""

from __future__ import annotations

import fcntl
import json
import select
import signal
import threading
import time  # noqa: TID251 - bounds how long a test may wait
from pathlib import Path

import pytest

from sessions.log import Log
from tests.console.terminal import PATIENCE, Seat, kaveri, line_with, running, told


def how_it_ended(home: Path) -> str | None:
    log = Log(home / "log.sqlite")
    try:
        return log.sessions()[0].how
    finally:
        log.close()


def has_ended(home: Path) -> bool:
    if not (home / "log.sqlite").exists():
        return False
    log = Log(home / "log.sqlite")
    try:
        return any(session.how is not None for session in log.sessions())
    finally:
        log.close()


def test_a_whole_lesson_runs_and_leaves_a_report(tmp_path: Path) -> None:
    came = kaveri(tmp_path, "run", "number-friends", "--persona", "eager_child", "--language", "fi")

    assert came.code == 0, came.err
    assert "Hei! Minun nimeni on Kaveri. Olen robotti." in came.out
    assert "blue eyes" in came.out
    assert "pairs: " in came.out
    assert came.err == ""
    (report,) = (tmp_path / "reports").glob("*.html")
    assert str(report) in came.out.replace("\n", "")
    assert how_it_ended(tmp_path) == "finished"


def test_the_same_seed_prints_the_same_lesson_and_another_one_another(tmp_path: Path) -> None:
    lesson = ("run", "number-friends", "--persona", "shy_child", "--language", "sv", "--seed")
    first, again, another = (
        came.out.partition("╭")[0]
        for came in (
            kaveri(tmp_path / "a", *lesson, "3"),
            kaveri(tmp_path / "b", *lesson, "3"),
            told(tmp_path / "c", *lesson, "4"),
        )
    )
    assert first == again != another


FIXED_DAY = {
    "en": "On the virtual NAO it is always Tuesday, 1 September 2026. Choose another day like this:",
    "fi": "Virtuaalisella NAOlla on aina tiistai 1. syyskuuta 2026. Toisen päivän valitset näin:",
    "sv": "På den virtuella NAO-roboten är det alltid tisdag 1 september 2026. En annan dag väljer du så här:",
}


def test_the_log_is_listed_shown_and_reported(tmp_path: Path) -> None:
    told(tmp_path, "run", "morning-round", "--persona", "slow_elder", "--date", "2026-12-13", "--language", "fi")
    listed = told(tmp_path, "sessions", "list")
    shown = told(tmp_path, "sessions", "show", "last")
    page = tmp_path / "out.html"
    reported = told(tmp_path, "sessions", "report", "last", "--output", str(page))

    assert "morning-round" in listed.out
    assert "Finished" in listed.out
    assert "session_started" in shown.out
    assert "session_ended" in shown.out
    assert "kolmastoista joulukuuta" in shown.out
    assert reported.out.strip() == str(page)
    assert "<html" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", FIXED_DAY)
def test_the_day_of_a_simulation_is_told_where_its_texts_name_it(tmp_path: Path, language: str) -> None:
    came = told(tmp_path, "run", "morning-round", "--persona", "slow_elder", KAVERI_LANGUAGE=language)
    assert came.out.splitlines()[1] == f"{FIXED_DAY[language]} --date 2026-11-24"


def test_the_day_is_not_told_where_somebody_chose_it_or_no_text_names_it(tmp_path: Path) -> None:
    for more in (["morning-round", "--date", "2026-12-13"], ["number-friends"]):
        assert "--date" not in told(tmp_path, "run", *more, "--persona", "eager_child").out


def test_inputs_are_set_and_what_does_not_fit_is_told_before_anything_moves(tmp_path: Path) -> None:
    words = "talo = house, auto = car"
    came = told(tmp_path, "run", "own-words", "--language", "fi", "--set", f"words={words}", "--set", "target=en")
    assert came.code == 0, came.err
    assert "Talo on: house." in came.out

    for value, told_of in (
        ("words=talo", "words takes 2 to 12"),
        ("wrods=a", "'words'"),
        ("words", "--set name=value"),
    ):
        wrong = told(tmp_path / "other", "run", "own-words", "--set", value)
        assert (wrong.code, wrong.out) == (2, "")
        assert told_of in wrong.err
    assert not (tmp_path / "other").exists()


def test_a_folder_of_ones_own_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    shipped = Path(__file__).parents[2] / "scenarios/lessons/own-words.yaml"
    (folder / "mine.yaml").write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
    assert told(tmp_path, "check", "mine", "--scenarios", str(folder)).code == 0
    assert told(tmp_path, "check", "mine").code == 2
    assert told(tmp_path, "run", "mine", "--scenarios", str(folder), "--language", "fi").code == 0


def test_without_any_session_the_list_says_what_to_try(tmp_path: Path) -> None:
    assert "kaveri run number-friends" in told(tmp_path, "sessions", "list").out


def test_staff_stop_a_lesson_with_one_key_and_the_robot_rests(tmp_path: Path) -> None:
    seat = Seat(tmp_path, ["run", "number-friends", "--persona", "eager_child", "--language", "en", "--pace", "2"])
    seat.read_until("Hello! I am Kaveri")
    seat.press("x")

    assert seat.leave() == 0
    assert how_it_ended(tmp_path) == "stopped"


def test_staff_pause_speak_and_go_on_and_what_they_typed_is_not_kept(tmp_path: Path) -> None:
    seat = Seat(tmp_path, ["run", "number-friends", "--persona", "eager_child", "--language", "en", "--pace", "20"])
    seat.read_until("Hello! I am Kaveri")
    seat.press("p")
    seat.read_until("The session is paused")
    seat.press("tAino has her birthday\n")
    seat.read_until("Kaveri       Aino has her birthday")
    seat.press("r")
    seat.read_until("The session goes on")

    assert seat.leave() == 0
    assert how_it_ended(tmp_path) == "finished"
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or b"Aino" not in file.read_bytes(), file


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_brings_the_robot_to_rest_and_the_log_says_so(tmp_path: Path, number: signal.Signals) -> None:
    with running(tmp_path, "run", "number-friends", "--persona", "eager_child", "--pace", "2") as process:
        line_with(process, "I am a robot")
        process.send_signal(number)
        process.communicate(timeout=PATIENCE)
        assert process.returncode == 1

    assert how_it_ended(tmp_path) == "interrupted"


def test_a_second_interrupt_ends_the_program_at_once_and_the_log_still_says_how(tmp_path: Path) -> None:
    with running(tmp_path, "run", "number-friends", "--persona", "eager_child", "--pace", "1") as process:
        line_with(process, "I am a robot")
        process.send_signal(signal.SIGINT)
        line_with(process, "stop")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
        assert process.returncode != 0

    assert how_it_ended(tmp_path) == "interrupted"


def test_a_lesson_goes_to_its_end_although_nobody_reads_what_is_shown(tmp_path: Path) -> None:
    with running(tmp_path, "run", "number-friends", "--persona", "eager_child", "--language", "en") as process:
        assert process.stdout is not None
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            # As small as a pipe may be: it is full before the lesson is over.
            fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, select.PIPE_BUF)
        end, pause = time.monotonic() + PATIENCE, threading.Event()
        while not has_ended(tmp_path):
            assert time.monotonic() < end, "the session waits for the terminal"
            pause.wait(0.05)
        shown, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0

    assert "Hello! I am Kaveri" in shown
    assert "pairs: " in shown


def test_the_same_lesson_runs_over_the_real_wire_with_a_person_in_the_room(tmp_path: Path) -> None:
    serve = ("sim", "--port", "0", "--persona", "eager_child", "--language", "sv", "--pace", "20")
    with running(tmp_path / "sim", *serve) as simulator:
        address = next(word for word in line_with(simulator, "nao://").split() if word.startswith("nao://")).rstrip(".")
        lesson = ("run", "number-friends", "--language", "sv", "--robot", address, "--pace", "20")
        came = kaveri(tmp_path, *lesson)
        simulator.send_signal(signal.SIGINT)
        assert simulator.wait(PATIENCE) == 0

    assert came.code == 0, came.err
    log = Log(tmp_path / "log.sqlite")
    records = log.records(log.find("last").id)
    log.close()
    answered = [record.data for record in records if record.type == "answered"]
    assert len(answered) >= 8
    assert any(data["how"] == "right" for data in answered)


def test_a_lesson_at_the_desk_is_answered_by_typing(tmp_path: Path) -> None:
    import subprocess

    from tests.console.terminal import command, environment

    lines = "\n".join(["viisi"] * 3) + "\n/stop\n"
    done = subprocess.run(
        command("run", "number-friends", "--robot", "desk", "--language", "fi"),
        env=environment(tmp_path),
        input=lines,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert how_it_ended(tmp_path) == "stopped"


def test_a_full_disk_ends_in_one_sentence_and_a_log_that_can_be_read(tmp_path: Path) -> None:
    arguments = ("run", "number-friends", "--persona", "eager_child")
    came = kaveri(tmp_path, *arguments, largest_file=400_000)

    assert came.code == 1
    assert "Traceback" not in came.err
    assert len(came.err.strip().splitlines()) == 1
    assert "log" in came.err
    log = Log(tmp_path / "log.sqlite")
    records = log.records(log.sessions()[0].id)
    log.close()
    assert records[0].type == "session_started"
    json.dumps(dict(records[-1].data))
