"""Groups and the people in them, with their rights: managers add, correct, export and erase; nobody else comes here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from typing import TypeVar
from urllib.parse import quote

from nicegui import app, ui
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from console.web.context import Context
from console.web.device import Device
from console.web.erasing import erased, erased_of, receipt_of, show_receipt, surely
from console.web.fields import choose
from console.web.files import attachment
from console.web.forms import pressed, typed
from console.web.parts import focused, heading, link, shown, tag
from console.web.theme import for_managers, frame
from console.web.words import say
from robot.clock import RealClock
from robot.problem import Problem
from sessions.log import Log
from sessions.people import departure
from sessions.people.people import People, kept_until
from sessions.people.search import Group, Person
from sessions.privacy import audit
from sessions.privacy import export as privacy_export
from sessions.privacy.facts import SETTINGS, Setting, facts
from sessions.privacy.report import privacy_report
from sessions.privacy.stores import Subject

T = TypeVar("T")


def add(context: Context) -> None:
    """Register the pages."""

    @ui.page("/people")
    async def people(request: Request) -> None:
        device = Device.of(request)
        with frame(context, device, say("people.title", device.language), "/people"):
            heading(say("people.title", device.language), 1)
            if for_managers(context, device):
                if (names := request.query_params.get("ended", "")).isdecimal():
                    words = say("people.group_ended", device.language, count=int(names))
                    tag("p", words, "k-notice k-done", role="status")
                await _groups(context, device)

    @ui.page("/people/{group}")
    async def group(request: Request, group: str) -> None:
        device = Device.of(request)
        with frame(context, device, say("people.title", device.language), f"/people/{quote(group)}"):
            if for_managers(context, device):
                await _group(context, device, group, erased_of(request))

    @ui.page("/people/{group}/{person}")
    async def person(request: Request, group: str, person: str) -> None:
        device = Device.of(request)
        with frame(context, device, say("people.title", device.language), f"/people/{quote(group)}/{quote(person)}"):
            if for_managers(context, device):
                await _person(context, device, group, person)

    def papers(request: Request) -> Response:
        device, setting = Device.of(request), request.path_params["setting"]
        meant: tuple[Setting, ...] = tuple(each for each in SETTINGS if each == setting)
        if not device.manages or not meant:
            return Response("403", 403, media_type="text/plain")
        try:
            known = facts(context.station, context.settings, RealClock().today())
            _note(context, device, "papers_written", device.language)
            return HTMLResponse(privacy_report(known, device.language, meant))
        except Problem as problem:
            return Response(problem.message(device.language), 500, media_type="text/plain")

    def export(request: Request) -> Response:
        device, pseudonym = Device.of(request), request.path_params["person"]
        if not device.manages:
            return Response("403", 403, media_type="text/plain")
        try:
            return attachment(_exported(context, device, pseudonym), f"{pseudonym}.json", "application/json")
        except (Problem, LookupError):
            return Response("404", 404, media_type="text/plain")

    app.add_route("/papers/{setting}", papers)
    app.add_route("/person-export/{person}", export)


async def _groups(context: Context, device: Device) -> None:
    language = device.language
    groups = await _with(context, device, _counted) if context.station.people.exists() else []
    if groups:
        with tag("ul", style="k-list k-sheet"):
            for each, count in groups:
                with tag("li"):
                    with tag("div"):
                        tag("strong", each.shown)
                        where = say(f"home.{each.setting}", language)
                        tag("p", say("people.count", language, where=where, count=count), "soft small")
                    link(say("people.open", language), f"/people/{each.pseudonym}", "k-button", aria_label=each.shown)
    chosen = {"name": "", "setting": "classroom"}
    with tag("section", style="k-sheet"):
        heading(say("people.new_group", language))
        typed(say("people.name", language), "", lambda words: chosen.update(name=words), "new-group")
        where_to: dict[str, str] = {each: say(f"home.{each}", language) for each in SETTINGS}
        choose(say("people.where", language), where_to, "classroom", lambda each: chosen.update(setting=each))

        def begin(people: People) -> Group:
            ends = kept_until(chosen["setting"], RealClock().today())
            return people.add_group(chosen["name"], chosen["setting"], ends)

        async def add_it() -> None:
            made = await _with(context, device, begin)
            ui.navigate.to(f"/people/{made.pseudonym}")

        pressed(device, say("people.begin", language), add_it, "deep")
        tag("p", say("people.sealed", language), "soft small")
    with tag("section", style="k-sheet"):
        heading(say("people.papers", language))
        tag("p", say("people.papers_about", language), "soft")
        with tag("div", style="k-row"):
            for setting in SETTINGS:
                link(say(f"home.{setting}", language), f"/papers/{setting}", "k-button", target="_blank")


async def _group(context: Context, device: Device, pseudonym: str, gone: str) -> None:
    language = device.language
    link(say("people.back", language), "/people", "k-back")
    found = await _with(context, device, lambda people: _found(people, pseudonym))
    if found is None:
        heading(say("people.title", language), 1)
        tag("p", say("people.unknown", language), "k-notice", role="alert")
        return
    group, persons = found
    heading(group.shown, 1)
    if (done := await asyncio.to_thread(receipt_of, context, gone)) is not None:
        show_receipt(context, device, done)
    if persons:
        with tag("ul", style="k-list k-sheet"):
            for each in persons:
                with tag("li"):
                    tag("strong", each.shown)
                    to = f"/people/{pseudonym}/{each.pseudonym}"
                    link(say("people.open", language), to, "k-button", aria_label=each.shown)
    names = {"added": "", "group": group.shown}
    with tag("section", style="k-sheet"):
        heading(say("people.add", language))
        typed(say("people.names", language), "", lambda words: names.update(added=words), "new-people", lines=True)

        async def add_them() -> None:
            wanted = [line for line in names["added"].splitlines() if line.strip()]
            await _with(context, device, lambda people: people.add(pseudonym, wanted))
            ui.navigate.to(f"/people/{pseudonym}")

        pressed(device, say("people.add_do", language), add_them, "deep")
    with tag("section", style="k-sheet"):
        heading(say("people.group_own", language))
        typed(say("people.name", language), group.shown, lambda words: names.update(group=words), "group-name")

        async def rename() -> None:
            await _with(context, device, lambda people: people.rename_group(group, names["group"]))
            ui.navigate.to(f"/people/{pseudonym}")

        async def end() -> None:
            gone = await _with(
                context,
                device,
                lambda people: departure.end_group(people, pseudonym, context.station, context.settings),
            )
            names = sum(each.count for each in gone if (each.store, each.field) == ("people", "names"))
            ui.navigate.to(f"/people?ended={names}")

        pressed(device, say("people.rename", language), rename)
        link(say("people.history", language), f"/history?group={pseudonym}", "k-button")
        surely(device, say("people.end", language), say("people.end_sure", language, name=group.shown), end)


async def _person(context: Context, device: Device, group: str, pseudonym: str) -> None:
    language = device.language
    link(say("people.back_group", language), f"/people/{group}", "k-back")
    found = await _with(context, device, lambda people: _found(people, group))
    person = next((each for each in found[1] if each.pseudonym == pseudonym), None) if found else None
    if person is None:
        heading(say("people.title", language), 1)
        tag("p", say("people.unknown", language), "k-notice", role="alert")
        return
    heading(person.shown, 1)
    new = {"name": person.shown}
    with tag("section", style="k-sheet"):
        heading(say("people.correct", language))
        typed(say("people.name", language), person.shown, lambda words: new.update(name=words), "person-name")

        async def rename() -> None:
            await _with(context, device, lambda people: people.rename(person, new["name"]))
            ui.navigate.to(f"/people/{group}/{pseudonym}")

        async def pass_over(choice: str) -> None:
            await _with(context, device, lambda people: people.pass_over(person, choice == "passing"))

        pressed(device, say("people.rename", language), rename)
        ways = {"asked": say("people.asked", language), "passing": say("start.passing", language)}
        choose(say("people.passing", language), ways, "passing" if person.passing else "asked", pass_over)
    with tag("section", style="k-sheet"):
        heading(say("people.topics", language))
        tag("p", say("people.topics_about", language), "soft")
        _topics(context, device, person)
    with tag("section", style="k-sheet"):
        heading(say("people.rights", language))
        link(say("people.export", language), f"/person-export/{pseudonym}", "k-button", download="")

        async def erase() -> None:
            done = await asyncio.to_thread(erased, context, device, Subject(persons=frozenset({pseudonym})))
            ui.navigate.to(f"/people/{group}?erased={done.id}")

        surely(device, say("people.erase", language), say("people.erase_sure", language, name=person.shown), erase)


def _topics(context: Context, device: Device, person: Person) -> None:
    """What is never raised, behind a tap: that somebody looked is noted."""
    language = device.language
    kept = {"topics": ""}

    async def look() -> None:
        if person.topics_unread:
            raise Problem("topics_unread")
        await asyncio.to_thread(_note, context, device, "topics_read", person.pseudonym)
        shown(see, False)
        kept["topics"] = "\n".join(person.topics)
        with box:
            label = say("people.topics_lines", language)
            typed(label, kept["topics"], lambda words: kept.update(topics=words), "topics", lines=True)
            pressed(device, say("people.topics_keep", language), keep, "deep", done=say("people.kept", language))
        focused(box)

    async def keep() -> None:
        topics = [line for line in kept["topics"].splitlines() if line.strip()]
        await _with(context, device, lambda people: people.never_raise(person, topics))

    see = pressed(device, say("people.topics_show", language), look)
    box = tag("div", style="k-column", tabindex="-1")


async def _with(context: Context, device: Device, act: Callable[[People], T]) -> T:
    """Do something with the station's people, noted as done by whoever holds the device."""

    def work() -> T:
        people = People(context.station, RealClock(), lambda what, about: _note(context, device, what, about))
        with closing(people):
            return act(people)

    return await asyncio.to_thread(work)


def _counted(people: People) -> list[tuple[Group, int]]:
    return [(group, len(people.persons(group.pseudonym))) for group in people.groups()]


def _found(people: People, pseudonym: str) -> tuple[Group, list[Person]] | None:
    group = next((each for each in people.groups() if each.pseudonym == pseudonym), None)
    return None if group is None else (group, people.persons(pseudonym))


def _exported(context: Context, device: Device, pseudonym: str) -> bytes:
    """All that is kept of somebody; no copy of it stays on the station."""
    with closing(People(context.station, RealClock())) as people:
        person = next(each for each in people.persons() if each.pseudonym == pseudonym)
    content = privacy_export.written(
        context.station, context.settings, pseudonym, person.name, RealClock().wall()
    ).encode()
    _note(context, device, "exported", pseudonym)
    return content


def _note(context: Context, device: Device, what: str, about: str) -> None:
    with closing(Log(context.station.log)) as log:
        audit.note(log, RealClock().wall(), device.by, what, about)
