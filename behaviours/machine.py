"""State machines, all from one factory: the only importer of `transitions`."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, cast

from transitions import EventData
from transitions.extensions import HierarchicalMachine
from transitions.extensions.nesting import NestedEvent, NestedEventData, NestedState, NestedTransition

from behaviours.behaviour import END, SKIPPED, Behaviour
from behaviours.directives import AWAITED, Directive, Draw, Steps

BEFORE = "(before)"
"""The state of a scenario that has not begun; a name that no author can give."""

_CLOSING = "closing"
_BUTTON = "button_"

_log = logging.getLogger(__name__)


class _Position:
    """What `transitions` moves: it holds the current state and nothing else."""

    state: str


class _State(NestedState):
    """A state whose name may hold underscores, as authors write them."""

    separator = "."


class _Transition(NestedTransition):
    """Goes straight to the state without children that its goal leads to."""

    def execute(self, event_data: EventData) -> bool:
        machine: Any = event_data.machine
        position: Any = event_data.model
        goal, states = str(self.dest), machine.states
        initial = states[goal].initial if goal in states else None
        position.state = f"{goal}.{initial}" if initial else goal
        machine.callbacks(machine.after_state_change, event_data)
        return True


class _Event(NestedEvent):
    """Looks for what to do in the current state first, then in the one around it."""

    def trigger_nested(self, event_data: NestedEventData) -> bool:
        position: Any = event_data.model
        state: str = position.state
        event_data.event = self
        for source in (state, state.partition(_State.separator)[0]):
            if source in self.transitions:
                event_data.result = self.transitions[source][0].execute(event_data)
                break
        return bool(event_data.result)


class _Factory(HierarchicalMachine):
    """A machine whose states have at most one level of children, of which one is current, and no callbacks.

    For `transitions` states may be nested deeper and several may be current at once: the trees that it makes for that
    of where a model is and where it goes would be three quarters of the time of a trigger.
    """

    state_cls = _State
    transition_cls = _Transition
    event_cls = _Event

    def callbacks(self, funcs: Iterable[str | Callable[..., Any]], event_data: EventData) -> None:
        for func in funcs:
            assert not isinstance(func, str)
            func(event_data)

    def _trigger_event(self, event_data: NestedEventData, trigger: str) -> bool:
        try:
            event_data.result = self.events[trigger].trigger_nested(event_data)
        except BaseException as error:
            event_data.error = cast(Exception, error)
            self.callbacks(self.on_exception, event_data)
        return bool(event_data.result)


class Edge(NamedTuple):
    """On `trigger` in `source`, go to `target`. Names are full: `question.listening`."""

    trigger: str
    source: str
    target: str


class Chart:
    """A running statechart. A trigger that the current state does not know is logged and changes nothing.

    Args:
        states: Names, or mappings with `name`, `children` and `initial`.
        edges: What leads where.
        initial: The state at the start, one without children; entering it calls nothing.
        entered: Called with the full name of each state that has been entered.
    """

    def __init__(
        self,
        states: Sequence[str | Mapping[str, Any]],
        edges: Sequence[Edge],
        initial: str,
        entered: Callable[[str], None],
    ) -> None:
        self._position = _Position()
        self._entered = entered
        self._busy = False
        self._error: BaseException | None = None
        self._position.state = initial
        self._drawn = _drawn(tuple(map(_hashable, states)), tuple(edges))
        self._machine = _machine(after_state_change=self._changed, on_exception=self._failed)
        self._machine.states, self._machine.events = self._drawn.states, self._drawn.events

    @property
    def state(self) -> str:
        """The full name of the current state, such as `pairs.listening`."""
        return self._position.state

    def knows(self, trigger: str) -> bool:
        """Whether the current state, or one around it, leads on with `trigger`."""
        state, known = self._position.state, self._drawn.known
        return (state, trigger) in known or (state.partition(".")[0], trigger) in known

    def trigger(self, trigger: str) -> bool:
        """Follow `trigger`; inside a callback it waits until that callback is over.

        Returns:
            Whether the current state knew it.

        Raises:
            BaseException: What a callback raised first, once the queue is clear; inside a callback nothing is.
        """
        if not self.knows(trigger):
            _log.warning("state %s ignores %s", self.state, trigger)
            return False
        if self._busy:
            # Inside a callback this only queues; an earlier callback's error must not end this one half-way.
            self._machine.trigger_event(self._position, f"x_{trigger}")
            return True
        self._busy = True
        try:
            self._machine.trigger_event(self._position, f"x_{trigger}")
        finally:
            self._busy = False
        if self._error is not None:
            error, self._error = self._error, None
            raise error
        return True

    def _changed(self, event: EventData) -> None:
        self._entered(self._position.state)

    def _failed(self, event: EventData) -> None:
        # Without a handler `transitions` would drop what is queued; the error is raised where the trigger was given.
        if self._error is None:
            self._error = event.error
        else:
            _log.error("after an error, another: %s", event.error, exc_info=event.error)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What charts with the same states and edges have in common. No trigger changes any of it."""

    states: OrderedDict[str, NestedState]
    events: dict[str, NestedEvent]
    known: frozenset[tuple[str, str]]
    """Sources with their triggers."""


