"""A NAO's eyes: the FaceLeds group of ALLeds."""

from __future__ import annotations

from collections.abc import Mapping

from robot.clock import Clock, Timer
from robot.commands import Light
from robot.nao.wire import Reply, Wire

COLOURS: Mapping[Light, int] = {
    Light.LISTENING: 0x0000FF,
    Light.THINKING: 0x00FF00,
    Light.SPEAKING: 0xFFFFFF,
    Light.PAUSED: 0xFFFF00,
    Light.STAFF_NEEDED: 0xFF0000,
    Light.OFF: 0x000000,
}
"""0x00RRGGBB, as fadeRGB takes it."""

FADE = 0.05
"""Seconds. A fade blocks ALLeds while it lasts."""

PULSE = 1.0
"""Seconds that a pulsing light is on, and then off."""


class Lights:
    """Shows one light at a time, and sends no colour that the eyes show already. Session thread only."""

    def __init__(self, wire: Wire, clock: Clock) -> None:
        self._wire = wire
        self._clock = clock
        self._timer: Timer | None = None
        self._fading = False
        self._next: int | None = None
        self._shown: int | None = None
        """The colour that was sent last; None where the eyes may show another one by now."""

    def show(self, light: Light) -> None:
        """Show a light until the next one; only STAFF_NEEDED pulses."""
        if self._timer is not None:
            self.close()
        if light is Light.STAFF_NEEDED:
            self._pulse(True)
        else:
            self._fade(COLOURS[light])

    def close(self) -> None:
        """End the pulse; the eyes stay as they are."""
        self._clock.cancel(self._timer)
        self._timer = None

    def forget(self) -> None:
        """Something beside this driver may change the eyes: the next light is sent, whichever it is."""
        self._shown = None

    def _pulse(self, on: bool) -> None:
        self._fade(COLOURS[Light.STAFF_NEEDED if on else Light.OFF])
        self._timer = self._clock.call_later(PULSE, lambda: self._pulse(not on))

    def _fade(self, colour: int) -> None:
        # NAOqi takes calls that follow at once in any order: one at a time, and the latest colour wins.
        if self._fading:
            self._next = colour
            return
        if colour == self._shown:
            return
        self._fading, self._shown = True, colour
        self._wire.call("ALLeds", "fadeRGB", "FaceLeds", colour, FADE, done=self._faded)

    def _faded(self, reply: Reply) -> None:
        self._fading = False
        if reply.error is not None:
            self._shown = None
        colour, self._next = self._next, None
        if colour is not None:
            self._fade(colour)
