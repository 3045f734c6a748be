"""Of the ways through a scenario the cause is told, and not what follows from it."""

from __future__ import annotations

import pytest

from scenarios.language.check import check_text
from scenarios.language.diagnostics import ScenarioError
from scenarios.language.world import shipped_world
from tests.scenarios.test_findings import FAULTS

FAULTLESS = (FAULTS / "K431.yaml").read_text(encoding="utf-8").replace(", hand: left", "")


def codes(text: str) -> list[tuple[str, int]]:
    try:
        check_text(text, shipped_world())
    except ScenarioError as error:
        return [(finding.code, finding.position.line) for finding in error.findings]
    return []


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if line.startswith(words))


def test_a_state_that_does_not_say_what_follows_is_the_only_finding() -> None:
    text = FAULTLESS.replace("    on: {right: bye, modelled: end}\n", "    on: {right: question}\n")

    assert codes(text) == [("K403", line_of(text, "  question:"))]


def test_of_a_round_without_an_end_its_own_states_are_told_and_not_those_that_lead_into_it() -> None:
    text = FAULTLESS.replace("    on: {right: bye, modelled: end}\n", "    then: question\n")

    assert codes(text) == [("K402", line_of(text, "  question:")), ("K401", line_of(text, "  bye:"))]


def test_what_is_whole_has_no_finding() -> None:
    assert codes(FAULTLESS) == []


@pytest.mark.parametrize("state", ["surullinen", "sad", "ledsen"])
def test_a_state_may_not_be_called_after_a_mood_since_the_log_keeps_its_name(state: str) -> None:
    text = FAULTLESS.replace("  question:\n", f"  {state}:\n").replace("then: question", f"then: {state}")

    assert ("K420", line_of(text, f"  {state}:")) in codes(text)
