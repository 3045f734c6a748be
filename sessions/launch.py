"""Puts a session together: scenario, body, people, log and link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from behaviours.stage import GROUP
from robot.clock import RealClock
from robot.desk.body import DeskBody
from robot.memo import forget
from robot.nao.settings import NaoSettings
from robot.problem import Problem
from robot.pronunciation import Dictionary
from robot.text import no_names
from scenarios.language.check import load
from scenarios.language.compile import Plan, compiled
from scenarios.language.inputs import kept
from scenarios.language.model import EASY, LANGUAGES, WRITTEN, FrontMatter
from sessions import bodies
from sessions.bystander import Seen
from sessions.cast import load_cast
from sessions.live import Live
from sessions.log import Log
from sessions.people.attendance import Attendance, attend, called
from sessions.people.never_raise import check_topics
from sessions.record import timestamp
from sessions.resumption import Past, taken_up
from sessions.running import Running
from sessions.session import Session
from sessions.settings import Settings, scenario_folders
from sessions.station import Station
from sessions.terms import Ending, Terms
from sessions.witness import Witness

if TYPE_CHECKING:
    from robot.desk.voice import Loudspeaker
    from sessions.link import Link
    from sessions.remote import Remote


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
    """One of the station's groups; or, where it has none of this name, what the group is called in texts."""
    here: tuple[str, ...] | None = None
    """Who of the group is there, by name or pseudonym; None is everybody."""
    passing: tuple[str, ...] = ()
    """Who is there and is passed over."""
    folders: tuple[Path, ...] = ()
    """Scenario folders besides those of the settings."""
    resume: bool = False
    """Whether the newest session that was cut off goes on; `scenario` may then be empty."""
    since: datetime | None = None
    """When virtual time begins, or goes on in a session that does; without it on the morning of `day`."""


class Launch:
    """A session that is ready to run; close it afterwards.

    Args:
        order: What to run.
        station: Where the log is.
        settings: The station's.
        live: Shows what happens.
        staff: Whether somebody may give commands while it runs.
        face: The screen of a desk body.
        loudspeaker: What a desk body speaks by, in place of this computer.

    Raises:
        Problem: Something ordered does not exist, or does not fit the rest.
    """

    def __init__(
        self,
        order: Order,
        station: Station,
        settings: Settings,
        live: Live,
        staff: bool,
        face: Any = None,
        loudspeaker: Loudspeaker | None = None,
    ) -> None:
        self._loudspeaker = loudspeaker
        bodies.check_address(order.robot)
        past = taken_up(order, station) if order.resume else None
        try:
            self._prepare(past.order if past else order, station, settings, live, staff, face, past)
        except BaseException:
            if past is not None:
                past.hold.give()
            raise

    def _prepare(
        self, order: Order, station: Station, settings: Settings, live: Live, staff: bool, face: Any, past: Past | None
    ) -> None:
        checked = past.checked if past else load(order.scenario, scenario_folders(order.folders, settings))
        language, easy = language_of(order, settings, checked.scenario.front)
        given = checked.given(order.inputs, language)
        self.warnings = (*checked.warnings, *checked.typed_findings(given, order.inputs, language))
        self.plan = compiled(checked, language, given)
        attendance = attendance_of(order, self.plan, station)
        names = attendance.namer()
        self.title = self.plan.title.in_language(language)[0]
        surroundings = _surroundings(
            order, self.plan, language, face, Dictionary.load(station.dictionary), names, loudspeaker=self._loudspeaker
        )
        if past is not None and past.named and GROUP not in attendance.names:
            raise Problem("group_missing", name=self.plan.name)
        check_topics(self.plan, language, easy, attendance.topics, surroundings.clock.today())
        replay = past.replay(self.plan, language, easy) if past else None
        running = Running(station)
        if past is None:
            running.end_cut_off()
        is_fixed = order.robot == bodies.SIM and (order.day or order.since) is None and self.plan.names_the_day()
        self.fixed_day = surroundings.clock.today() if is_fixed else None
        """The day that a simulated session tells people of, where nobody chose one: it is always the same."""
        self._station = station
        self._bystander = surroundings.bystander
        self._link = link_of(station, settings, order.broker)
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
                attendance.group,
                attendance.present,
                GROUP in attendance.names,
                timestamp(RealClock().wall()),
            ),
            surroundings.clock,
            self._log,
            surroundings.body,
            live,
            surroundings.teach,
            names,
            outsiders=staff or order.robot != bodies.SIM,
            witness=_witness(self._link, order, station, settings, past),
            replay=replay,
        )
        self._remote = _obeyed(self._link, settings, self.session)
        self._hold = past.hold if past else running.hold(self.session.id)

    def typed(self, line: str) -> None:
        """Any thread. What a person at a desk or beside the virtual robot types: an answer, or a touch such as `/left`.

        Raises:
            Problem: It begins as a touch and is none.
        """
        if isinstance(self.session.body, DeskBody):
            self.session.body.typed(line)
        elif self._bystander is not None:
            self._bystander.typed(line, self.session.kernel.call)

    def seen(self) -> Seen | None:
        """Session thread only. How the virtual robot looks; None where it is another body."""
        return self._bystander.seen() if self._bystander is not None else None

    def run(self) -> Ending:
        """Run the session on this thread, from connecting to the safe rest."""
        if self._link is not None:
            self._link.start()
        try:
            return self.session.run()
        finally:
            if self._remote is not None:
                self._remote.close()

    def close(self) -> bool:
        """Let the link deliver what it can in its time, close the log, and forget what was said and heard.

        Returns:
            Whether everything reached the broker; true where there is none.
        """
        delivered = self._link.close() if self._link is not None else True
        self._log.close()
        self._hold.end()
        forget()
        return delivered


