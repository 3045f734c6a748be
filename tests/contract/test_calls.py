"""What is called, with which types, and how it is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.link import Link, Refusal


@pytest.mark.parametrize(
    ("service", "method", "arguments"),
    [
        ("ALTextToSpeech", "setVolume", ["0.5"]),
        ("ALTextToSpeech", "say", [["a"]]),
        ("ALTextToSpeech", "setParameter", ["speed", "fast"]),
        ("ALAudioDevice", "setOutputVolume", ["60"]),
        ("ALLeds", "fadeRGB", ["FaceLeds", [1.0], 0.1]),
        ("ALMemory", "raiseEvent", [5, 5]),
        ("ALSpeechRecognition", "setVocabulary", ["yes", False]),
        ("ALMotion", "setAngles", ["HeadYaw", 0.0, "fast"]),
    ],
)
def test_a_value_of_another_type_is_refused(link: Link, service: str, method: str, arguments: list[Any]) -> None:
    with pytest.raises(Refusal):
        link.call(service, method, *arguments)


@pytest.mark.parametrize(
    ("service", "method", "arguments"),
    [
        ("ALTextToSpeech", "say", []),
        ("ALTextToSpeech", "say", ["a", "English", "b"]),
        ("ALLeds", "fadeRGB", ["FaceLeds", 0.1]),
        ("ALMotion", "angleInterpolation", ["HeadYaw", 0.0, 1.0]),
    ],
)
def test_another_number_of_arguments_names_the_overloads(
    link: Link, service: str, method: str, arguments: list[Any]
) -> None:
    with pytest.raises(Refusal, match="Arguments types did not match for") as refused:
        link.call(service, method, *arguments)
    assert f"{method}::(" in str(refused.value)


def test_a_whole_number_does_for_a_real_one(link: Link) -> None:
    volume = link.call("ALTextToSpeech", "getVolume")
    link.call("ALTextToSpeech", "setVolume", 1)
    assert link.call("ALTextToSpeech", "getVolume") == 1.0
    link.call("ALTextToSpeech", "setVolume", volume)


def test_an_unknown_method_is_named(link: Link) -> None:
    with pytest.raises(Refusal, match="Can't find method: sing"):
        link.call("ALTextToSpeech", "sing")


def test_an_unknown_service_is_named(link: Link) -> None:
    with pytest.raises(Refusal, match="Cannot find service 'ALNope' in index"):
        link.call("ALNope", "ping")


@pytest.mark.parametrize(
    ("service", "method", "arguments"),
    [
        ("ALMemory", "getData", ["Kaveri/NoSuchKey"]),
        ("ALTextToSpeech", "setLanguage", ["Klingon"]),
        ("ALTextToSpeech", "setVolume", ["0.5"]),
        ("ALMotion", "getAngles", ["NoSuchJoint", False]),
    ],
)
def test_a_refusal_holds_no_path_of_the_host(link: Link, service: str, method: str, arguments: list[Any]) -> None:
    with pytest.raises(Refusal) as refused:
        link.call(service, method, *arguments)
    assert ".py" not in str(refused.value)
    assert "\n\nAt:" not in str(refused.value)
