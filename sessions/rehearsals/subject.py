"""What is rehearsed: a scenario compiled for each of its languages, with everybody who takes it."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from behaviours.understanding import prepare
from robot.problem import Problem
from scenarios.language.check import Checked
from scenarios.language.compile import Plan, compiled
from scenarios.language.estimate import Estimate
from scenarios.language.inputs import Value, kept
from scenarios.language.model import EASY
from sessions.cast import Cast, fits, load_cast, persona_names
from sessions.record import canonical
from sessions.rehearsals.case import Case
from sessions.rehearsals.code import code_digest
from sessions.rehearsals.intention import SAFE_END
from sessions.rehearsals.thresholds import PATH


@dataclass(frozen=True, slots=True)
class Subject:
    """A scenario and its people, ready to be rehearsed in this process or, pickled, in another."""

    scenario: str
    """As it was asked for: a name or a path."""
    plans: Mapping[str, Plan]
    """By language; `fi-easy` has that of `fi`."""
    inputs: Mapping[str, Mapping[str, object]]
    """By language, what was filled in, as the log may hold it."""
    expected: Mapping[str, float]
    """By language, the minutes that a session takes whose people answer rightly: mostly far fewer than are planned."""
    casts: Mapping[str, Cast]
    """By persona, as it was asked for."""
    faults: tuple[str, ...] = ()
    """Kinds of faults that are put upon every session."""
    typed: tuple[tuple[str, str], ...] = ()
    """What was typed for inputs, by name; the others have their defaults."""

    @classmethod
    def of(
        cls,
        checked: Checked,
        scenario: str,
        personas: Sequence[str] = (),
        languages: Sequence[str] = (),
        faults: Sequence[str] = (),
        typed: Mapping[str, str] = MappingProxyType({}),
    ) -> Subject:
        """A checked scenario with these personas, else all shipped ones that fit; in these languages, else all its own.

        Args:
            checked: The scenario.
            scenario: As it was asked for: a name or a path.
            personas: Names or paths.
            languages: Of the scenario's; `fi-easy` is plain Finnish.
            faults: Kinds of faults, as `sim.faults` names them.
            typed: What was typed for the scenario's inputs; the others have their defaults.

        Raises:
            Problem: A persona does not exist or cannot be read, or what was typed does not suit the scenario.
            KeyError: The scenario has no such language.
        """
        front = checked.scenario.front
        spoken = tuple(languages) or front.languages
        plans, inputs, expected = dict[str, Plan](), dict[str, Mapping[str, object]](), dict[str, float]()
        for language in spoken:
            plain = language.removesuffix(EASY)
            if plain not in front.languages:
                raise KeyError(language)
            given = _given(checked, typed, plain, alone=len(spoken) == 1)
            plans[language] = compiled(checked, plain, given)
            inputs[language] = kept(front.inputs, given, typed)
            course = Estimate(checked.filled(given, plain), plain, checked.profile, checked.commons)
            expected[language] = course.seconds() / 60
        one = next(iter(plans.values()))
        if personas:
            casts = {name: load_cast(name) for name in personas}
        else:
            shipped = {name: load_cast(name) for name in persona_names()}
            casts = {name: cast for name, cast in shipped.items() if fits(cast, one)}
        return cls(scenario, plans, inputs, expected, casts, tuple(faults), tuple(typed.items()))

    @property
    def plan(self) -> Plan:
        """The plan in the first language: what does not depend on the language stands in it."""
        return next(iter(self.plans.values()))

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every persona with every language that it can be rehearsed in: those that all of its people speak."""
        return tuple(
            (persona, language)
            for persona, cast in self.casts.items()
            for language in self.plans
            if language.removesuffix(EASY) in cast.languages
        )

    @property
    def success(self) -> Mapping[str, str]:
        """What a session with each persona should come to: as the persona says, with faults a safe end."""
        return {persona: SAFE_END if self.faults else cast.success for persona, cast in self.casts.items()}

    def cases(self, seeds: Iterable[int]) -> Iterator[Case]:
        """Every case, seed by seed: what is done when somebody interrupts tells of everybody alike."""
        for seed in seeds:
            for persona, language in self.pairs:
                yield Case(self.scenario, persona, language, seed, self.faults)

    def key(self) -> str:
        """What tells this rehearsal from others: source, inputs, people, languages, faults, rules, and our code."""
        parts = {
            "sources": [[path, text] for path, text in self.plan.sources.items()],
            "typed": sorted(self.typed),
            "casts": [[name, repr(cast)] for name, cast in self.casts.items()],
            "languages": list(self.plans),
            "faults": list(self.faults),
            "thresholds": PATH.read_text(encoding="utf-8"),
            "code": code_digest(),
        }
        return hashlib.sha256(canonical(parts).encode()).hexdigest()

    def warm(self) -> None:
        """Load the data of every language, which a process that is forked after it shares."""
        for plan in self.plans.values():
            for language in plan.languages:
                prepare(language)

    def packed(self) -> bytes:
        """The subject in bytes, for a process that shares nothing with this one."""
        return pickle.dumps(self)


class _InLanguage(Problem):
    """What was typed for an input does not suit one of several languages."""

    def __init__(self, language: str, problem: Problem) -> None:
        self._problem = problem
        super().__init__("rehearsal_input", language=language, says=problem.message())

    def message(self, language: str = "en") -> str:
        """What is wrong, in the reader's language."""
        return Problem(self.code, **{**self.facts, "says": self._problem.message(language)}).message(language)


def _given(checked: Checked, typed: Mapping[str, str], language: str, alone: bool) -> Mapping[str, Value]:
    try:
        return checked.given(typed, language)
    except Problem as problem:
        # Who rehearses in one language knows which; a name that no input has is unknown in all of them.
        if alone or not set(typed) <= set(checked.scenario.front.inputs):
            raise
        raise _InLanguage(language, problem) from problem
