from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.commands import Sensor
from sessions.cast import load_persona, persona_names
from sim.clock import VirtualClock
from sim.knowledge import Answers, Knowledge
from sim.persona import REACTION, Person
from tests.sim.watched_robot import FakeRobot

ASKED = "Mikä on kolmosen kaveri?"
HINT = "Kolme ja mitä on kymmenen?"
NEXT = "Mikä on nelosen kaveri?"
STATEMENT = "Kukaan ei kysynyt mitään."


def knowing() -> Knowledge:
    knowledge = Knowledge()
    right, wrong = ["seitsemän", "touch:hand_left"], ["kuusi", "touch:hand_right"]
    knowledge.learn(ASKED, right, wrong)
    knowledge.learn(HINT, right, wrong)
    knowledge.learn(NEXT, ["kuusi", "touch:hand_right"], ["seitsemän", "touch:hand_left"])
    return knowledge


def someone(name: str = "eager_child", **chances: float) -> dict[str, Any]:
    """A person without chance: every chance is 0 but those given, except that they are right."""
    persona = dict(load_persona(name))
    sure = dict.fromkeys(persona["chances"], 0.0) | {"right": 1.0, "right_when_hasty": 1.0}
    return persona | {"chances": sure | chances}


def room(persona: Mapping[str, Any], seed: int = 0, oracle: Callable[[str], Answers | None] | None = None) -> FakeRobot:
    clock = VirtualClock()
    robot = FakeRobot(clock)
    Person(persona, robot, clock, VirtualClock(seed).rng, "fi", knowing() if oracle is None else oracle)
    return robot


def test_a_sure_person_answers_once_by_voice_after_thinking() -> None:
    robot = room(someone())

    robot.say(ASKED)
    acts = robot.listen()

    assert [(how, what) for _, how, what in acts] == [("says", "seitsemän")]
    assert acts[0][0] > REACTION
    assert robot.language == "fi"
    assert robot.loudness == [1.0]


def test_sentences_of_one_turn_belong_together_and_the_last_ones_are_the_question() -> None:
    robot = room(someone())

    robot.say("Hei!", "Nyt lasketaan.", ASKED)

    assert len(robot.listen()) == 1


def test_a_question_said_in_parts_is_recognised_as_a_whole() -> None:
    knowledge = Knowledge()
    knowledge.learn("Kolme. Mikä puuttuu?", ["seitsemän"], [])
    robot = room(someone(), oracle=knowledge)

    robot.say("Kolme.", "Mikä puuttuu?")

    assert [what for _, _, what in robot.listen()] == ["seitsemän"]


def test_who_does_not_know_gives_a_wrong_answer_and_a_hint_helps() -> None:
    robot = room(someone(right=0.0, right_after_hint=1.0))

    robot.say(ASKED)
    first = robot.listen()
    robot.say(HINT)
    second = robot.listen()

    assert [what for _, _, what in first] == ["kuusi"]
    assert [what for _, _, what in second] == ["seitsemän"]


def test_who_knew_still_knows_when_asked_again_and_starts_anew_with_the_next_question() -> None:
    robot = room(someone(right_after_hint=0.0))

    robot.say(ASKED)
    robot.listen()
    robot.say(HINT)
    again = robot.listen()
    robot.say(NEXT)
    following = robot.listen()

    assert [what for _, _, what in again + following] == ["seitsemän", "kuusi"]


def test_who_has_no_wrong_answer_to_give_says_so() -> None:
    knowledge = Knowledge()
    knowledge.learn(ASKED, ["seitsemän"], [])
    robot = room(someone(right=0.0), oracle=knowledge)

    robot.say(ASKED)

    assert [what for _, _, what in robot.listen()] == ["en tiedä"]


@pytest.mark.parametrize(("right", "sensor"), [(1.0, Sensor.HAND_LEFT), (0.0, Sensor.HAND_RIGHT)])
def test_a_touch_is_short_and_on_the_sensor_that_is_meant(right: float, sensor: Sensor) -> None:
    robot = room(someone(right=right, touch=1.0))

    robot.say(ASKED)
    acts = robot.listen()

    assert [(how, what) for _, how, what in acts] == [("touches", sensor)]
    assert [what for _, what in robot.releases] == [sensor]
    assert 0 < robot.releases[0][0] - robot.acts[0][0] < 2.0


def test_who_prefers_touch_speaks_where_no_sensor_answers() -> None:
    knowledge = Knowledge()
    knowledge.learn(ASKED, ["seitsemän"], ["kuusi"])
    robot = room(someone(touch=1.0), oracle=knowledge)

    robot.say(ASKED)

    assert [how for _, how, _ in robot.listen()] == ["says"]


def test_an_answer_that_only_a_touch_gives_is_touched() -> None:
    knowledge = Knowledge()
    knowledge.learn(ASKED, ["touch:head_front"], [])
    robot = room(someone(), oracle=knowledge)

    robot.say(ASKED)

    assert [what for _, _, what in robot.listen()] == [Sensor.HEAD_FRONT]


def test_a_silent_person_speaks_up_as_the_robot_asks_again() -> None:
    robot = room(someone("shy_child", silent=1.0) | {"ease": 0.0})

    robot.say(ASKED)
    first = robot.listen()
    second = robot.listen()

    assert first == []
    assert [what for _, _, what in second] == ["seitsemän"]


def test_patience_ends() -> None:
    robot = room(someone() | {"patience": 1})

    answered = []
    for _ in range(4):
        robot.say(ASKED)
        answered.append(len(robot.listen()))

    assert answered == [1, 1, 0, 0]


