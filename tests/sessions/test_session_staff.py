"""What staff ask for, what people call for, and that stop works everywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from behaviours.parameters import Words
from robot.commands import Eyes, Halt, Light, Listen, Rest, Say, Sensor
from robot.events import Asked, Held, Spoken, Touched, Voiced
from sessions.terms import ASIDE
from tests.sessions.bench import Bench, plan_of
from tests.sessions.fake_body import nothing, said


def assert_stopped(bench: Bench, how: str = "stopped") -> None:
    ending = bench.run()
    assert (ending.how, ending.problem) == (how, None)
    turn = next(turn for turn in bench.turns if "staff_asked" in turn.committed)
    assert turn.before == (Halt(),), "the body is halted in the turn of the stop, before its commit"
    assert not bench.body.awake
    assert bench.types()[-1] == "session_ended"
    assert bench.data("session_ended")[0]["how"] == how


def test_stop_at_every_event_of_a_session_halts_at_once_and_rests() -> None:
    whole = Bench(seed=3)
    whole.run()
    # The last three events are the last turn of the scenario and the session's end: by then the body goes to rest.
    for index in range(1, len(whole.records) - 2):
        bench = Bench(seed=3)
        bench.when_logged("*", index, Asked("stop"))
        ending = bench.run()
        assert ending.how == "stopped", index
        assert not bench.body.awake, index
        turn = next(turn for turn in bench.turns if "staff_asked" in turn.committed)
        assert turn.before == (Halt(),), index
        assert {"what": "stop", "by": "staff"} in bench.data("staff_asked"), index
        assert bench.types()[-1] == "session_ended", index
        halted = bench.body.done.index(Halt())
        assert all(isinstance(command, Eyes | Rest) for command in bench.body.done[halted + 1 :]), index


def test_stop_while_it_rests_changes_nothing() -> None:
    bench = Bench()
    bench.on(Rest, 1, Asked("stop"))
    assert bench.run().how == "finished"
    assert "staff_asked" not in bench.types()


def test_a_signal_interrupts() -> None:
    bench = Bench()
    bench.on(Say, 2, Asked("stop", by="signal"))
    assert_stopped(bench, "interrupted")


@pytest.mark.parametrize("sensor", [Sensor.HEAD_FRONT, Sensor.HEAD_MIDDLE, Sensor.HEAD_REAR])
@pytest.mark.parametrize("kind", [Say, Listen])
def test_a_held_touch_of_the_head_stops(sensor: Sensor, kind: type[Say] | type[Listen]) -> None:
    bench = Bench()
    bench.on(kind, 2, Held(sensor))
    assert_stopped(bench)
    assert bench.data("staff_asked") == [{"what": "stop", "by": "touch"}]


def test_a_held_hand_does_not_stop() -> None:
    bench = Bench()
    bench.on(Say, 2, Held(Sensor.HAND_LEFT))
    assert bench.run().how == "finished"


def test_stop_by_voice_while_it_listens() -> None:
    bench = Bench()
    bench.people.script = [said("lopetetaan")]
    assert_stopped(bench)
    assert bench.data("staff_asked") == [{"what": "stop", "by": "voice"}]


def test_stop_while_paused() -> None:
    bench = Bench()
    bench.on(Say, 2, Asked("pause"))
    bench.when_logged("paused", 1, Asked("stop"))
    ending = bench.run()
    assert ending.how == "stopped"
    assert not bench.body.awake


@pytest.mark.parametrize("kind", [Say, Listen])
def test_after_a_pause_the_pending_command_is_given_again(kind: type[Say] | type[Listen]) -> None:
    bench = Bench()
    bench.on(kind, 3, Asked("pause"))
    bench.when_logged("paused", 1, bench.later(60.0, bench.asks("resume")))
    assert bench.run().how == "finished"
    third, fourth = bench.body.of(kind)[2:4]
    assert third.tag != fourth.tag
    if isinstance(third, Say) and isinstance(fourth, Say):
        assert third.text == fourth.text
    if isinstance(third, Listen) and isinstance(fourth, Listen):
        assert third.options == fourth.options
    between = bench.body.done[bench.body.done.index(third) + 1 : bench.body.done.index(fourth)]
    assert [command for command in between if isinstance(command, Eyes)][-1] == Eyes(Light.PAUSED)
    assert bench.told == ["init", "in_session", "paused", "in_session", "ready"]
    ended, started = (bench.types().index(type) for type in ("resumed", "paused"))
    assert ended == started + 2, "while it is paused nothing happens but the asking"


def test_what_comes_too_late_after_a_pause_or_a_skip_is_passed_over() -> None:
    for what in ("pause", "skip"):
        bench = Bench()

        def late(bench: Bench = bench, what: str = what) -> None:
            tag = bench.body.of(Say)[-1].tag
            bench.session.kernel.post(Asked(what))
            bench.session.kernel.post(Spoken(tag))
            if what == "pause":
                bench.session.kernel.post(Asked("resume"))
                bench.session.kernel.post(Spoken(tag))

        bench.on(Say, 2, late)
        assert bench.run().how == "finished"
        spoken = bench.types().count("spoken")
        assert spoken == bench.types().count("said") - 1, what


def test_a_timer_of_a_pause_does_not_fire_into_it() -> None:
    bench = Bench()
    # The second thing said has half a second of quiet after it.
    bench.when_logged("spoken", 2, Asked("pause"))
    bench.when_logged("paused", 1, bench.later(30.0, bench.asks("resume")))
    assert bench.run().how == "finished"
    types = bench.types()
    assert types[types.index("paused") : types.index("resumed")] == ["paused", "staff_asked"]


def test_again_asks_the_question_again() -> None:
    bench = Bench()
    bench.on(Listen, 1, Asked("again"))
    assert bench.run().how == "finished"
    words = bench.body.words()
    assert words[4] == words[5]
    assert bench.data("understood")[0] == {"option": "again", "confidence": 1.0, "channel": "staff"}


def test_again_says_once_more_what_is_being_said() -> None:
    bench = Bench()
    bench.on(Say, 2, Asked("again"))
    assert bench.run().how == "finished"
    assert bench.body.words()[1] == bench.body.words()[2]


def test_skip_leaves_the_state() -> None:
    bench = Bench()
    bench.on(Say, 2, Asked("skip"))
    assert bench.run().how == "finished"
    states = [str(data["state"]) for data in bench.data("state_entered")]
    assert states.index("warm_up.opening") == states.index("introduction.telling") + 1
    assert sum(words.startswith("Kun silmäni") for words in bench.body.words()) == 0


def test_skipping_everything_ends_the_session() -> None:
    bench = Bench()
    for index in range(1, 8):
        bench.on(Say, index, Asked("skip"))
    assert bench.run().how == "finished"
    assert len(bench.body.words()) == 7


def test_say_speaks_staff_words_and_goes_back_to_what_was_pending() -> None:
    bench = Bench()
    bench.on(Say, 2, Asked("say", "Hei {Aino}!"))
    assert bench.run().how == "finished"
    words = bench.body.words()
    assert words[2] == "Hei (Aino)!"
    assert words[1] == words[3]
    assert bench.body.of(Say)[2] == Say(bench.speaker(3).text, rate=0.9, tag=ASIDE)
    assert "Hei (Aino)!" in [line.text for line in bench.lines]


def test_say_while_paused_stays_paused() -> None:
    bench = Bench()
    bench.on(Say, 2, Asked("pause"))
    bench.when_logged("paused", 1, Asked("say", "Odotetaan."))
    bench.on(Say, 3, bench.asks("resume"), after=20.0)
    assert bench.run().how == "finished"
    assert bench.body.words()[1:4:2] == [bench.body.words()[1]] * 2


def test_resuming_lets_staff_words_end_and_then_gives_the_pending_command_once() -> None:
    bench = Bench()
    bench.on(Say, 2, Asked("pause"))
    bench.when_logged("paused", 1, Asked("say", "Odotetaan."))
    bench.on(Say, 3, Asked("resume"))
    assert bench.run().how == "finished"
    words = bench.body.words()
    assert words[3] == words[1]
    assert words[4] != words[3]


def test_accepting_during_staff_words_ends_them_and_goes_on_once() -> None:
    bench = Bench()
    bench.on(Listen, 1, Asked("say", "Hei."))
    bench.on(Say, 6, Asked("accept"))
    assert bench.run().how == "finished"
    words = bench.body.words()
    assert words[5] == "Hei."
    assert len(set(words[6:8])) == 2


def test_skip_at_the_end_of_staff_words_says_the_next_thing_once() -> None:
    bench = Bench()
    bench.on(Say, 2, Asked("say", "Hei."))

    def skip_as_it_ends() -> None:
        bench.session.kernel.post(Asked("skip"))
        bench.session.kernel.post(Spoken(ASIDE))

    bench.on(Say, 3, skip_as_it_ends)
    assert bench.run().how == "finished"
    words = bench.body.words()
    assert len(set(words[3:5])) == 2


def test_the_late_end_of_staff_words_that_were_broken_off_does_not_end_the_next_ones() -> None:
    bench = Bench()
    bench.on(Say, 2, Asked("say", "Hei."))
    bench.on(Say, 3, Asked("say", "Hetki vain."))
    bench.on(Say, 4, Spoken(ASIDE))
    assert bench.run().how == "finished"
    assert [command.tag for command in bench.body.of(Say)[2:4]] == [ASIDE, ASIDE - 1]
    assert bench.types().count("aside_spoken") == 1
    words = bench.body.words()
    assert words[4] == words[1] != words[5]


def test_staff_accept_the_right_answer_or_another() -> None:
    for argument, how in (("", "right"), ("n5", "right"), ("n4", "right")):
        bench = Bench()
        bench.people.script = [nothing]
        bench.on(Listen, 1, Asked("accept", argument))
        assert bench.run().how == "finished"
        first = bench.data("answered")[0]
        assert first["how"] == how
        assert first["channel"] == ("speech" if argument == "n4" else "staff")


def test_staff_who_are_called_accept_the_right_answer() -> None:
    bench = Bench("number-friends", seed=1)
    mumble = said("öö")
    # The quiz comes after the first question: there the right answer is not the first of the options.
    bench.people.script = [said("viisi"), mumble, mumble, mumble]
    bench.when_logged("staff_called", 1, Asked("accept"))
    assert bench.run().how == "finished"
    settled = next(data for data in bench.data("answered") if data["step"] == "deferring")
    assert (settled["how"], settled["channel"]) == ("right", "staff")


def test_accepting_what_is_no_option_or_when_nothing_is_asked_changes_nothing() -> None:
    bench = Bench()
    bench.on(Say, 2, Asked("accept"))
    bench.on(Listen, 1, Asked("accept", "elephant"))
    assert bench.run().how == "finished"
    assert [line.text for line in bench.lines if line.what == "not_now"] == ["accept", "accept"]


def test_what_does_not_fit_the_moment_is_told_and_not_logged() -> None:
    bench = Bench()
    bench.on(Say, 2, Asked("resume"))
    bench.on(Say, 3, Asked("dance"))
    assert bench.run().how == "finished"
    assert [line.text for line in bench.lines if line.what == "not_now"] == ["resume", "dance"]
    assert "staff_asked" not in bench.types()


def test_a_touch_answers_and_closes_the_ears() -> None:
    bench = Bench()
    bench.people.script = [mumble, mumble, lambda listen: Touched(right_hand(bench, listen))]
    assert bench.run().how == "finished"
    touched = next(data for data in bench.data("understood") if data["channel"] == "touch")
    assert touched == {"option": "n5", "confidence": 1.0, "channel": "touch"}


def mumble(listen: Listen) -> Voiced:
    return Voiced(listen.tag)


def right_hand(bench: Bench, listen: Listen) -> Sensor:
    return next(option.sensor for option in listen.options if option.id == "n5" and option.sensor)


def test_a_distress_word_halts_calls_staff_and_waits_for_them() -> None:
    bench = Bench()
    bench.people.script = [said("apua")]
    bench.on(Say, 6, Asked("resume"), after=120.0)
    assert bench.run().how == "finished"
    turn = next(turn for turn in bench.turns if "monitor" in turn.committed)
    assert turn.before[0] == Halt()
    assert Eyes(Light.STAFF_NEEDED) in turn.after
    assert bench.data("monitor") == [{"monitor": "distress", "effect": "hold_for_staff"}]
    assert bench.data("paused") == [{"why": "distress"}]
    says = bench.body.of(Say)
    assert says[5].tag == ASIDE, "calm words first"
    first, second = [command for command in bench.body.done if isinstance(command, Listen)][:2]
    assert first.options == second.options, "then the same turn once more"


def test_a_second_distress_word_calls_staff_again() -> None:
    bench = Bench()
    bench.people.script = [said("apua"), said("seis")]
    bench.on(Say, 6, Asked("resume"), after=30.0)
    bench.on(Say, 7, Asked("resume"), after=30.0)
    assert bench.run().how == "finished"
    assert bench.data("paused") == [{"why": "distress"}] * 2


def test_a_distress_word_among_many_voices_counts() -> None:
    bench = Bench()
    bench.people.script = [said("apua", voices=2)]
    bench.on(Say, 6, Asked("resume"), after=30.0)
    assert bench.run().how == "finished"
    assert bench.data("paused") == [{"why": "distress"}]


def test_an_expected_answer_wins_over_a_distress_word() -> None:
    plan = replace(plan_of("number-friends"), distress=Words(fi=["viisi"], sv=["fem"], en=["five"]))
    bench = Bench(plan)
    assert bench.run().how == "finished"
    assert "paused" not in bench.types()
