"""The passes over sense: what can be written and run, and is not fit for people, for a body, or for its own minutes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from behaviours.profile import Profile
from scenarios.language.commons import Commons
from scenarios.language.diagnostics import Finding
from scenarios.language.document import Document
from scenarios.language.estimate import Estimate, stand_ins
from scenarios.language.model import Scenario
from scenarios.language.sense.answers import answers
from scenarios.language.sense.body import Told, pinching, walking, working
from scenarios.language.sense.calls import calls
from scenarios.language.sense.flaws import flaws
from scenarios.language.sense.people import people
from scenarios.language.sense.plan import plan
from scenarios.language.sense.ways import ways
from scenarios.language.sense.words import words
from scenarios.language.world import World


def sense(
    scenario: Scenario, document: Document, profile: Profile, commons: Commons, world: World
) -> Iterator[Finding]:
    """What is possible to write and not possible to run, or not fit for people."""
    yield from flaws(scenario, document)
    yield from ways(scenario, document)
    yield from words(scenario, document, profile)
    yield from answers(scenario, document, commons)
    yield from calls(scenario, document, commons)
    yield from people(scenario, document)
    yield from walking(scenario, document, world.gestures)


def filled_in(scenario: Scenario, document: Document, profile: Profile, commons: Commons) -> Iterator[Finding]:
    """What words that were filled in may make of a scenario that is sound with its own."""
    yield from words(scenario, document, profile)
    yield from answers(scenario, document, commons)


def misnamed(scenario: Scenario, document: Document, file: Path) -> Iterator[Finding]:
    """A file that bears another name than its scenario, so that people look for it in vain."""
    if file.stem.casefold() != scenario.front.name:
        yield document.at_value("K429", ("name",), name=scenario.front.name, file=file.name)


def course(
    scenario: Scenario, document: Document, profile: Profile, commons: Commons, world: World
) -> Iterator[Finding]:
    """What shows when the scenario is played through; only for one that has sense."""
    values = stand_ins(scenario, commons)
    estimates = [Estimate(scenario, spoken, profile, commons, values=values) for spoken in scenario.front.languages]
    told: Told = set()
    for estimate in estimates:
        yield from pinching(scenario, document, estimate, world.gestures, told)
        yield from working(scenario, document, estimate, world.gestures, told)
    yield from plan(scenario, document, estimates)