def test_the_unclear_are_too_soft_or_say_nothing_that_counts() -> None:
    robot = room(someone(unclear=1.0) | {"ease": 1.0, "patience": 100})

    for _ in range(40):
        robot.say(ASKED)
        robot.listen()
    said = list(zip((what for _, _, what in robot.acts), robot.loudness, strict=True))

    assert {loudness < 0.3 for _, loudness in said} == {True, False}
    assert all(what in ("öö", "tota") for what, loudness in said if loudness >= 0.3)


def test_the_answer_may_come_inside_a_sentence() -> None:
    robot = room(someone("slow_elder", around=1.0))

    robot.say(ASKED)
    said = robot.listen()[0][2]

    assert "seitsemän" in said
    assert said != "seitsemän"


def test_the_hasty_answer_before_thinking_and_are_wrong_more_often() -> None:
    robot = room(someone(hasty=1.0, right_when_hasty=0.0))

    robot.say(ASKED)

    assert [(round(after, 6), what) for after, _, what in robot.listen()] == [(REACTION, "kuusi")]


def test_a_statement_is_answered_by_a_small_word_or_not_at_all() -> None:
    quiet, talkative = room(someone()), room(someone(backchannel=1.0))

    for robot in (quiet, talkative):
        robot.say(STATEMENT)

    assert quiet.listen() == []
    assert next(what for _, _, what in talkative.listen()) in ("joo", "jee")


def test_a_cut_off_question_was_not_heard() -> None:
    robot = room(someone())

    robot.begin(ASKED)
    robot.end(ASKED, whole=False)

    assert robot.listen() == []


def test_a_late_thought_is_kept_for_when_the_ears_open_again() -> None:
    persona = someone("slow_elder") | {"think": {"mean": 12.0, "spread": 0.0}}
    robot = room(persona)

    robot.say(ASKED)
    late = robot.listen(8.0)
    robot.look()
    in_time = robot.listen(8.0)

    assert late == []
    assert [(round(after, 6), what) for after, _, what in in_time] == [(4.0, "seitsemän")]


def test_a_thought_ready_while_the_ears_were_shut_comes_soon_after() -> None:
    persona = someone("slow_elder") | {"think": {"mean": 9.0, "spread": 0.0}}
    robot = room(persona)

    robot.say(ASKED)
    robot.listen(8.0)
    robot.wait(5.0)

    assert [(round(after, 6), what) for after, _, what in robot.listen(8.0)] == [(REACTION, "seitsemän")]


def test_new_words_of_the_robot_end_a_thought() -> None:
    persona = someone("slow_elder") | {"think": {"mean": 9.0, "spread": 0.0}}
    robot = room(persona)

    robot.say(ASKED)
    robot.listen(8.0)
    robot.say(NEXT)

    assert [(round(after, 6), what) for after, _, what in robot.listen(20.0)] == [(9.0, "kuusi")]


def test_who_is_about_to_answer_lets_the_robot_speak_first() -> None:
    robot = room(someone())

    robot.say(ASKED)
    robot.open()
    robot.begin(NEXT)
    robot.wait(30.0)
    assert robot.acts == []
    robot.end(NEXT)
    robot.wait(30.0)

    assert [what for _, _, what in robot.acts] == ["kuusi"]


def test_what_is_learned_only_after_the_ears_opened_still_counts() -> None:
    knowledge = Knowledge()
    robot = room(someone(), oracle=knowledge)

    robot.say(ASKED)
    robot.open()
    knowledge.learn(ASKED, ["seitsemän"], [])
    robot.wait(30.0)

    assert len(robot.acts) == 1


@pytest.mark.parametrize("name", persona_names())
def test_thinking_takes_about_as_long_as_the_file_says(name: str) -> None:
    mean = load_persona(name)["think"]["mean"]
    robot = room(someone(name) | {"patience": 1000})
    times = []

    for _ in range(300):
        robot.say(ASKED)
        times += [after for after, _, _ in robot.listen(200.0)]

    assert len(times) == 300
    assert sum(times) / len(times) == pytest.approx(mean, rel=0.15)


def lesson(name: str, seed: int) -> FakeRobot:
    robot = room(load_persona(name), seed)
    for text in (ASKED, HINT, NEXT, STATEMENT) * 5:
        robot.say(text)
        robot.listen(8.0)
    return robot


@pytest.mark.parametrize("name", persona_names())
def test_the_same_seed_gives_the_same_acts_and_another_gives_others(name: str) -> None:
    once, again, other = lesson(name, 1), lesson(name, 1), lesson(name, 2)

    assert once.acts == again.acts
    assert once.loudness == again.loudness
    assert once.acts != other.acts


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["begin", "cut", "end", "open", "close", "look"]),
        st.sampled_from([ASKED, HINT, NEXT, STATEMENT]),
        st.floats(0.0, 12.0),
    ),
    max_size=60,
)


@given(name=st.sampled_from(persona_names()), seed=st.integers(0, 2**32), steps=STEPS)
def test_nobody_acts_out_of_turn_whatever_the_robot_does(
    name: str, seed: int, steps: list[tuple[str, str, float]]
) -> None:
    robot = room(load_persona(name), seed)

    for step, text, seconds in steps:
        match step:
            case "begin":
                robot.begin(text)
            case "cut":
                robot.end(text, whole=False)
            case "end":
                robot.end(text)
            case "open":
                robot.open()
            case "close":
                robot.close()
            case _:
                robot.look()
        robot.wait(seconds)  # FakeRobot refuses what is said or touched out of turn

    assert all(acts <= 1 for acts in robot.acts_in_turn)