# A scenario of a hundred states takes as long to draw as a tenth of its session takes at virtual time, and each of its
# sessions is drawn alike.
@lru_cache(maxsize=32)
def _drawn(states: tuple[str | tuple[str, tuple[str, ...], str], ...], edges: tuple[Edge, ...]) -> _Drawn:
    machine = _machine(
        states=[
            state if isinstance(state, str) else dict(zip(("name", "children", "initial"), state, strict=True))
            for state in states
        ],
        # A prefix keeps an author's word, such as `state`, from being refused as the name of a trigger.
        transitions=[{"trigger": f"x_{e.trigger}", "source": e.source, "dest": e.target} for e in edges],
    )
    return _Drawn(machine.states, machine.events, frozenset((edge.source, edge.trigger) for edge in edges))


def _machine(**drawn: Any) -> _Factory:
    # A position stays a stranger to the machine: as its model it would get a method for every state and trigger,
    # which takes a third of the time to build a scenario's machine and is called by nobody.
    return _Factory(
        model=None,
        initial=None,
        auto_transitions=False,
        queued=True,
        send_event=True,
        ignore_invalid_triggers=True,
        **drawn,
    )


def _hashable(state: str | Mapping[str, Any]) -> str | tuple[str, tuple[str, ...], str]:
    return state if isinstance(state, str) else (state["name"], tuple(state["children"]), state["initial"])


@dataclass(frozen=True, slots=True)
class Scene:
    """One state of a scenario: its behaviour, and which state each outcome leads to."""

    name: str
    behaviour: Behaviour[Any]
    routes: Mapping[str, str]
    buttons: Sequence[str] = ()
    """The states that staff's buttons lead to, in their order."""


