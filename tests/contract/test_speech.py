"""The voice. On a real robot these cases speak."""

from __future__ import annotations

import pytest

from robot.nao.wire import Reply
from tests.contract.link import Link, Refusal

VOICE = "ALTextToSpeech"


def language_of(link: Link) -> str:
    return str(link.call(VOICE, "getLanguage"))


def test_the_language_spoken_is_an_installed_one(link: Link) -> None:
    assert language_of(link) in link.call(VOICE, "getAvailableLanguages")


def test_a_language_that_is_not_installed_is_refused(link: Link) -> None:
    before = language_of(link)
    with pytest.raises(Refusal):
        link.call(VOICE, "setLanguage", "Klingon")
    with pytest.raises(Refusal):
        link.call(VOICE, "say", "nuqneH", "Klingon")
    assert language_of(link) == before


def test_one_say_tells_its_story_in_order(link: Link) -> None:
    keys = ("Status", "TextStarted", "TextDone", "CurrentSentence")
    seen = link.watch(*(f"{VOICE}/{key}" for key in keys))
    link.call(VOICE, "say", "Hello there", language_of(link))
    link.until(lambda: (f"{VOICE}/TextStarted", 0) in seen and len(seen) == 9)
    story = {key: [value for name, value in seen if name == f"{VOICE}/{key}"] for key in keys}
    # The first two come together, and over qi may change places.
    statuses = [status for _, status in story["Status"]]
    assert sorted(statuses[:2]) == ["enqueued", "started"]
    assert statuses[2:] == ["done"]
    assert len({number for number, _ in story["Status"]}) == 1
    assert story["TextStarted"] == [1, 0]
    assert story["TextDone"] == [0, 1]
    assert [sentence.strip() for sentence in story["CurrentSentence"]] == ["Hello there", ""]


def test_longer_words_take_longer(link: Link) -> None:
    began = link.clock.now()
    link.call(VOICE, "say", "One.")
    short = link.clock.now() - began
    link.call(VOICE, "say", "One, two, three, four, five, six, seven, eight, nine and ten.")
    assert link.clock.now() - began - short > 2 * short


def test_a_pause_tag_is_waited_for_and_not_heard(link: Link) -> None:
    seen = link.watch(f"{VOICE}/CurrentSentence")
    began = link.clock.now()
    link.call(VOICE, "say", r"One. \pau=3000\ Two.")
    assert link.clock.now() - began > 3
    assert all("3000" not in str(value) for _, value in seen)


def test_a_bookmark_is_told_while_speaking(link: Link) -> None:
    seen = link.watch(f"{VOICE}/CurrentBookMark")
    link.call(VOICE, "say", r"One \mrk=7\ two.")
    link.until(lambda: (f"{VOICE}/CurrentBookMark", 7) in seen)


def begun(link: Link, *texts: str) -> list[list[Reply]]:
    """Each text begun once the one before it is in the queue: calls that follow at once may come in any order."""
    told = link.watch(f"{VOICE}/Status")
    says = []
    for count, text in enumerate(texts, start=1):
        says.append(link.begin(VOICE, "say", text))
        link.until(lambda count=count: sum(how == "enqueued" for _, (_, how) in told) == count)  # type: ignore[misc]
    return says


def test_says_wait_for_each_other(link: Link) -> None:
    first, second = begun(link, "I speak first for a while.", "And then I.")
    link.until(lambda: bool(first))
    assert not second
    link.until(lambda: bool(second))


def test_stop_all_ends_what_is_said_and_what_waits(link: Link) -> None:
    seen = link.watch(f"{VOICE}/TextInterrupted")
    long = "I would go on about this for a very long time, if only nobody stopped me before I am done with it."
    says = begun(link, long, long)
    began = link.clock.now()
    link.call(VOICE, "stopAll")
    link.until(lambda: all(says))
    assert link.clock.now() - began < 2
    link.until(lambda: (f"{VOICE}/TextInterrupted", 1) in seen)


def test_the_speed_is_heard(link: Link) -> None:
    text = "How fast or how slowly do I say this?"
    began = link.clock.now()
    link.call(VOICE, "say", text)
    usual = link.clock.now() - began
    link.call(VOICE, "setParameter", "speed", 60)
    try:
        began = link.clock.now()
        link.call(VOICE, "say", text)
        assert link.clock.now() - began > 1.2 * usual
    finally:
        link.call(VOICE, "resetSpeed")


def test_an_unknown_parameter_is_refused(link: Link) -> None:
    with pytest.raises(Refusal):
        link.call(VOICE, "setParameter", "charm", 1.0)


def test_animated_speech_hides_its_annotations(link: Link) -> None:
    seen = link.watch(f"{VOICE}/CurrentSentence")
    link.call("ALAnimatedSpeech", "say", "^mode(disabled) Hello.", {"bodyLanguageMode": "disabled"})
    link.until(lambda: bool(seen))
    assert "mode" not in str(seen[0][1])


def test_the_volume_stays_within_its_range(link: Link) -> None:
    volume = link.call("ALAudioDevice", "getOutputVolume")
    link.call("ALAudioDevice", "setOutputVolume", 40)
    assert link.call("ALAudioDevice", "getOutputVolume") == 40
    link.call("ALAudioDevice", "setOutputVolume", volume)
    with pytest.raises(Refusal):
        link.call("ALAudioDevice", "setOutputVolume", 101)
