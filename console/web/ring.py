"""A colleague is called: it rings on every page of other devices until somebody comes, or the call is taken back."""

from __future__ import annotations

import io
import math
import struct
import wave
from functools import cache

from nicegui import ui
from nicegui.element import Element
from starlette.requests import Request
from starlette.responses import Response

from console.web.calls import Call
from console.web.context import Context
from console.web.device import Device
from console.web.parts import button, shown, tag, written
from console.web.words import say

_RATE = 16_000
_TONES = ((880.0, 0.22), (660.0, 0.34), (0.0, 1.3))
"""Hertz and seconds: two tones that fall, then quiet."""

_RING = """
(() => {
  const ring = document.getElementById('ring');
  if (!ring) return;
  const begin = () => { if (ring.dataset.on) ring.play().catch(() => {}); };
  if (%s) {
    ring.dataset.on = '1';
    begin();
    document.addEventListener('pointerdown', begin, { once: true });
    document.addEventListener('keydown', begin, { once: true });
  } else {
    delete ring.dataset.on;
    ring.pause();
    ring.currentTime = 0;
  }
})();
"""
"""A browser lets a page sound once somebody has touched it: where it does not yet, the first touch begins it."""

_SEEN = """
requestAnimationFrame(() => setTimeout(() => {
  document.querySelector('.k-ring')?.scrollIntoView({ block: 'nearest' });
}));
"""
"""It stands in the page and covers nothing: where that part of the page is not seen, the page goes there once."""

_LEAVE = "document.getElementById('content')?.focus({ preventScroll: true })"


class Ring:
    """The call on one open page: it rings there, unless it is this device that called.

    It stands in the page, so that it never lies over what is pressed.
    """

    def __init__(self, context: Context, device: Device) -> None:
        self._stage, self._device, self._language = context.stage, device, device.language
        self._sounds = self._stands = False
        self._above = tag("div")
        self._own_place: Element = self._above
        with self._above:
            self._banner = tag("section", style="k-notice k-ring", role="alert")
        with self._banner:
            with tag("div"):
                self._words = tag("p", "")
                self._more = tag("p", "", "small")
            self._come = button(say("during.acknowledge", self._language), self._end, "deep", id="acknowledge")
            self._back = button(say("during.take_back", self._language), self._end, "deep", id="take-back")
            self._seen = button(say("during.understood", self._language), self._know, "deep", id="understood")
        tag("audio", id="ring", src="/ring.wav", loop="true", preload="none")
        shown(self._banner, False)
        client = ui.context.client
        calls, page = self._stage.calls, client.id

        def joined() -> None:
            calls.joined(page, device.id, device.who)
            self.refresh()

        client.on_connect(joined)
        client.on_disconnect(lambda: calls.left(page))
        client.on_delete(lambda: calls.left(page))

    def own_at(self, place: Element) -> None:
        """Have the call of this device stand there, beside the key that called, and not above the page."""
        self._own_place = place
        self.refresh()

    def refresh(self) -> None:
        """Show how the call stands, and ring while it is open and somebody else's."""
        playing, snapshot, call = self._stage.playing, self._stage.snapshot(), self._stage.calls.call
        is_open = playing is not None and snapshot is not None and snapshot.called
        is_open = is_open and not (call is not None and call.is_settled)
        mine = call is not None and call.device == self._device.id
        come = mine and call is not None and call.answered
        self._put(self._own_place if mine else self._above, is_open or come)
        shown(self._come, is_open and not mine)
        shown(self._back, is_open and mine)
        shown(self._seen, come and not is_open)
        if call is not None and come:
            written(self._words, self._coming(call))
            written(self._more, "")
        elif mine and is_open:
            self._ringing(self._stage.calls.elsewhere(self._device.id))
        elif playing is not None and is_open:
            written(self._words, self._calling(call, playing.title))
            written(self._more, self._say("no_nurse_call"))
        rings = is_open and not mine
        if rings or self._sounds:
            ui.run_javascript(_RING % ("true" if rings else "false"))
        self._sounds = rings

    def _put(self, place: Element, stands: bool) -> None:
        if stands and self._banner not in place.default_slot.children:
            self._banner.move(place)
        shown(self._banner, stands)
        if stands and not self._stands:
            ui.run_javascript(_SEEN)
        self._stands = stands

    def _ringing(self, devices: int) -> None:
        """What whoever called is told."""
        if not devices:
            written(self._words, self._say("rings_nowhere"))
            written(self._more, self._say("get_help"))
            return
        where = self._say("rings_on_one") if devices == 1 else self._say("rings_on", count=devices)
        written(self._words, self._say("rings"))
        written(self._more, f"{where} {self._say('no_nurse_call')}")

    def _calling(self, call: Call | None, title: str) -> str:
        if call is None or call.who is None:
            return self._say("called", title=title)
        role = say(f"staff.roles.{call.who.role}", self._language)
        return self._say("called_by", name=call.who.name, role=role, title=title)

    def _coming(self, call: Call) -> str:
        return self._say("comes_somebody") if call.coming is None else self._say("comes", name=call.coming.name)

    def _end(self) -> None:
        self._stage.ask("acknowledge", device=self._device.id, by=self._device.by)
        self.refresh()
        self._leave()

    def _know(self) -> None:
        self._stage.calls.over()
        self.refresh()
        self._leave()

    def _leave(self) -> None:
        """Nothing of the call can be pressed any more: who does without a pointer goes on from the page itself."""
        ui.run_javascript(_LEAVE)

    def _say(self, key: str, **facts: object) -> str:
        return say(f"during.{key}", self._language, **facts)


async def sound(_: Request) -> Response:
    """What rings."""
    return Response(_wav(), media_type="audio/wav")


@cache
def _wav() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as whole:
        whole.setparams((1, 2, _RATE, 0, "NONE", ""))
        for hertz, seconds in _TONES:
            count = round(seconds * _RATE)
            for at in range(count):
                # It fades in and out, so that nothing clicks.
                swell = min(1.0, at / 400, (count - at) / 2000)
                whole.writeframesraw(struct.pack("<h", round(12_000 * swell * math.sin(math.tau * hertz * at / _RATE))))
    return file.getvalue()
