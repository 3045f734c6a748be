"""Plays behaviours without a robot, a clock or a loop: people's turns come from a list, everything else is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from behaviours.ask import Ask, AskParameters
from behaviours.behaviour import END, SKIPPED, Behaviour
from behaviours.directives import AWAITED, Beat, CallStaff, Directive, Draw, Hear, Note, Steps, Wait
from behaviours.machine import ScenarioMachine, Scene
from behaviours.quiz import Quiz, QuizParameters
from behaviours.stage import Stage
from behaviours.today import values
from behaviours.turns import Turn, Understood
from robot.commands import Eyes, Light, Move, Say, Sound, Volume
from robot.text import no_names
from scenarios.language.check import Checked, load

LANGUAGES = ("fi", "sv", "en")
CLASSROOM, CARE = "number-friends", "morning-round"
KNOWN = (Say, Move, Eyes, Sound, Volume, Hear, Wait, Beat, CallStaff, Draw, Note)
MOST = 3_000
"""More directives than any test needs."""

checked: Callable[[str], Checked] = cache(load)


def stage(language: str = "en", scenario: str = CLASSROOM, first_variant: int = 0, **pace: Any) -> Stage:
    """A stage with the shared words that a shipped scenario has, at its pace or another."""
    commons = checked(scenario).commons
    profile = replace(checked(scenario).profile, **pace)
    today = values(date(2026, 11, 24), language)
    return Stage(language, profile, commons.phrases, commons.answers, today, first_variant)


def words(text: str) -> dict[str, str]:
    """The same text in every language."""
    return dict.fromkeys(LANGUAGES, text)


SKY: dict[str, Any] = {
    "text": {"fi": "Minkä värinen taivas on?", "sv": "Vilken färg har himlen?", "en": "What colour is the sky?"},
    "short": {"fi": "Taivaan väri?", "sv": "Himlens färg?", "en": "The sky's colour?"},
    "hint": {"fi": "Katso ylös.", "sv": "Titta upp.", "en": "Look up."},
    "model": {"fi": "Taivas on sininen.", "sv": "Himlen är blå.", "en": "The sky is blue."},
    "answers": [
        {"id": "blue", "words": {"fi": "sininen", "sv": "blå", "en": "blue"}},
        {"id": "red", "words": {"fi": "punainen", "sv": "röd", "en": "red"}, "right": False},
        {"id": "green", "words": {"fi": "vihreä", "sv": "grön", "en": "green"}, "right": False},
    ],
}


def sky(on: Stage | None = None, **changes: Any) -> Ask:
    """A question with three answers, of which `blue` is right; a change to None leaves a part out."""
    parameters = {key: value for key, value in {**SKY, **changes}.items() if value is not None}
    return Ask("sky", AskParameters.model_validate(parameters), on or stage())


def doubles(on: Stage | None = None, cards: int = 5, **changes: Any) -> Quiz:
    """A quiz about 1 + 1, 2 + 2 and so on."""
    parameters = {
        "text": words("How much is {first} and {first}?"),
        "hint": words("Count on from {first}."),
        "items": [{"first": n, "answer": 2 * n} for n in range(1, cards + 1)],
        **changes,
    }
    return Quiz("doubles", QuizParameters.model_validate(parameters), on or stage())


Turns = Iterable[Turn] | Callable[[Hear | CallStaff], Turn | None]
Chance = Callable[[Draw], int]


@dataclass
class Seen:
    """Everything that people and the log have seen.

    The ears must not open before the last word has been said, and nothing but the known directives may come.
    """

    turns: Turns = ()
    chance: Chance = lambda draw: 0
    directives: list[Directive] = field(default_factory=list)
    replies: list[list[Directive]] = field(default_factory=lambda: [[]])
    """The directives before the first turn, between it and the second, and so on."""
    states: list[str] = field(default_factory=list)
    _speaking: bool = False

    def __post_init__(self) -> None:
        if not callable(self.turns):
            script = iter(self.turns)
            self.turns = lambda hear: next(script, None)

    @property
    def hears(self) -> list[Hear]:
        """Every turn that was opened."""
        return [directive for directive in self.directives if isinstance(directive, Hear)]

    def notes(self, type: str) -> list[dict[str, Any]]:
        """What the log was told, of one type."""
        return notes(self.directives, type)

    def see(self, directive: Directive) -> None:
        """Keep what came."""
        assert isinstance(directive, KNOWN)
        assert not (isinstance(directive, Hear) and self._speaking), "the ears opened while the robot spoke"
        assert len(self.directives) < MOST, "it never ends"
        self._speaking = self._speaking or isinstance(directive, Say)
        self.directives.append(directive)
        self.replies[-1].append(directive)

    def draw(self, draw: Draw) -> int:
        """Let chance decide."""
        self.see(draw)
        return self.chance(draw)

    def answer(self, pending: Directive) -> tuple[bool, Turn | None]:
        """Whether there is an answer, and the answer."""
        self._speaking = False
        if not isinstance(pending, Hear | CallStaff):
            return True, None
        assert callable(self.turns)
        turn = self.turns(pending)
        if turn is not None:
            self.replies.append([])
        return turn is not None, turn


@dataclass
class Walk(Seen):
    """One behaviour by its own graph, without a machine: fast, and all that most tests need."""

    outcome: str = ""
    """How it ended; empty where people have no more to say."""
    pending: Directive | None = None

    def through(self, behaviour: Behaviour[Any]) -> Walk:
        """Follow the graph from its beginning until it leads out or nobody has an answer left."""
        target = behaviour.initial
        while not target.startswith("="):
            self.states.append(target)
            result = self._result(behaviour.steps(target))
            if result is None:
                return self
            target = behaviour.graph[target][result]
        self.outcome = target[1:]
        return self

    def _result(self, steps: Steps | str) -> str | None:
        if isinstance(steps, str):
            return steps
        answer: object = None
        try:
            while True:
                directive = steps.send(answer)
                if isinstance(directive, Draw):
                    answer = self.draw(directive)
                    continue
                self.see(directive)
                answer = None
                if type(directive) in AWAITED:
                    given, answer = self.answer(directive)
                    if not given:
                        self.pending = directive
                        return None
        except StopIteration as stopped:
            result: str = stopped.value
            return result


@dataclass
class Play(Seen):
    """A scenario's machine with the people around it."""

    scenes: Sequence[Scene] = ()
    start: str = ""
    goodbye: str = END
    machine: ScenarioMachine = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.machine = ScenarioMachine(self.scenes, self.start, self.see, self.states.append, self.draw, self.goodbye)

    def begin(self) -> Play:
        """Begin, and go on for as long as people have something to say."""
        self.machine.begin()
        return self.go_on()

    def go_on(self, most: int = 10_000) -> Play:
        """Answer up to `most` pending directives, as long as there is an answer."""
        for _ in range(most):
            if self.machine.pending is None or not self.step():
                break
        return self

    def step(self) -> bool:
        """Answer the pending directive; False where it is people's turn and they have no more to say."""
        assert self.machine.pending is not None
        given, answer = self.answer(self.machine.pending)
        if given:
            self.machine.answer(answer)
        return given


