"""What every behaviour is: sub-states with steps, results that lead between them, and outcomes that lead out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import ClassVar, Generic, TypeVar

from behaviours.directives import Steps
from behaviours.parameters import Parameters
from behaviours.stage import Stage

END = "end"
"""The state in which a scenario is over."""

SKIPPED = "skipped"
"""The outcome of every behaviour that staff skip."""

P = TypeVar("P", bound=Parameters)


class Behaviour(Generic[P]):
    """One state of a scenario. A test drives its steps without a robot, a clock or a loop.

    Subclasses name their sub-states in `graph`: for each, the results its steps may return, and where each leads: to
    another sub-state, or out of the behaviour with `=outcome`. The method `listening` gives the steps of sub-state
    `listening`, or at once the result, where there is nothing to do but decide.
    """

    key: ClassVar[str]
    """The word under which it stands in YAML."""
    parameter_model: ClassVar[type[Parameters]]
    graph: ClassVar[Mapping[str, Mapping[str, str]]]
    initial: ClassVar[str]
    placeholders: ClassVar[frozenset[str]] = frozenset()
    """The slots its texts may hold besides those that every text may."""
    exempt: ClassVar[frozenset[str]] = frozenset()
    """The parameters whose texts have a rhythm of their own, free of the profile's sentence length."""

    def __init_subclass__(cls) -> None:
        """Hold a whole chart to its steps: each sub-state has a method, and each result leads to something."""
        super().__init_subclass__()
        for sub_state, results in getattr(cls, "graph", {}).items() if hasattr(cls, "initial") else ():
            targets = {target for target in results.values() if not target.startswith("=")}
            if not callable(getattr(cls, sub_state, None)) or not targets <= set(cls.graph):
                raise TypeError(f"the chart of {cls.__name__} is broken at {sub_state}")

    def __init__(self, name: str, parameters: P, stage: Stage) -> None:
        self.name = name
        self.parameters = parameters
        self.stage = stage
        self.picture = ""
        """The name of the picture that goes with what it says now; empty where none does."""

    def steps(self, sub_state: str) -> Steps | str:
        """A fresh run of the steps of one sub-state, or its result."""
        begun: Steps | str = getattr(self, sub_state)()
        return begun

    @classmethod
    @cache
    def outcomes(cls) -> tuple[str, ...]:
        """The outcomes that may lead out, besides `skipped`, which staff may give to any behaviour."""
        targets = [target for results in cls.graph.values() for target in results.values()]
        return tuple(dict.fromkeys(target[1:] for target in targets if target.startswith("=")))
