"""Whatever a file is, the checker ends with findings that can be shown: in bounded time and memory, in a child too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.problem import Problem
from scenarios.language.check import check, check_text, shipped_scenarios
from scenarios.language.diagnostics import ScenarioError
from scenarios.language.source import LIMIT_BYTES
from scenarios.language.world import shipped_world
from tests.scenarios.mutations import mutated

ROOT = Path(__file__).parents[2]
MINIMAL = Path(__file__).with_name("minimal.yaml")
MEMORY = 1 << 30
SECONDS = 30


def codes(path: Path) -> list[str]:
    return [finding.code for finding in check(path)]


class TestFiles:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "K122"),
            (b"kaveri: 1\n\x00\x00", "K107"),
            ("kaveri: 1\nname: pieni\n".encode("utf-16"), "K106"),
            ("title: {fi: Päivä}\n".encode("latin-1"), "K106"),
            (b"\xed\xa0\x80", "K106"),
            (b"a" * (LIMIT_BYTES + 1), "K105"),
            (b"\xc3" * LIMIT_BYTES, "K106"),
            (b"", "K111"),
            (b"\x00" * 4096, "K122"),
            ("kaveri: 1\nname: pieni\n".encode("utf-16-le"), "K106"),
            ("kaveri: 1\nname: pieni\n".encode("utf-16-be"), "K106"),
            (b"kaveri: 1\n" + b"\x00\x01\x02" * 400, "K122"),
        ],
        ids=[
            *("picture", "nul", "utf-16", "latin-1", "surrogate", "too large", "broken utf-8", "empty", "zeros"),
            *("utf-16-le", "utf-16-be", "program"),
        ],
    )
    def test_odd_bytes_have_a_finding(self, tmp_path: Path, content: bytes, code: str) -> None:
        path = tmp_path / "odd.yaml"
        path.write_bytes(content)
        assert codes(path) == [code]

    def test_a_link_out_of_its_folder_is_not_followed(self, tmp_path: Path) -> None:
        outside = tmp_path / "minimal.yaml"
        outside.write_text(MINIMAL.read_text(encoding="utf-8"), encoding="utf-8")
        folder = tmp_path / "mine"
        folder.mkdir()
        out, within = folder / "out.yaml", folder / "minimal.yaml"
        out.symlink_to(outside)
        assert codes(out) == ["K120"]

        (folder / "original.yaml").write_text(MINIMAL.read_text(encoding="utf-8"), encoding="utf-8")
        within.symlink_to(folder / "original.yaml")
        assert codes(within) == []

    def test_what_is_no_file_is_not_read(self, tmp_path: Path) -> None:
        pipe = tmp_path / "pipe.yaml"
        os.mkfifo(pipe)
        assert codes(pipe) == ["K100"]
        assert codes(Path("/dev/zero")) == ["K100"]
        assert codes(tmp_path) == ["K100"]

    @pytest.mark.parametrize("name", ["x" * 5000, "a\0b", "no/such/file.yaml", ""])
    def test_what_cannot_be_a_file_is_told_so(self, name: str) -> None:
        with pytest.raises(Problem, match="There is no scenario"):
            check(name or "nothing-here")

    def test_links_that_go_round_and_links_to_nothing_are_told_to_be_links(self, tmp_path: Path) -> None:
        for name, target in (("round", "round.yaml"), ("nothing", "nowhere.yaml")):
            path = tmp_path / f"{name}.yaml"
            path.symlink_to(tmp_path / target)
            assert codes(path) == ["K120"]


def with_answers(answers: str) -> str:
    return f"replace('answers: [{{number: 2}}, {{number: 3, right: false}}]', {answers})"


def with_states(count: int, state: str) -> str:
    body = f"''.join({state!r}.replace('@', str(i)).replace('#', str(i + 1)) for i in range({count}))"
    last = f"'  s{count}: {{tell: {{parts: [{{text: {{fi: A, sv: A, en: A}}}}]}}, then: question}}\\n  question:\\n'"
    return f"replace('then: question', 'then: s0', 1).replace('  question:\\n', {body} + {last})"


def with_goodbye(said: str) -> str:
    return f"replace('en: Goodbye!', 'en: \"' + {said} + '\"')"


TEXTS = "{text: {fi: A, sv: A, en: A}"
HARD = {
    "words": with_answers("'answers: [{words: {fi: [' + ', '.join(f'valmiina{i}' for i in range(10_000)) + ']}}]'"),
    "long words": with_answers(
        "'answers: [{words: {fi: ' + 'ab' * 20_000 + ', sv: a, en: b}}, "
        "{words: {fi: ' + 'ba' * 20_000 + ', sv: c, en: d}, right: false}]'"
    ),
    "states": with_states(
        1000, f"  s@: {{ask: {TEXTS}, answers: [{{number: 1}}, {{number: 2, right: false}}]}}, then: s#}}\n"
    ),
    "breaths": with_states(
        500,
        "  s@: {breathe: {invitation: {fi: A, sv: A, en: A}, breath_in: {fi: A, sv: A, en: A}, "
        "breath_out: {fi: A, sv: A, en: A}, thanks: {fi: A, sv: A, en: A}, breaths: 12}, then: s#}\n",
    ),
    "lost states": with_states(1500, f"  s@: {{farewell: {TEXTS}}}, then: nowhere}}\n"),
    "cards": with_states(
        30, f"  s@: {{quiz: {TEXTS}, items: [{', '.join(f'{{answer: {n}}}' for n in range(60))}]}}, then: s#}}\n"
    ),
    "dots": with_goodbye("'a' + '.' * 900_000"),
    "marks": with_goodbye("'a' + '.?' * 400_000 + 'b'"),
    "questions": with_goodbye("'a? ' * 75_000 + 'b'"),
    "slots": with_goodbye("'{weekday}' * 25_000"),
    "unknown slots": with_goodbye("''.join('{a%d}' % n for n in range(25_000))"),
    "open spans": with_goodbye("'[en: ' * 150_000"),
    "spans": with_goodbye("'[en: a]' * 30_000"),
    "languages": "replace('languages: [', 'languages: [' + 'fi, ' * 40_000)",
    "wordings": "replace('en: Goodbye!', 'en: [' + 'a, ' * 10_000 + ']')",
    "fields of a card": "replace('answers: [', 'answers: [{' + ', '.join(f'k{i}: 1' for i in range(10_000)) + '}, ')",
    "nested": "replace('{number: 2}', '[' * 300_000)",
    "aliases": "replace('states:', 'x: &x [1]\\ny: [' + '*x, ' * 50_000 + ']\\nstates:')",
}


PROGRAMS = {
    **{
        f"hard: {name}": f"""
