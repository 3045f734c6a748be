"""Where staff sign in and out: plain HTML, for no line to the station is open before that."""

from __future__ import annotations

import asyncio
import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote

import jinja2
from nicegui import app
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from console.web.access import COOKIE, Access, own_page
from console.web.context import Context
from console.web.device import LOOKS, Device, keep
from console.web.words import LANGUAGES, say
from robot.problem import Problem
from sessions.staff import Account
from sessions.staff.staff import SHIFT

_KNOWN = "known"
_ID = re.compile(r"s-[0-9a-f]{8}")
_MOST_KNOWN = 8
_LONGEST = 2048
"""Bytes of what is sent to sign in."""


def add(context: Context) -> None:
    """Register the page, and what its forms are sent to."""
    access = context.access
    assert access is not None

    async def signin(request: Request) -> Response:
        if request.method != "POST":
            return await asyncio.to_thread(_page, access, request, request.query_params.get("back", "/"))
        given = await _given(request)
        back, name = given.get("back", "/"), given.get("who") or given.get("name", "")
        try:
            let_in = await asyncio.to_thread(access.sign_in, name, given.get("pin", ""))
        except Problem as problem:
            wrong = problem.message(Device.of(request).language)
            return await asyncio.to_thread(_page, access, request, back, wrong, name)
        answer = RedirectResponse(own_page(back), 303)
        secure = request.url.scheme == "https"
        seconds = int(SHIFT.total_seconds())
        answer.set_cookie(COOKIE, let_in.token, seconds, httponly=True, samesite="strict", secure=secure)
        ids = [let_in.account.id, *(each for each in _known(request) if each != let_in.account.id)]
        keep(answer, request, _KNOWN, quote(" ".join(ids[:_MOST_KNOWN])))
        return answer

    async def signout(request: Request) -> Response:
        await asyncio.to_thread(access.sign_out, request.cookies.get(COOKIE, ""))
        answer = RedirectResponse("/signin", 303)
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=request.url.scheme == "https")
        return answer

    app.add_route("/signin", signin, methods=["GET", "POST"])
    app.add_route("/signout", signout, methods=["POST"])


def _page(access: Access, request: Request, back: str, wrong: str = "", name: str = "") -> Response:
    """The page with those who have signed in on this device before: to a stranger's it names nobody."""
    device = Device.of(request)
    if device.who is not None or not access.needed():
        return RedirectResponse(own_page(back), 303)
    ids = _known(request)
    known: list[Account] = sorted(
        (each for each in access.accounts() if each.id in ids), key=lambda each: ids.index(each.id)
    )
    page = _template().render(
        say=lambda key: say(key, device.language),
        device=device,
        languages=LANGUAGES,
        looks=LOOKS,
        known=known,
        chosen=name or (known[0].id if known else ""),
        back=own_page(back),
        wrong=wrong,
    )
    return HTMLResponse(page, 403 if wrong else 200)


async def _given(request: Request) -> dict[str, str]:
    """What the form holds; nothing where it is longer than such a form can be."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST:
            return {}
    return {key: values[0] for key, values in parse_qs(body.decode("utf-8", "replace")).items()}


def _known(request: Request) -> list[str]:
    ids = unquote(request.cookies.get(_KNOWN, "")).split(" ")
    return [each for each in ids if _ID.fullmatch(each)][:_MOST_KNOWN]


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template("signin.html")
