"""What the robot will say next is known before, and knowing it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter  # noqa: TID251 - how long the real one takes

import pytest

from behaviours.directives import Draw, Hear, Steps
from behaviours.stage import Stage
from robot.commands import Option, Say, Timing
from robot.events import Asked
from robot.text import Name, Text
from sessions.lookahead import next_words
from sessions.snapshot import Snapshot
from sessions.terms import Phase
from sim.clock import VirtualClock
from tests.sessions.bench import Bench, scripted
from tests.sessions.fake_body import said

SCENARIOS = ("number-friends", "own-words")


def followed(bench: Bench) -> list[Snapshot]:
    snapshots: list[Snapshot] = []
    bench.session._live.follow(snapshots.append)
    return snapshots


def foretold(bench: Bench) -> Iterator[tuple[str | None, str]]:
    """What was foretold last before each of the robot's sayings, and what it then said."""
    snapshots, told, done = followed(bench), [], bench.session._live
    last: list[str | None] = [None]
    done.follow(lambda snapshot: last.append(snapshot.upcoming))
    done.watch(lambda line: told.append((last[-1], line.text)) if (line.who, line.what) == ("robot", "says") else None)
    assert bench.run().how == "finished"
    assert snapshots
    return iter(told)


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("seed", [0, 3])
def test_where_all_goes_as_expected_every_saying_is_foretold(scenario: str, seed: int) -> None:
    for upcoming, words in foretold(Bench(scenario, seed=seed)):
        assert upcoming == words


def test_a_session_that_is_watched_goes_as_one_that_is_not() -> None:
    watched, alone = Bench(seed=4), Bench(seed=4)
    followed(watched)
    watched.run()
    alone.run()
    assert watched.records == alone.records


def test_after_another_answer_what_follows_is_foretold_anew() -> None:
    bench = Bench()
    bench.people.script = [said("kaksi"), said("öö", 0.2)]
    wrong = [(upcoming, words) for upcoming, words in foretold(bench) if upcoming != words]
    assert 1 <= len(wrong) <= 2


def test_chance_is_foretold_and_not_used_up() -> None:
    def steps(stage: Stage) -> Steps:
        yield Say(Text("Eka.", "fi"))
        number = yield Draw("number", 1000)
        yield Say(Text(f"Numero {number}.", "fi"))
        return "acted"

    for upcoming, words in foretold(Bench(scripted(steps), seed=9)):
        assert upcoming == words


def test_names_are_in_it() -> None:
    def steps(stage: Stage) -> Steps:
        yield Say(Text("Hei.", "fi"))
        yield Say(Text("Sinun vuorosi, {who}.", "fi", (("who", Name("p-1")),)))
        return "acted"

    bench = Bench(scripted(steps), names={"p-1": "Aino"}.__getitem__)
    assert [words for _, words in foretold(bench)] == ["Hei.", "Sinun vuorosi, Aino."]
    broken = Bench(scripted(steps), names={}.__getitem__)
    followed(broken)
    assert broken.session._ahead.words() is None


def test_a_question_without_a_right_answer_is_answered_somehow() -> None:
    def steps(stage: Stage) -> Steps:
        yield Say(Text("Mitä kuuluu?", "fi"))
        yield Hear((Option("fine", ("hyvää",)),), (), Timing(1.0, 1.0, 5.0), "fi")
        yield Say(Text("Kiitos.", "fi"))
        return "acted"

    bench = Bench(scripted(steps))
    bench.people.script = [said("hyvää")]
    assert [upcoming for upcoming, _ in foretold(bench)][1] == "Kiitos."


def test_while_it_is_paused_what_was_broken_off_comes_next() -> None:
    bench = Bench()
    snapshots = followed(bench)
    bench.on(Say, 3, Asked("pause"))
    bench.when_logged("paused", 1, bench.later(1.0, bench.asks("resume")))
    bench.run()
    paused = next(snapshot for snapshot in snapshots if snapshot.phase is Phase.PAUSED)
    assert paused.upcoming == bench.body.words()[2]


def test_nothing_is_told_of_a_log_that_does_not_lead_on() -> None:
    bench = Bench()
    bench.run()
    records = bench.records
    third = [place for place, record in enumerate(records) if record.type == "said"][2]
    assert next_words(bench.plan, [*records[:third], records[third + 1]], VirtualClock(), str) is None
    assert next_words(bench.plan, [], VirtualClock(), str) is None
    assert next_words(bench.plan, records[1:], VirtualClock(), str) is None


def test_a_look_ahead_of_a_whole_lesson_is_quick() -> None:
    bench = Bench()
    bench.run()
    records = bench.records[:-1]
    best = min(_timed(lambda: next_words(bench.plan, records, bench.clock, str)) for _ in range(5))
    assert best < 0.1, "20 ms here; a tester's computer may be slow"


def _timed(act: object) -> float:
    began = perf_counter()
    act()  # type: ignore[operator]
    return perf_counter() - began


def test_a_session_that_is_too_long_to_look_into_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sessions.lookahead._MOST_RECORDS", 40)
    bench = Bench()
    snapshots = followed(bench)
    bench.run()
    early = [snapshot for snapshot in snapshots if snapshot.foretells]
    late = [snapshot for snapshot in snapshots if not snapshot.foretells]
    assert any(snapshot.upcoming for snapshot in early)
    assert late
    assert all(snapshot.upcoming is None for snapshot in late)
