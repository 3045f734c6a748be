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
        if any(finding.severity is Severity.ERROR for finding in findings):
            code = 2
        shown = [finding.render(language()) for finding in findings] or [say("check.clean", name=name)]
        print("\n\n".join(shown))
    return code
