from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from robot.commands import Halt, Say, Sound, Volume
from robot.events import Refused, Spoken
from robot.nao.speech import LATE_FACTOR, LATE_SECONDS, STOP_AGAIN, STOP_TRIES, tagged
from robot.speech import seconds
from robot.text import Name, Text
from tests.robot.nao.bench import Bench

HELLO = Text("Hei!", "fi")
SAY = "ALTextToSpeech.say"
STOP = "ALTextToSpeech.stopAll"


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


def test_words_leave_once_the_stop_before_them_has_been_answered() -> None:
    bench = Bench().opened()
    bench.wire.held.add("stopAll")
    bench.do(Halt())
    bench.do(Say(HELLO, tag=1))
    assert bench.wire.sent(SAY) == []
    bench.wire.finish("stopAll")
    bench.settle()
    assert len(bench.wire.sent(SAY)) == 1
    assert bench.told() == [Spoken(1)]


def test_words_that_wait_for_a_stop_are_taken_back_by_the_next_one() -> None:
    bench = Bench().opened()
    bench.wire.held.add("stopAll")
    bench.do(Halt())
    bench.do(Say(HELLO, tag=1))
    bench.do(Halt())
    for _ in range(2):
        bench.wire.finish("stopAll")
    bench.pass_time(60.0)
    assert bench.wire.sent(SAY) == []
    assert bench.told() == []


def test_words_that_go_on_after_their_stop_are_stopped_again_and_the_next_ones_wait_for_their_end() -> None:
    bench = Bench().opened()
    bench.wire.held.add("say")
    bench.do(Say(HELLO, tag=1))
    bench.do(Halt())
    bench.do(Say(HELLO, tag=2))
    bench.pass_time(STOP_AGAIN)
    assert len(bench.wire.sent(STOP)) == 2
    assert len(bench.wire.sent(SAY)) == 1
    bench.wire.finish("say")
    bench.pass_time(STOP_AGAIN)
    assert len(bench.wire.sent(SAY)) == 2
    assert len(bench.wire.sent(STOP)) == 2
    bench.wire.finish("say")
    bench.settle()
    assert bench.told() == [Spoken(2)]


def test_words_that_no_stop_ends_are_stopped_a_few_times_and_the_next_ones_leave_all_the_same() -> None:
    bench = Bench().opened()
    bench.wire.held.add("say")
    bench.do(Say(HELLO, tag=1))
    bench.do(Halt())
    bench.do(Say(HELLO, tag=2))
    bench.pass_time(5.0)
    assert len(bench.wire.sent(STOP)) == 1 + STOP_TRIES
    assert len(bench.wire.sent(SAY)) == 2


def test_words_that_do_not_come_to_their_end_are_refused_and_stopped() -> None:
    bench = Bench().opened()
    bench.wire.held.add("say")
    bench.do(Say(HELLO, tag=1))
    patience = LATE_FACTOR * seconds("Hei!", "fi", 1.0) + LATE_SECONDS
    bench.pass_time(patience - 0.1)
    assert bench.told() == []
    bench.pass_time(0.2)
    assert bench.told() == [Refused(1, "the speech did not come to its end")]
    assert len(bench.wire.sent(STOP)) == 1
    bench.wire.held.clear()
    bench.do(Say(HELLO, tag=2))
    assert bench.told() == [Spoken(2)]


def test_words_that_end_in_time_are_not_refused_later() -> None:
    bench = Bench().opened()
    bench.do(Say(HELLO, tag=1))
    bench.pass_time(120.0)
    assert bench.told() == [Spoken(1)]


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
