"""The longer sequences of a NAO's care: prepare it on connecting, wake it, rest it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

from robot.nao.chain import Call, Steps, call
from robot.nao.hearing import SUBSCRIBER
from robot.nao.speech import languages_of
from robot.nao.wire import Reply

SEATED_FAMILIES = ("Sitting", "SittingOnChair")
DOWN_FAMILIES = ("LyingBelly", "LyingBack", "LyingLeft", "LyingRight", "Belly", "Back", "Left", "Right", "UpsideDown")
"""A robot that lies or has fallen is not woken: people must set it up first."""

ABILITIES = ("ALAutonomousBlinking", "ALBackgroundMovement", "ALBasicAwareness", "ALListeningMovement")
"""What moves or lights the robot beside the lesson, once autonomous life is disabled."""


@dataclass(slots=True)
class Condition:
    """A NAO as it was found on connecting."""

    model: str = "NAO"
    version: str = ""
    languages: tuple[str, ...] = ()
    family: str = ""
    battery: int | None = None
    awake: bool = False
    life: str = ""
    lacking: list[str] = field(default_factory=list)
    failed: str | None = None
    """Why it cannot be used at all."""


def prepare(condition: Condition, prepared: Callable[[], None]) -> Steps:
    """Switch off what would interfere, and find out what the robot is and has. What it lacks is noted, not fatal."""

    def want(service: str, method: str, *arguments: Any) -> Generator[Call, Reply, Any]:
        reply = yield call(service, method, *arguments)
        if reply.error is not None and service not in condition.lacking:
            condition.lacking.append(service)
        return reply.value

    reply = yield call("ALTextToSpeech", "getAvailableLanguages")
    condition.failed = reply.error
    condition.languages = languages_of(reply.value)
    if condition.failed is None:
        yield call("ALTextToSpeech", "stopAll")
        condition.life = _text((yield from want("ALAutonomousLife", "getState")))
        if condition.life not in ("", "disabled"):
            yield from want("ALAutonomousLife", "setState", "disabled")
        for ability in ABILITIES:
            yield from want(ability, "setEnabled", False)
        # An earlier session that was killed may have left its ears open; that it has not is no error.
        yield call("ALSpeechRecognition", "unsubscribe", SUBSCRIBER)
        yield from want("ALSpeechRecognition", "setAudioExpression", False)
        yield from want("ALSpeechRecognition", "setVisualExpression", False)
        condition.version = _text((yield from want("ALSystem", "systemVersion")))
        condition.family = _text((yield from want("ALRobotPosture", "getPostureFamily")))
        condition.battery = _whole((yield from want("ALBattery", "getBatteryCharge")))
        condition.awake = (yield from want("ALMotion", "robotIsWakeUp")) is True
        if condition.awake:
            yield call("ALMotion", "setBreathEnabled", "Body", False)
    prepared()


def wake(seated: bool, ended: Callable[[str | None], None]) -> Steps:
    """Stiffen the joints; `ended` gets what spoke against it. With `seated`, only a robot that sits is woken."""
    family = yield call("ALRobotPosture", "getPostureFamily")
    if seated and family.value not in SEATED_FAMILIES:
        ended(f"not seated: {family.value or family.error}")
        return
    if family.value in DOWN_FAMILIES:
        ended(f"it lies on the floor: {family.value}")
        return
    reply = yield call("ALMotion", "wakeUp")
    if reply.error is None:
        # Breathing comes back with every waking on some versions.
        yield call("ALMotion", "setBreathEnabled", "Body", False)
    if seated and reply.error is None:
        # Some versions stand a robot up that they wake.
        family = yield call("ALRobotPosture", "getPostureFamily")
        if family.value not in SEATED_FAMILIES:
            ended(f"it does not sit any more: {family.value or family.error}")
            return
    ended(reply.error)


def rest(life: str, ended: Callable[[str | None], None]) -> Steps:
    """Let the joints go in a safe posture; `life` is the autonomous life to give back, empty for none."""
    reply = yield call("ALMotion", "rest")
    if reply.error is None and life not in ("", "disabled"):
        yield call("ALAutonomousLife", "setState", life)
    ended(reply.error)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
