"""How long a scenario takes, by playing its states through."""

from __future__ import annotations

from pathlib import Path

import pytest

from robot.speech import seconds
from scenarios.language.check import Checked, check_text, load, shipped_scenarios
from scenarios.language.estimate import Estimate, Gesturing, Opening, silently
from scenarios.language.world import shipped_world

MINIMAL = (Path(__file__).parent / "minimal.yaml").read_text(encoding="utf-8")
TELL = "  {}:\n    tell: {{parts: [{{text: {{fi: A, sv: A, en: A}}, pause: {}}}]}}\n    then: {}\n"


def checked(*changes: tuple[str, str]) -> Checked:
    text = MINIMAL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return check_text(text, shipped_world())


def estimate(it: Checked, language: str = "en") -> Estimate:
    return Estimate(it.scenario, language, it.profile, it.commons)


def test_a_state_takes_what_is_said_waited_for_and_listened_to() -> None:
    it = checked()
    profile = it.profile
    course = estimate(it).course("question")
    asked = seconds("How much is one and one", "en", profile.rate)
    praised = seconds("That's it: two", "en", profile.rate)

    assert course.seconds == pytest.approx(asked + profile.no_speech + profile.end_silence + praised)
    (opening, nod) = course.happenings
    assert isinstance(opening, Opening)
    assert opening.at == pytest.approx(asked)
    assert isinstance(nod, Gesturing)
    assert nod.gesture == "nod"


def test_sentences_are_parted_by_the_profiles_pause() -> None:
    it = checked()
    spoken = seconds("Hello", "en", it.profile.rate) + seconds("I am a robot", "en", it.profile.rate)
    assert estimate(it).course("hello").seconds == pytest.approx(spoken + it.profile.sentence_pause)


def test_the_longest_way_is_taken_and_a_round_counts_once() -> None:
    there = ("  bye:\n", TELL.format("short", 1, "bye") + TELL.format("long", 5, "question") + "  bye:\n")
    it = checked(there, ("right: bye, modelled: end", "right: short, modelled: long"))
    assert estimate(it).longest_way() == ("hello", "question", "short", "bye")

    it = checked(
        ("  bye:\n", TELL.format("short", 1, "bye") + TELL.format("long", 5, "bye") + "  bye:\n"),
        ("right: bye, modelled: end", "right: short, modelled: long"),
    )
    way = estimate(it).longest_way()
    assert way == ("hello", "question", "long", "bye")
    assert estimate(it).seconds() == pytest.approx(sum(estimate(it).course(name).seconds for name in way))


@pytest.mark.parametrize("name", shipped_scenarios())
def test_silence_takes_longer_than_answers_and_the_plan_holds_both(name: str) -> None:
    it = load(name)
    for language in it.scenario.front.languages:
        answered = estimate(it, language).seconds()
        silent = Estimate(it.scenario, language, it.profile, it.commons, silently).seconds()
        assert 0 < answered < silent <= it.scenario.front.minutes * 60 * it.profile.overrun


def test_a_thousand_states_in_a_row_are_no_trouble() -> None:
    row = "".join(TELL.format(f"s{n}", 0, f"s{n + 1}") for n in range(1000)) + TELL.format("s1000", 0, "question")
    it = checked(
        ("then: question", "then: s0"), ("  question:\n", f"{row}  question:\n"), ("minutes: 1", "minutes: 20")
    )
    assert len(estimate(it).longest_way()) == 1004
