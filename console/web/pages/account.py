"""The account of whoever is signed in: they take another PIN themselves."""

from __future__ import annotations

import asyncio

from nicegui import ui
from starlette.requests import Request

from console.web.context import Context
from console.web.device import Device
from console.web.forms import pressed, typed
from console.web.parts import heading, tag
from console.web.theme import frame
from console.web.words import say
from robot.problem import Problem


def add(context: Context) -> None:
    """Register the page."""

    @ui.page("/account")
    def account(request: Request) -> None:
        device = Device.of(request)
        language = device.language
        with frame(context, device, say("account.title", language), "/account"):
            heading(say("account.title", language), 1)
            if device.who is None:
                tag("p", say("account.nobody", language), "k-notice")
                return
            with tag("section", style="k-sheet"):
                tag("p", f"{device.who.name} · {say(f'staff.roles.{device.who.role}', language)}", "soft")
                heading(say("account.pin", language))
                _pin(context, device)


def _pin(context: Context, device: Device) -> None:
    language, access = device.language, context.access
    assert access is not None
    given = dict.fromkeys(("old", "new", "again"), "")

    async def change() -> None:
        if given["new"] != given["again"]:
            raise Problem("staff_pin_differs")
        await asyncio.to_thread(access.staff().change_pin, device.token, given["old"], given["new"])

    def taker(key: str) -> None:
        typed(
            say(f"account.{key}", language),
            "",
            lambda words: given.update({key: words.strip()}),
            f"pin-{key}",
            secret=True,
        )

    for key in given:
        taker(key)
    pressed(device, say("account.change", language), change, "deep", done=say("account.changed", language))
