"""`kaveri rehearse`: simulated people take a scenario, and the exit code says whether it is ready."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import threading
from pathlib import Path

import pytest

from scenarios.language.check import shipped_scenarios
from sessions.rehearsals.thresholds import thresholds
from tests.console.terminal import Told, running, told

DAMAGED = Path(__file__).parents[1] / "rehearsals" / "damaged"
HEALTHY = str(DAMAGED / "healthy.yaml")
ENOUGH = str(thresholds().seeds)


def rehearse(home: Path, scenario: str, *arguments: str, **more: str) -> Told:
    return told(home, "rehearse", scenario, "--persona", "eager_child", "--workers", "2", *arguments, **more)


def kept(home: Path) -> list[str]:
    return [line for path in home.glob("rehearsals/*/outcomes.jsonl") for line in path.read_text().splitlines()]


def wait_for_five(home: Path, process: subprocess.Popen[str]) -> None:
    pause = threading.Event()
    while len(kept(home)) < 5:
        assert process.poll() is None
        pause.wait(0.02)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Told]:
    home = tmp_path_factory.mktemp("ready")
    return home, rehearse(home, HEALTHY, "--people", ENOUGH)


def test_a_healthy_scenario_is_ready(ready: tuple[Path, Told]) -> None:
    _, came = ready
    assert (came.code, came.err) == (0, "")
    assert re.search(r"^Ready  ", came.out, re.MULTILINE)
    assert "✓ Ended as intended: 1 of 1" in came.out
    # 73 of 73 have their lower end at 95 %.
    assert re.search(rf"^eager_child +100 .*\nen, {ENOUGH} × +\(95–100\)", came.out, re.MULTILINE)


def test_the_report_is_among_the_stations_reports_for_its_user_alone(ready: tuple[Path, Told]) -> None:
    home, came = ready
    path = Path(came.out.split("Report: ")[1].strip())
    assert path.parent == home / "reports"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_damaged_scenario_is_not_ready_and_says_why(tmp_path: Path) -> None:
    came = rehearse(tmp_path, str(DAMAGED / "arms.yaml"), "--people", "6")
    assert came.code == 1
    assert re.search(r"^Not ready  ", came.out, re.MULTILINE)
    assert "✗ Safety rules: 0 of 1" in came.out
    assert "in 6 of 6 sessions the robot moves its arms while hands are to answer" in came.out
    assert "→ Put that gesture earlier" in came.out
    worst = re.search(r"Worst with seed (\d+), .*:\s+(kaveri run .*)$", came.out, re.MULTILINE)
    assert worst is not None
    assert f"--seed {worst[1]} " in worst[2]


def test_too_few_people_are_told_from_a_mistake(tmp_path: Path) -> None:
    came = rehearse(tmp_path, HEALTHY, "--people", "2")
    assert came.code == 1
    assert "No rule was failed, but there were too few people" in " ".join(came.out.split())
    assert f"--people {ENOUGH}" in " ".join(came.out.split())


def test_the_command_of_the_worst_run_runs_it(tmp_path: Path) -> None:
    came = rehearse(tmp_path, str(DAMAGED / "arms.yaml"), "--people", "3")
    line = next(line for line in came.out.splitlines() if line.strip().startswith("kaveri run "))
    assert "--persona eager_child" in line
    assert "--pace max" in line
    assert told(tmp_path, *shlex.split(line)[1:]).code == 0


def test_inputs_are_set_as_for_a_run_and_stand_in_its_commands(tmp_path: Path) -> None:
    words = "words=kissa = cat, koira = dog, talo = house"
    # Newcomers fail it where it does not welcome every try.
    shipped = shipped_scenarios()["own-words"].read_text(encoding="utf-8")
    strict = tmp_path / "strict-words.yaml"
    strict.write_text(shipped.replace("welcome_any: true", "welcome_any: false"), encoding="utf-8")
    given = (str(strict), "--language", "fi", "--persona", "newcomer_l2", "--set", words)
    came = told(tmp_path, "rehearse", *given, "--people", "4", "--workers", "2")
    assert (came.code, came.err) == (1, "")
    line = next(line for line in came.out.splitlines() if line.strip().startswith("kaveri run "))
    again = shlex.split(line)
    assert again[again.index("--set") + 1] == words
    run = told(tmp_path, *again[1:])
    assert run.code == 0
    assert all(word in run.out for word in ("kissa", "koira", "talo"))


def test_an_input_that_does_not_suit_every_language_is_refused_with_the_language(tmp_path: Path) -> None:
    came = told(tmp_path, "rehearse", "song-moment", "--set", "tune=my_bonnie")
    assert (came.code, came.out) == (2, "")
    assert "In 'fi'" in came.err
    assert "--language" in came.err


def test_an_interrupted_rehearsal_keeps_what_is_done_and_goes_on(tmp_path: Path) -> None:
    arguments = ("rehearse", HEALTHY, "--persona", "shy_child", "--people", "160", "--workers", "2")
    with running(tmp_path, *arguments) as process:
        wait_for_five(tmp_path, process)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (1, "")
    before = kept(tmp_path)
    assert 5 <= len(before) < 160
    assert f"Interrupted after {len(before)} sessions" in out
    again = shlex.split(out.split("go on with: ")[1])
    assert sorted(again) == sorted(["kaveri", *arguments, "--resume"])
    done = told(tmp_path, *again[1:])
    after = kept(tmp_path)
    assert after[: len(before)] == before
    assert len(after) == 160
    assert "en, 160 ×" in done.out


def test_a_comparison_interrupted_in_its_first_half_shows_no_table_of_the_other_scenario(tmp_path: Path) -> None:
    only = ("--persona", "shy_child", "--people", "160", "--workers", "2")
    with running(tmp_path, "rehearse", str(DAMAGED / "arms.yaml"), *only, "--compare", HEALTHY) as process:
        wait_for_five(tmp_path, process)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (1, "")
    assert f"Interrupted after {len(kept(tmp_path))} sessions" in out
    assert "As intended" not in out


def test_a_worker_that_is_killed_is_told_of_and_what_is_done_is_kept(tmp_path: Path) -> None:
    arguments = ("rehearse", HEALTHY, "--persona", "shy_child", "--people", "200", "--workers", "2")
    with running(tmp_path, *arguments) as process:
        wait_for_five(tmp_path, process)
        workers = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
        os.kill(int(workers[0]), signal.SIGKILL)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert err.startswith("A process that rehearsed was ended from outside")
    again = shlex.split(err.split("at a time: ")[1])
    assert again[-1] == "--resume"
    assert again[again.index("--workers") + 1] == "1"
    assert len(kept(tmp_path)) >= 5


def test_what_is_kept_is_not_rehearsed_again(ready: tuple[Path, Told]) -> None:
    home, came = ready
    once = kept(home)
    again = rehearse(home, HEALTHY, "--people", ENOUGH, "--resume")
    assert (again.code, again.out) == (came.code, came.out)
    assert kept(home) == once


def test_a_comparison_is_paired_with_the_scenario_before_the_edit(tmp_path: Path) -> None:
    came = rehearse(tmp_path, str(DAMAGED / "everyday-stop.yaml"), "--people", "12", "--compare", HEALTHY)
    assert came.code == 1
    assert f"What changed since {HEALTHY}" in came.out
    (row,) = re.findall(r"^everybody +(\d+) +(\d+) +(\d+) ", came.out, re.MULTILINE)
    pairs, gained, lost = map(int, row)
    assert (pairs, gained) == (12, 0)
    assert lost > 0
    assert re.search(r"^Before: .+\. Now: Not ready\.$", came.out, re.MULTILINE)
    same = rehearse(tmp_path, HEALTHY, "--people", "3", "--compare", HEALTHY)
    assert "3 of 3 pairs went exactly alike." in same.out


def test_the_table_loses_no_figure_in_a_narrow_terminal(tmp_path: Path) -> None:
    arguments = ("--people", "2", "--persona", "unhurried_offtopic")
    came = rehearse(tmp_path, str(DAMAGED / "arms.yaml"), *arguments, KAVERI_LANGUAGE="sv", COLUMNS="80")
    assert re.search(r"^unhurried_offtopic +100 .* \d+$", came.out, re.MULTILINE)


def test_a_comparison_names_its_people_in_full_in_a_narrow_terminal(tmp_path: Path) -> None:
    arguments = ("--people", "1", "--persona", "unhurried_offtopic", "--compare", HEALTHY)
    came = rehearse(tmp_path, HEALTHY, *arguments, KAVERI_LANGUAGE="sv", COLUMNS="80")
    assert re.search(r"^unhurried_offtopic +1 +0 +0 +1 ", came.out, re.MULTILINE)


def test_with_faults_the_worst_are_rehearsed_alone(tmp_path: Path) -> None:
    came = rehearse(tmp_path, str(DAMAGED / "arms.yaml"), "--people", "12", "--faults")
    line = next(line for line in came.out.splitlines() if line.strip().startswith("kaveri rehearse "))
    assert "--people 1 --faults" in line
    assert told(tmp_path, *shlex.split(line)[1:]).code == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((HEALTHY, "--people", "0"), "--people takes a whole number from 1"),
        ((HEALTHY, "--persona", "shy_chidl"), "Did you mean 'shy_child'?"),
        ((HEALTHY, "--language", "de"), "is not written in 'de'"),
        (("no-such-lesson",), "no-such-lesson"),
        ((), "SCENARIO is missing"),
    ],
)
def test_what_is_asked_wrongly_is_said_with_exit_code_2(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    came = told(tmp_path, "rehearse", *arguments)
    assert came.code == 2
    assert says in came.err
    assert came.out == ""


def test_a_report_that_cannot_be_written_loses_nothing(tmp_path: Path) -> None:
    came = rehearse(tmp_path, HEALTHY, "--people", "2", "--html", str(tmp_path))
    assert came.code != 0
    assert "--resume" in came.err
    assert len(kept(tmp_path)) == 2


@pytest.mark.parametrize(("language", "verdict"), [("fi", "Ei vielä valmis"), ("sv", "Inte färdigt än")])
def test_it_speaks_the_readers_language(tmp_path: Path, language: str, verdict: str) -> None:
    came = rehearse(tmp_path, str(DAMAGED / "never-sure.yaml"), "--people", "2", KAVERI_LANGUAGE=language)
    assert verdict in came.out
    assert "as intended" not in came.out
