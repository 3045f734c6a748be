from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from robot.commands import Halt, Say, Sound, Volume
from robot.events import Refused, Spoken
from robot.nao.speech import tagged
from robot.text import Name, Text
from tests.robot.nao.bench import Bench

HELLO = Text("Hei!", "fi")


def test_a_text_is_said_in_its_language_with_its_rate_and_pauses() -> None:
    bench = Bench().opened()
    bench.do(Say(Text("Hei. Mitä kuuluu?", "fi"), rate=0.9, pause=0.6, tag=7))
    assert bench.wire.sent("ALTextToSpeech.say") == [("\\rspd=90\\ Hei. \\pau=600\\ Mitä kuuluu?", "Finnish")]
    assert bench.told() == [Spoken(7)]


def test_a_name_enters_the_text_at_the_last_moment() -> None:
    bench = Bench(names={"p1": "Aino"}.__getitem__).opened()
    bench.do(Say(Text("Hej {who}!", "sv", (("who", Name("p1")),)), tag=1))
    assert bench.wire.sent("ALTextToSpeech.say") == [("Hej Aino!", "Swedish")]


def test_a_name_that_nobody_knows_is_refused_and_not_said() -> None:
    bench = Bench().opened()
    bench.do(Say(Text("Hej {who}!", "sv", (("who", Name("p1")),)), tag=1))
    assert bench.told() == [Refused(1, "nothing is known of 'p1'")]
    assert bench.wire.calls == []


def test_what_the_voice_refuses_is_told() -> None:
    bench = Bench()
    bench.opened()
    bench.wire.held.add("say")
    bench.do(Say(HELLO, tag=3))
    bench.wire.finish("say", error="no such language")
    bench.settle()
    assert bench.told() == [Refused(3, "no such language")]


def test_speech_that_was_halted_ends_without_an_event() -> None:
    bench = Bench().opened()
    bench.wire.held.add("say")
    bench.do(Say(HELLO, tag=3))
    bench.do(Halt())
    bench.wire.finish("say")
    bench.settle()
    assert bench.told() == []


def test_each_language_is_said_by_its_own_voice_one_after_the_other() -> None:
    bench = Bench().opened()
    bench.wire.held.add("say")
    bench.do(Say(Text("Kissa on [en: cat]. Sano se.", "fi"), rate=0.9, pause=0.5, tag=4))
    assert bench.wire.sent("ALTextToSpeech.say") == [("\\rspd=90\\ Kissa on", "Finnish")]
    bench.wire.finish("say")
    bench.settle()
    assert bench.wire.sent("ALTextToSpeech.say")[1:] == [("\\rspd=90\\ cat. \\pau=500\\", "English")]
    bench.wire.finish("say")
    bench.settle()
    assert bench.told() == []
    bench.wire.finish("say")
    bench.settle()
    assert bench.wire.sent("ALTextToSpeech.say")[2:] == [("\\rspd=90\\ Sano se.", "Finnish")]
    assert bench.told() == [Spoken(4)]


def test_after_a_halt_no_other_voice_goes_on() -> None:
    bench = Bench().opened()
    bench.wire.held.add("say")
    bench.do(Say(Text("Kissa on [en: cat].", "fi"), tag=4))
    bench.do(Halt())
    bench.wire.finish("say")
    bench.settle()
    assert len(bench.wire.sent("ALTextToSpeech.say")) == 1
    assert bench.told() == []


def test_a_voice_that_is_refused_ends_the_text() -> None:
    bench = Bench().opened()
    bench.wire.held.add("say")
    bench.do(Say(Text("[en: cat] on kissa.", "fi"), tag=4))
    bench.wire.finish("say", error="no such language")
    bench.settle()
    assert len(bench.wire.sent("ALTextToSpeech.say")) == 1
    assert bench.told() == [Refused(4, "no such language")]


def test_a_text_without_words_is_spoken() -> None:
    bench = Bench().opened()
    bench.do(Say(Text(" ", "fi"), tag=4))
    assert bench.told() == [Spoken(4)]


@given(st.text(), st.sampled_from([0.85, 1.0]), st.sampled_from([0.0, 0.6]))
def test_no_text_can_bring_a_tag_of_its_own(words: str, rate: float, pause: float) -> None:
    said = tagged(words, rate, pause)
    for tag in ("\\rspd=85\\", "\\pau=600\\"):
        said = said.replace(tag, "")
    assert "\\" not in said


def test_volume_moves_by_a_step_and_stays_between_audible_and_full() -> None:
    for now, step, then in ((50, 10, 60), (95, 10, 100), (25, -10, 20)):
        bench = Bench({"getOutputVolume": now}).opened()
        bench.do(Volume(step))
        assert bench.wire.sent("ALAudioDevice.setOutputVolume") == [(then,)]


def test_a_cue_is_a_short_tone_and_an_unknown_one_is_silent() -> None:
    bench = Bench().opened()
    bench.do(Sound("done"))
    bench.do(Sound("thunder"))
    assert bench.wire.calls == [("ALAudioDevice.playSine", 660, 25, 0, 0.2)]
