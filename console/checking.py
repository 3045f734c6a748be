"""Scenarios checked from the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from console.texts import language, say


def check_scenarios(names: Sequence[str]) -> int:
    """Print every finding in these scenarios, or in all that are shipped; exit code 2 where any is an error.

    Raises:
        Problem: There is no such scenario.
    """
    from scenarios.language.check import check, shipped_scenarios
    from scenarios.language.diagnostics import Severity

    code = 0
    for name in names or shipped_scenarios():
        findings = check(name)
        for finding in findings:
            print(finding.render(language()), end="\n\n")
            if finding.severity is Severity.ERROR:
                code = 2
        if not findings:
            print(say("check.clean", name=name))
    return code
