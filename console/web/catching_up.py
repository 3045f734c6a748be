"""A page whose line comes back shows how things stand, not how they stood."""

from __future__ import annotations

import asyncio

from nicegui import Client

_SOON = 0.05
"""Seconds between looks at whether what was missed is on its way."""


def keep_up(client: Client) -> None:
    """Have a page be told all of itself once more when its line was cut and is back.

    The library sends what is new, and after it what the page missed: an older list would stand where a newer one did.
    """
    came_before = False

    async def connected() -> None:
        nonlocal came_before
        if not came_before:
            came_before = True
            return
        while client.outbox.messages and not client.is_deleted:
            await asyncio.sleep(_SOON)
        if not client.is_deleted:
            for element in list(client.elements.values()):
                element.update()

    client.on_connect(connected)
