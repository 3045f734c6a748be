"""What the body does: no walking in care, still arms where hands answer, and rest for arms that have worked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from robot.catalogue import Gesture
from robot.commands import Sensor
from robot.limits import ARM_WORK_SECONDS, CHAINS, ArmDuty
from scenarios.language.diagnostics import Finding
from scenarios.language.document import Document
from scenarios.language.estimate import Estimate, Gesturing, Opening
from scenarios.language.events import Data, Path
from scenarios.language.model import Scenario, State
from scenarios.language.walk import names

_LEGS = frozenset((*CHAINS["LLeg"], *CHAINS["RLeg"]))
_HANDS = frozenset((Sensor.HAND_LEFT, Sensor.HAND_RIGHT))
_SEATED = "Sitting"

Gestures = Mapping[str, Gesture]
Told = set[tuple[str, str, str]]
"""What has been told already, by code, state and gesture: the languages of a scenario share most of it."""


@dataclass(frozen=True, slots=True)
class _Moving:
    """Arms that go on moving for so many seconds, with a state's gesture."""

    seconds: float
    state: str = ""
    gesture: str = ""


def walking(scenario: Scenario, document: Document, gestures: Gestures) -> Iterator[Finding]:
    """Gestures that need legs, where people sit around a robot that sits."""
    if scenario.front.setting != "care":
        return
    for state in scenario.states.values():
        for reference in names(state.parameters, ("states", state.name, state.behaviour.key)):
            gesture = gestures.get(reference.name) if reference.kind == "gesture" else None
            if gesture is not None and (_SEATED not in gesture.families or _LEGS & gesture.keyframes.keys()):
                yield document.at_value("K424", reference.path, name=gesture.name)


def pinching(
    scenario: Scenario, document: Document, estimate: Estimate, gestures: Gestures, told: Told
) -> Iterator[Finding]:
    """Arms that move while hands are touched, by whichever way people come to the question."""
    begun: dict[str, _Moving] = {}
    waiting = [scenario.front.start]
    seen = {scenario.front.start}
    while waiting:
        name = waiting.pop()
        moving, caught = _through(name, estimate, begun.get(name, _Moving(0.0)), gestures)
        for culprit in caught:
            if ("K425", culprit.state, culprit.gesture) not in told:
                told.add(("K425", culprit.state, culprit.gesture))
                owner = scenario.states[culprit.state]
                yield _at(owner, culprit.gesture, document, "K425", "K438", name=culprit.gesture, state=name)
        for target in estimate.targets(name):
            longer = moving.seconds > begun.get(target, _Moving(0.0)).seconds
            if longer:
                begun[target] = moving
            if longer or target not in seen:
                seen.add(target)
                waiting.append(target)


def working(
    scenario: Scenario, document: Document, estimate: Estimate, gestures: Gestures, told: Told
) -> Iterator[Finding]:
    """Arms that work for too long along the way that takes longest."""
    now, duty = 0.0, ArmDuty()
    for name in estimate.longest_way():
        course = estimate.course(name)
        for happening in course.happenings:
            gesture = _with_arms(happening, gestures)
            if gesture is None or duty.allow(now + happening.at, gesture.seconds):
                continue
            if ("K426", name, gesture.name) not in told:
                told.add(("K426", name, gesture.name))
                owner, most = scenario.states[name], round(ARM_WORK_SECONDS)
                yield _at(owner, gesture.name, document, "K426", "K426", name=gesture.name, most=most)
        now += course.seconds


def _through(name: str, estimate: Estimate, moving: _Moving, gestures: Gestures) -> tuple[_Moving, list[_Moving]]:
    """How arms still move when a state is over, and which movements met a hand that answers in it."""
    course, caught = estimate.course(name), []
    for happening in course.happenings:
        gesture = _with_arms(happening, gestures)
        if gesture is not None:
            moving = _Moving(happening.at + gesture.seconds, name, gesture.name)
        elif isinstance(happening, Opening) and happening.at < moving.seconds and _by_hand(happening):
            caught.append(moving)
    return replace(moving, seconds=max(0.0, moving.seconds - course.seconds)), caught


def _by_hand(opening: Opening) -> bool:
    return any(option.sensor in _HANDS for option in opening.options)


def _with_arms(happening: Gesturing | Opening, gestures: Gestures) -> Gesture | None:
    gesture = gestures.get(happening.gesture) if isinstance(happening, Gesturing) else None
    return gesture if gesture is not None and gesture.arms else None


def _at(owner: State, gesture: str, document: Document, code: str, unasked: str, /, **facts: str | int) -> Finding:
    """A finding where a state names a gesture; at the behaviour, and with another code, where that makes it unasked."""
    path: Path = ("states", owner.name, owner.behaviour.key)
    named = (found.path for found in names(owner.parameters, path) if found.name == gesture)
    written = next((place for place in named if _is_written(place, document.data)), None)
    if written is None:
        own = "gesture" in type(owner.parameters).model_fields
        return document.at_key(unasked if own else code, path, suggestion=None, **facts)
    return document.at_value(code, written, within="", suggestion=None, **facts)


def _is_written(path: Path, data: Data) -> bool:
    """Whether the file itself has a value at this path; a default has none."""
    for part in path:
        if isinstance(data, dict) and part in data:
            data = data[str(part)]
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return False
    return True
