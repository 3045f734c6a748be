"""Erasing from a page: asked twice, done once, and noted by whom."""

from __future__ import annotations

from console.web.context import Context
from console.web.device import Device
from console.web.parts import Pressed, button, focused, shown, tag, written
from console.web.words import say
from robot.clock import RealClock
from robot.problem import Problem
from sessions.privacy import erasure
from sessions.privacy.stores import Subject
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
