"""The scenarios: what each is like, tried with simulated people, and the site's own copies of them."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

from nicegui import app, ui
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from console.web.context import Context
from console.web.conversation import clock, told
from console.web.device import Device
from console.web.forms import pressed
from console.web.parts import focused, heading, link, shown, tag, written
from console.web.rehearsals import Rehearsal
from console.web.shelf import Card, Shelf
from console.web.theme import frame
from console.web.words import say
from console.web.writing import Writing
from robot.problem import Problem
from scenarios.language.compile import compiled
from scenarios.language.drawing import page as drawn
from sessions.live import Line, Who
from sessions.rehearsals.rehearsing import conversation
from sessions.rehearsals.subject import Subject
from sessions.rehearsals.thresholds import thresholds
from sessions.rehearsals.verdict import Finding, Grade

_GLANCE = 3
"""How often everybody takes a scenario for a first impression."""

_EVERY_SECONDS = 0.5


def add(context: Context) -> None:
    """Register the pages."""
    shelf = Shelf()

    @ui.page("/scenarios")
    async def scenarios(request: Request) -> None:
        device = Device.of(request)
        language = device.language
        cards = await asyncio.to_thread(shelf.cards, context.folders)
        with frame(context, device, say("scenarios.title", language), "/scenarios"):
            heading(say("scenarios.title", language), 1)
            with tag("ul", style="k-list k-sheet"):
                for card in cards:
                    with tag("li"):
                        with tag("div"):
                            tag("strong", card.title(language))
                            tag("p", card.purpose(language), "soft small")
                        to = f"/scenarios/{quote(card.name)}"
                        link(say("scenarios.open", language), to, "k-button", aria_label=card.title(language))

    @ui.page("/scenarios/{name}")
    async def scenario(request: Request, name: str) -> None:
        device = Device.of(request)
        card = await asyncio.to_thread(shelf.card, name, context.folders)
        title = card.title(device.language) if card is not None else say("scenarios.title", device.language)
        with frame(context, device, title, f"/scenarios/{quote(name)}"):
            if card is None:
                heading(say("scenarios.title", device.language), 1)
                tag("p", say("start.unknown", device.language), "k-notice", role="alert")
                link(say("scenarios.back", device.language), "/scenarios", "k-button")
            else:
                _show(context, device, card)

    @ui.page("/scenarios/{name}/{form}")
    async def writing(request: Request, name: str, form: str) -> None:
        device = Device.of(request)
        card = await asyncio.to_thread(shelf.card, name, context.folders)
        with frame(context, device, say("writing.title", device.language), f"/scenarios/{quote(name)}/{quote(form)}"):
            if card is None:
                heading(say("scenarios.title", device.language), 1)
                tag("p", say("start.unknown", device.language), "k-notice", role="alert")
            else:
                Writing(context, device, card, whole=form == "yaml").show()

    def diagram(request: Request) -> Response:
        card = shelf.card(request.path_params["name"], context.folders)
        if card is None:
            return Response("404", 404, media_type="text/plain")
        device = Device.of(request)
        spoken = _spoken(card, device.language)
        return HTMLResponse(drawn(compiled(card.checked, spoken), spoken, device.language, device.look))

    def report(request: Request) -> Response:
        it = context.rehearsals.last
        page = it.report(Device.of(request).language) if it is not None else None
        return HTMLResponse(page) if page is not None else Response("404", 404, media_type="text/plain")

    app.add_route("/diagram/{name}", diagram)
    app.add_route("/rehearsal", report)
    app.on_shutdown(context.rehearsals.leave)


def _show(context: Context, device: Device, card: Card) -> None:
    language = device.language
    link(say("scenarios.back", language), "/scenarios", "k-back")
    with tag("section", style="k-sheet"):
        heading(card.title(language), 1)
        tag("p", card.purpose(language), "soft")
        with tag("div", style="k-row"):
            link(say("home.start", language), f"/start/{quote(card.name)}", "k-button deep")
            link(say("scenarios.words", language), f"/scenarios/{quote(card.name)}/words", "k-button")
            link(say("scenarios.yaml", language), f"/scenarios/{quote(card.name)}/yaml", "k-button")
    with tag("section", style="k-sheet"):
        heading(say("scenarios.talk", language))
        tag("p", say("scenarios.talk_about", language), "soft")

        async def preview() -> None:
            lines = await asyncio.to_thread(_conversation, card, _spoken(card, language))
            shown(see, False)
            with talk:
                for line in lines:
                    _line(line, language)
            shown(talk, True)
            focused(talk)

        see = pressed(device, say("scenarios.talk_show", language), preview)
        talk = tag("ol", style="k-talk k-scroll", tabindex="0", id="preview")
        shown(talk, False)
    with tag("section", style="k-sheet"):
        heading(say("scenarios.diagram", language))
        title = say("scenarios.diagram", language)
        tag("iframe", style="k-frame", src=f"/diagram/{quote(card.name)}", title=title, loading="lazy")
    _rehearse(context, device, card)


def _rehearse(context: Context, device: Device, card: Card) -> None:
    language, rehearsals = device.language, context.rehearsals

    async def begin(times: int) -> None:
        if context.stage.playing is not None:
            raise Problem("rehearsal_while_session")
        rehearsals.begin(card.checked, card.name, _spoken(card, language), times)
        refresh()

    async def glance() -> None:
        await begin(_GLANCE)

    async def thoroughly() -> None:
        await begin(thresholds().seeds)

    async def leave() -> None:
        rehearsals.leave()

    with tag("section", style="k-sheet", aria_live="polite"):
        heading(say("rehearse.title", language))
        tag("p", say("rehearse.about", language), "soft")
        with tag("div", style="k-row"):
            pressed(device, say("rehearse.glance", language), glance, id="glance")
            pressed(device, say("rehearse.whole", language), thoroughly)
        with tag("div", style="k-column") as going:
            words = tag("p", role="status")
            bar = tag("progress", style="k-progress", max="1", aria_label=say("rehearse.title", language))
            pressed(device, say("rehearse.leave", language), leave)
        verdict = tag("div", style="k-column", id="verdict")
    told_of: list[Rehearsal] = []

    def refresh() -> None:
        it = rehearsals.last
        if it is None or it.scenario != card.name:
            shown(going, False)
            return
        shown(going, not it.over.is_set())
        written(words, say("rehearse.going", language, done=it.done, total=it.total))
        if bar.props.get("value") != f"{it.done / it.total:.3f}":
            bar.props["value"] = f"{it.done / it.total:.3f}"
            bar.update()
        if it.over.is_set() and it not in told_of:
            told_of.append(it)
            verdict.clear()
            with verdict:
                _verdict(it, language)

    refresh()
    ui.timer(_EVERY_SECONDS, refresh)


def _verdict(it: Rehearsal, language: str) -> None:
    if it.verdict is None:
        tag("p", say("rehearse.left", language), "soft")
        return
    tag("p", say(f"rehearse.grade.{it.verdict.grade}", language), "k-verdict")
    few = it.total and it.verdict.grade is not Grade.READY and any(each.undecided for each in it.verdict.findings)
    if few:
        tag("p", say("rehearse.few", language), "soft")
    link(say("rehearse.report", language), "/rehearsal", "k-button", target="_blank", id="rehearsal-report")
    if it.verdict.reasons:
        with tag("ul", style="k-list"):
            for finding in it.verdict.reasons[:12]:
                tag("li", _reason(it, finding, language))
    if it.hardest:
        heading(say("rehearse.hardest", language), 3)
        with tag("ul", style="k-list"):
            for text in it.hardest:
                tag("li", text)


def _reason(it: Rehearsal, finding: Finding, language: str) -> str:
    share = finding.rule not in ("minutes", "safety")
    value = f"{100 * finding.judged:.0f} %" if share else f"{finding.judged:.1f}".removesuffix(".0")
    limit = f"{100 * finding.limit:.0f} %" if share else f"{finding.limit:.1f}".removesuffix(".0")
    who = it.rehearsed.subject.casts[finding.persona].titles[language] if it.rehearsed else finding.persona
    return f"{who}: {say(f'rehearse.rule.{finding.rule}', language, value=value, limit=limit)}"


def _conversation(card: Card, spoken: str) -> tuple[Line, ...]:
    """How it may go with the first of the simulated people whom it fits."""
    subject = Subject.of(card.checked, card.name, languages=(spoken,))
    _, lines = conversation(subject, next(subject.cases(range(1))))
    return lines


def _line(line: Line, language: str) -> None:
    if line.who is Who.PERSON and line.what == "spoke":
        words: str | None = f"”{line.text.partition(': ')[2]}”"
    elif line.who is Who.ROBOT and line.what in ("says", "gesture"):
        words = told(line, language)
    else:
        return
    with tag("li"):
        tag("time", clock(line.at))
        tag("span", words or "", line.who)


def _spoken(card: Card, language: str) -> str:
    return language if language in card.languages else card.languages[0]
