"""How long a scenario takes, estimated by playing its states through without a body.

Behaviours run as they are: what they say counts as long as a voice needs for it, what they wait for as long as they
wait, and each turn of listening as long as the profile gives people to begin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from behaviours.behaviour import END, Behaviour
from behaviours.directives import Beat, CallStaff, Directive, Draw, Hear, Steps, Wait
from behaviours.profile import Profile
from behaviours.stage import Stage
from behaviours.turns import Nothing, Turn, Understood
from robot.commands import Move, Option, Say
from robot.speech import seconds
from robot.text import no_names, slots_of
from scenarios.language.commons import Commons
from scenarios.language.model import Scenario, State
from scenarios.language.sentences import sentences
from scenarios.language.walk import phrases

MOST_STEPS = 5_000
"""A state that is not over after so many directives counts as far as it went."""

_STAND_IN = "kymmenen"
"""Stands in a slot whose value is not known before a session: a word as long as many."""


@dataclass(frozen=True, slots=True)
class Gesturing:
    """A gesture that begins so many seconds after its state."""

    at: float
    gesture: str


@dataclass(frozen=True, slots=True)
class Opening:
    """The ears open so many seconds after their state began, for these options."""

    at: float
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """How one state goes: its length in seconds, and what happens when, in order."""

    seconds: float
    happenings: tuple[Gesturing | Opening, ...]


Answering = Callable[[Hear | CallStaff], Turn]
"""How the people of an estimate answer."""


def rightly(asked: Hear | CallStaff) -> Turn:
    """Everybody gives the right answer at the first asking."""
    return Understood(asked.right[0], 1.0, "speech") if asked.right else Nothing()


def silently(asked: Hear | CallStaff) -> Turn:
    """Nobody ever says a word."""
    return Nothing()


class Estimate:
    """The courses of a scenario's states in one language, each played once.

    Args:
        scenario: A scenario in which no pass before found an error.
        language: One of its languages.
        profile: The pace of the session.
        commons: What scenarios share.
        answering: How people answer; rightly where it is not given.
        values: What stands in each slot, the same in every language; without it the scenario is looked through.
    """

    def __init__(
        self,
        scenario: Scenario,
        language: str,
        profile: Profile,
        commons: Commons,
        answering: Answering = rightly,
        values: Mapping[str, str] | None = None,
    ) -> None:
        self._scenario = scenario
        self._profile = profile
        self._answering = answering
        known = stand_ins(scenario, commons) if values is None else values
        self._stage = Stage(language, profile, commons.phrases, commons.answers, known)
        self._courses: dict[str, Course] = {}

    def course(self, state: str) -> Course:
        """How a state goes."""
        if state not in self._courses:
            self._courses[state] = self._play(self._scenario.states[state])
        return self._courses[state]

    def targets(self, state: str) -> tuple[str, ...]:
        """The states to which the outcomes of a state lead."""
        return tuple(target for target in _targets(self._scenario.states[state]) if target != END)

    def longest_way(self) -> tuple[str, ...]:
        """The states from the start to the end along the way that takes longest, none of them twice."""
        best: dict[str, tuple[float, str]] = {END: (0.0, END)}
        for name in _behind_first(self._scenario):
            # What is not known yet leads back to where the way came from.
            after = [(best[target][0], target) for target in _targets(self._scenario.states[name]) if target in best]
            if after:
                rest, target = max(after, key=lambda found: found[0])
                best[name] = (self.course(name).seconds + rest, target)
        way, at = [], self._scenario.front.start
        while at in self._scenario.states:
            way.append(at)
            at = best[at][1]
        return tuple(way)

    def seconds(self) -> float:
        """How long the longest way takes."""
        return sum(self.course(name).seconds for name in self.longest_way())

    def _play(self, state: State) -> Course:
        player = _Player(self._profile, self._stage.language, self._answering)
        player.play(state.behaviour(state.name, state.parameters, self._stage))
        return Course(player.now, tuple(player.happenings))


class _Player:
    """Takes the place of a session: a body that needs as long as a voice, and people who answer."""

    def __init__(self, profile: Profile, language: str, answering: Answering) -> None:
        self.now = 0.0
        self.happenings: list[Gesturing | Opening] = []
        self._profile = profile
        self._language = language
        self._answering = answering
        self._beat = 0.0
        self._left = MOST_STEPS

    def play(self, behaviour: Behaviour[Any]) -> None:
        """Follow the behaviour's chart to one of its outcomes."""
        sub_state = behaviour.initial
        while self._left > 0:
            self._left -= 1
            steps = behaviour.steps(sub_state)
            target = behaviour.graph[sub_state][steps if isinstance(steps, str) else self._result(steps)]
            if target.startswith("="):
                return
            sub_state = target

    def _result(self, steps: Steps) -> str:
        answer: object = None
        try:
            while True:
                answer = self._done(steps.send(answer))
                self._left -= 1
        except StopIteration as over:
            return str(over.value)

    def _done(self, directive: Directive) -> object:
        match directive:
            case Say(text=text, rate=rate, pause=pause):
                said = sentences(text.filled(no_names))
                spoken = sum(seconds(sentence, text.language, rate) for sentence in said)
                self.now += spoken + pause * max(0, len(said) - 1)
            case Move(gesture=gesture):
                self.happenings.append(Gesturing(self.now, gesture))
            case Wait(seconds=waited, since_beat=since_beat):
                self.now = max(self.now, self._beat + waited) if since_beat else self.now + waited
            case Beat():
                self._beat = self.now
            case Draw():
                return 0
            case CallStaff(seconds=waited):
                self.now += waited
                return self._answering(directive)
            case Hear(timing=timing, options=options):
                self.happenings.append(Opening(self.now, options))
                turn = self._answering(directive)
                self.now += timing.no_speech + (0.0 if isinstance(turn, Nothing) else timing.end_silence)
                return turn
        return None


def stand_ins(scenario: Scenario, commons: Commons) -> Mapping[str, str]:
    """A word for each slot that a text of the scenario names."""
    texts = [phrase.words for state in scenario.states.values() for phrase in phrases(state.parameters, ())]
    templates = (
        text for words in (*texts, *commons.phrases.values()) for texts in words.root.values() for text in texts
    )
    return dict.fromkeys((slot for template in templates if "{" in template for slot in slots_of(template)), _STAND_IN)


def _targets(state: State) -> Sequence[str]:
    targets = (state.target(outcome) for outcome in state.behaviour.outcomes())
    return tuple(dict.fromkeys(target for target in targets if target is not None))


def _behind_first(scenario: Scenario) -> Iterator[str]:
    """Every state that can be reached, after all that follow it unless they lead back to it."""
    seen = {scenario.front.start}
    open_states = [(scenario.front.start, iter(_targets(scenario.states[scenario.front.start])))]
    while open_states:
        name, targets = open_states[-1]
        target = next((t for t in targets if t not in seen and t in scenario.states), None)
        if target is None:
            yield name
            open_states.pop()
        else:
            seen.add(target)
            open_states.append((target, iter(_targets(scenario.states[target]))))
