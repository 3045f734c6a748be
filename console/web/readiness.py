"""The ready check on a page: what is not well with what to do about it, and what is well behind one tap."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from console.web.context import Context
from console.web.device import Device
from console.web.parts import Pressed, button, enabled, heading, shown, tag, written
from console.web.sounds import Sounds
from console.web.words import say
from sessions.bodies import DESK
from sessions.launch import Order
from sessions.ready import NAMES, Check, ready

_WORST = ("bad", "checking", "warn")


class Readiness:
    """The check of one open page. Everything is for the page's loop.

    Args:
        context: The console.
        device: What shows the page.
        order: What would be started now.
        stand_in: Has this screen take the robot's place.
    """

    def __init__(self, context: Context, device: Device, order: Callable[[], Order], stand_in: Pressed) -> None:
        self._context, self._language = context, device.language
        self._order, self._stand_in = order, stand_in
        self._found: dict[str, Check] = {}
        self._round = 0

    def show(self, state: TextElement) -> None:
        """Put it on the page; `state` is where the whole is told in a few words."""
        self._state = state
        with tag("section", style="k-sheet", id="ready"):
            heading(self._say("title"))
            self._open = tag("ul", style="k-checks", aria_live="polite")
            with tag("details", style="k-details") as self._well:
                self._count = tag("summary")
                self._fine = tag("ul", style="k-checks")
            with tag("div", style="k-row"):
                self._aloud = button(self._say("speak"), lambda: self.check(aloud=True), id="aloud")
                button(self._say("again"), self.check, "quiet")

    def check(self, aloud: bool = False) -> None:
        """Check everything anew; what an earlier check still finds is passed over."""
        self._round += 1
        loop, mine, client = asyncio.get_running_loop(), self._round, ui.context.client
        order, context = self._order(), self._context
        # While a session speaks by a page, no other page takes its sound away.
        aloud = aloud and (order.robot != DESK or context.stage.playing is None)
        enabled(self._aloud, not aloud)
        sounds = Sounds(context.stage) if aloud and order.robot == DESK else None

        def take(check: Check | None) -> None:
            if mine != self._round or client.is_deleted:
                return
            with client:
                self._take(check)

        def work() -> None:
            speaker = context.stage.speaker if sounds is not None else None
            try:
                for check in ready(order, context.station, context.settings, context.clock, aloud, loudspeaker=speaker):
                    loop.call_soon_threadsafe(take, check)
            finally:
                if sounds is not None:
                    loop.call_soon_threadsafe(sounds.end)
            loop.call_soon_threadsafe(take, None)

        threading.Thread(target=work, name="ready", daemon=True).start()

    def _take(self, check: Check | None) -> None:
        if check is None:
            enabled(self._aloud, True)
            return
        self._found[check.name] = check
        found = [self._found[name] for name in NAMES if name in self._found]
        states = {each.state for each in found}
        worst = next((state for state in _WORST if state in states), "ok")
        self._state.classes(replace="k-robot" if worst in ("ok", "warn") else f"k-robot {worst}")
        self._state.props["data-ready"] = worst
        self._state.update()
        written(self._state, self._say(f"is.{worst}"))
        fine = [each for each in found if each.state == "ok"]
        written(self._count, self._say("fine", count=len(fine)))
        shown(self._well, bool(fine))
        shown(self._open, not states.isdisjoint({"bad", "warn"}))
        self._open.clear()
        with self._open:
            for each in found:
                if each.state in ("bad", "warn"):
                    self._line(each)
        self._fine.clear()
        with self._fine:
            for each in fine:
                self._line(each)

    def _line(self, check: Check) -> None:
        with tag("li", style=f"k-check {check.state}"):
            with tag("span", style="k-grow"):
                tag("strong", f"{check.title(self._language)}. ")
                tag("span", check.message(self._language))
            if check.mend == "desk" and check.state == "bad":
                button(self._say("desk"), self._stand_in, "deep")

    def _say(self, key: str, **facts: object) -> str:
        return say(f"check.{key}", self._language, **facts)
