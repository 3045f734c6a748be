"""The first page: what to hold today, and how the robot is."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from urllib.parse import quote

from nicegui import app as pages
from nicegui import ui
from starlette.requests import Request

from console.web.context import Context
from console.web.device import Device
from console.web.parts import button, enabled, heading, link, shown, tag, written
from console.web.recent import Recent, recent
from console.web.robot_state import RobotWatch
from console.web.shelf import Card, Shelf
from console.web.theme import follow, frame
from console.web.words import say
from robot.problem import Problem
from sessions.bodies import DESK, SIM
from sessions.resumption import CutOff, cut_off
from sessions.running import Running

_SETTINGS = ("classroom", "care")

_ROBOT = {True: "k-robot", False: "k-robot missing", None: "k-robot checking"}

_LOOK_SECONDS = 15.0
"""The robot is looked at anew so often while the page is open."""


def add(context: Context) -> None:
    """Register the page."""
    shelf, watch = Shelf(), RobotWatch(context.robot, context.clock)
    pages.on_startup(lambda: shelf.warm(context.folders))

    @ui.page("/")
    async def home(request: Request) -> None:
        device = Device.of(request)
        cards = {card.name: card for card in await asyncio.to_thread(shelf.cards, context.folders)}
        problem = None
        try:
            held = [each for each in await asyncio.to_thread(recent, context.station) if each.scenario in cards]
        except Problem as error:
            held, problem = [], error
        broken = None
        if context.stage.playing is None and problem is None:
            broken = await asyncio.to_thread(cut_off, context.station)
        with frame(context, device, say("home.title", device.language), "/"):
            if problem is not None:
                tag("p", problem.message(device.language), "k-notice", role="alert")
            if broken is not None:
                _offer(context, device, broken)
            _top(context, device, cards, held, watch)
            _shelf(device, "home.favourites", [cards[name] for name in device.favourites if name in cards])
            _shelf(device, "home.recent", [cards[each.scenario] for each in held[1:]])
            for setting in _SETTINGS:
                _shelf(device, f"home.{setting}", [card for card in cards.values() if card.setting == setting])


def _offer(context: Context, device: Device, broken: CutOff) -> None:
    """Offer to go on with a session that was cut off, or to end it."""
    language = device.language
    with tag("section", style="k-notice", id="cut-off") as offer:
        tag("p", say("home.cut_off", language, title=broken.title))
        with tag("div", style="k-row"):

            async def go_on() -> None:
                robot = broken.robot if broken.robot in (SIM, DESK) else context.robot
                order = replace(context.order("", robot, None, language), resume=True, persona=None)
                enabled(resume, False)
                try:
                    playing = await context.stage.start(order, device.id)
                    if context.access is not None:
                        await asyncio.to_thread(context.access.note, device.by, "started", playing.session)
                except Problem as problem:
                    refuse(problem)
                else:
                    ui.navigate.to("/session")

            async def end() -> None:
                try:
                    await asyncio.to_thread(Running(context.station).end_cut_off)
                except Problem as problem:
                    refuse(problem)
                else:
                    shown(offer, False)

            resume = button(say("home.resume", language), go_on, "deep", id="resume")
            button(say("home.end", language), end, id="end")
        wrong = tag("p", "", role="alert")
        shown(wrong, False)

        def refuse(problem: Problem) -> None:
            written(wrong, problem.message(language))
            shown(wrong, True)
            enabled(resume, True)


def _top(context: Context, device: Device, cards: dict[str, Card], held: list[Recent], watch: RobotWatch) -> None:
    """How the robot is, and the one yellow start: of what runs, of what was held last, or of the first there is."""
    language, playing = device.language, context.stage.playing
    with tag("section", style="k-sheet k-hero", aria_labelledby="next"):
        with tag("div", style="k-column"):
            if playing is not None:
                heading(playing.title, 1).props["id"] = "next"
                tag("p", say("home.running", language), "soft")
                to = "/session"
            elif cards:
                name = held[0].scenario if held else next(iter(device.favourites), next(iter(cards)))
                card = cards.get(name) or next(iter(cards.values()))
                tag("p", say("home.last" if held else "home.first", language), "soft")
                heading(card.title(language), 1).props["id"] = "next"
                tag("p", card.purpose(language))
                to = f"/start/{quote(card.name)}"
            else:
                heading(say("home.nothing", language), 1).props["id"] = "next"
                to = ""
            _robot(context, language, watch)
        if to:
            link(say("home.watch" if playing else "home.start", language), to, "k-button start", id="start")


def _robot(context: Context, language: str, watch: RobotWatch) -> None:
    """How the robot is: what is known stands at once, and is looked at beside the page from then on."""
    told = tag("p", "", "k-robot", role="status", id="robot")

    def show() -> None:
        state = watch.state(language, session=context.stage.playing is not None)
        written(told, state.words)
        told.classes(replace=_ROBOT[state.usable])

    async def look() -> None:
        if context.stage.playing is None:
            await watch.look()
        show()

    show()
    follow(context, show)
    ui.timer(_LOOK_SECONDS, look)


def _shelf(device: Device, title: str, cards: list[Card]) -> None:
    if not cards:
        return
    with tag("section", style="k-shelf"):
        heading(say(title, device.language))
        with tag("div", style="k-cards"):
            for card in cards:
                _card(device, card)


def _card(device: Device, card: Card) -> None:
    language, title = device.language, card.title(device.language)
    with tag("article", style="k-card"):
        with link("", f"/start/{quote(card.name)}", "main"):
            tag("span", title, "title")
            tag("span", card.purpose(language), "soft small")
            minutes = int(card.checked.scenario.front.minutes)
            tag("span", say("home.minutes", language, minutes=minutes), "small")
        on = card.name in device.favourites
        words = say("home.unfavourite" if on else "home.favourite", language, title=title)
        to = f"/device?favourite={quote(card.name)}&back=/"
        link("★" if on else "☆", to, "k-star on" if on else "k-star", aria_label=words, title=words)
