from __future__ import annotations

from typing import Any

import pytest

from robot.commands import Halt, Hush, Listen, Option, Say, Timing
from robot.events import Heard, Hypothesis, Refused, Silent, Voiced
from robot.nao.settings import NaoSettings
from robot.nao.wire import Reply
from robot.text import Text
from tests.robot.nao.bench import Bench

CHILD = Timing(no_speech=6.0, end_silence=1.0, longest=10.0)
OPTIONS = (Option("7", ("seitsemän", "seittemän")), Option("8", ("kahdeksan",)))
LISTEN = Listen(OPTIONS, "fi", CHILD, tag=5)


def listening(command: Listen = LISTEN) -> Bench:
    """A robot whose ears have just been opened."""
    bench = Bench(settings=NaoSettings(listen_cue="")).opened()
    bench.do(command)
    return bench


def test_the_ears_learn_the_words_and_open_after_the_cue() -> None:
    bench = Bench().opened()
    bench.do(LISTEN)
    assert bench.wire.calls == [
        ("ALAudioDevice.playSine", 880, 25, 0, 0.12),
        ("ALSpeechRecognition.pause", True),
        ("ALSpeechRecognition.setLanguage", "Finnish"),
        ("ALSpeechRecognition.setVocabulary", ["seitsemän", "seittemän", "kahdeksan"], True),
        ("ALSpeechRecognition.pause", False),
    ]
    bench.pass_time(0.12)
    assert bench.wire.calls[-1] == ("ALSpeechRecognition.subscribe", "Kaveri")


def test_words_that_the_recogniser_knows_are_not_taught_again() -> None:
    bench = listening()
    bench.happens("WordRecognized", ["kahdeksan", 0.6])
    bench.forget()
    bench.do(LISTEN)
    assert bench.wire.calls == [("ALSpeechRecognition.subscribe", "Kaveri")]


def test_a_language_that_the_recogniser_has_is_not_set_again() -> None:
    bench = listening()
    bench.happens("WordRecognized", ["kahdeksan", 0.6])
    bench.forget()
    bench.do(Listen(OPTIONS[:1], "fi", CHILD, tag=6))
    assert [name for name, *_ in bench.wire.calls] == [
        "ALSpeechRecognition.pause",
        "ALSpeechRecognition.setVocabulary",
        "ALSpeechRecognition.pause",
        "ALSpeechRecognition.subscribe",
    ]
    bench.do(Listen(OPTIONS[:1], "sv", CHILD, tag=7))
    assert bench.wire.sent("ALSpeechRecognition.setLanguage") == [("Swedish",)]


def test_recognised_words_end_the_turn_at_once_and_close_the_ears() -> None:
    bench = listening()
    bench.happens("SpeechDetected", 1)
    bench.happens("WordRecognized", ["<...> seitsemän <...>", 0.61, "kahdeksan", 0.2])
    assert bench.told() == [Heard(5, (Hypothesis("seitsemän", 0.61), Hypothesis("kahdeksan", 0.2)))]
    assert bench.wire.calls[-1] == ("ALSpeechRecognition.unsubscribe", "Kaveri")


def test_several_voices_are_counted() -> None:
    bench = listening()
    bench.happens("SpeechDetected", 1)
    bench.happens("KaveriRoom/Voices", 3)
    bench.happens("WordRecognized", ["seitsemän", 0.4])
    assert bench.told() == [Heard(5, (Hypothesis("seitsemän", 0.4),), voices=3)]


def test_a_turn_in_which_nobody_speaks_is_silent() -> None:
    bench = listening()
    bench.pass_time(5.9)
    assert bench.told() == []
    bench.pass_time(0.2)
    assert bench.told() == [Silent(5)]
    assert bench.wire.calls[-1] == ("ALSpeechRecognition.unsubscribe", "Kaveri")


def test_speech_without_words_is_voiced_after_the_end_silence() -> None:
    bench = listening()
    bench.pass_time(5.0)
    bench.happens("SpeechDetected", 1)
    bench.pass_time(2.0)
    bench.happens("SpeechDetected", 0)
    bench.pass_time(0.9)
    assert bench.told() == []
    bench.pass_time(0.2)
    assert bench.told() == [Voiced(5)]


def test_a_pause_for_thought_does_not_end_a_turn() -> None:
    bench = listening()
    bench.happens("SpeechDetected", 1)
    bench.happens("SpeechDetected", 0)
    bench.pass_time(0.8)
    bench.happens("SpeechDetected", 1)
    bench.pass_time(2.0)
    assert bench.told() == []
    bench.happens("WordRecognized", ["seitsemän", 0.5])
    assert bench.told() == [Heard(5, (Hypothesis("seitsemän", 0.5),))]


def test_a_turn_lasts_no_longer_than_its_longest() -> None:
    bench = listening()
    bench.happens("SpeechDetected", 1)
    bench.pass_time(10.0)
    assert bench.told() == [Voiced(5)]


def test_nothing_is_told_of_a_turn_that_was_ended_by_hush_halt_or_speech() -> None:
    for command in (Hush(), Halt()):
        bench = listening()
        bench.happens("SpeechDetected", 1)
        bench.do(command)
        bench.happens("WordRecognized", ["seitsemän", 0.5])
        bench.pass_time(30.0)
        assert bench.told() == []
        assert ("ALSpeechRecognition.unsubscribe", "Kaveri") in bench.wire.calls


def test_an_answer_to_an_earlier_turn_is_ignored() -> None:
    bench = listening()
    bench.do(Hush())
    bench.wire.held.add("subscribe")
    bench.do(Listen(OPTIONS, "fi", CHILD, tag=6))
    bench.happens("WordRecognized", ["seitsemän", 0.5])
    assert bench.told() == []
    bench.wire.finish("subscribe")
    bench.settle()
    bench.happens("WordRecognized", ["kahdeksan", 0.5])
    assert bench.told() == [Heard(6, (Hypothesis("kahdeksan", 0.5),))]


