"""Serves the console's pages until Ctrl-C."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
import threading
import webbrowser
from collections.abc import Awaitable, Callable, Container
from types import FrameType
from urllib.parse import urlsplit

import httpx
import uvicorn
from fastapi import FastAPI
from nicegui import app as pages
from nicegui import background_tasks, core, ui
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response

from console.serving import until_signal
from console.texts import say
from console.web import device, ring, stopping, theme
from console.web.access import Access, somebody
from console.web.context import Context
from console.web.guard import Guard
from console.web.outside import LOOPBACK, Outside
from console.web.pages import account, after, during, history, home, missing, people, room, scenarios, signin, start
from console.web.pages import settings as settings_page
from console.web.pages import station as station_page
from console.web.stage import Stage
from robot.clock import RealClock
from robot.problem import Problem
from sessions.settings import Settings
from sessions.station import Station

_LEAVING_SECONDS = 1
"""Pages that are open get so long to be told that the console ends."""

_REST_SECONDS = 30.0
"""A session gets so long to bring its robot to rest; after that the robot's own watchdog does."""

_LINE_SECONDS = 5
"""So often the station and a page make sure of each other, and so long they wait for an answer."""

_SQUEEZE = 4
"""Half the work of the tightest, for a twentieth more bytes: Stop does not wait while twenty tablets load a page."""

_LONGEST_MESSAGE = 1 << 20
"""Bytes of what a page may send at once."""


def serve(
    station: Station,
    settings: Settings,
    host: str = "127.0.0.1",
    port: int = 8080,
    *,
    robot: str | None = None,
    persona: str | None = None,
    pace: float = 1.0,
    opens: bool = False,
) -> None:
    """Serve the pages until Ctrl-C or SIGTERM; a session that runs is stopped, and its robot brought to rest.

    To others than this computer the pages are served with TLS, and to those alone who sign in.

    Raises:
        Problem: `console_nobody`: others could reach it, and there are no accounts; `certificate_...`;
            or `console_port`.
    """
    clock = RealClock()
    network = not _is_loopback(host)
    access = Access(station, clock, required=network)
    if network:
        somebody(access, host)
    door = _bound(host, port)
    number = door.getsockname()[1]
    try:
        outside = Outside(station, settings.console, clock, host, number) if network else None
    except Problem:
        door.close()
        raise
    stage = Stage(station, settings)
    bracketed = f"[{host}]" if ":" in host else host
    address = outside.address if outside is not None else f"http://{bracketed}:{number}/"
    context = Context(
        station,
        settings,
        stage,
        clock,
        robot or settings.robot_address,
        pace,
        persona,
        access,
        outside,
    )
    application = made(context, outside if outside is not None else LOOPBACK)

    async def ready() -> None:
        await _try_out(application, f"http://{urlsplit(address).hostname}")
        print(say("console.serving", address=address), flush=True)
        if opens:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    server = _Server(_config(application, outside), stage, ready)
    stopped = until_signal()
    try:
        server.run([door])
    finally:
        stopped.set()
        door.close()
        access.close()


def made(context: Context, names: Container[str]) -> FastAPI:
    """The application with all its pages, which may be asked for by these names.

    NiceGUI has one application in a process, and so has the console.
    """
    assert context.access is not None
    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    core.app.config.socket_io_js_transports = ["websocket"]
    # Nothing that a person waits for is loaded so, and screen readers would hear of a bar without a name.
    core.app.config.quasar_config["loadingBar"]["skipHijack"] = True
    pages.add_route("/device", _device)
    pages.add_route("/style.css", _style)
    pages.add_route("/ring.wav", ring.sound)
    stopping.add(context)
    pages.on_startup(context.stage.open)
    pages.on_startup(_heed)
    if context.outside is not None:
        following = context.outside.follow
        pages.on_startup(lambda: background_tasks.create(following(), name="outside"))
    shown = (home, start, during, room, after, signin, account, station_page, history, people, scenarios, settings_page)
    for page in shown:
        page.add(context)
    missing.add(context)
    ui.run_with(
        application,
        title="Kaveri",
        viewport="width=device-width, initial-scale=1",
        reconnect_timeout=30.0,
        tailwind=False,
        show_welcome_message=False,
        gzip_middleware_factory=None,
    )
    application.add_middleware(Guard, hosts=names, access=context.access)
    application.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=_SQUEEZE)
    return application


class _Server(uvicorn.Server):
    """Is `ready` once it listens; stops the session at the first signal, and is gone once its robot rests."""

    def __init__(self, config: uvicorn.Config, stage: Stage, ready: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._stage = stage
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen."""
        await super().startup(sockets)
        await self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """At a signal."""
        self._stage.stop("signal")
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more requests; wait for the robot's rest."""
        self._stage.stop("signal")
        try:
            await asyncio.wait_for(self._stage.closed(), _REST_SECONDS)
        except TimeoutError:
            logging.getLogger(__name__).warning("a session did not come to its end")
        self._stage.leave()
        await super().shutdown(sockets)


async def _try_out(application: FastAPI, address: str) -> None:
    """Ask for the first page as a device does: what it takes to draw one is loaded before anybody waits for it."""
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=address, follow_redirects=True) as device:
        await device.get("/")


def _config(application: FastAPI, outside: Outside | None) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_LEAVING_SECONDS,
        ws_max_size=_LONGEST_MESSAGE,
        ssl_context_factory=None if outside is None else lambda _, __: outside.context,
    )


def _bound(host: str, port: int) -> socket.socket:
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
        # From here on whoever asks is answered, if not at once.
        door.listen()
    except OSError as error:
        door.close()
        raise Problem("console_port", port=port, reason=error.strerror or error) from error
    return door


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _heed() -> None:
    """Have a line that is cut be noticed soon, by the page and by the station: the library waits for half a minute."""
    core.sio.eio.ping_interval = core.sio.eio.ping_timeout = _LINE_SECONDS


async def _device(request: Request) -> Response:
    return device.changed(request)


async def _style(request: Request) -> Response:
    return Response(theme.style(), media_type="text/css")
