"""Stands before every page: who may ask at all, and what a browser may do with the answer."""

from __future__ import annotations

import re
import secrets
from collections.abc import Container
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from console.web import stopping
from console.web.access import COOKIE, Access
from console.web.device import known, new_id
from robot.problem import Problem
from sessions.staff import Account

_SCRIPT = re.compile(rb"<script(?=[\s>])")
_SAFE = ("GET", "HEAD", "OPTIONS")
_EVENT = "42"
"""How a message of a page begins that tells what somebody did; others keep the line open."""

_UNSIGNED = ("/signin", "/device", "/style.css")
_STATIC = "/_nicegui/"
"""What anybody may ask for who asks at all: nobody's name stands there."""


class Guard:
    """Middleware: lets in what was asked of this station by its own pages, with strict headers on each answer.

    NiceGUI builds its pages with `eval` and sets styles from scripts: `unsafe-eval` and inline styles stay allowed,
    while a script in a page needs the nonce that this guard hands out anew each time.

    Args:
        app: What it stands before.
        hosts: The names and addresses by which the station may be asked, in small letters and without ports; they are
            looked at anew for each request.
        access: Who may come in.
    """

    def __init__(self, app: ASGIApp, hosts: Container[str], access: Access) -> None:
        self._app = app
        self._access = access
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one request or one web socket."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not self._may(scope, headers):
            await _refuse(scope, send)
            return
        if scope["type"] == "http" and scope["path"] == stopping.PATH:
            # It asks for a key of its own, and never waits for the accounts.
            await self._app(scope, receive, _Answer(scope, headers.get("host", ""), None, send))
            return
        cookies = _cookies(headers)
        token = cookies[COOKIE].value if COOKIE in cookies else ""
        try:
            needed, scope["account"] = self._access.needed(), self._access.who(token)
        except Problem:
            # Who may come in can't be told: nobody does.
            await _refuse(scope, send, 503)
            return
        if needed and scope["account"] is None and not _is_open(scope):
            await _turn_away(scope, send)
            return
        if scope["type"] == "websocket":
            await self._app(scope, self._checked(receive, token) if needed else receive, send)
            return
        fresh = _device(scope, cookies)
        await self._app(scope, receive, _Answer(scope, headers.get("host", ""), fresh, send))

    def _checked(self, receive: Receive, token: str) -> Receive:
        """Takes from a page what somebody does, as long as they are signed in."""

        async def checked() -> Message:
            message = await receive()
            if (message.get("text") or "").startswith(_EVENT) and self._whose(token) is None:
                return {"type": "websocket.disconnect", "code": 1008}
            return message

        return checked

    def _whose(self, token: str) -> Account | None:
        try:
            return self._access.who(token)
        except Problem:
            return None

    def _may(self, scope: Scope, headers: Headers) -> bool:
        host = headers.get("host", "")
        if _name(host) not in self._hosts:
            return False
        if headers.get("sec-fetch-site", "same-origin") == "cross-site" and scope.get("method") not in _SAFE:
            return False
        origin = headers.get("origin")
        if origin is None:
            # A browser names where a web socket, or a request that changes something, comes from.
            return scope["type"] == "http" and scope["method"] in _SAFE
        secure = scope["scheme"] in ("https", "wss")
        return origin == f"{'https' if secure else 'http'}://{host}"


def _name(host: str) -> str:
    """The host without its port; empty where it is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_open(scope: Scope) -> bool:
    path = scope["path"]
    if scope["type"] != "http" or ".." in path:
        return False
    return path in _UNSIGNED or (path.startswith(_STATIC) and scope["method"] in _SAFE)


def _cookies(headers: Headers) -> SimpleCookie:
    cookies: SimpleCookie = SimpleCookie()
    try:
        cookies.load(headers.get("cookie", ""))
    except CookieError:
        cookies.clear()
    return cookies


def _device(scope: Scope, cookies: SimpleCookie) -> str | None:
    """The id that a device is given which has none: from now on it is among the request's cookies."""
    if known({name: morsel.value for name, morsel in cookies.items()}):
        return None
    fresh = new_id()
    others = "; ".join(f"{name}={morsel.coded_value}" for name, morsel in cookies.items() if name != "device")
    cookie = f"device={fresh}" + (f"; {others}" if others else "")
    scope["headers"] = [each for each in scope["headers"] if each[0] != b"cookie"] + [(b"cookie", cookie.encode())]
    return fresh


class _Answer:
    """Sends an answer on, with its headers; a page once it is whole, with a nonce on each script."""

    def __init__(self, scope: Scope, host: str, fresh: str | None, send: Send) -> None:
        self._secure = scope["scheme"] == "https"
        self._static = scope["path"].startswith(_STATIC)
        self._host = host
        self._fresh = fresh
        self._send = send
        self._nonce = secrets.token_urlsafe(16)
        self._start: Message | None = None
        self._page = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            self._strict(headers)
            if headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
        elif message["type"] == "http.response.body" and self._start is not None:
            self._page += message.get("body", b"")
            if message.get("more_body"):
                return
            page = _SCRIPT.sub(b'<script nonce="%s"' % self._nonce.encode(), bytes(self._page))
            MutableHeaders(scope=self._start)["content-length"] = str(len(page))
            await self._send(self._start)
            message = {"type": "http.response.body", "body": page}
        await self._send(message)

    def _strict(self, headers: MutableHeaders) -> None:
        sockets = f"{'wss' if self._secure else 'ws'}://{self._host}"
        headers["content-security-policy"] = "; ".join(
            (
                "default-src 'none'",
                f"script-src 'self' 'nonce-{self._nonce}' 'unsafe-eval'",
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data: blob:",
                "font-src 'self'",
                "media-src 'self'",
                f"connect-src 'self' {sockets}",
                "form-action 'self'",
                "base-uri 'none'",
                "frame-src 'self'",
                "frame-ancestors 'self'",
            )
        )
        headers["x-content-type-options"] = "nosniff"
        headers["referrer-policy"] = "same-origin"
        headers["cross-origin-opener-policy"] = "same-origin"
        headers["cross-origin-resource-policy"] = "same-origin"
        headers["permissions-policy"] = "camera=(), microphone=(), geolocation=()"
        if self._secure:
            headers["strict-transport-security"] = "max-age=31536000"
        if not self._static:
            # Names may stand on it: no copy stays on the device.
            headers["cache-control"] = "no-store"
        if self._fresh is not None and not self._static:
            secure = "; Secure" if self._secure else ""
            headers.append(
                "set-cookie", f"device={self._fresh}; Max-Age=31536000; Path=/; HttpOnly; SameSite=Strict{secure}"
            )


async def _turn_away(scope: Scope, send: Send) -> None:
    """To the page where people sign in; what is no page is refused."""
    if scope["type"] == "websocket" or scope["method"] not in _SAFE:
        await _refuse(scope, send)
        return
    to = f"/signin?back={quote(scope['path'])}".encode()
    await send(
        {"type": "http.response.start", "status": 303, "headers": [(b"location", to), (b"cache-control", b"no-store")]}
    )
    await send({"type": "http.response.body", "body": b""})


async def _refuse(scope: Scope, send: Send, status: int = 403) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": str(status).encode()})
