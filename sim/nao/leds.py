"""ALLeds: the lights by name and by group. Every fade lasts as long as it is told to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.nao.errors import Refused
from sim.nao.pending import Pending
from sim.nao.service import Module, method
from sim.sights import EyesChanged

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao

COLOURS = {
    "white": 0xFFFFFF,
    "red": 0xFF0000,
    "green": 0x00FF00,
    "blue": 0x0000FF,
    "yellow": 0xFFFF00,
    "magenta": 0xFF00FF,
    "cyan": 0x00FFFF,
}


def _groups() -> Mapping[str, tuple[str, ...]]:
    eyes = {side: tuple(f"{side}FaceLed{number}" for number in range(1, 9)) for side in ("Left", "Right")}
    ears = {side: tuple(f"{side}EarLed{number}" for number in range(1, 11)) for side in ("Left", "Right")}
    brain = tuple(f"Brain{number}" for number in range(12))
    groups = {
        "FaceLeds": eyes["Left"] + eyes["Right"],
        "LeftFaceLeds": eyes["Left"],
        "RightFaceLeds": eyes["Right"],
        "EarLeds": ears["Left"] + ears["Right"],
        "LeftEarLeds": ears["Left"],
        "RightEarLeds": ears["Right"],
        "ChestLeds": ("ChestLed",),
        "LeftFootLeds": ("LeftFootLed",),
        "RightFootLeds": ("RightFootLed",),
        "FeetLeds": ("LeftFootLed", "RightFootLed"),
        "BrainLeds": brain,
        "BrainLedsFront": brain[:4],
        "BrainLedsMiddle": brain[4:8],
        "BrainLedsBack": brain[8:],
    }
    for number in range(8):
        groups[f"FaceLed{number}"] = (eyes["Left"][number], eyes["Right"][number])
    singles = tuple(dict.fromkeys(led for leds in groups.values() for led in leds))
    return {"AllLeds": singles, **groups}


GROUPS = _groups()
LEDS = GROUPS["AllLeds"]


class Leds(Module):
    """Every light's colour; the eyes are what people look at."""

    name = "ALLeds"

    def __init__(self, nao: VirtualNao) -> None:
        super().__init__(nao)
        self._colours = dict.fromkeys(LEDS, 0xFFFFFF)
        self._groups: dict[str, tuple[str, ...]] = dict(GROUPS)
        self._eyes = 0xFFFFFF

    @property
    def eyes(self) -> int:
        """The colour of the eyes, 0x00RRGGBB."""
        return self._eyes

    def show(self, name: str, colour: int) -> None:
        """Begin to light a LED or a group."""
        self._colours.update(dict.fromkeys(self._leds(name), colour))
        eyes = self._colours["LeftFaceLed1"]
        if eyes != self._eyes:
            self._eyes = eyes
            self.nao.show(EyesChanged(eyes))

    @method("v::fadeRGB(sffff)")
    def fade_parts(self, name: str, red: float, green: float, blue: float, duration: float) -> Pending:
        """Go to a colour given as three parts of 0 to 1."""
        parts = (red, green, blue)
        if not all(0 <= part <= 1 for part in parts):
            raise Refused("Red, green and blue must be between 0 and 1")
        r, g, b = (round(part * 255) for part in parts)
        return self._fade(name, r << 16 | g << 8 | b, duration)

    @method("v::fadeRGB(ssf)")
    def fade_named(self, name: str, colour: str, duration: float) -> Pending:
        """Go to a colour given by name; an unknown one is refused."""
        if colour not in COLOURS:
            raise Refused(f"Unknown color: {colour}")
        return self._fade(name, COLOURS[colour], duration)

    @method("v::fadeRGB(sif)")
    def fade_rgb(self, name: str, rgb: int, duration: float) -> Pending:
        """Go to a colour given as 0x00RRGGBB."""
        return self._fade(name, self._rgb(rgb), duration)

    @method("v::fadeListRGB(smm)")
    def fade_list(self, name: str, colours: Any, times: Any) -> Pending:
        """Go through colours, each reached at its time; lists of unequal length are refused."""
        if not isinstance(colours, list) or not isinstance(times, list) or len(colours) != len(times) or not times:
            raise Refused("rgbList and timeList must be arrays of the same size")
        if not all(isinstance(colour, int) for colour in colours):
            raise Refused("rgbList must be an array of integers")
        if not all(isinstance(time, int | float) and time >= 0 for time in times) or list(times) != sorted(times):
            raise Refused("timeList must be an array of increasing times")
        self._leds(name)
        for time, colour in zip(times, map(self._rgb, colours), strict=True):
            self.nao.clock.call_later(time, lambda colour=colour: self.show(name, colour))  # type: ignore[misc]
        return self.nao.after(times[-1])

    @method("v::fade(sff)")
    def fade(self, name: str, intensity: float, duration: float) -> Pending:
        """Go to a white of this intensity, 0 to 1."""
        return self._fade(name, self._white(intensity), duration)

    @method("v::setIntensity(sf)")
    def set_intensity(self, name: str, intensity: float) -> None:
        """Show a white of this intensity, 0 to 1."""
        self.show(name, self._white(intensity))

    @method("v::on(s)", "v::reset(s)")
    def on(self, name: str) -> None:
        """Show white."""
        self.show(name, 0xFFFFFF)

    @method("v::off(s)")
    def off(self, name: str) -> None:
        """Show nothing."""
        self.show(name, 0)

    @method("m::getIntensity(s)")
    def get_intensity(self, name: str) -> list[float]:
        """The brightest part of each LED's colour, 0 to 1."""
        return [max((self._colours[led] >> shift & 255) / 255 for shift in (16, 8, 0)) for led in self._leds(name)]

    @method("v::rasta(f)", "v::randomEyes(f)")
    def rasta(self, duration: float) -> Pending:
        """Play colours for a while, and end in white."""
        self.show("FaceLeds", 0x00FF00)
        return self._fade_back(duration)

    @method("v::rotateEyes(iff)")
    def rotate_eyes(self, rgb: int, rotation: float, duration: float) -> Pending:
        """Turn a colour round in the eyes for a while."""
        if rotation <= 0:
            raise Refused("timeForRotation must be positive")
        self.show("FaceLeds", self._rgb(rgb))
        return self._fade_back(duration)

    @method("v::earLedsSetAngle(ifb)")
    def ear_leds_set_angle(self, degrees: int, duration: float, leave_on: bool) -> Pending:
        """Light the ears up to an angle."""
        if not 0 <= degrees <= 360:
            raise Refused("degrees must be between 0 and 360")
        self.show("EarLeds", 0x0000FF if leave_on else 0)
        return self.nao.after(self._duration(duration))

    @method("v::createGroup(s[s])")
    def create_group(self, name: str, leds: list[str]) -> None:
        """Name several LEDs together."""
        self._groups[name] = tuple(dict.fromkeys(led for part in leds for led in self._leds(part)))

    @method("[s]::listGroups()")
    def list_groups(self) -> list[str]:
        """The groups by name."""
        return list(self._groups)

    @method("[s]::listGroup(s)", "[s]::listLED(s)")
    def list_group(self, name: str) -> list[str]:
        """The LEDs of a group."""
        return list(self._leds(name))

    @method("[s]::listLEDs()")
    def list_leds(self) -> list[str]:
        """Every LED by name."""
        return list(LEDS)

    def _fade(self, name: str, colour: int, duration: float) -> Pending:
        duration = self._duration(duration)
        self.show(name, colour)
        return self.nao.after(duration)

    def _fade_back(self, duration: float) -> Pending:
        pending = self.nao.after(self._duration(duration))
        pending.then(lambda _value, _error: self.show("FaceLeds", 0xFFFFFF))
        return pending

    def _leds(self, name: str) -> tuple[str, ...]:
        if name in self._groups:
            return self._groups[name]
        if name in self._colours:
            return (name,)
        raise Refused(f"{name} is neither a group nor a led")

    @staticmethod
    def _rgb(rgb: int) -> int:
        if not 0 <= rgb <= 0xFFFFFF:
            raise Refused("rgb must be between 0x00000000 and 0x00FFFFFF")
        return rgb

    @staticmethod
    def _white(intensity: float) -> int:
        if not 0 <= intensity <= 1:
            raise Refused("Intensity must be between 0 and 1")
        return round(intensity * 255) * 0x010101

    @staticmethod
    def _duration(duration: float) -> float:
        if duration < 0:
            raise Refused("duration must not be negative")
        return duration
