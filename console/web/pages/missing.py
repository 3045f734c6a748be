"""Where an address leads nowhere: says so in the device's language, and leads home."""

from __future__ import annotations

from nicegui import Client, ui
from nicegui import app as pages
from starlette.requests import Request
from starlette.responses import Response

from console.web.context import Context
from console.web.device import Device
from console.web.parts import heading, link, tag
from console.web.theme import frame
from console.web.words import say

_NO_PAGES = ("/_nicegui", "/picture/", "/sound/")
"""What is asked for by pages: nobody reads the answer."""


def add(context: Context) -> None:
    """Have this page stand in for those that are not there."""

    async def missing(request: Request, _: Exception) -> Response:
        if request.url.path.startswith(_NO_PAGES):
            return Response(status_code=404)
        device = Device.of(request)
        title = say("missing.title", device.language)
        with Client(ui.page(""), request=request) as client, frame(context, device, title, "/"):
            heading(title, 1)
            tag("p", say("missing.about", device.language), "k-notice", role="alert")
            link(say("start.back", device.language), "/", "k-button deep")
        return client.build_response(request, 404)

    pages.add_exception_handler(404, missing)
