"""Erasing from a page: asked twice, done once, and noted by whom."""

from __future__ import annotations

from contextlib import closing
from functools import partial

from starlette.requests import Request

from console import receipts
from console.web.context import Context
from console.web.dates import when
from console.web.device import Device
from console.web.parts import Pressed, button, focused, heading, shown, tag, written
from console.web.words import say
from robot.clock import RealClock
from robot.problem import Problem
from sessions.log import Log
from sessions.privacy import erasure
from sessions.privacy.stores import Subject
from sessions.record import moment
from sessions.running import Running


def erased(context: Context, device: Device, subject: Subject) -> erasure.Receipt:
    """Erase all that is kept of a subject. Blocks.

    Raises:
        Problem: As `erasure.erase`.
    """
    clock = RealClock()
    return erasure.erase(
        context.station,
        context.settings,
        subject,
        id=clock.new_id(),
        by=device.by,
        now=clock.wall(),
        running=Running(context.station).is_running,
    )


def erased_of(request: Request) -> str:
    """The id of the receipt that a page was asked to show; empty where it was asked for none."""
    return request.query_params.get("erased", "")


def receipt_of(context: Context, id: str) -> erasure.Receipt | None:
    """A request to erase; None where there is none of this id. Blocks."""
    if not id or not context.station.log.exists():
        return None
    try:
        with closing(Log(context.station.log)) as log:
            return erasure.receipt(log, id)
    except Problem:
        return None


def show_receipt(context: Context, device: Device, found: erasure.Receipt) -> None:
    """Tell what a request to erase came to: what is gone and from where, and what is still awaited."""
    language, today = device.language, context.clock.wall().astimezone().date()
    with tag("section", style="k-sheet k-done", role="status", id="erased"):
        heading(say("erase.has_been", language))
        with tag("ul", style="k-told"):
            lines = receipts.told(found, partial(_say, language), lambda time: when(moment(time), today, language))
            for line in lines:
                tag("li", line[:1].upper() + line[1:])
        tag("p", say("erase.kept_receipt", language, id=found.id[:8]), "soft small")


def _say(language: str, key: str, **facts: object) -> str:
    return say(key, language, **facts)


def surely(device: Device, words: str, question: str, done: Pressed) -> None:
    """A button that asks first; what goes wrong is told below it."""
    language = device.language
    ask = button(words, lambda: turn(True))
    with tag("div", style="k-notice", role="alert") as sure:
        tag("p", question)

        async def go() -> None:
            try:
                await done()
            except Problem as problem:
                written(wrong, problem.message(language))
                shown(wrong, True)
                turn(False)

        button(say("erase.surely", language), go, "stop")
        leave = button(say("erase.leave", language), lambda: turn(False))
    sure.on("keydown.escape", lambda: turn(False))
    wrong = tag("p", "", "k-error", role="alert")
    shown(wrong, False)

    def turn(asking: bool) -> None:
        shown(ask, not asking)
        shown(sure, asking)
        focused(leave if asking else ask)

    shown(sure, False)
