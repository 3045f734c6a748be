"""The participants' screen: the question, what may be touched, the song's words; and the face where there is no robot.

It is a page of its own kind, without the console's scripts: it shows no name, and has nothing of what staff do. Sounds
may hold names, and are for those alone who may see them.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from nicegui import app
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse

from console.web.context import Context
from console.web.device import Device
from console.web.words import say
from robot.commands import Light
from robot.desk.keyboard import MARK
from robot.problem import Problem
from scenarios.language.pictures import SCENARIOS, TYPES, pictures
from sessions.bodies import DESK
from sessions.onscreen import OnScreen
from sessions.terms import Phase

_MOST = 60
"""So many screens may watch at once."""

_QUIET_SECONDS = 5.0
"""A screen hears from the station at least so often, so that a cut is noticed."""

_NAME = re.compile(r"[0-9a-z]{1,40}")
"""What a screen calls itself."""

_LONGEST = 2000
_LONGEST_ANSWER = 200
"""Characters of what somebody types."""

_HERE = Path(__file__).parent


def add(context: Context) -> None:
    """Register the page and what it asks for."""
    watching: dict[str, asyncio.Event] = {}

    def room(request: Request) -> Response:
        device = Device.of(request)
        language = context.stage.playing.language if context.stage.playing is not None else device.language
        page = _template().render(
            say=lambda key: say(key, language),
            language=language,
            look=device.look,
            small="small" in request.query_params,
        )
        return HTMLResponse(page)

    def script(_: Request) -> Response:
        return FileResponse(_HERE / "room.js", media_type="text/javascript")

    async def events(request: Request) -> Response:
        name = request.query_params.get("screen", "")
        if not _NAME.fullmatch(name):
            return Response(status_code=400)
        if name not in watching and len(watching) >= _MOST:
            return Response(status_code=503)
        return StreamingResponse(_stream(context, Device.of(request), name, watching), media_type="text/event-stream")

    async def answer(request: Request) -> Response:
        given = await _given(request)
        turn, option, words = (str(given.get(key, "")) for key in ("turn", "option", "words"))
        screen = _screen(context)
        if screen is None or not turn or turn != screen.turn:
            return Response(status_code=409)
        if option:
            context.stage.touch(option, turn)
        elif _types(context) and words.strip() and not words.strip().startswith(MARK):
            with suppress(Problem):
                context.stage.typed(words.strip()[:_LONGEST_ANSWER])
        return Response(status_code=204)

    def sound(request: Request) -> Response:
        wav = context.stage.speaker.fetched(request.path_params["token"])
        return Response(status_code=404) if wav is None else Response(wav, media_type="audio/wav")

    async def heard(request: Request) -> Response:
        given = await _given(request)
        context.stage.speaker.told(request.path_params["token"], given.get("heard") is True)
        return Response(status_code=204)

    def picture(request: Request) -> Response:
        file = pictures((*context.folders, SCENARIOS)).get(request.path_params["name"])
        if file is None:
            return Response(status_code=404)
        return FileResponse(file, media_type=TYPES[file.suffix])

    app.add_route("/room", room)
    app.add_route("/picture/{name}", picture)
    app.add_route("/room/room.js", script)
    app.add_route("/room/events", events)
    app.add_route("/room/answer", answer, methods=["POST"])
    app.add_route("/sound/{token}", sound, methods=["GET"])
    app.add_route("/sound/{token}", heard, methods=["POST"])


async def _stream(
    context: Context, device: Device, name: str, watching: dict[str, asyncio.Event]
) -> AsyncIterator[str]:
    """What the screen shows, whenever it is something else.

    It ends with the sign-in, and where the same screen asks anew: of a line that was cut without a word nobody is told.
    """
    stage, changed = context.stage, asyncio.Event()
    if (before_me := watching.get(name)) is not None:
        before_me.set()
    watching[name] = changed
    unwatch = stage.watch(changed.set)
    signed_in = context.access is not None and context.access.needed()
    page = stage.speaker.join() if not signed_in or device.who is not None else ""
    before = ""
    try:
        while not stage.leaving and watching.get(name) is changed:
            changed.clear()
            if (shown := json.dumps(_shown(context, device, page), ensure_ascii=False)) != before:
                before = shown
                yield f"data: {shown}\n\n"
            try:
                await asyncio.wait_for(changed.wait(), _QUIET_SECONDS)
            except TimeoutError:
                if signed_in and not _still_in(context, device):
                    return
                yield "event: here\ndata: .\n\n"
    finally:
        unwatch()
        stage.speaker.leave(page)
        if watching.get(name) is changed:
            del watching[name]


def _still_in(context: Context, device: Device) -> bool:
    """Whether whoever signed in on this device has not signed out; also where that can't be told just now."""
    try:
        return context.access is None or context.access.who(device.token, used=False) is not None
    except Problem:
        return True


def _types(context: Context) -> bool:
    """Whether people may type here: where the screen stands in for a robot."""
    return context.stage.playing is not None and context.stage.playing.order.robot == DESK


def _screen(context: Context) -> OnScreen | None:
    snapshot = context.stage.snapshot()
    return snapshot.screen if snapshot is not None and context.stage.playing is not None else None


def _shown(context: Context, device: Device, page: str) -> dict[str, Any]:
    playing, snapshot = context.stage.playing, context.stage.snapshot()
    if playing is None:
        return _bare(device.language, "room.waiting", Light.OFF)
    language = playing.language
    if snapshot is None:
        return {**_bare(language, "room.begins", Light.THINKING), "face": playing.order.robot == DESK}
    screen = snapshot.screen
    others = [each for each in playing.languages if each != language]
    return {
        **_bare(language, _turn(snapshot.phase, snapshot.turn, snapshot.light), snapshot.light),
        "words": screen.words,
        "others": dict(screen.others),
        "picture": screen.picture,
        "choices": [asdict(each) for each in screen.choices],
        "turn": screen.turn,
        "lines": screen.lines,
        "line": screen.line,
        "languages": [[each, say(f"room.in.{each}", each)] for each in others],
        "face": playing.order.robot == DESK,
        "sound": context.stage.speaker.sound(page) if page else "",
    }


def _bare(language: str, turn: str, light: Light) -> dict[str, Any]:
    """A screen with nothing on it but how things stand."""
    words = {key: say(f"room.{key}", language) for key in ("support", "type", "answer", "sound", "cut", "lost")}
    return {
        "language": language,
        "light": light,
        "say": {**words, "turn": say(turn, language)},
        "words": "",
        "others": {},
        "picture": "",
        "choices": [],
        "turn": "",
        "lines": [],
        "line": 0,
        "languages": [],
        "face": False,
        "sound": "",
    }


def _turn(phase: Phase, turn: str, light: Light) -> str:
    """The key of what the robot does, as its eyes say it."""
    if phase in (Phase.RESTING, Phase.ENDED):
        return "room.over"
    if phase is Phase.ARRIVING:
        return "room.begins"
    if phase is not Phase.RUNNING or turn == "staff":
        return "room.break"
    if turn == "people":
        return "room.listens"
    return "room.thinks" if light is Light.THINKING else "room.speaks"


async def _given(request: Request) -> dict[str, Any]:
    """What the page sent; nothing where it is longer than it can be, or no object."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST:
            return {}
    try:
        given = json.loads(body)
    except ValueError:
        return {}
    return given if isinstance(given, dict) else {}


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    return environment.get_template("room.html")
