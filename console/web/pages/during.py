"""While a session runs: what the robot says now and next, whose turn it is, and the buttons that steer it."""

from __future__ import annotations

import json
from collections.abc import Callable

from nicegui import ui
from starlette.requests import Request

from console.web.context import Context
from console.web.conversation import told
from console.web.device import Device
from console.web.pages.sim_view import SimView
from console.web.pages.talk import Talk
from console.web.parts import button, enabled, focused, heading, left_at, link, shown, tag, written
from console.web.ring import Ring
from console.web.theme import follow, frame
from console.web.words import say
from robot.commands import Light
from sessions.bodies import DESK, SIM
from sessions.calling import COLLEAGUE
from sessions.snapshot import Snapshot
from sessions.terms import Phase

_KEYS = ("again", "slower", "louder", "accept", "skip", "pause", "call")
"""The fixed buttons above Stop, which stands in the frame's bar, always in the same place."""


def add(context: Context) -> None:
    """Register the page."""

    @ui.page("/session")
    def during(request: Request) -> None:
        device = Device.of(request)
        if context.stage.playing is None:
            with frame(context, device, say("during.title", device.language), "/session"):
                heading(say("during.title", device.language), 1)
                tag("p", say("during.nothing", device.language), "k-notice")
                with tag("div", style="k-row"):
                    link(say("start.back", device.language), "/", "k-button deep")
                    if (ended := context.stage.ended) is not None:
                        # Whoever's device slept through the end looks for it here.
                        link(say("after.title", device.language), f"/after/{ended.playing.session[:8]}", "k-button")
            return
        with frame(context, device, context.stage.playing.title, "/session") as ring:
            _During(context, device, ring).show()


