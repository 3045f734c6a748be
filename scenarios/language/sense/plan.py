"""The plan as a whole: it fits into its minutes, and into a charge of the battery."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from robot.limits import CHARGE_MINUTES
from scenarios.language.diagnostics import Finding
from scenarios.language.document import Document
from scenarios.language.estimate import Estimate
from scenarios.language.model import Scenario


def plan(scenario: Scenario, document: Document, estimates: Sequence[Estimate]) -> Iterator[Finding]:
    """The longest way in the language that takes longest, with every question answered at the profile's pace."""
    planned = scenario.front.minutes
    needed = max(estimate.seconds() for estimate in estimates) / 60
    if max(planned, needed) > CHARGE_MINUTES:
        yield document.at_value("K428", ("minutes",), minutes=round(max(planned, needed)), most=round(CHARGE_MINUTES))
    elif needed > planned:
        # As many decimals as it takes to show that it is more.
        told = next(rounded for digits in (1, 2, 9) if (rounded := round(needed, digits)) > planned or digits == 9)
        yield document.at_value("K427", ("minutes",), needed=told, planned=planned)
