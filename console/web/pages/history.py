"""The sessions that were, of all groups or of one."""

from __future__ import annotations

import asyncio
import json
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from nicegui import ui
from starlette.requests import Request

from console.web.context import Context
from console.web.dates import when
from console.web.device import Device
from console.web.erasing import erased_of, receipt_of, show_receipt
from console.web.parts import heading, link, tag
from console.web.shelf import Shelf
from console.web.theme import frame
from console.web.words import say
from robot.clock import RealClock
from robot.problem import Problem
from sessions.log import Log
from sessions.people.people import People
from sessions.record import moment
from sessions.running import Running
from sessions.station import Station

_MOST = 200


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    scenario: str
    started: datetime
    how: str
    group: str | None


def add(context: Context) -> None:
    """Register the page."""
    shelf = Shelf()

    @ui.page("/history")
    async def history(request: Request) -> None:
        device = Device.of(request)
        language, group = device.language, request.query_params.get("group")
        with frame(context, device, say("history.title", language), "/history"):
            heading(say("history.title", language), 1)
            if (gone := await asyncio.to_thread(receipt_of, context, erased_of(request))) is not None:
                show_receipt(context, device, gone)
            try:
                rows, groups = await asyncio.to_thread(_read, context.station)
            except Problem as problem:
                tag("p", problem.message(language), "k-notice", role="alert")
                return
            titles = {card.name: card.title(language) for card in await asyncio.to_thread(shelf.cards, context.folders)}
            if groups:
                with tag("nav", style="k-choices", aria_label=say("start.group", language)):
                    _choice(say("history.all", language), "/history", group is None)
                    for key, name in groups.items():
                        _choice(name, f"/history?group={quote(key)}", key == group)
            rows = [row for row in rows if group in (None, row.group)]
            if not rows:
                tag("p", say("history.none", language), "k-sheet")
                return
            today = context.clock.wall().astimezone().date()
            with tag("ol", style="k-list k-sheet"):
                for row in rows:
                    _show(row, titles.get(row.scenario, row.scenario), today, language)


def _choice(words: str, to: str, chosen: bool) -> None:
    made = link(words, to, "k-button deep" if chosen else "k-button")
    if chosen:
        made.props["aria-current"] = "true"


def _show(row: _Row, title: str, today: date, language: str) -> None:
    day = when(row.started, today, language)
    with tag("li"):
        with tag("div"):
            if row.how == "erased":
                tag("strong", say("history.erased", language))
                tag("p", say("history.erased_left", language, day=day), "soft small")
            else:
                tag("strong", title)
                tag("p", f"{day} · {say(f'after.{row.how}', language)}", "soft small")
        if row.how != "erased":
            words = say("history.look", language)
            link(words, f"/after/{row.id[:8]}", "k-button", aria_label=f"{words}: {title}, {day}")


def _read(station: Station) -> tuple[list[_Row], dict[str, str]]:
    """The sessions that have ended, newest first, and what groups are called."""
    if not station.log.exists():
        return [], {}
    running = Running(station)
    with closing(Log(station.log)) as log:
        begun = log.query("SELECT session, data FROM events WHERE type = 'session_started'")
        groups = {session: json.loads(data).get("group") for session, data in begun}
        rows = [
            _Row(row.id, row.scenario, moment(row.started), row.state, groups.get(row.id))
            for row in log.sessions()[:_MOST]
            if row.ended is not None or not running.is_running(row.id)
        ]
    if not station.people.exists():
        return rows, {}
    with closing(People(station, RealClock())) as people:
        return rows, {group.pseudonym: group.shown for group in people.groups()}