class ScenarioMachine:
    """A scenario as one statechart: gives directives, is given answers. Session thread only.

    Args:
        scenes: The scenario's states.
        start: The first of them.
        emit: Receives every directive that the running state gives, in order.
        entered: Told the full name of each state as it is entered.
        draw: Answers a Draw.
        goodbye: The scene to go to when the session must close early; END where a scenario has none.
    """

    def __init__(
        self,
        scenes: Sequence[Scene],
        start: str,
        emit: Callable[[Directive], None],
        entered: Callable[[str], None],
        draw: Callable[[Draw], int],
        goodbye: str = END,
    ) -> None:
        self._behaviours = {scene.name: scene.behaviour for scene in scenes}
        self._emit = emit
        self._told_entered = entered
        self._draw = draw
        self._steps: Steps | None = None
        self.pending: Directive | None = None
        """The directive whose answer the running state waits for."""
        self.ended = False
        """Whether the scenario is over."""
        outline = tuple(
            (scene.name, type(scene.behaviour), tuple(scene.routes.items()), tuple(scene.buttons)) for scene in scenes
        )
        states, edges = _laid_out(outline, start, goodbye)
        self._chart = Chart(states, edges, BEFORE, self._enter)

    def hand_over(
        self, emit: Callable[[Directive], None], entered: Callable[[str], None], draw: Callable[[Draw], int]
    ) -> None:
        """From now on give directives, states and draws to these."""
        self._emit, self._told_entered, self._draw = emit, entered, draw

    @property
    def state(self) -> str:
        """The full name of the current state."""
        return self._chart.state

    @property
    def picture(self) -> str:
        """The name of the picture that goes with what is said now; empty where none does."""
        behaviour = self._behaviours.get(self.state.partition(".")[0])
        return behaviour.picture if behaviour is not None else ""

    def begin(self) -> None:
        """Enter the first state."""
        self._chart.trigger("begin")

    def answer(self, value: object) -> None:
        """Give the pending directive its answer and run on to the next one."""
        self.pending = None
        self._run(value)

    def skip(self) -> bool:
        """Leave the scenario's current state, as staff ask; False where there is nothing to leave."""
        return self._leave(SKIPPED)

    def press(self, number: int) -> bool:
        """Follow a button of the current state, the first of which is 1; False where it has no such button."""
        return self._leave(f"{_BUTTON}{number}")

    def close(self) -> bool:
        """Go to the goodbye from wherever the scenario is; False where that has begun."""
        return self._leave(_CLOSING)

    def give_again(self) -> None:
        """Emit the pending directive once more, as after a pause."""
        if self.pending is not None:
            self._emit(self.pending)

    def _leave(self, trigger: str) -> bool:
        if not self._chart.knows(trigger):
            return False
        if self._steps is not None:
            self._steps.close()
            self._steps = None
        self.pending = None
        return self._chart.trigger(trigger)

    def _enter(self, state: str) -> None:
        self.ended = state == END
        self._told_entered(state)
        scene, _, sub_state = state.partition(".")
        if not sub_state:
            return
        begun = self._behaviours[scene].steps(sub_state)
        if isinstance(begun, str):
            self._follow(begun)
        else:
            self._steps = begun
            self._run(None)

    def _follow(self, result: str) -> None:
        if not self._chart.trigger(result):
            raise LookupError(f"nothing follows {result!r} in {self.state}")

    def _run(self, value: object) -> None:
        steps = self._steps
        if steps is None:
            return
        try:
            directive = steps.send(value)
            while type(directive) not in AWAITED:
                if isinstance(directive, Draw):
                    directive = steps.send(self._draw(directive))
                else:
                    self._emit(directive)
                    directive = steps.send(None)
        except StopIteration as result:
            self._steps = None
            self._follow(result.value)
            return
        self.pending = directive
        self._emit(directive)


_Outline = tuple[str, type[Behaviour[Any]], tuple[tuple[str, str], ...], tuple[str, ...]]
"""Of a scene all that its states and edges come from: its name, its behaviour's kind, its routes and its buttons."""


# A scenario is laid out alike in each of its sessions.
@lru_cache(maxsize=32)
def _laid_out(
    outline: tuple[_Outline, ...], start: str, goodbye: str
) -> tuple[tuple[str | Mapping[str, Any], ...], tuple[Edge, ...]]:
    states: list[Mapping[str, Any]] = []
    edges: list[Edge] = []
    for name, kind, pairs, buttons in outline:
        routes = dict(pairs)
        states.append({"name": name, "children": list(kind.graph), "initial": kind.initial})
        for sub_state, results in kind.graph.items():
            source = f"{name}.{sub_state}"
            for result, target in results.items():
                # A target `=done` leaves the behaviour with the outcome `done`.
                goal = routes[target[1:]] if target.startswith("=") else f"{name}.{target}"
                edges.append(Edge(result, source, goal))
        edges.append(Edge(SKIPPED, name, routes[SKIPPED]))
        edges += [Edge(f"{_BUTTON}{n}", name, target) for n, target in enumerate(buttons, start=1)]
        if name != goodbye:
            edges.append(Edge(_CLOSING, name, goodbye))
    edges += [Edge("begin", BEFORE, start), Edge(_CLOSING, BEFORE, goodbye)]
    return (BEFORE, *states, END), tuple(edges)
