"""A look at a NAO that changes nothing about it: whether it could begin a session as it is."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any

from robot.clock import Clock
from robot.heat import cooling_seconds, temperature_key
from robot.kernel import Kernel
from robot.limits import joints
from robot.nao.chain import Call, Lane, Steps, Wait, call
from robot.nao.claim import BEAT_SECONDS, KEY, PATIENCE, holder_of
from robot.nao.qi_link import url_of
from robot.nao.qi_wire import QiWire
from robot.nao.speech import NAOQI_LANGUAGES, languages_of
from robot.nao.vitals import CHARGING_KEY, status_of
from robot.nao.wire import Reply, Wire
from robot.problem import Failure, Problem

Connect = Callable[[Callable[[Callable[[], None]], None], Callable[[str], None]], Wire]
"""Makes a wire, given how jobs come to the thread that looks, and what to call when the wire drops. May block."""

CONNECT_SECONDS = 4.0


@dataclass(slots=True)
class Findings:
    """A NAO as it is; what it does not tell is empty or None."""

    model: str = "NAO"
    version: str = ""
    languages: tuple[str, ...] = ()
    family: str = ""
    """NAOqi's posture family, such as Sitting."""
    battery: int | None = None
    charging: bool | None = None
    heat: int | None = None
    """The hottest joint: 0 fine, 1 warm, 2 hot, 3 too hot."""
    cool_in: float | None = None
    """Seconds until no joint is warm any more, as `robot.heat` reckons."""
    awake: bool | None = None
    """Whether its joints are stiff."""
    volume: int | None = None
    """How loud it speaks, in per cent."""
    driven: bool = False
    """Whether a station drives it now."""


def examined(connect: Connect, clock: Clock, seconds: float, patience: float = PATIENCE * BEAT_SECONDS) -> Findings:
    """Look at the robot on this thread, for so many seconds of the clock at most.

    Args:
        connect: Makes the wire.
        clock: A clock of its own.
        seconds: How long the robot may take to answer it all.
        patience: How long a station's claim is watched for a sign of life.

    Raises:
        Failure: `robot_unreachable`, or `robot_silent`: it does not answer as NAOqi does.
        Problem: qi is not installed.
    """
    return _within(connect, clock, seconds, lambda findings: _look(findings, patience))


def spoken(connect: Connect, clock: Clock, seconds: float, words: str, language: str) -> Findings:
    """Have the robot say something as it is, without waking it, and wait for the last word.

    Raises:
        Failure: As `examined`, or `robot_silent`: it would not say it.
    """
    return _within(connect, clock, seconds, lambda findings: _say(words, language))


def over_qi(address: str, clock: Clock) -> Connect:
    """How to connect to nao://HOST[:PORT].

    Raises:
        Problem: It is no such address.
    """
    url = url_of(address)
    return lambda run, lost: QiWire.connect(url, run, clock, lost, CONNECT_SECONDS)


def _within(connect: Connect, clock: Clock, seconds: float, steps: Callable[[Findings], Steps]) -> Findings:
    findings, problems = Findings(), list[Problem]()

    def end(problem: Problem | None = None) -> None:
        problems.extend([problem] if problem is not None else [])
        kernel.stop()

    def failed(error: Exception) -> None:
        end(error if isinstance(error, Problem) else Failure("robot_silent", reason=str(error)))

    def through() -> Steps:
        yield from steps(findings)
        end()

    kernel: Kernel[object] = Kernel(clock, lambda item: None, lambda: None, failed=failed)
    wire = connect(kernel.call, lambda reason: end(Failure("robot_silent", reason=reason)))
    try:
        clock.call_later(seconds, lambda: end(Failure("robot_silent", reason=f"{seconds:g} s")))
        kernel.call(lambda: Lane(wire, clock).follow(through()))
        kernel.run()
    finally:
        wire.close()
    if problems:
        raise problems[0]
    return findings


def _look(findings: Findings, patience: float) -> Steps:
    def ask(service: str, method: str, *arguments: Any) -> Generator[Call, Reply, Any]:
        reply = yield call(service, method, *arguments)
        return reply.value

    languages = yield call("ALTextToSpeech", "getAvailableLanguages")
    if languages.error is not None:
        raise Failure("robot_silent", reason=languages.error)
    findings.languages = languages_of(languages.value)
    findings.version = _text((yield from ask("ALSystem", "systemVersion")))
    findings.family = _text((yield from ask("ALRobotPosture", "getPostureFamily")))
    findings.battery = _whole((yield from ask("ALBattery", "getBatteryCharge")))
    heat = yield call("ALBodyTemperature", "getTemperatureDiagnosis")
    findings.heat = status_of(heat.value) if heat.error is None else None
    awake = yield from ask("ALMotion", "robotIsWakeUp")
    findings.awake = awake if isinstance(awake, bool) else None
    if findings.heat is not None:
        names = tuple(joints())
        read = yield from ask("ALMemory", "getListData", [temperature_key(name) for name in names])
        findings.cool_in = cooling_seconds(findings.heat, findings.awake is not False, _degrees(names, read))
    flag = yield from ask("ALMemory", "getData", CHARGING_KEY)
    findings.charging = bool(flag) if flag in (0, 1) else None
    volume = yield from ask("ALTextToSpeech", "getVolume")
    findings.volume = round(100 * volume) if isinstance(volume, int | float) else None
    claimed = holder_of((yield from ask("ALMemory", "getData", KEY)))
    if claimed is not None:
        yield Wait(patience)
        seen = holder_of((yield from ask("ALMemory", "getData", KEY)))
        findings.driven = seen not in (None, claimed)


def _say(words: str, language: str) -> Steps:
    reply = yield call("ALTextToSpeech", "say", words, NAOQI_LANGUAGES[language])
    if reply.error is not None:
        raise Failure("robot_silent", reason=reply.error)


def _degrees(names: Sequence[str], values: Any) -> dict[str, float]:
    """Temperatures by joint; a joint that has no sensor of its own has none."""
    if not isinstance(values, list | tuple) or len(values) != len(names):
        return {}
    return {name: float(value) for name, value in zip(names, values, strict=True) if _is_number(value)}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
