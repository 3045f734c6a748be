"""The frame around every page: language, looks, and Stop while a session runs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import quote

from nicegui import __version__, ui
from nicegui.element import Element

from console.web import stopping
from console.web.access import Access
from console.web.catching_up import keep_up
from console.web.context import Context
from console.web.device import LOOKS, Device
from console.web.parts import link, shown, tag, written
from console.web.ring import Ring
from console.web.words import LANGUAGES, say

_PAGES = {
    "home": "/",
    "history": "/history",
    "scenarios": "/scenarios",
    "people": "/people",
    "settings": "/settings",
    "station": "/station",
}
_MANAGERS = ("people", "settings")
_LOOK_SECONDS = 30.0
_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


@contextmanager
def frame(context: Context, device: Device, title: str, here: str, *, bar: bool = True) -> Iterator[Ring]:
    """The page's frame, with the call that rings on it; what is made inside stands in its main part.

    Args:
        context: The console.
        device: What shows the page.
        title: Stands in the browser's tab.
        here: The page's own path, which a change of language comes back to.
        bar: Whether Stop stands below while a session runs.
    """
    head(device, title)
    keep_up(ui.context.client)
    _bare(ui.context.client.content)
    link(say("frame.skip", device.language), "#content", "k-skip")
    with tag("header", style="k-head"):
        link("Kaveri", "/", "k-brand")
        with tag("nav", style="k-set", aria_label=say("frame.language", device.language)):
            for language in LANGUAGES:
                to = f"/device?language={language}&back={quote(here)}"
                choice = link(language.upper(), to, lang=language, aria_label=_NAMES[language], title=_NAMES[language])
                if language == device.language:
                    choice.props["aria-current"] = "true"
        with tag("nav", style="k-set k-looks", aria_label=say("frame.look", device.language)):
            for look in LOOKS:
                words = say(f"look.{look}", device.language)
                with link("", f"/device?look={look}&back={quote(here)}", aria_label=words, title=words) as choice:
                    tag("span", style=f"k-dot {look}", aria_hidden="true")
                if look == device.look:
                    choice.props["aria-current"] = "true"
    ring = Ring(context, device)
    ring.refresh()
    follow(context, ring.refresh)
    with tag("main", style="k-main", id="content", tabindex="-1"):
        yield ring
        if bar:
            _foot(context, device, here)
    if bar:
        _bar(context, device)
    if context.access is not None and device.who is not None:
        _leave(context.access, device)


def head(device: Device, title: str) -> None:
    """The title, language and looks of a page; for one that has a frame of its own."""
    ui.page_title(f"{title} · Kaveri")
    look, language = json.dumps(device.look), json.dumps(device.language)
    ui.add_head_html(
        f"<script>document.documentElement.dataset.look={look};document.documentElement.lang={language};</script>"
        f'<link rel="stylesheet" href="/style.css">{stopping.script(device)}'
    )


def for_managers(context: Context, device: Device) -> bool:
    """Whether a page for managers may be shown; where it may not, it says so."""
    if not device.manages:
        tag("p", say("frame.managers", device.language), "k-notice", role="alert")
    return device.manages


def follow(context: Context, changed: Callable[[], None]) -> None:
    """Have `changed` called whenever there is something new on stage, for as long as the page is open."""
    client = ui.context.client

    def tell() -> None:
        with client:
            changed()

    client.on_delete(context.stage.watch(tell))


@cache
def style() -> str:
    """The style sheet of all pages, with the letters that the library brings: not each of our pages is its own."""
    letters = f'@import url("/_nicegui/{__version__}/static/fonts.css");\n'
    return letters + Path(__file__).with_name("style.css").read_text(encoding="utf-8")


def _bare(content: Element) -> None:
    """The library's page is a main part too: there is one, and it is the frame's."""
    assert content.parent_slot is not None
    content.parent_slot.parent.tag = "div"


def _foot(context: Context, device: Device, here: str) -> None:
    """The way to all other pages, and out."""
    with tag("footer", style="k-foot"):
        with tag("nav", style="k-row", aria_label=say("frame.pages", device.language)):
            for key, to in _PAGES.items():
                if key not in _MANAGERS or device.manages:
                    choice = link(say(f"{key}.title", device.language), to, "k-button quiet")
                    if to == here:
                        choice.props["aria-current"] = "page"
        if device.who is not None:
            with tag("form", style="k-row", method="post", action="/signout"):
                link(
                    say("signin.who", device.language, name=device.who.name), "/account", "k-button quiet", id="account"
                )
                tag("button", say("signin.out", device.language), "k-button", type="submit", id="signout")


def _leave(access: Access, device: Device) -> None:
    """Take the page away once its sign-in has ended: names may stand on it."""

    def look() -> None:
        if access.who(device.token, used=False) is None:
            ui.navigate.to("/signin")

    ui.timer(_LOOK_SECONDS, look)


def _bar(context: Context, device: Device) -> None:
    stage = context.stage
    with tag("section", style="k-bar", aria_label=say("home.running", device.language)) as bar, tag("div"):
        title = link("", "/session")
        keyed = stopping.button(stage, device)

    def refresh() -> None:
        playing = stage.playing
        keyed()
        shown(bar, playing is not None)
        if playing is not None:
            written(title, say("frame.running", device.language, title=playing.title))

    refresh()
    follow(context, refresh)
