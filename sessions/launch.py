"""Puts a session together: scenario, body, people, log and link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from behaviours.stage import GROUP
from robot.clock import RealClock
from robot.desk.body import DeskBody
from robot.nao.settings import NaoSettings
from robot.problem import Problem
from robot.pronunciation import Dictionary
from robot.text import no_names
from scenarios.language.check import load
from scenarios.language.compile import Plan, compiled
from scenarios.language.inputs import kept
from scenarios.language.model import EASY, LANGUAGES, WRITTEN, FrontMatter
from sessions import bodies
from sessions.cast import load_persona
from sessions.live import Live
from sessions.log import Log
from sessions.session import Session
from sessions.settings import Settings, scenario_folders
from sessions.station import Station
from sessions.terms import Ending, Terms


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asked to run."""

    scenario: str
    robot: str
    language: str | None = None
    """The language asked for; without it the station's, else the reader's, else the scenario's first."""
    persona: str | None = None
    seed: int = 0
    pace: float | None = None
    """Seconds of the session in a real one; None is as fast as it goes, for the virtual NAO alone."""
    day: date | None = None
    broker: str | None = None
    reader: str = ""
    """The language of whoever gave the order; empty where it is not known."""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """What was typed for the scenario's inputs, by name."""
    group: str | None = None
    """What the group is called: it is said and shown, and kept nowhere."""
    folders: tuple[Path, ...] = ()
    """Scenario folders besides those of the settings."""


class Launch:
    """A session that is ready to run; close it afterwards.

    Args:
        order: What to run.
        station: Where the log is.
        settings: The station's.
        live: Shows what happens.
        staff: Whether somebody may give commands while it runs.
        face: The screen of a desk body.

    Raises:
        Problem: Something ordered does not exist, or does not fit the rest.
    """

    def __init__(
        self, order: Order, station: Station, settings: Settings, live: Live, staff: bool, face: Any = None
    ) -> None:
        bodies.check_address(order.robot)
        checked = load(order.scenario, scenario_folders(order.folders, settings))
        language, easy = _language(order, settings, checked.scenario.front)
        given = checked.given(order.inputs, language)
        self.warnings = (*checked.warnings, *checked.typed_findings(given, order.inputs, language))
        self.plan = compiled(checked, language, given)
        if order.group is None and self.plan.needs_group():
            raise Problem("group_missing", name=self.plan.name)
        names = _names(order.group)
        self.title = self.plan.title.in_language(language)[0]
        surroundings = _surroundings(order, self.plan, language, face, Dictionary.load(station.dictionary), names)
        is_fixed = order.robot == bodies.SIM and order.day is None and self.plan.names_the_day()
        self.fixed_day = surroundings.clock.today() if is_fixed else None
        """The day that a simulated session tells people of, where nobody chose one: it is always the same."""
        self._station = station
        self._link = _link(order, station, settings)
        self._log = Log(station.log)
        self.session = Session(
            self.plan,
            Terms(
                language,
                order.robot,
                order.seed,
                Path(order.persona).stem if order.persona else None,
                kept(checked.scenario.front.inputs, given, order.inputs),
                easy,
                order.group is not None,
            ),
            surroundings.clock,
            self._log,
            surroundings.body,
            live,
            surroundings.teach,
            names,
            outsiders=staff or order.robot != bodies.SIM,
            committed=self._link.notify if self._link else _nothing,
            told=self._link.state if self._link else _ignored,
        )

    def typed(self, line: str) -> None:
        """Any thread. What a person at a desk types: an answer, or a touch such as `/left`.

        Raises:
            Problem: It begins as a touch and is none.
        """
        if isinstance(self.session.body, DeskBody):
            self.session.body.typed(line)

    def run(self) -> Ending:
        """Run the session on this thread, from connecting to the safe rest."""
        if self._link is not None:
            self._link.start()
        return self.session.run()

    def close(self) -> bool:
        """Let the link deliver what it can in its time, and close the log.

        Returns:
            Whether everything reached the broker; true where there is none.
        """
        delivered = self._link.close() if self._link is not None else True
        self._log.close()
        return delivered


def _language(order: Order, settings: Settings, front: FrontMatter) -> tuple[str, bool]:
    """The language to speak, and whether in its plain form."""
    if order.language is None:
        wished = (settings.language, order.reader, front.languages[0])
        return next(language for language in wished if language in front.languages), False
    language, easy = order.language.removesuffix(EASY), order.language in WRITTEN and order.language not in LANGUAGES
    if language not in front.languages or (language != order.language and not easy):
        known = ", ".join(front.languages)
        raise Problem("scenario_language", name=front.name, language=order.language, languages=known)
    return language, easy


def _surroundings(
    order: Order, plan: Plan, language: str, face: Any, dictionary: Dictionary, names: bodies.Names = no_names
) -> bodies.Surroundings:
    driving = NaoSettings(seated=plan.setting == "care", long_touch=plan.profile.hold)
    if order.robot == bodies.SIM:
        persona = load_persona(order.persona) if order.persona else None
        return bodies.simulated(persona, language, driving, order.seed, order.pace, order.day, dictionary, names)
    if order.robot == bodies.DESK and order.pace not in (None, 1.0):
        raise Problem("pace_needs_sim", pace=f"{order.pace:g}", robot=order.robot)
    if order.persona is not None:
        raise Problem("persona_needs_sim", robot=order.robot)
    if order.robot == bodies.DESK:
        return bodies.desk(plan.voices(language), order.seed, face, dictionary, names)
    return bodies.over_qi(order.robot, driving, order.seed, order.pace or 1.0, dictionary, names)


def _names(group: str | None) -> bodies.Names:
    """The names of a run: the group's. They are spoken and shown, and kept nowhere."""
    return no_names if group is None else lambda pseudonym: {GROUP: group}[pseudonym]


def _link(order: Order, station: Station, settings: Settings) -> Any:
    url = order.broker or settings.broker
    if url is None:
        return None
    from sessions.broker import Broker
    from sessions.envelope import Address
    from sessions.link import Link

    broker = Broker.parse(url, "--broker")
    address = Address(settings.site, settings.robot)
    return Link(station.log, station.delivery, broker, address, RealClock(), in_flight=settings.in_flight)


def _nothing() -> None:
    pass


def _ignored(state: str) -> None:
    pass
