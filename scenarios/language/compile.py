"""Makes a plan of a checked scenario: everything a session needs to run it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from behaviours.behaviour import END, SKIPPED
from behaviours.farewell import Farewell
from behaviours.machine import Scene
from behaviours.parameters import Words
from behaviours.profile import Profile
from behaviours.stage import GROUP, Stage
from behaviours.today import VALUES
from robot.text import Slot, slots_of, spans_of
from scenarios.language.check import Checked
from scenarios.language.inputs import Given, defaults, slots
from scenarios.language.model import Span, State
from scenarios.language.walk import phrases


# Without slots: what a walk through all texts finds is kept beside the fields, as each session asks for it.
@dataclass(frozen=True)
class Plan:
    """A scenario, ready to run in any of its languages, any number of times."""

    name: str
    version: int
    title: Words
    setting: str
    """classroom or care"""
    ages: Span | None
    """Whom it is for; None where it does not say."""
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
    commands: Mapping[str, Words] = field(default_factory=dict)
    """Words that count as a common command, besides the common ones."""
    values: Mapping[str, Slot] = field(default_factory=dict)
    """What every text may name of the inputs."""
    group: Span | None = None
    """How many people it is for; None where it does not say."""

    def needs_group(self) -> bool:
        """Whether any text names the group in every one of its wordings, so that none is left without a name."""
        return self._always_names_the_group

    def names_the_day(self) -> bool:
        """Whether any text tells the day, the weekday, the month or the season."""
        return any(not set(VALUES).isdisjoint(slots_of(wording)) for wordings in self._texts() for wording in wordings)

    @cached_property
    def _always_names_the_group(self) -> bool:
        return any(all(GROUP in slots_of(wording) for wording in wordings) for wordings in self._texts())

    def _texts(self) -> Iterator[tuple[str, ...]]:
        """The wordings of every text, in each language."""
        for state in self.states.values():
            for phrase in phrases(state.parameters, ()):
                yield from phrase.words.root.values()

    def voices(self, language: str) -> tuple[str, ...]:
        """The languages that must be spoken when it runs in one, that one first."""
        return self._voices[language]

    @cached_property
    def _voices(self) -> Mapping[str, tuple[str, ...]]:
        return {language: self._spoken_in(language) for language in self.languages}

    def _spoken_in(self, language: str) -> tuple[str, ...]:
        spoken = {language: None}
        for state in self.states.values():
            if (listen := getattr(state.parameters, "listen", None)) is not None:
                spoken[listen] = None
            for phrase in phrases(state.parameters, ()):
                for _, wording in phrase.wordings(language):
                    spoken |= {span: None for _, span in spans_of(wording, language)}
        return tuple(spoken)

    def scenes(self, stage: Stage) -> list[Scene]:
        """The machine's states on a stage, each with a behaviour instance of its own."""
        return [_scene(state, stage) for state in self.states.values()]


def compiled(checked: Checked, language: str | None = None, given: Given | None = None) -> Plan:
    """The plan of a scenario that was found clean.

    Args:
        checked: The scenario.
        language: The one that the plan runs in, by which inputs have their defaults; without it the scenario's first.
        given: The values of its inputs; without them the defaults hold.

    Raises:
        ScenarioError: A parameter cannot have the value of an input.
    """
    front = checked.scenario.front
    spoken = language if language in front.languages else front.languages[0]
    values = defaults(front.inputs, spoken, checked.world.songs) if given is None else given
    states = checked.filled(values, spoken).states
    goodbyes = [name for name, state in states.items() if state.behaviour is Farewell]
    return Plan(
        name=front.name,
        version=front.version,
        title=front.title,
        setting=front.setting,
        ages=front.ages,
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
        commands={str(key): words for key, words in front.commands.items()},
        values=slots(front.inputs, values, spoken),
        group=front.group,
    )


def _scene(state: State, stage: Stage) -> Scene:
    behaviour = state.behaviour(state.name, state.parameters, stage)
    outcomes = behaviour.outcomes()
    routes = {outcome: state.target(outcome) or END for outcome in outcomes}
    # A state that is skipped leads where it leads otherwise.
    routes[SKIPPED] = state.ways.on.get(SKIPPED) or state.ways.then or routes[outcomes[0]]
    return Scene(state.name, behaviour, routes, tuple(button.to for button in state.ways.buttons))
