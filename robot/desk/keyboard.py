"""Answers by keyboard: typed words stand for speech, keys that begin with a slash for touch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from robot.clock import Clock, Timer
from robot.commands import Listen, Sensor
from robot.events import Heard, Hypothesis, Silent, Voiced
from robot.problem import Problem

TYPING = 10.0
"""Seconds that a typed answer may take longer than a spoken one to begin."""

MARK = "/"
"""What a touch begins with, so that a number stays an answer."""

_NAMES = {
    Sensor.HEAD_FRONT: ("front", "otsa", "panna"),
    Sensor.HEAD_MIDDLE: ("head", "pää", "huvud"),
    Sensor.HEAD_REAR: ("rear", "takaraivo", "nacke"),
    Sensor.HAND_LEFT: ("left", "vasen", "vänster"),
    Sensor.HAND_RIGHT: ("right", "oikea", "höger"),
    Sensor.FOOT_LEFT: ("foot-left", "vasen-jalka", "vänster-fot"),
    Sensor.FOOT_RIGHT: ("foot-right", "oikea-jalka", "höger-fot"),
    Sensor.CHEST: ("chest", "rinta", "bröst"),
}
_TOUCHES = {
    key: sensor
    for number, (sensor, names) in enumerate(_NAMES.items(), start=1)
    for key in (str(number), sensor.value, *names)
}


class Ears(Protocol):
    """What hears people at a desk, whatever it hears with. Session thread only; nothing here blocks."""

    def open(self, listen: Listen, told: Callable[[Heard | Voiced | Silent], None]) -> None:
        """Listen for one turn, and call `told` once when it is over, unless `close` comes first."""
        ...

    def close(self) -> None:
        """Hear nothing more until the next `open`."""
        ...


class Keyboard:
    """Ears for typed lines. A line ends its turn by itself, so that an end silence means nothing here."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._timer: Timer | None = None
        self._turn: tuple[Listen, Callable[[Heard | Voiced | Silent], None]] | None = None

    def open(self, listen: Listen, told: Callable[[Heard | Voiced | Silent], None]) -> None:
        """Take the next typed line as the answer; Silent where none comes before the no-speech time is over."""
        self.close()
        self._turn = (listen, told)
        wait = listen.timing.no_speech + TYPING
        self._timer = self._clock.call_later(wait, lambda: self._over(Silent(listen.tag)))

    def close(self) -> None:
        """Hear nothing more until the next `open`."""
        self._clock.cancel(self._timer)
        self._timer = self._turn = None

    def typed(self, words: str) -> bool:
        """Session thread only. Hear `words`; False where the ears are shut, and nobody hears them."""
        if self._turn is None:
            return False
        self._over(Heard(self._turn[0].tag, (Hypothesis(words, 1.0),)))
        return True

    def _over(self, event: Heard | Silent) -> None:
        if self._turn is not None:
            _, told = self._turn
            self.close()
            told(event)


def touch_of(line: str) -> Sensor | None:
    """The sensor that a typed line stands for: /1 to /8, a sensor's id, or its name in fi, sv or en.

    Returns:
        None where the line is words.

    Raises:
        Problem: `touch_unknown`, where it begins as a touch and is none.
    """
    key = line.strip().casefold()
    if not key.startswith(MARK):
        return None
    sensor = _TOUCHES.get(key.removeprefix(MARK).strip())
    if sensor is None:
        raise Problem("touch_unknown", key=key, keys=", ".join(MARK + names[0] for names in _NAMES.values()))
    return sensor
