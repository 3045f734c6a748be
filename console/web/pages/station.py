"""The station's own page: the QR code by which a tablet or a phone opens the pages."""

from __future__ import annotations

import segno
from nicegui import ui
from starlette.requests import Request

from console.web.context import Context
from console.web.device import Device
from console.web.outside import Outside
from console.web.parts import heading, shown, tag, written
from console.web.theme import frame
from console.web.words import say

_EVERY_SECONDS = 5.0


def add(context: Context) -> None:
    """Register the page."""

    @ui.page("/station")
    def station(request: Request) -> None:
        device = Device.of(request)
        language = device.language
        with frame(context, device, say("station.title", language), "/station"):
            heading(say("station.title", language), 1)
            if (outside := context.outside) is None:
                tag("p", say("station.alone", language), "k-notice")
                with tag("section", style="k-sheet"):
                    tag("p", say("station.how", language))
                    tag("code", "kaveri console --host 0.0.0.0")
                return
            _code(outside, language)


def _code(outside: Outside, language: str) -> None:
    """The code, which follows the computer into another network."""
    with tag("section", style="k-sheet k-qr"):
        tag("p", say("station.point", language))
        image = tag("img", alt=say("station.code", language), id="qr")
        address = tag("p", "", "k-address", id="address")
        with tag("div", style="k-column") as made:
            tag("p", say("station.warning", language), "soft")
            fingerprint = tag("p", "", "k-fingerprint soft")

    def refresh() -> None:
        if address.text != outside.address:
            image.props["src"] = code(outside.address)
            image.update()
        written(address, outside.address)
        written(fingerprint, outside.fingerprint)
        shown(made, bool(outside.fingerprint))

    refresh()
    ui.timer(_EVERY_SECONDS, refresh)


def code(address: str) -> str:
    """The QR code of an address as an image for a page, dark on light in each of its looks."""
    return str(segno.make(address, error="m", micro=False).svg_data_uri(scale=8, border=4, light="#ffffff"))