text = MINIMAL.read_text(encoding="utf-8").{change}
assert 10_000 < len(text) < 1 << 20, len(text)
print(len(told(text)) < 100_000)
"""
        for name, change in HARD.items()
    },
    **{f"spoilt: {seed}": f"print(survive({seed}, 75))" for seed in range(4)},
}

ONE_AFTER_THE_OTHER = """
import json, os, resource, signal, sys, tempfile, traceback
from pathlib import Path
from tests.scenarios.mutations import survive, told

memory, seconds, MINIMAL = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
# What every check needs is read once, before there are children.
told(MINIMAL.read_text(encoding="utf-8"))
came = {}
for name, program in json.load(sys.stdin).items():
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        child = os.fork()
        if not child:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            signal.alarm(seconds)
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            code = 1
            try:
                exec(program)
                code = 0
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out.seek(0)
        err.seek(0)
        came[name] = code, out.read(), err.read()
json.dump(came, sys.stdout)
"""


@pytest.fixture(scope="module")
def ended() -> dict[str, tuple[int, str, str]]:
    """What each program comes to, in a process of its own with bounds: a crash of C code shows in its exit code."""
    done = subprocess.run(
        [sys.executable, "-c", ONE_AFTER_THE_OTHER, str(MEMORY), str(SECONDS), str(MINIMAL)],
        cwd=ROOT,
        input=json.dumps(PROGRAMS),
        capture_output=True,
        text=True,
        timeout=SECONDS * len(PROGRAMS),
        check=True,
    )
    came: dict[str, tuple[int, str, str]] = {name: (*each,) for name, each in json.loads(done.stdout).items()}
    return came


@pytest.mark.parametrize("name", HARD)
def test_a_hard_scenario_ends_in_findings_and_not_in_a_crash(ended: dict[str, tuple[int, str, str]], name: str) -> None:
    assert ended[f"hard: {name}"] == (0, "True\n", "")


@pytest.mark.parametrize("seed", range(4))
def test_a_child_survives_many_spoilt_scenarios(ended: dict[str, tuple[int, str, str]], seed: int) -> None:
    assert ended[f"spoilt: {seed}"] == (0, "75\n", "")


_source = st.sampled_from([MINIMAL, *shipped_scenarios().values()])


@given(_source, st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_a_spoilt_scenario_has_findings_or_none_and_never_an_error(path: Path, chance: Callable[[], float]) -> None:
    text = mutated(path.read_text(encoding="utf-8"), chance)  # type: ignore[arg-type]
    try:
        found = check_text(text, shipped_world()).warnings
    except ScenarioError as error:
        found = error.findings
    for finding in found:
        assert finding.position.line >= 1
        assert all(finding.render(language) for language in ("en", "fi", "sv"))
