"""Scenarios checked from the terminal, from an editor, or on GitHub."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from console.texts import language, say_in

if TYPE_CHECKING:
    from scenarios.language.diagnostics import Finding

Form = Literal["text", "json", "github"]


def check_scenarios(
    names: Sequence[str], folders: Sequence[Path] = (), form: Form = "text", reader: str | None = None
) -> int:
    """Print every finding in these scenarios, or in all that can be named; exit code 2 where any is an error.

    Args:
        names: Scenarios by name or path.
        folders: The authors' own scenario folders.
        form: Blocks with a caret for people, one JSON array, or a workflow command of GitHub's a line.
        reader: The language of the findings; the terminal's own where it is not given.

    Raises:
        Problem: There is no such scenario.
    """
    from scenarios.language.check import check, known_scenarios
    from scenarios.language.diagnostics import Severity

    spoken = reader or language()
    code = 0
    records: list[dict[str, object]] = []
    for name in names or known_scenarios(folders):
        findings = check(name, folders)
        if any(finding.severity is Severity.ERROR for finding in findings):
            code = 2
        if form == "json":
            records += (_record(finding, spoken) for finding in findings)
        elif form == "github":
            for finding in findings:
                print(_workflow_command(finding, spoken))
        else:
            shown = [finding.render(spoken) for finding in findings] or [say_in(spoken, "check.clean", name=name)]
            print("\n\n".join(shown))
    if form == "json":
        print(json.dumps(records, ensure_ascii=False, indent=2))
    return code


def _record(finding: Finding, spoken: str) -> dict[str, object]:
    place = finding.position
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_column": place.column + _width(finding),
        "message": finding.message(spoken),
        "advice": finding.advice(spoken),
        "suggestion": finding.suggestion,
    }


def _workflow_command(finding: Finding, spoken: str) -> str:
    place = finding.position
    properties = {
        "file": place.file,
        "line": place.line,
        "col": place.column,
        "endColumn": place.column + _width(finding),
        "title": finding.code,
    }
    told = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in properties.items())
    return f"::{finding.severity} {told}::{_escaped(f'{finding.message(spoken)} {finding.advice(spoken)}')}"


def _width(finding: Finding) -> int:
    return finding.excerpt.width if finding.excerpt is not None else 1


def _escaped(text: str, besides: str = "") -> str:
    """Text as workflow commands take it: the per cent sign, the ends of lines, and what parts properties."""
    return "".join(f"%{ord(character):02X}" if character in f"%\r\n{besides}" else character for character in text)