def language_of(order: Order, settings: Settings, front: FrontMatter) -> tuple[str, bool]:
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
    order: Order,
    plan: Plan,
    language: str,
    face: Any,
    dictionary: Dictionary,
    names: bodies.Names = no_names,
    loudspeaker: Loudspeaker | None = None,
) -> bodies.Surroundings:
    driving = NaoSettings(seated=plan.setting == "care", long_touch=plan.profile.hold)
    if order.robot == bodies.SIM:
        cast = load_cast(order.persona) if order.persona else None
        return bodies.simulated(
            cast, language, driving, order.seed, order.pace, order.day, dictionary, names, order.since
        )
    if order.robot == bodies.DESK and order.pace not in (None, 1.0):
        raise Problem("pace_needs_sim", pace=f"{order.pace:g}", robot=order.robot)
    if order.persona is not None:
        raise Problem("persona_needs_sim", robot=order.robot)
    if order.robot == bodies.DESK:
        return bodies.desk(plan.voices(language), order.seed, face, dictionary, names, loudspeaker)
    return bodies.over_qi(order.robot, driving, order.seed, order.pace or 1.0, dictionary, names)


def attendance_of(order: Order, plan: Plan, station: Station) -> Attendance:
    """Who takes part. Names are spoken and shown, and the session keeps none."""
    if order.group is None:
        if plan.needs_group():
            raise Problem("group_missing", name=plan.name)
        if order.here is not None or order.passing:
            raise Problem("here_needs_group")
        return Attendance()
    if station.people.exists():
        from sessions.people.people import People

        people = People(station, RealClock())
        try:
            found = attend(people, order.group, order.here, order.passing, plan.needs_group(), order.resume)
        finally:
            people.close()
        if found is not None:
            return found
    elif order.here is not None or order.passing:
        raise Problem("group_unknown", name=order.group)
    return called(order.group)


def link_of(station: Station, settings: Settings, broker: str | None = None, background: bool = False) -> Link | None:
    """The station's link to a broker, or else to that of its settings; None where there is none.

    Raises:
        Problem: The broker's address, or what the settings say of the way to it, is no good.
    """
    url = broker or settings.broker
    if url is None:
        return None
    from sessions.broker import Broker
    from sessions.envelope import Address
    from sessions.link import Link, access

    target = Broker.parse(url, "--broker")
    return Link(
        station.log,
        station.delivery,
        target,
        Address(settings.site, settings.robot),
        RealClock(),
        access=access(target, settings.link),
        settings=settings,
        background=background,
        status=station.link_status,
    )


def _witness(link: Link | None, order: Order, station: Station, settings: Settings, past: Past | None) -> Witness:
    if link is None:
        return Witness()
    from sessions.link.status import last_info
    from sessions.reporter import Reporter

    folders, last = scenario_folders(order.folders, settings), last_info(station.link_status)
    return Reporter(link, folders, RealClock(), last, past.records if past else ())


def _obeyed(link: Link | None, settings: Settings, session: Session) -> Remote | None:
    if link is None or not settings.link.commands:
        return None
    from sessions.command import senders
    from sessions.remote import Remote

    remote = Remote(session)
    link.obey(senders(settings), remote)
    return remote
