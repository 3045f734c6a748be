"""What a robot must be like for a session: reached, seated, charged, cool, able to speak, and loud enough."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from behaviours.monitors import GOODBYE_CHARGE, START_CHARGE
from robot.clock import Clock, RealClock
from robot.nao.examination import Connect, Findings, examined, over_qi, spoken
from robot.nao.upkeep import DOWN_FAMILIES, SEATED_FAMILIES
from robot.problem import Problem
from sessions.bodies import DESK, SIM
from sessions.ready.check import Check, phrase, wrong
from sessions.ready.scenario import Asked

if TYPE_CHECKING:
    from robot.desk.voice import Loudspeaker

CHARGE_MINUTES = 60.0
"""So long a full battery lasts a robot that is busy all the time (p)."""

QUIET = 40
"""Below this volume, in per cent, a group hardly hears a robot (p)."""

EXAMINE_SECONDS = 9.0

SPEAK_SECONDS = 20.0


class _Heard:
    """A loudspeaker of which it is known afterwards whether it was heard."""

    def __init__(self, loudspeaker: Loudspeaker) -> None:
        self._loudspeaker = loudspeaker
        self.heard = False

    def play(self, sound: bytes, seconds: float, wanted: Callable[[], bool]) -> bool:
        """As the loudspeaker."""
        self.heard = self._loudspeaker.play(sound, seconds, wanted)
        return self.heard

    def hush(self) -> None:
        """As the loudspeaker."""
        self._loudspeaker.hush()


def checks(
    robot: str, asked: Callable[[], Asked | None], aloud: str | None, loudspeaker: Loudspeaker | None = None
) -> Iterator[Check]:
    """Look at the robot, and tell how it is for what is asked of it.

    Args:
        robot: As `--robot` takes it.
        asked: What the scenario asks, as soon as that is known; None where it can't be.
        aloud: The language to say the phrase in; None says nothing.
        loudspeaker: What a desk speaks by, where that is not this computer.
    """
    if robot == DESK:
        yield from _desk(asked(), aloud, loudspeaker)
        return
    try:
        clock, connect = _way(robot, asked)
        findings = examined(connect, clock, EXAMINE_SECONDS)
    except Problem as problem:
        yield wrong("robot", problem, mend="desk")
        return
    if robot == SIM:
        yield Check("robot", "ok", "robot_virtual")
    elif findings.driven:
        yield Check("robot", "bad", "robot_driven", mend="desk")
    else:
        yield Check("robot", "ok", "robot_answers", {"version": findings.version or "?"})
    plan = asked()
    yield _seat(findings, plan is not None and plan.seated)
    yield _battery(findings, plan.minutes if plan is not None else 0.0)
    yield _heat(findings)
    if plan is not None:
        yield _language(findings.languages, plan)
    if aloud is None or findings.driven:
        yield _volume(findings.volume)
        return
    try:
        clock, connect = _way(robot, asked)
        spoken(connect, clock, SPEAK_SECONDS, phrase(aloud), aloud)
        yield Check("volume", "ok", "volume_said", {"words": phrase(aloud)}, mend="speak")
    except Problem as problem:
        yield wrong("volume", problem, mend="speak")


def _way(robot: str, asked: Callable[[], Asked | None]) -> tuple[Clock, Connect]:
    if robot != SIM:
        clock = RealClock()
        return clock, over_qi(robot, clock)
    from sim.clock import VirtualClock
    from sim.nao.virtual_nao import VirtualNao
    from sim.wire import DirectWire

    virtual, plan = VirtualClock(0, None), asked()
    nao = VirtualNao(virtual, posture="Sit" if plan is not None and plan.seated else "Crouch")
    return virtual, lambda run, lost: DirectWire(nao, run)


def _desk(plan: Asked | None, aloud: str | None, loudspeaker: Loudspeaker | None) -> Iterator[Check]:
    from robot.desk.voice import ComputerVoice, Utterance
    from robot.kernel import Kernel

    yield Check("robot", "ok", "robot_screen")
    yield Check("seat", "ok", "seat_any")
    yield Check("battery", "ok", "battery_none")
    yield Check("heat", "ok", "heat_none")
    clock = RealClock()
    kernel: Kernel[object] = Kernel(clock, lambda item: None, lambda: None)
    elsewhere = _Heard(loudspeaker) if loudspeaker is not None else None
    voice = ComputerVoice(clock, kernel.call, loudspeaker=elsewhere)
    try:
        for language in plan.voices if plan is not None else ():
            voice.check(language)
    except Problem as problem:
        yield wrong("language", problem)
        return
    if plan is not None:
        yield Check("language", "ok", "language_spoken", {"languages": plan.voices})
    if aloud is None:
        yield Check("volume", "ok", "volume_unknown", mend="speak")
        return
    failed: list[str] = []

    def ended(reason: str | None) -> None:
        failed.extend([reason] if reason else [])
        kernel.stop()

    try:
        kernel.call(lambda: voice.speak(Utterance(phrase(aloud), aloud), ended))
        clock.call_later(SPEAK_SECONDS, lambda: ended("silence"))
        kernel.run()
    finally:
        voice.close()
    if failed:
        yield Check("volume", "warn", "broken", {"reason": failed[0]}, mend="speak")
    elif elsewhere is not None and not elsewhere.heard:
        yield Check("volume", "warn", "volume_not_played", mend="speak")
    else:
        yield Check("volume", "ok", "volume_said", {"words": phrase(aloud)}, mend="speak")


def _seat(findings: Findings, seated: bool) -> Check:
    if not findings.family:
        return Check("seat", "warn", "seat_unknown")
    if findings.family in SEATED_FAMILIES:
        return Check("seat", "ok", "seat_sits")
    if findings.family in DOWN_FAMILIES:
        return Check("seat", "bad", "seat_lies")
    return Check("seat", "bad", "seat_needed") if seated else Check("seat", "ok", "seat_any")


def _battery(findings: Findings, minutes: float) -> Check:
    percent = findings.battery
    if percent is None:
        return Check("battery", "warn", "battery_unknown")
    needed = max(START_CHARGE, min(100, GOODBYE_CHARGE + math.ceil(100 * minutes / CHARGE_MINUTES)))
    facts = {"percent": percent, "needed": needed, "minutes": max(1, round(minutes))}
    if percent < START_CHARGE:
        return Check("battery", "bad", "battery_low", {**facts, "needed": START_CHARGE})
    if findings.charging:
        return Check("battery", "ok", "battery_charging", facts)
    if percent < needed:
        return Check("battery", "warn", "battery_short", facts)
    return Check("battery", "ok", "battery_enough", facts)


def _heat(findings: Findings) -> Check:
    facts = {"minutes": max(1, math.ceil((findings.cool_in or 0.0) / 60))}
    match findings.heat:
        case None:
            return Check("heat", "warn", "heat_unknown")
        case 0:
            return Check("heat", "ok", "heat_cool")
        case 1:
            return Check("heat", "warn", "heat_warm")
        case 2:
            return Check("heat", "warn", "heat_hot", facts)
        case _:
            return Check("heat", "bad", "heat_too_hot", facts)


def _language(known: tuple[str, ...], plan: Asked) -> Check:
    missing = [language for language in plan.voices if language not in known]
    if missing:
        return Check("language", "bad", "language_missing", {"languages": tuple(missing)}, mend="desk")
    return Check("language", "ok", "language_spoken", {"languages": plan.voices})


def _volume(percent: int | None) -> Check:
    if percent is None:
        return Check("volume", "ok", "volume_unknown", mend="speak")
    if percent < QUIET:
        return Check("volume", "warn", "volume_low", {"percent": percent}, mend="speak")
    return Check("volume", "ok", "volume_set", {"percent": percent}, mend="speak")
