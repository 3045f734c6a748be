"""The gestures and sounds that a scenario may name, whichever body makes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

Keyframes = tuple[tuple[float, float], ...]
"""When (seconds from the gesture's start) a joint is at which angle (radians; hands: 0 to 1)."""


@dataclass(frozen=True, slots=True)
class Gesture:
    """A movement of the upper body that is safe seated and standing.

    Attributes:
        seconds: How long the full gesture takes, the way back to neutral included.
        keyframes: By joint, the angles on the way; after the last one the joint goes back to neutral.
        arms: Whether an arm's or a hand's joint moves.
        families: The posture families in which it may be made.
        held_until: The gesture that ends this one: this one's last angles are kept until then. Empty for all others.
    """

    name: str
    seconds: float
    keyframes: Mapping[str, Keyframes]
    arms: bool
    families: tuple[str, ...]
    held_until: str = ""

    def track(self, family: str, size: float = 1.0, arms: bool = True) -> dict[str, Keyframes]:
        """The keyframes by joint, scaled around the neutral of a posture family, with the way back.

        Args:
            family: NAOqi's posture family.
            size: 1 is the full gesture, 0 none.
            arms: False leaves the arms where they are.
        """
        neutral = neutral_of(family)
        size = min(max(size, 0.0), 1.0)
        track: dict[str, Keyframes] = {}
        for joint, keyframes in self.keyframes.items():
            if joint.startswith("Head") or arms:
                home = neutral[joint]
                scaled = tuple((time, home + size * (angle - home)) for time, angle in keyframes)
                track[joint] = scaled if self.held_until else (*scaled, (self.seconds, home))
        return track


@dataclass(frozen=True, slots=True)
class Cue:
    """A short tone; `gain` is of 100."""

    hertz: int
    seconds: float
    gain: int


CUES: Mapping[str, Cue] = {
    "listen": Cue(880, 0.12, 25),
    "attention": Cue(523, 0.3, 20),
    "thinking": Cue(440, 0.15, 15),
    "done": Cue(660, 0.2, 25),
}


@cache
def _document() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("gestures.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def neutral_of(family: str) -> Mapping[str, float]:
    """Where the upper body's joints are at ease in a posture family, in radians (hands: 0 to 1)."""
    neutral: dict[str, dict[str, float]] = _document()["neutral"]
    return neutral["sitting" if family.startswith("Sitting") else "standing"]


class _Gestures(Mapping[str, Gesture]):
    """Reads the file when the first gesture is looked for: most commands need none."""

    def __getitem__(self, name: str) -> Gesture:
        return _gestures()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_gestures())

    def __len__(self) -> int:
        return len(_gestures())


GESTURES: Mapping[str, Gesture] = _Gestures()


@cache
def _gestures() -> Mapping[str, Gesture]:
    families = tuple(_document()["families"])
    return {name: _gesture(name, entry, families) for name, entry in _document()["gestures"].items()}


def _gesture(name: str, entry: Mapping[str, Any], families: tuple[str, ...]) -> Gesture:
    keyframes = {
        joint: tuple((float(time), float(angle)) for time, angle in frames) for joint, frames in entry["joints"].items()
    }
    return Gesture(
        name=name,
        seconds=float(entry["seconds"]),
        keyframes=keyframes,
        arms=any(not joint.startswith("Head") for joint in keyframes),
        families=tuple(entry.get("families", families)),
        held_until=entry.get("held_until", ""),
    )
