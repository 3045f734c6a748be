"""What a scenario may refer to and does not define itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from behaviours.behaviour import Behaviour
from robot.catalogue import GESTURES, Gesture
from scenarios.language.inputs import NO_SONGS, Songs


@dataclass(frozen=True, slots=True)
class World:
    """The behaviours, and by kind of reference the names that exist."""

    behaviours: Mapping[str, type[Behaviour[Any]]]
    names: Mapping[str, Collection[str]]
    """By the kind that a `Reference` carries: gestures, profiles, pictures."""
    values: frozenset[str]
    """The placeholders that every text may hold."""
    gestures: Mapping[str, Gesture] = field(default_factory=lambda: GESTURES)
    """What the body does at the name of a gesture."""
    songs: Songs = field(default_factory=lambda: NO_SONGS)
    """The songs that inputs may be; there are none where no input is one."""


@cache
def shipped_world() -> World:
    """What Kaveri brings along."""
    from behaviours.registry import BEHAVIOURS
    from behaviours.stage import GROUP, SCORE
    from behaviours.today import VALUES
    from scenarios.language.pictures import shipped_pictures
    from scenarios.language.profiles import profile_names

    names = {"gesture": tuple(GESTURES), "profile": profile_names(), "picture": shipped_pictures()}
    return World(BEHAVIOURS, names, frozenset((*VALUES, GROUP, SCORE)))
