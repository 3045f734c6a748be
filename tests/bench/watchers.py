"""Devices that watch a session: each loads the page and keeps its line open, as a browser does, without drawing it."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import re
import urllib.request
from ast import literal_eval
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from urllib.parse import urlencode, urlsplit

from websockets.asyncio.client import connect

BOUND = 60.0
_QUERY = re.compile(r"query: (\{.*?\}),\n")
_CONNECT, _CONNECTED, _PING, _PONG = "40", "40", "2", "3"


@contextmanager
def watching(address: str, devices: int, words: str) -> Iterator[Connection]:
    """So many devices in a process of its own, all connected.

    Whatever is sent through what is yielded has it answer how many elements with `words` each device has been sent.
    """
    context = multiprocessing.get_context("spawn")
    pipe, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, address, devices, words), daemon=True)
    process.start()
    theirs.close()
    try:
        if not pipe.poll(BOUND):
            raise TimeoutError("the watching devices do not connect")
        pipe.recv()
        yield pipe
    finally:
        process.terminate()
        process.join(BOUND)
        pipe.close()


def _serve(pipe: Connection, address: str, devices: int, words: str) -> None:
    asyncio.run(_watch(pipe, address, devices, words))


async def _watch(pipe: Connection, address: str, devices: int, words: str) -> None:
    seen: list[set[str]] = [set() for _ in range(devices)]
    connected = [asyncio.Event() for _ in range(devices)]
    lines = [
        asyncio.create_task(_line(address, found, event, words)) for found, event in zip(seen, connected, strict=True)
    ]
    for event in connected:
        await event.wait()
    pipe.send("connected")
    while await asyncio.to_thread(_asked, pipe):
        if any(line.done() for line in lines):
            raise RuntimeError("a line of a watching device has ended")
        pipe.send([len(found) for found in seen])


def _asked(pipe: Connection) -> bool:
    try:
        pipe.recv()
    except EOFError:
        return False
    return True


async def _line(address: str, seen: set[str], connected: asyncio.Event, words: str) -> None:
    cookies, query = await asyncio.to_thread(_page, address)
    at = urlsplit(address)
    asked = urlencode({**query, "EIO": "4", "transport": "websocket"})
    socket = f"ws://{at.netloc}/_nicegui_ws/socket.io/?{asked}"
    origin = f"{at.scheme}://{at.netloc}"
    headers = {"Cookie": cookies}
    async with connect(socket, origin=origin, additional_headers=headers, max_size=None) as line:  # type: ignore[arg-type]
        await line.recv()
        await line.send(_CONNECT)
        async for message in line:
            text = message if isinstance(message, str) else message.decode()
            if text == _PING:
                await line.send(_PONG)
            elif text.startswith(_CONNECTED):
                connected.set()
            elif text.startswith('42["update"'):
                changed = json.loads(text[2:])[1]
                seen.update(key for key, each in changed.items() if isinstance(each, dict) and words in _text(each))


def _text(element: dict[str, object]) -> str:
    return str(element.get("text") or "")


def _page(address: str) -> tuple[str, dict[str, str]]:
    with urllib.request.urlopen(f"{address}session") as answer:
        cookies = "; ".join(each.split(";")[0] for each in answer.headers.get_all("set-cookie") or ())
        found = _QUERY.search(answer.read().decode())
    if found is None:
        raise RuntimeError("the page does not tell how its line begins")
    query = {
        key: str(value).lower() if isinstance(value, bool) else str(value)
        for key, value in literal_eval(found.group(1)).items()
    }
    return cookies, {**query, "document_id": query["client_id"], "tab_id": query["client_id"]}
