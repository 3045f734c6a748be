"""The animations that the virtual NAO has installed: gestures of arms and head, by NAOqi's names.

A handful of those that every NAO 6 comes with, for standing and for sitting; their joint paths are our own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_PACKAGE = "animations"


@dataclass(frozen=True, slots=True)
class Animation:
    """Angles that joints go through at times, and the words that choose it."""

    goals: Mapping[str, tuple[float, ...]]
    times: tuple[float, ...]
    tags: tuple[str, ...]

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.times[-1]


_HEY = Animation(
    {"RShoulderPitch": (-0.5, -0.5, -0.5, 1.4), "RElbowRoll": (0.6, 1.3, 0.6, 1.0), "RWristYaw": (0.0, 0.0, 0.0, 0.0)},
    (0.8, 1.4, 2.0, 2.8),
    ("hello", "hey", "hi", "bye"),
)
_YES = Animation({"HeadPitch": (0.3, -0.1, 0.3, 0.0)}, (0.5, 0.9, 1.3, 1.7), ("yes", "agree", "affirm"))
_NO = Animation({"HeadYaw": (0.5, -0.5, 0.5, 0.0)}, (0.5, 1.0, 1.5, 2.0), ("no", "disagree", "negative"))
_EXPLAIN = Animation(
    {"LShoulderPitch": (0.9, 1.4), "RShoulderPitch": (0.9, 1.4), "LElbowRoll": (-1.2, -1.0), "RElbowRoll": (1.2, 1.0)},
    (1.0, 2.2),
    ("explain", "show", "tell", "body language"),
)
_ENTHUSIASTIC = Animation(
    {"LShoulderPitch": (0.2, 0.0, 1.4), "RShoulderPitch": (0.2, 0.0, 1.4), "HeadPitch": (-0.2, -0.2, 0.0)},
    (0.9, 1.4, 2.4),
    ("enthusiastic", "happy", "joy", "great"),
)
_THINKING = Animation(
    {"HeadYaw": (0.3, 0.3, 0.0), "HeadPitch": (-0.2, -0.2, 0.0), "RElbowRoll": (1.4, 1.4, 1.0)},
    (0.9, 1.9, 2.8),
    ("think", "hesitation", "hmm"),
)

_NAMES = {
    "Gestures/Hey_1": _HEY,
    "Gestures/Yes_1": _YES,
    "Gestures/No_1": _NO,
    "Gestures/Explain_1": _EXPLAIN,
    "Gestures/Enthusiastic_4": _ENTHUSIASTIC,
    "Gestures/Thinking_1": _THINKING,
}
ANIMATIONS: Mapping[str, Animation] = {
    f"{_PACKAGE}/{posture}/{name}": animation for posture in ("Stand", "Sit") for name, animation in _NAMES.items()
}
TALKING = _EXPLAIN
"""The arms' movement while the robot speaks with body language."""


def tags() -> Mapping[str, tuple[str, ...]]:
    """The animations that each tag chooses from."""
    found: dict[str, list[str]] = {}
    for name, animation in ANIMATIONS.items():
        for tag in animation.tags:
            found.setdefault(tag, []).append(name)
    return {tag: tuple(names) for tag, names in found.items()}


def resolved(name: str) -> str | None:
    """The full name of an animation, given with or without its package's first part; None where there is none."""
    for candidate in (name, f"{_PACKAGE}/{name}"):
        if candidate in ANIMATIONS:
            return candidate
    return None
