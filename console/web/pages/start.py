"""Before the start: what the scenario asks for, who is there, in which language and on which robot."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import dataclass, field, replace

from nicegui import ui
from nicegui.element import Element
from starlette.requests import Request

from console.web.context import Context
from console.web.device import Device
from console.web.fields import choose, fill_in
from console.web.parts import button, enabled, heading, link, shown, tag, written
from console.web.readiness import Readiness
from console.web.recent import Recent, recent
from console.web.shelf import Card, Shelf
from console.web.theme import frame
from console.web.words import say
from robot.clock import RealClock
from robot.problem import Problem
from scenarios.language.diagnostics import ScenarioError
from sessions.bodies import DESK, SIM
from sessions.launch import Order
from sessions.people.people import People
from sessions.people.search import Group, Person
from sessions.station import Station


@dataclass(slots=True)
class Choices:
    """What is chosen on one open page, and goes with it."""

    language: str
    robot: str
    group: str | None = None
    here: set[str] = field(default_factory=set)
    passing: set[str] = field(default_factory=set)
    inputs: dict[str, str] = field(default_factory=dict)

    def order(self, context: Context, scenario: str, reader: str) -> Order:
        """The order for it."""
        order = context.order(scenario, self.robot, self.language, reader)
        if self.group is None:
            return replace(order, inputs=dict(self.inputs))
        here, passing = tuple(sorted(self.here)), tuple(sorted(self.passing & self.here))
        return replace(order, inputs=dict(self.inputs), group=self.group, here=here, passing=passing)


def add(context: Context) -> None:
    """Register the page."""
    shelf = Shelf()

    @ui.page("/start/{name}")
    async def start(request: Request, name: str) -> None:
        device = Device.of(request)
        card = await asyncio.to_thread(shelf.card, name, context.folders)
        if card is None:
            with frame(context, device, say("start.title", device.language), "/"):
                heading(say("start.title", device.language), 1)
                tag("p", say("start.unknown", device.language), "k-notice", role="alert")
                link(say("start.back", device.language), "/", "k-button")
            return
        problem, groups, last = None, [], None
        try:
            groups = await asyncio.to_thread(_groups, context.station)
            last = next(
                (each for each in await asyncio.to_thread(recent, context.station, 20) if each.scenario == name), None
            )
        except Problem as error:
            problem = error
        with frame(context, device, card.title(device.language), f"/start/{name}"):
            _Form(context, device, card, groups, last).show(problem)


class _Form:
    """The page's form."""

    def __init__(
        self,
        context: Context,
        device: Device,
        card: Card,
        groups: list[tuple[Group, list[Person]]],
        last: Recent | None,
    ) -> None:
        self._context, self._device, self._card, self._groups = context, device, card, groups
        self._choices = _chosen(context, device, card, groups, last)

    def show(self, problem: Problem | None) -> None:
        """Put it on the page."""
        language, card, choices = self._device.language, self._card, self._choices
        with tag("section", style="k-sheet k-hero"):
            with tag("div", style="k-column"):
                link(say("start.back", language), "/", "k-back")
                heading(card.title(language), 1)
                tag("p", card.purpose(language), "soft")
                self._state = tag("p", style="k-robot", role="status")
            self._start = button(say("home.start", language), self._begin, "start", id="start")
        self._wrong = tag("p", problem.message(language) if problem else "", "k-notice", role="alert")
        shown(self._wrong, problem is not None)
        if card.checked.scenario.front.inputs:
            with tag("section", style="k-sheet"):
                heading(say("start.inputs", language))
                self._inputs = tag("div", style="k-column")
                self._fill_in()
        if self._groups:
            with tag("section", style="k-sheet"):
                heading(say("start.people", language))
                self._people()
        with tag("section", style="k-sheet"):
            heading(say("start.how", language))
            spoken = {each: say(f"language.{each}", language) for each in card.languages}
            choose(say("start.language", language), spoken, choices.language, self._speak)
            self._bodies = tag("div")
        self._ready = Readiness(self._context, self._device, self._order, lambda: self._embody(DESK))
        self._ready.show(self._state)
        self._embody(choices.robot)

    def _fill_in(self) -> None:
        self._inputs.clear()
        with self._inputs:
            fill_in(self._card.checked, self._choices.language, self._device.language, self._choices.inputs)

    def _people(self) -> None:
        language, choices = self._device.language, self._choices
        names = {each.pseudonym: each.shown for each, _ in self._groups}
        if not self._card.needs_group:
            names = {"": say("start.no_group", language)} | names

        def taken(group: str) -> None:
            if group == (choices.group or ""):
                return
            choices.group = group or None
            people = next((people for each, people in self._groups if each.pseudonym == group), [])
            choices.here = {each.pseudonym for each in people}
            choices.passing = {each.pseudonym for each in people if each.passing}
            self._list(box, people)
            self._ready.check()

        choose(say("start.group", language), names, choices.group or "", taken)
        box = tag("div")
        people = next((people for each, people in self._groups if each.pseudonym == choices.group), [])
        self._list(box, people)

    def _list(self, box: Element, people: list[Person]) -> None:
        box.clear()
        with box:
            for person in people:
                self._person(person)

    def _person(self, person: Person) -> None:
        language, choices, key = self._device.language, self._choices, person.pseudonym

        def refresh() -> None:
            here.props["aria-pressed"] = "true" if key in choices.here else "false"
            passing.props["aria-pressed"] = "true" if key in choices.passing else "false"
            here.update()
            passing.update()
            enabled(passing, key in choices.here)

        def come() -> None:
            choices.here ^= {key}
            refresh()

        def step_aside() -> None:
            choices.passing ^= {key}
            refresh()

        with tag("div", style="k-person", role="group", aria_label=person.shown):
            tag("span", person.shown, "k-label")
            here = button(say("start.here", language), come)
            passing = button(say("start.passing", language), step_aside)
        refresh()

    def _speak(self, language: str) -> None:
        self._choices.language = language
        if self._card.checked.scenario.front.inputs:
            self._choices.inputs.clear()
            self._fill_in()
        self._ready.check()

    def _embody(self, robot: str) -> None:
        language, meant = self._device.language, self._context.robot
        self._choices.robot = robot
        bodies = {meant: say("body.nao", language)} if meant not in (SIM, DESK) else {}
        bodies |= {DESK: say("body.desk", language), SIM: say("body.sim", language)}
        self._bodies.clear()
        with self._bodies:
            choose(say("start.robot", language), bodies, robot, self._take)
        self._ready.check()

    def _take(self, robot: str) -> None:
        self._choices.robot = robot
        self._ready.check()

    def _order(self) -> Order:
        return self._choices.order(self._context, self._card.name, self._device.language)

    async def _begin(self) -> None:
        order = self._order()
        enabled(self._start, False)
        written(self._start, say("start.beginning", self._device.language))
        try:
            playing = await self._context.stage.start(order, self._device.id)
            if (access := self._context.access) is not None:
                await asyncio.to_thread(access.note, self._device.by, "started", playing.session)
        except Problem as problem:
            self._refuse(problem.message(self._device.language))
        except ScenarioError as error:
            self._refuse("\n".join(finding.render(self._device.language) for finding in error.findings))
        else:
            ui.navigate.to("/session")

    def _refuse(self, why: str) -> None:
        written(self._wrong, why)
        shown(self._wrong, True)
        enabled(self._start, True)
        written(self._start, say("home.start", self._device.language))


def _chosen(
    context: Context, device: Device, card: Card, groups: list[tuple[Group, list[Person]]], last: Recent | None
) -> Choices:
    """Last time's choices, or those that are likely the first time."""
    language = device.language if device.language in card.languages else card.languages[0]
    choices = Choices(language, context.robot)
    if last is not None and last.language in card.languages:
        choices.language, choices.robot = last.language, last.body(context.robot)
        choices.inputs = last.typed(dict(card.checked.scenario.front.inputs))
    wished = last.group if last is not None else None
    if wished is None and (len(groups) == 1 or card.needs_group) and groups and last is None:
        wished = groups[0][0].pseudonym
    for group, people in groups:
        if group.pseudonym == wished:
            known = {each.pseudonym for each in people}
            choices.group, choices.here = wished, known
            choices.passing = {each.pseudonym for each in people if each.passing}
            if last is not None and last.group == wished:
                choices.here, choices.passing = known & {*last.here}, choices.passing | (known & {*last.passing})
    return choices


def _groups(station: Station) -> list[tuple[Group, list[Person]]]:
    if not station.people.exists():
        return []
    with closing(People(station, RealClock())) as people:
        return [(group, people.persons(group.pseudonym)) for group in people.groups()]
