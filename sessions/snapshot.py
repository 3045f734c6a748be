"""How a session stands at the end of a turn, for whoever watches and steers it. In memory only: it holds names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from behaviours.directives import CallStaff, Directive, Hear
from robot.commands import Light
from scenarios.language.compile import Plan
from sessions.onscreen import OnScreen, Screen
from sessions.terms import Phase

if TYPE_CHECKING:
    from sessions.arrival import Arrival
    from sessions.aside import Aside
    from sessions.calling import Calling
    from sessions.length import Length
    from sessions.lookahead import Lookahead
    from sessions.performance import Performance

Whose = Literal["robot", "people", "staff"]


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that staff may give on somebody's behalf, with `Asked("accept", id)`."""

    id: str
    words: str
    right: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One state of the scenario, in the order in which its author wrote it."""

    name: str
    standing: Literal["done", "now", "ahead"]
    """`done` where the session has been and is no more."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where a session is. `saying` and `upcoming` hold names: show them, never store them."""

    session: str
    at: float
    """Seconds since the session began."""
    phase: Phase
    paused: str
    """Why it is paused: staff, fall or distress; empty where it is not."""
    turn: Whose
    """Who is to do something now."""
    saying: str
    """What the robot says, or said last."""
    upcoming: str | None
    """What it will say next, if people answer as expected; None where that is not known, or nothing comes."""
    foretells: bool
    """Whether what comes next is looked for at all: not in a session that is very long."""
    edited: str | None
    """What it will say instead, because staff would have it so."""
    options: tuple[Choice, ...]
    """The answers that are waited for."""
    buttons: tuple[str, ...]
    """What stands on the state's own buttons: the first is `Asked("button", "1")`."""
    plan: tuple[Step, ...]
    minutes: float
    """The plan's length."""
    left: float
    """Minutes until the planned end, pauses not counted; 0 past it."""
    light: Light
    """What the eyes show."""
    called: bool
    """Whether a colleague was called and nobody has acknowledged it."""
    screen: OnScreen
    """What the participants' screen shows."""


class Standing:
    """Tells how a session stands, from its parts. Session thread only, between turns."""

    def __init__(
        self,
        plan: Plan,
        language: str,
        performance: Performance,
        aside: Aside,
        arrival: Arrival,
        calling: Calling,
        length: Length,
        ahead: Lookahead,
    ) -> None:
        self._plan = plan
        self._language = language
        self._performance = performance
        self._aside = aside
        self._arrival = arrival
        self._calling = calling
        self._length = length
        self._ahead = ahead

    @cached_property
    def _screen(self) -> Screen:
        """Made for the first snapshot: it walks through the whole scenario, and most rehearsals ask for none."""
        return Screen(self._plan, self._language)

    def snapshot(self, session: str, at: float, phase: Phase, paused: str) -> Snapshot:
        """How it stands now."""
        pending, over = self._performance.pending, phase in (Phase.RESTING, Phase.ENDED)
        return Snapshot(
            session=session,
            at=at,
            phase=phase,
            paused=paused,
            turn=self._whose(phase, pending),
            saying=self._aside.words if self._aside.speaking else self._performance.utterance,
            upcoming=None if over else self._ahead.words(),
            foretells=self._ahead.looks,
            edited=self._performance.edits.waiting,
            options=_choices(pending) if phase is Phase.RUNNING else (),
            buttons=self._performance.labels,
            plan=self._steps(),
            minutes=self._plan.minutes,
            left=self._length.left / 60,
            light=self._calling.light,
            called=self._calling.is_open,
            screen=self._shown(phase, pending),
        )

    def _shown(self, phase: Phase, pending: Directive | None) -> OnScreen:
        performance = self._performance
        running = phase is Phase.RUNNING and not self._aside.speaking
        # What staff have it say besides may hold a name.
        text = performance.text if running or not self._aside.speaking else None
        return self._screen.shows(
            performance.state.partition(".")[0],
            text,
            pending,
            performance.turn if running else 0,
            performance.picture if running else "",
        )

    def _whose(self, phase: Phase, pending: Directive | None) -> Whose:
        if phase is Phase.PAUSED or (phase is Phase.ARRIVING and self._arrival.seating):
            return "staff"
        if phase is not Phase.RUNNING or self._aside.speaking:
            return "robot"
        match pending:
            case Hear():
                return "people"
            case CallStaff():
                return "staff"
            case _:
                return "robot"

    def _steps(self) -> tuple[Step, ...]:
        now = self._performance.state.partition(".")[0]
        return tuple(
            Step(name, "now" if name == now else "done" if name in self._ahead.scenes else "ahead")
            for name in self._plan.states
        )


def _choices(pending: Directive | None) -> tuple[Choice, ...]:
    if not isinstance(pending, Hear | CallStaff):
        return ()
    return tuple(
        Choice(option.id, option.phrases[0] if option.phrases else option.id, option.id in pending.right)
        for option in pending.options
    )
