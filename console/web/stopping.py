"""Stop: over the page's line and, beside it, by a plain request that needs no line and no sign-in, but the page's key.

A page that was let in while a session runs holds that session's key. With it Stop arrives where the line is cut or the
sign-in has ended since, and a Stop that arrives late ends no other session.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

from nicegui import app
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from console.web.context import Context
from console.web.device import Device
from console.web.parts import tag
from console.web.stage import Stage
from console.web.words import say

PATH = "/stop"
_SCRIPT = "/line.js"
_LONGEST = 64
"""Bytes of a key, and more."""


def add(context: Context) -> None:
    """Register where Stop is sent to, and the script that sends it."""

    async def stop(request: Request) -> Response:
        key = b""
        async for part in request.stream():
            key += part
            if len(key) > _LONGEST:
                return Response(status_code=413)
        stopped = context.stage.stop_with(key.decode("ascii", "replace"))
        return Response(status_code=204 if stopped else 410)

    def script(_: Request) -> Response:
        return FileResponse(Path(__file__).with_name("line.js"), media_type="text/javascript")

    app.add_route(PATH, stop, methods=["POST"])
    app.add_route(_SCRIPT, script)


def script(device: Device) -> str:
    """What a page holds in its head, so that it tells what does not arrive, in the device's language."""
    words = " ".join(
        f'data-{name}="{escape(say(f"cut.{name}", device.language))}"'
        for name in ("cut", "kept", "lost", "late", "refused")
    )
    return f'<script src="{_SCRIPT}" {words} defer></script>'


def button(stage: Stage, device: Device) -> Callable[[], None]:
    """Put Stop on the page. What is returned gives it the key of the session that runs now."""
    pressed = tag("button", say("frame.stop", device.language), "k-button stop", type="button", id="stop")
    pressed.on(
        "click",
        lambda event: stage.stop_with(str(event.args)),
        js_handler="(e) => emit(e.currentTarget.dataset.key)",
    )

    def refresh() -> None:
        if pressed.props.get("data-key") != stage.key:
            pressed.props["data-key"] = stage.key
            pressed.update()

    return refresh