def play(behaviour: Behaviour[Any], *turns: Turn, chance: Chance = lambda draw: 0) -> Walk:
    """The behaviour with people who take these turns; it stands where they have no more to say."""
    return Walk(turns, chance).through(behaviour)


def alone(behaviour: Behaviour[Any]) -> Play:
    """The behaviour as a scenario of its own, not yet begun."""
    routes = dict.fromkeys((*behaviour.outcomes(), SKIPPED), END)
    return Play(scenes=[Scene(behaviour.name, behaviour, routes)], start=behaviour.name)


def said(directives: Iterable[Directive]) -> list[str]:
    """Every utterance, as people hear it."""
    return [directive.text.filled(no_names) for directive in directives if isinstance(directive, Say)]


def lights(directives: Iterable[Directive]) -> list[Light]:
    """The eyes, in order."""
    return [directive.light for directive in directives if isinstance(directive, Eyes)]


def moves(directives: Iterable[Directive]) -> list[str]:
    """The gestures, in order."""
    return [directive.gesture for directive in directives if isinstance(directive, Move)]


def notes(directives: Iterable[Directive], type: str) -> list[dict[str, Any]]:
    """What the log is told, of one type."""
    return [dict(directive.data) for directive in directives if isinstance(directive, Note) and directive.type == type]


def heard(option: str, confidence: float = 0.9) -> Understood:
    """Somebody said this."""
    return Understood(option, confidence, "speech")
