"""Makes a plan of a checked scenario: everything a session needs to run it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from behaviours.behaviour import END, SKIPPED
from behaviours.farewell import Farewell
from behaviours.machine import Scene
from behaviours.parameters import Words
from behaviours.profile import Profile
from behaviours.stage import Stage
from scenarios.language.check import Checked
from scenarios.language.model import State


@dataclass(frozen=True, slots=True)
class Plan:
    """A scenario, ready to run in any of its languages, any number of times."""

    name: str
    version: int
    title: Words
    setting: str
    """classroom or care"""
    languages: tuple[str, ...]
    minutes: float
    profile: Profile
    phrases: Mapping[str, Words]
    answers: Mapping[str, Words]
    distress: Words | None
    """Words that call staff, besides the common ones."""
    states: Mapping[str, State]
    start: str
    goodbye: str
    """The state that says goodbye; END where there is none."""
    sources: Mapping[str, str]
    """The text of every file it is made of, by path."""

    def scenes(self, stage: Stage) -> list[Scene]:
        """The machine's states on a stage, each with a behaviour instance of its own."""
        return [_scene(state, stage) for state in self.states.values()]


def compiled(checked: Checked) -> Plan:
    """The plan of a scenario that was found clean."""
    front, states = checked.scenario.front, checked.scenario.states
    goodbyes = [name for name, state in states.items() if state.behaviour is Farewell]
    return Plan(
        name=front.name,
        version=front.version,
        title=front.title,
        setting=front.setting,
        languages=front.languages,
        minutes=front.minutes,
        profile=checked.profile,
        phrases=checked.commons.phrases,
        answers=checked.commons.answers,
        distress=front.distress,
        states=states,
        start=front.start,
        goodbye=goodbyes[-1] if goodbyes else END,
        sources=checked.sources,
    )


def _scene(state: State, stage: Stage) -> Scene:
    behaviour = state.behaviour(state.name, state.parameters, stage)
    outcomes = behaviour.outcomes()
    routes = {outcome: state.target(outcome) or END for outcome in outcomes}
    # A state that is skipped leads where it leads otherwise.
    routes[SKIPPED] = state.ways.on.get(SKIPPED) or state.ways.then or routes[outcomes[0]]
    return Scene(state.name, behaviour, routes)
