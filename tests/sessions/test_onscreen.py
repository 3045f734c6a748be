"""What the participants' screen shows, and answers that are touched on it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from behaviours import question, quiz
from behaviours.parameters import Answer, Words
from behaviours.quiz import Item
from robot.commands import Listen
from robot.events import Asked
from robot.text import Foreign, Name, Text, Typed
from sessions.onscreen import public
from sessions.terms import Phase
from tests.sessions.bench import Bench
from tests.sessions.fake_body import READY
from tests.sessions.test_lookahead import followed

WHO = (("who", Name("p1")), ("word", Typed("word", "Aino")), ("cat", Foreign("cat", "en")), ("day", "tänään"))


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("Montako on viisi?", "Montako on viisi?"),
        ("{who}, montako on viisi?", "Montako on viisi?"),
        ("Hyvin meni, {who}! Jatketaan.", "Hyvin meni! Jatketaan."),
        ("Nyt on {who} vuorossa. Montako on viisi?", "Montako on viisi?"),
        ("Sana on {word}. Sano {cat} {day}.", "Sano cat tänään."),
        ("{who}.", ""),
        ("Hei, {who}, ja tervetuloa.", "Hei, ja tervetuloa."),
    ],
)
def test_names_and_what_was_typed_are_left_out(template: str, shown: str) -> None:
    slots = tuple(slot for slot in WHO if f"{{{slot[0]}}}" in template)
    assert public(Text(template, "fi", slots)) == shown


def test_choices_stand_there_while_people_are_heard() -> None:
    bench = Bench()
    snapshots = followed(bench)
    bench.run()
    for snapshot in snapshots:
        heard = snapshot.turn == "people" and snapshot.phase is Phase.RUNNING
        assert bool(snapshot.screen.choices) == bool(snapshot.screen.turn) == heard
    asked = next(snapshot.screen for snapshot in snapshots if snapshot.screen.choices)
    assert set(asked.others) == {"sv", "en"}


def test_numbers_stand_there_in_digits_and_in_each_language() -> None:
    bench = Bench()
    snapshots = followed(bench)
    bench.run()
    five = next(each for shot in snapshots for each in shot.screen.choices if each.id == "n5")
    assert (five.words, five.digits, five.others) == ("viisi", "5", {"sv": "fem", "en": "five"})
    card = next(shot.screen for shot in snapshots if "kymppipari?" in shot.screen.words)
    assert card.others["en"].startswith("Which number goes with ")
    assert not any(word in card.others["en"] for word in card.words.split())


def test_the_picture_goes_with_what_is_said() -> None:
    bench = Bench()
    snapshots = followed(bench)
    bench.run()
    shown = {shot.screen.words: shot.screen.picture for shot in snapshots if shot.phase is Phase.RUNNING}
    assert shown["Mikä on luvun seitsemän kymppipari?"] == "ten_7"
    assert shown["Lämmitellään ensin. Montako sormea on yhdessä kädessä?"] == "hand"
    assert next(picture for words, picture in shown.items() if words.startswith("Hei!")) == ""


def test_answers_have_pictures_of_their_own() -> None:
    answers = (
        Answer(number=2, picture="two"),
        Answer(words=Words({"fi": ("omena",)}), picture="apple"),
        Answer(number=3),
    )
    assert question.pictures(answers) == {"n2": "two", "a2": "apple"}
    horse, cow = Words({"fi": ("hevonen",)}), Words({"fi": ("lehmä",)})
    items = (Item(answer=horse), Item(answer=cow, answer_picture="cow"), Item(answer=7, answer_picture="seven"))
    assert quiz.pictures(items, "fi") == {"a2": "cow", "n7": "seven"}


def test_a_song_goes_along_line_by_line() -> None:
    bench = Bench("song-moment")
    bench.body.ready = replace(READY, family="SittingOnChair")
    snapshots = followed(bench)
    bench.run()
    sung = [snapshot.screen for snapshot in snapshots if snapshot.screen.lines]
    places = [screen.line for screen in sung]
    assert places == sorted(places)
    assert set(places) == set(range(len(sung[0].lines)))
    assert all(screen.lines[screen.line] == screen.words for screen in sung)


def test_a_touch_on_the_screen_answers_in_its_own_turn_alone() -> None:
    bench = Bench()
    snapshots = followed(bench)

    def touch(turn: str) -> None:
        screen = snapshots[-1].screen
        bench.session.kernel.post(Asked("accept", screen.choices[0].id, "screen", turn or screen.turn))

    bench.on(Listen, 1, lambda: (touch("999"), touch("")))
    assert bench.run().how == "finished"
    channels = [each["channel"] for each in bench.data("understood")]
    assert channels[0] == "screen"
    assert channels.count("screen") == 1
    assert not bench.data("staff_asked")


def test_words_of_staff_do_not_stand_on_it() -> None:
    bench = Bench()
    snapshots = followed(bench)
    bench.on(Listen, 1, Asked("say", "Aino, tulisitko tänne?"))
    bench.run()
    assert any("Aino" in snapshot.saying for snapshot in snapshots)
    assert not any("Aino" in snapshot.screen.words for snapshot in snapshots)
