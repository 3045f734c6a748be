"""The ears, and hands on the sensors. What needs somebody in the room runs on the virtual NAO alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from robot.commands import Sensor
from tests.contract.link import Link, Refusal

EARS = "ALSpeechRecognition"
NAME = "KaveriContract"


@pytest.fixture
def listening(room: Link) -> Iterator[Link]:
    """A NAO that listens for kissa and koira."""
    room.call("ALAutonomousLife", "setState", "disabled")
    room.call(EARS, "setLanguage", "Finnish")
    room.call(EARS, "setVocabulary", ["kissa", "koira"], False)
    room.call(EARS, "subscribe", NAME)
    return room


def test_the_language_can_be_chosen(link: Link) -> None:
    for language in link.call(EARS, "getAvailableLanguages"):
        link.call(EARS, "setLanguage", language)
        assert link.call(EARS, "getLanguage") == language
    with pytest.raises(Refusal):
        link.call(EARS, "setLanguage", "Klingon")


def test_a_vocabulary_is_set_before_or_in_a_pause(link: Link) -> None:
    link.call(EARS, "setVocabulary", ["yes", "no"], False)
    link.call(EARS, "subscribe", NAME)
    try:
        with pytest.raises(Refusal):
            link.call(EARS, "setVocabulary", ["one", "two"], False)
        link.call(EARS, "pause", True)
        link.call(EARS, "setVocabulary", ["one", "two"], False)
        link.call(EARS, "pause", False)
    finally:
        link.call(EARS, "unsubscribe", NAME)


def test_the_recogniser_can_be_kept_quiet(link: Link) -> None:
    link.call(EARS, "setAudioExpression", False)
    link.call(EARS, "setVisualExpression", False)
    assert link.call(EARS, "getAudioExpression") is False


def test_words_are_recognised_with_a_confidence(listening: Link) -> None:
    seen = listening.watch("SpeechDetected", "WordRecognized")
    with listening.nao() as nao:
        nao.speak("koira", "fi")
    listening.until(lambda: len(seen) == 3)
    assert [value for key, value in seen if key == "SpeechDetected"] == [1, 0]
    ((phrase, confidence),) = (value for key, value in seen if key == "WordRecognized")
    assert phrase == "koira"
    assert 0.6 <= confidence <= 1


def test_several_voices_are_no_good_evidence(listening: Link) -> None:
    seen = listening.watch("SpeechDetected", "KaveriRoom/Voices", "WordRecognized")
    with listening.nao() as nao:
        nao.speak("koira", "fi", voices=3)
    listening.until(lambda: len(seen) == 6)
    assert [value for key, value in seen if key == "SpeechDetected"] == [1, 1, 0, 0]
    assert ("KaveriRoom/Voices", 3) in seen
    ((_, confidence),) = (value for key, value in seen if key == "WordRecognized")
    assert confidence < 0.35


def test_what_is_said_while_the_robot_speaks_is_lost(listening: Link) -> None:
    seen = listening.watch("SpeechDetected", "WordRecognized")
    say = listening.begin("ALTextToSpeech", "say", "Minä puhun nyt aika pitkään ja kaikki kuuntelevat.", "Finnish")
    listening.let_pass(0.5)
    with listening.nao() as nao:
        nao.speak("koira", "fi")
    listening.until(lambda: bool(say))
    listening.let_pass(2)
    assert seen == []


def test_a_hand_on_a_sensor_is_told_in_naoqi_s_shape(room: Link) -> None:
    seen = room.watch("FrontTactilTouched", "HandLeftBackTouched", "LeftBumperPressed", "TouchChanged")
    for sensor in (Sensor.HEAD_FRONT, Sensor.HAND_LEFT, Sensor.FOOT_LEFT):
        for down in (True, False):
            with room.nao() as nao:
                nao.press(sensor, down)
            room.let_pass(0.3)
    room.until(lambda: len(seen) == 12)
    assert [pair for pair in seen if pair[0] == "FrontTactilTouched"] == [
        ("FrontTactilTouched", 1.0),
        ("FrontTactilTouched", 0.0),
    ]
    assert ("HandLeftBackTouched", 1.0) in seen
    assert ("LeftBumperPressed", 0.0) in seen
    assert ("TouchChanged", [["Head/Touch/Front", True]]) in seen


def test_a_touched_sensor_can_be_read(room: Link) -> None:
    with room.nao() as nao:
        nao.press(Sensor.HEAD_REAR, True)
    assert room.call("ALMemory", "getData", "Device/SubDeviceList/Head/Touch/Rear/Sensor/Value") == 1.0
    assert ["Head/Touch/Rear", True] in room.call("ALTouch", "getStatus")


def test_a_fall_is_told_and_lets_the_joints_go(room: Link) -> None:
    seen = room.watch("robotHasFallen", "PostureFamilyChanged")
    room.call("ALMotion", "wakeUp")
    with room.nao() as nao:
        nao.fall()
    room.until(lambda: ("PostureFamilyChanged", "LyingBack") in seen)
    assert any(key == "robotHasFallen" for key, _ in seen)
    assert room.call("ALMotion", "robotIsWakeUp") is False


def test_a_wire_that_was_closed_tells_nothing_more(room: Link) -> None:
    seen = room.watch("FrontTactilTouched")
    room.close()
    with room.nao() as nao:
        nao.press(Sensor.HEAD_FRONT, True)
    room.let_pass(2)
    assert seen == []
