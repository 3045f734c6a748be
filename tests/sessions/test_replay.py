"""Wherever a session's log is cut, a replay of it is where the session was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from behaviours.directives import Directive
from robot.commands import Listen, Say
from robot.events import Asked, Charged, Fell, Warmed
from robot.problem import Failure
from scenarios.language.compile import Plan
from sessions.launch import Launch, Order
from sessions.live import Live
from sessions.record import Record
from sessions.replay import Replay
from sessions.session import Session
from sessions.settings import Settings
from sessions.station import Station
from sessions.terms import Phase
from sim.clock import BEGINNING
from tests.sessions.bench import AtCommit, Bench
from tests.sessions.fake_body import nothing, said

PERSONAS = ("eager_child", "shy_child", "slow_elder")
SCENARIOS = ("number-friends", "morning-round", "own-words", "song-moment")


@dataclass(frozen=True)
class Standing:
    """Where a session is, as far as it matters for what comes next."""

    state: str
    pending: Directive | None
    solved: int
    used: dict[tuple[str, ...], int]
    first_variant: int
    monitors: tuple[str, ...]
    rate: float
    gesture_size: float
    closing: bool
    paused: str
    over: bool


def of_session(session: Session) -> Standing:
    machine, stage = session._performance._machine, session.stage
    return Standing(
        machine.state,
        machine.pending,
        stage.solved,
        dict(stage._used),
        stage.first_variant,
        tuple(monitor.state for monitor in session._monitors._all),
        session._performance._rate,
        session.stage.gesture_size,
        session._closing,
        session._paused,
        session.phase in (Phase.RESTING, Phase.ENDED),
    )


def of_replay(replay: Replay) -> Standing:
    return Standing(
        replay.machine.state,
        replay.machine.pending,
        replay.stage.solved,
        dict(replay.stage._used),
        replay.stage.first_variant,
        tuple(monitor.state for monitor in replay.monitors._all),
        replay.rate,
        replay.stage.gesture_size,
        replay.closing,
        replay.paused,
        replay.over,
    )


class Watched:
    """Remembers where a session was at each commit; after it, `cuts` gives each with the events of that moment."""

    def __init__(self, session: Session, count: Callable[[], int]) -> None:
        self.standings: dict[int, Standing] = {}
        session._witness = AtCommit(lambda: self.standings.update({count(): of_session(session)}))

    def check(self, plan: Plan, language: str, records: Sequence[Record], every: int, first: int) -> None:
        """Hold a replay of one cut in `every` against it."""
        assert len(self.standings) > 2
        for count in sorted(self.standings)[first % every :: every]:
            replay = Replay(plan, language, BEGINNING.date(), records=records[:count])
            assert of_replay(replay) == self.standings[count], f"after {records[count - 1]}"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_shipped_scenario_is_found_again_after_each_commit(tmp_path: Path, scenario: str, language: str) -> None:
    seed = SCENARIOS.index(scenario) + len(language + scenario)
    order = Order(scenario, "sim", language, PERSONAS[seed % 3], seed)
    launch = Launch(order, Station(tmp_path), Settings(), Live(), staff=False)
    watched = Watched(launch.session, lambda: launch._log._last_seq[launch.session.id])
    ending = launch.run()
    assert ending.how == "finished"
    records = launch._log.records(ending.session)
    launch.close()
    watched.check(launch.plan, language, records, every=3, first=seed)


TROUBLES = {
    "pause": lambda bench: Asked("pause"),
    "again": lambda bench: Asked("again"),
    "skip": lambda bench: Asked("skip"),
    "accept": lambda bench: Asked("accept"),
    "say": lambda bench: Asked("say", "Hetki vain"),
    "slower": lambda bench: Asked("slower"),
    "louder": lambda bench: Asked("louder"),
    "edit": lambda bench: Asked("edit", "Näin sanoisin itse"),
    "call": lambda bench: Asked("call"),
    "acknowledge": lambda bench: Asked("acknowledge"),
    "say and go on": lambda bench: bench.asks("say", "pause", "say", "resume", "accept"),
    "warm": lambda bench: Warmed(1),
    "hot": lambda bench: Warmed(2),
    "cool": lambda bench: Warmed(0),
    "too hot": lambda bench: Warmed(3),
    "low": lambda bench: Charged(12),
    "fall": lambda bench: Fell(),
    "lose": lambda bench: bench.body.lose,
    "refuse": lambda bench: lambda: bench.body.refuses.update({Say: 1, Listen: 1}),
    "refuse all": lambda bench: lambda: bench.body.refuses.update({Say: 5, Listen: 5}),
    "stop": lambda bench: Asked("stop"),
}
REPLIES = (
    said("hitaammin"),
    said("kovempaa"),
    said("apua"),
    said("viisi", 0.5),
    said("ei"),
    said("öö"),
    said("kolme", voices=2),
    said("vihje"),
    nothing,
)


@settings(max_examples=30, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(TROUBLES)), st.sampled_from([Say, Listen]), st.integers(1, 20)), max_size=7
    ),
    st.lists(st.sampled_from(REPLIES), max_size=10),
    st.sampled_from([0.1, 5.0]),
    st.integers(0, 9),
)
def test_whatever_befalls_it_a_session_is_found_again_after_each_commit(
    troubles: list[tuple[str, type[Say] | type[Listen], int]], replies: list[object], staff_after: float, seed: int
) -> None:
    bench = Bench(seed=seed)
    bench.people.script = list(replies)  # type: ignore[arg-type]
    for name, kind, nth in troubles:
        bench.on(kind, nth, TROUBLES[name](bench))
    for nth in range(1, 20):
        bench.when_logged("paused", nth, bench.later(staff_after, bench.asks("resume")))
        bench.when_logged("lost", nth, bench.later(9.0, bench.body.regain))
    watched = Watched(bench.session, lambda: bench.log._last_seq[bench.session.id])
    bench.run()
    watched.check(bench.plan, "fi", bench.records, every=9, first=seed)


def test_a_log_that_says_anything_else_than_the_machine_is_refused_at_the_first_event_that_does() -> None:
    bench = Bench()
    bench.run()
    records = bench.records
    said_third = [place for place, record in enumerate(records) if record.type == "said"][2]

    def refused(changed: list[Record]) -> object:
        with pytest.raises(Failure) as caught:
            Replay(bench.plan, "fi", BEGINNING.date(), records=changed)
        assert caught.value.code == "session_not_resumable"
        return caught.value.facts["event"]

    other = replace(records[said_third], data={**records[said_third].data, "template": "Hei hei!"})
    assert refused([*records[:said_third], other, *records[said_third + 1 :]]) == f"{said_third + 1} (said)"
    unknown = replace(records[said_third], type="sang")
    assert refused([*records[: said_third + 1], unknown]) == f"{said_third + 1} (sang)"
    # A turn is in the log as a whole or not at all.
    assert refused(records[:said_third]) == f"{said_third} ({records[said_third - 1].type})"
    # What was erased cannot be told to the machine again.
    erased = [replace(record, type="erased", data={}) if record.type == "understood" else record for record in records]
    first = next(record for record in erased if record.type == "erased")
    assert refused(erased) == f"{first.seq} (erased)"


@settings(max_examples=40, derandomize=True)
@given(st.data())
def test_a_log_with_an_event_missing_doubled_or_moved_is_refused_or_stands_where_a_session_could(
    data: st.DataObject,
) -> None:
    bench = _finished()
    records = bench.records
    place = data.draw(st.integers(1, len(records) - 1))
    match data.draw(st.sampled_from(["missing", "doubled", "moved"])):
        case "missing":
            changed = [*records[:place], *records[place + 1 :]]
        case "doubled":
            changed = [*records[:place], records[place], *records[place:]]
        case _:
            changed = [*records[: place - 1], records[place], records[place - 1], *records[place + 1 :]]
    if code_of(bench.plan, changed) is None:
        beside = {"body_ready", "awake", "session_ended", "slow"}
        assert records[place].type in beside or records[place - 1].type in beside
    else:
        assert code_of(bench.plan, changed) == "session_not_resumable"


def code_of(plan: Plan, records: Sequence[Record]) -> str | None:
    try:
        Replay(plan, "fi", BEGINNING.date(), records=records)
    except Failure as failure:
        return failure.code
    return None


@cache
def _finished() -> Bench:
    bench = Bench(seed=3)
    bench.run()
    return bench