def test_ears_that_are_closed_while_they_open_are_closed_in_the_end() -> None:
    bench = Bench(settings=NaoSettings(listen_cue="")).opened()
    bench.wire.held.add("subscribe")
    bench.do(LISTEN)
    bench.do(Hush())
    # At once, as only the answer may be late; and once more behind it, as a robot takes calls in any order.
    assert bench.wire.sent("ALSpeechRecognition.unsubscribe") == [("Kaveri",)]
    bench.wire.finish("subscribe")
    bench.settle()
    assert bench.wire.sent("ALSpeechRecognition.unsubscribe") == [("Kaveri",), ("Kaveri",)]
    assert bench.told() == []


def test_ears_whose_opening_is_answered_late_are_closed_before_the_robot_speaks() -> None:
    bench = Bench(settings=NaoSettings(listen_cue="")).opened()
    bench.wire.held.add("subscribe")
    bench.do(LISTEN)
    bench.forget()
    bench.do(Say(Text("Hei!", "fi"), tag=6))
    assert [call[0] for call in bench.wire.calls] == ["ALSpeechRecognition.unsubscribe", "ALTextToSpeech.say"]


def test_a_robot_never_listens_while_it_speaks() -> None:
    bench = Bench(settings=NaoSettings(listen_cue="")).opened()
    bench.wire.held.add("say")
    bench.do(LISTEN)
    bench.forget()
    bench.do(Say(Text("Hei!", "fi"), tag=6))
    assert [call[0] for call in bench.wire.calls] == ["ALSpeechRecognition.unsubscribe", "ALTextToSpeech.say"]
    bench.do(LISTEN)
    assert bench.wire.sent("ALSpeechRecognition.subscribe") == []
    bench.wire.finish("say")
    bench.settle()
    assert bench.wire.sent("ALSpeechRecognition.subscribe") == [("Kaveri",)]


@pytest.mark.parametrize("method", ["setVocabulary", "subscribe"])
def test_ears_that_never_open_are_refused_in_time(method: str) -> None:
    bench = Bench(settings=NaoSettings(listen_cue="")).opened()
    bench.wire.held.add(method)
    bench.do(LISTEN)
    bench.pass_time(9.9)
    assert bench.told() == []
    bench.pass_time(0.2)
    assert bench.told() == [Refused(5, "the ears did not open in time")]
    bench.pass_time(60.0)
    assert bench.told() == []


def test_ears_that_have_opened_are_not_refused_later() -> None:
    bench = listening(Listen(OPTIONS, "fi", Timing(no_speech=30.0, end_silence=1.0, longest=60.0), tag=5))
    bench.pass_time(29.0)
    assert bench.told() == []


def test_people_who_are_quicker_than_the_recognisers_answer_have_spoken() -> None:
    bench = Bench(settings=NaoSettings(listen_cue="")).opened()
    bench.wire.held.add("subscribe")
    bench.do(LISTEN)
    bench.happens("SpeechDetected", 1)
    bench.wire.finish("subscribe")
    bench.pass_time(7.0)
    assert bench.told() == [], "nobody is called silent while they speak"
    bench.happens("SpeechDetected", 0)
    bench.pass_time(1.0)
    assert bench.told() == [Voiced(5)]


def test_ears_open_at_last_although_words_that_were_stopped_never_came_to_an_end() -> None:
    bench = Bench(settings=NaoSettings(listen_cue="")).opened()
    bench.wire.held.add("say")
    bench.do(Say(Text("Hei!", "fi"), tag=4))
    bench.do(Halt())
    bench.do(LISTEN)
    bench.pass_time(1.0)
    assert bench.wire.sent("ALSpeechRecognition.subscribe") == []
    bench.pass_time(60.0)
    assert bench.wire.sent("ALSpeechRecognition.subscribe") == [("Kaveri",)]


@pytest.mark.parametrize("value", [None, 3, "seitsemän", ["seitsemän"], ["seitsemän", "0.5"], [0.5, "seitsemän"]])
def test_a_malformed_word_is_dropped(value: Any, caplog: pytest.LogCaptureFixture) -> None:
    bench = listening()
    bench.happens("WordRecognized", value)
    assert bench.told() == []
    assert "malformed" in caplog.text
    assert "seitsemän" not in caplog.text


@pytest.mark.parametrize("value", [[], ["", -3.0], ["seitsemän", -1.0]])
def test_a_cleared_word_is_no_answer(value: Any) -> None:
    bench = listening()
    bench.happens("WordRecognized", value)
    assert bench.told() == []


def test_without_options_a_voice_is_enough() -> None:
    bench = listening(Listen((), "fi", CHILD, tag=5))
    assert bench.wire.sent("ALSpeechRecognition.setVocabulary") == [(["kyllä"], True)]
    bench.happens("SpeechDetected", 1)
    bench.happens("WordRecognized", ["kyllä", 0.5])
    bench.happens("SpeechDetected", 0)
    bench.pass_time(1.0)
    assert bench.told() == [Voiced(5)]


def test_ears_that_do_not_open_are_refused_and_tried_anew() -> None:
    bench = Bench({"setVocabulary": Reply(error="no grammar")}).opened()
    bench.do(LISTEN)
    assert bench.told() == [Refused(5, "no grammar")]
    bench.answers["setVocabulary"] = None
    bench.wire.answers["setVocabulary"] = None
    bench.forget()
    bench.do(LISTEN)
    bench.pass_time(6.2)
    assert bench.told() == [Silent(5)]