class _During:
    """One open page. It shows what the stage has: a page that comes back has missed nothing."""

    def __init__(self, context: Context, device: Device, ring: Ring) -> None:
        self._stage, self._device, self._language = context.stage, device, device.language
        self._context, self._ring = context, ring
        self._session = context.stage.playing.session if context.stage.playing else ""
        self._spoken = context.stage.playing.language if context.stage.playing else device.language
        self._seen = 0
        self._taking = self._over = False
        self._sim: SimView | None = None
        self._shown: tuple[object, ...] = ()
        self._upcoming = self._expected = self._edited = ""

    def show(self) -> None:
        """Put it on the page, and keep it up to date."""
        playing = self._stage.playing
        assert playing is not None
        with tag("div", style="k-row apart"):
            heading(playing.title, 1)
            with tag("div", style="k-row"):
                link(self._say("room.open"), "/room", "k-button quiet", target="_blank")
                self._left = tag("p", style="soft")
        self._plan = tag("ol", style="k-plan", aria_label=self._say("during.plan"))
        self._watching = tag("section", style="k-notice")
        with self._watching:
            tag("p", self._say("during.watching"))
            button(self._say("during.take_over"), self._take_over, "deep")
        self._alert = tag("p", style="k-notice", role="status")
        with tag("div", style="k-during"):
            with tag("div", style="k-column"):
                if playing.order.robot == DESK:
                    # The keys stand beside the face: staff reach them without leaving it.
                    with tag("div", style="k-desk"):
                        source, title = "/room?small=1", self._say("room.title")
                        tag("iframe", style="k-stand-in", src=source, allow="autoplay", title=title)
                        self._steer()
                    self._now_and_next()
                else:
                    self._now_and_next()
                    self._steer()
                if playing.order.robot == SIM:
                    self._sim = SimView(self._stage, self._language)
            with tag("div", style="k-column"):
                with tag("section", style="k-sheet"):
                    heading(self._say("during.conversation"))
                    self._talk = Talk(self._stage, self._language, self._spoken)
                self._say_line()
        self._refresh()
        follow(self._context, self._refresh)

    def _now_and_next(self) -> None:
        with tag("section", style="k-sheet"):
            self._turn = tag("p", style="k-turn", role="status")
            self._now = tag("p", style="k-now", id="now", lang=self._spoken)
            with tag("div", style="k-next"):
                with tag("div", style="k-row apart"):
                    heading(self._say("during.next"), style="minor soft")
                    self._edit = button(self._say("during.edit"), self._open_edit, "quiet")
                self._next = tag("p", style="words", id="next", lang=self._spoken)
                self._editor = tag("div", style="k-column")
                with self._editor:
                    tag("label", self._say("during.instead"), "k-label", for_="edit")
                    self._words = tag("textarea", style="k-input", id="edit")
                    self._words.on("input", self._typed_edit, js_handler="(e) => emit(e.target.value)")
                    tag("p", self._say("during.edit_not_kept"), "soft small")
                    with tag("div", style="k-row"):
                        button(self._say("during.edit_say"), self._send_edit, "deep")
                        button(self._say("during.edit_leave"), self._close_edit, "quiet")
                self._editor.on("keydown.escape", self._close_edit)
                shown(self._editor, False)

    def _steer(self) -> None:
        with tag("section", style="k-sheet"):
            # What comes and goes stands below what must stay where it is.
            with tag("div", style="k-keys"):
                self._keys = {
                    what: button(
                        self._say(f"key.{what}"), self._pressed(what), "call" if what == "call" else "", id=what
                    )
                    for what in _KEYS
                }
            # Whoever called looks here: it rings, and who comes.
            self._ring.own_at(tag("div", style="k-column", id="own-call"))
            tag("p", self._say("during.call_is"), "soft small")
            self._answers_box = tag("div", style="k-field")
            with self._answers_box:
                heading(self._say("during.answers"), style="minor")
                self._answers = tag("div", style="k-choices", id="answers", lang=self._spoken)
            self._own_box = tag("div", style="k-field")
            with self._own_box:
                heading(self._say("during.own"), style="minor")
                self._own = tag("div", style="k-choices", id="own", lang=self._spoken)

    def _say_line(self) -> None:
        with tag("section", style="k-sheet"), tag("form", style="k-field") as form:
            tag("label", self._say("during.line"), for_="line")
            with tag("div", style="k-row"):
                self._line = tag("input", style="k-input k-grow", id="line", autocomplete="off", maxlength="300")
                tag("button", self._say("during.say"), "k-button deep", type="submit")
            form.on(
                "submit",
                lambda event: self._speak(str(event.args)),
                js_handler="(e) => { e.preventDefault(); const box = e.target.querySelector('input'); "
                "emit(box.value); box.value = ''; }",
            )

    def _refresh(self) -> None:
        playing, snapshot = self._stage.playing, self._stage.snapshot()
        if self._over:
            return
        if playing is None or playing.session != self._session:
            # Once: a second way there would break off the first.
            self._over = True
            ui.navigate.to(f"/after/{self._session[:8]}")
            return
        self._show_lines()
        if snapshot is None:
            written(self._turn, self._say("turn.arriving"))
        else:
            self._show_standing(snapshot)
        if self._sim is not None:
            self._sim.refresh()
        steers = self._stage.steering == self._device.id
        shown(self._watching, not steers)
        for what, key in self._keys.items():
            enabled(key, what == "call" or (steers and snapshot is not None and _takes(snapshot.phase, what)))

        if steers and self._taking:
            self._taking = False
            left_at(*self._keys.values())

    def _show_standing(self, snapshot: Snapshot) -> None:
        written(self._turn, self._say(_turn(snapshot)))
        self._turn.classes(replace=f"k-turn {snapshot.light}")
        written(self._now, snapshot.saying)
        self._upcoming = snapshot.upcoming or ""
        written(self._next, snapshot.edited or snapshot.upcoming or self._nothing_next(snapshot))
        written(self._left, self._say("during.left", minutes=_minutes(snapshot.left)))
        enabled(self._edit, self._steers and bool(snapshot.upcoming) and _takes(snapshot.phase, "edit"))
        written(self._keys["pause"], self._say("key.resume" if snapshot.phase is Phase.PAUSED else "key.pause"))
        standing = (snapshot.options, snapshot.buttons, snapshot.plan, self._steers)
        if standing != self._shown:
            self._shown = standing
            self._show_choices(snapshot)

    def _nothing_next(self, snapshot: Snapshot) -> str:
        return self._say("during.nothing_next" if snapshot.foretells else "during.too_long")

    def _show_choices(self, snapshot: Snapshot) -> None:
        for box, elements, labels in (
            (self._answers_box, self._answers, [(each.words, "accept", each.id) for each in snapshot.options]),
            (
                self._own_box,
                self._own,
                [(words, "button", str(number)) for number, words in enumerate(snapshot.buttons, start=1)],
            ),
        ):
            shown(box, bool(labels))
            elements.clear()
            with elements:
                for words, what, argument in labels:
                    enabled(button(words, self._asking(what, argument)), self._steers)
        self._plan.clear()
        playing = self._stage.playing
        with self._plan:
            for step in snapshot.plan:
                behaviour = playing.behaviours.get(step.name, "tell") if playing is not None else "tell"
                words = f"{self._say(f'behaviour.{behaviour}')}: {self._say(f'standing.{step.standing}')}"
                item = tag("li", words, step.standing, title=words)
                if step.standing == "now":
                    item.props["aria-current"] = "step"

    def _show_lines(self) -> None:
        fresh = self._stage.lines(self._seen)
        if not fresh:
            return
        alert: str | None = None
        for each in fresh:
            line = each.line
            if line.what == "alert" and line.text == COLLEAGUE:
                # The call rings on every page, and stands beside the keys of whoever called.
                continue
            if line.what in ("alert", "not_now", "lost", "refused", "paused"):
                alert = told(line, self._language)
            elif line.what in ("says", "resumed", "state", "regained", "acknowledged"):
                alert = ""
        self._talk.add(fresh)
        self._seen = fresh[-1].number
        if alert is not None:
            written(self._alert, alert)
        shown(self._alert, bool(self._alert.text))

    def _take_over(self) -> None:
        self._taking = True
        self._stage.take_over(self._device.id)

    @property
    def _steers(self) -> bool:
        return self._stage.steering == self._device.id

    def _pressed(self, what: str) -> Callable[[], None]:
        def press() -> None:
            snapshot = self._stage.snapshot()
            paused = snapshot is not None and snapshot.phase is Phase.PAUSED
            self._stage.ask("resume" if what == "pause" and paused else what, device=self._device.id)

        return press

    def _asking(self, what: str, argument: str = "") -> Callable[[], None]:
        def press() -> None:
            self._stage.ask(what, argument, device=self._device.id)

        return press

    def _speak(self, words: str) -> None:
        if words.strip():
            self._stage.ask("say", words.strip(), device=self._device.id)

    def _open_edit(self) -> None:
        self._expected = self._edited = self._upcoming
        shown(self._editor, True)
        words = json.dumps(self._upcoming)
        ui.run_javascript(f"{{const e = document.getElementById('edit'); e.value = {words}; e.focus();}}")

    def _typed_edit(self, event: object) -> None:
        self._edited = str(getattr(event, "args", ""))

    def _send_edit(self) -> None:
        self._stage.ask("edit", self._edited, device=self._device.id, about=self._expected)
        self._close_edit()

    def _close_edit(self) -> None:
        shown(self._editor, False)
        focused(self._edit)

    def _say(self, key: str, **facts: object) -> str:
        return say(key, self._language, **facts)


def _takes(phase: Phase, what: str) -> bool:
    return phase.takes(what) or (what == "pause" and phase is Phase.PAUSED)


def _turn(snapshot: Snapshot) -> str:
    """The key of whose turn it is."""
    if snapshot.phase is not Phase.RUNNING and snapshot.turn == "robot":
        return f"turn.{snapshot.phase}"
    if snapshot.phase is Phase.PAUSED:
        return "turn.paused"
    if snapshot.turn == "robot" and snapshot.light is Light.THINKING:
        return "turn.thinking"
    return f"turn.{snapshot.turn}"


def _minutes(left: float) -> int:
    return max(0, int(left + 0.999))
