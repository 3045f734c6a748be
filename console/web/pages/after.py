"""After a session: what it came to, the notes on it, and the ways to take it along or to erase it."""

from __future__ import annotations

import asyncio
from contextlib import closing
from urllib.parse import quote

from nicegui import app, ui
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from console.web.context import Context
from console.web.device import Device
from console.web.erasing import erased, surely
from console.web.files import attachment
from console.web.notes import Notes
from console.web.parts import heading, link, tag
from console.web.theme import frame
from console.web.words import say
from robot.clock import RealClock
from robot.problem import Problem
from sessions.envelope import Address
from sessions.exports import FORMS, Exporter, file_name
from sessions.log import Log
from sessions.privacy import audit
from sessions.privacy.stores import Subject
from sessions.report import report
from sessions.station import Station
from sessions.summaries import summary_of
from sessions.summary import KINDS, Summary

_FORMS = ("csv", *(form for form in FORMS if form != "csv"))
"""What opens in a program that everybody has comes first."""


def add(context: Context) -> None:
    """Register the page, and the report and the exports as pages of their own."""

    @ui.page("/after/{session}")
    async def after(request: Request, session: str) -> None:
        device = Device.of(request)
        with frame(context, device, say("after.title", device.language), f"/after/{quote(session)}"):
            try:
                came = await asyncio.to_thread(_came, context.station, session)
            except Problem as problem:
                heading(say("after.title", device.language), 1)
                tag("p", _told(problem, device.language), "k-notice", role="alert")
                with tag("div", style="k-row"):
                    link(say("start.back", device.language), "/", "k-button deep")
                    link(say("history.title", device.language), "/history", "k-button")
                return
            _show(context, device, came)

    def whole(request: Request) -> Response:
        try:
            return HTMLResponse(report(_came(context.station, request.path_params["session"])))
        except Problem as problem:
            return Response(_told(problem, Device.of(request).language), 404, media_type="text/plain")

    def export(request: Request) -> Response:
        device = Device.of(request)
        try:
            return _export(context, device, request.path_params["session"], request.path_params["form"])
        except Problem as problem:
            return Response(_told(problem, device.language), 404, media_type="text/plain")

    app.add_route("/report/{session}", whole)
    app.add_route("/export/{session}/{form}", export)


def _show(context: Context, device: Device, came: Summary) -> None:
    language, ended = device.language, context.stage.ended
    with tag("section", style="k-sheet k-hero"):
        with tag("div", style="k-column"):
            tag("p", say(f"after.{came.how}", language), "soft")
            heading(came.title, 1)
        link(say("after.home", language), "/", "k-button start", id="home")
    if ended is not None and ended.playing.session == came.session:
        if ended.ending.problem is not None:
            tag("p", ended.ending.problem.message(language), "k-notice", role="alert")
        if not ended.delivered:
            tag("p", say("after.waiting", language), "k-notice")
    with tag("section", style="k-sheet"):
        with tag("div", style="k-figures"):
            word = "after.minute_word" if came.minutes == 1 else "after.minutes_word"
            _figure(say("after.minutes", language, number=came.minutes), say(word, language))
            word = "after.question_word" if len(came.questions) == 1 else "after.questions_word"
            _figure(str(len(came.questions)), say(word, language))
        _bars(language, came)
    with tag("div", style="k-row"):
        link(say("after.report", language), f"/report/{came.session[:8]}", "k-button", target="_blank")
        link(say("after.again", language), f"/start/{quote(came.scenario)}", "k-button")
    Notes(context, device, came.session).show()
    with tag("section", style="k-sheet"):
        heading(say("after.take_along", language))
        tag("p", say("after.take_along_about", language), "soft")
        with tag("ul", style="k-list"):
            for form in _FORMS:
                with tag("li"):
                    with tag("div"):
                        tag("strong", say(f"after.form.{form}", language))
                        tag("p", say(f"after.for_whom.{form}", language), "soft small")
                    to = f"/export/{came.session[:8]}/{form}"
                    words = say("after.save_file", language)
                    named = f"{words}: {say(f'after.form.{form}', language)}"
                    link(words, to, "k-button", download="", aria_label=named)
    with tag("section", style="k-sheet"):
        heading(say("after.erase", language))

        async def erase() -> None:
            subject = Subject(sessions=frozenset({came.session}))
            done = await asyncio.to_thread(erased, context, device, subject)
            ui.navigate.to(f"/history?erased={done.id}")

        surely(device, say("after.erase_do", language), say("after.erase_sure", language), erase)


def _figure(number: str, words: str) -> None:
    with tag("div"):
        tag("strong", number)
        tag("span", words, "soft")


def _bars(language: str, came: Summary) -> None:
    counts = {kind: came.count(kind) for kind in KINDS if came.count(kind)}
    if not counts:
        return
    heading(say("after.solved", language), 2)
    with tag("div", style="k-bars", aria_hidden="true"):
        for kind, count in counts.items():
            tag("i", style=_colour(kind)).style(f"flex: {count}")
    with tag("ul", style="k-keys-of"):
        for kind, count in counts.items():
            with tag("li"):
                tag("i", style=_colour(kind), aria_hidden="true")
                tag("span", say(f"solved.{kind}", language))
                tag("strong", str(count))


def _colour(kind: str) -> str:
    return "staff-k" if kind == "staff" else kind


def _export(context: Context, device: Device, prefix: str, form: str) -> Response:
    """A session's events in a form, as a file that stays nowhere on the station."""
    if form not in FORMS:
        return Response("404", 404, media_type="text/plain")
    with closing(Log(context.station.log)) as log:
        row = log.find(prefix)
        records = log.records(row.id) if row.how != "erased" else []
        if not records:
            raise Problem("session_erased" if row.how == "erased" else "events_gone", id=row.id[:8])
        settings = context.settings
        by = Exporter(settings.site, Address(settings.site, settings.robot).source, device.language)
        text = FORMS[form].text(records, by).encode(FORMS[form].encoding)
        audit.note(log, RealClock().wall(), device.by, "exported", row.id)
    return attachment(text, file_name(row.id, form))


def _told(problem: Problem, language: str) -> str:
    """What somebody at a page can do about it: they have no command line."""
    unknown = problem.code in ("session_unknown", "session_ambiguous")
    return say("after.unknown", language) if unknown else problem.message(language)


def _came(station: Station, session: str) -> Summary:
    with closing(Log(station.log)) as log:
        return summary_of(log, log.find(session))
