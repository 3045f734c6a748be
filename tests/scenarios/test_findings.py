"""Each code has one bad file that shows it, and what an author then reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.language.check import check
from scenarios.language.diagnostics import Finding, ScenarioError, Severity, codes
from scenarios.language.document import parse, read
from scenarios.language.events import MOST_VALUES
from scenarios.language.source import LIMIT_BYTES, Source

FAULTS = Path(__file__).parent / "faults"
FIXTURES = sorted(FAULTS.glob("*.yaml"))

MADE_BY_TESTS = {"K100", "K105", "K117", "K120", "K424"}
"""What no small file can show."""

WITHOUT_A_WAY = {"K299"}
"""For errors that no model makes yet."""


def found(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    monkeypatch.chdir(FAULTS)
    return check(path.name)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_bad_file_is_told_where_what_and_what_to_do(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    findings = found(path, monkeypatch)

    assert path.stem in {finding.code for finding in findings}
    golden = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert "\n\n".join(finding.render() for finding in findings) + "\n" == golden


def test_every_code_is_shown() -> None:
    assert {path.stem for path in FIXTURES} | MADE_BY_TESTS | WITHOUT_A_WAY == set(codes())


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_finding_speaks_the_readers_language(path: Path, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for finding in found(path, monkeypatch):
        assert finding.message(language) != finding.message("en")
        assert finding.advice(language) != finding.advice("en")
        word = {
            ("fi", Severity.ERROR): "virhe",
            ("sv", Severity.ERROR): "fel",
            ("fi", Severity.WARNING): "varoitus",
            ("sv", Severity.WARNING): "varning",
        }[language, finding.severity]
        assert finding.render(language).startswith(
            f"{path.name}:{finding.position.line}:{finding.position.column}: {word}: "
        )


def test_a_folder_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    huge = tmp_path / "huge.yaml"
    huge.write_bytes(b"a" * (LIMIT_BYTES + 1))

    assert [[finding.code for finding in check(path)] for path in (tmp_path, huge)] == [["K100"], ["K105"]]


def test_more_values_than_a_scenario_can_need_are_refused() -> None:
    with pytest.raises(ScenarioError) as error:
        parse(Source("many.yaml", "- a\n" * (MOST_VALUES + 1)))

    (finding,) = error.value.findings
    assert (finding.code, finding.position.line) == ("K117", MOST_VALUES)


def test_an_error_holds_every_finding_and_sums_them_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FAULTS)
    with pytest.raises(ScenarioError) as error:
        read(Path("K103.yaml"))

    blocks = error.value.message("en").split("\n\n")
    assert blocks[0] == error.value.findings[0].render("en")
    assert blocks[1].startswith("K103.yaml cannot run yet.")
    assert error.value.exit_code == 2


def test_what_is_shown_of_a_file_cannot_steer_a_terminal() -> None:
    with pytest.raises(ScenarioError) as error:
        parse(Source("odd.yaml", f"a: 1\n\x1b[2J{'long ' * 1000}: 2\n"))

    shown = error.value.findings[0].render()
    assert "\x1b" not in shown
    assert max(map(len, shown.splitlines())) < 200
