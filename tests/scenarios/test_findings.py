"""Each code has one bad file that shows it, and what an author then reads.

The bad file stands in `faults/`, or is made there by its recipe where it cannot be a plain small file.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.language.check import check
from scenarios.language.diagnostics import Finding, ScenarioError, Severity, codes
from scenarios.language.document import parse, read
from scenarios.language.source import Source
from tests.scenarios.recipes import FAULTS, RECIPES, made

GOLDEN = sorted(path.stem for path in FAULTS.glob("K*.txt"))


def found(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    if code in RECIPES:
        return made(code, tmp_path, monkeypatch)
    monkeypatch.chdir(FAULTS)
    return check(f"{code}.yaml")


@pytest.mark.parametrize("code", codes())
def test_a_bad_file_is_told_where_what_and_what_to_do(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = found(code, tmp_path, monkeypatch)

    assert code in {finding.code for finding in findings}
    golden = (FAULTS / f"{code}.txt").read_text(encoding="utf-8")
    assert "\n\n".join(finding.render() for finding in findings) + "\n" == golden


def test_every_code_is_shown_and_nothing_else() -> None:
    files = {path.stem for path in FAULTS.glob("K*.yaml")}
    assert files | set(RECIPES) == set(codes()) == set(GOLDEN)
    assert files & set(RECIPES) == {"K424"}, "this one's recipe makes the world, not the file"


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_finding_speaks_the_readers_language(
    code: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for finding in found(code, tmp_path, monkeypatch):
        assert finding.message(language) != finding.message("en")
        assert finding.advice(language) != finding.advice("en")
        word = {
            ("fi", Severity.ERROR): "virhe",
            ("sv", Severity.ERROR): "fel",
            ("fi", Severity.WARNING): "varoitus",
            ("sv", Severity.WARNING): "varning",
        }[language, finding.severity]
        assert finding.render(language).startswith(
            f"{finding.position.file}:{finding.position.line}:{finding.position.column}: {word}: "
        )


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
