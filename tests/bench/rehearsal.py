"""Rehearsals: sessions a second and core, a long session of dialogue, two cores instead of one, and memory."""

from __future__ import annotations

import copy
import multiprocessing
import resource
import statistics
import sys
import tempfile
from itertools import count, islice
from pathlib import Path
from time import perf_counter, process_time  # noqa: TID251

import yaml

from scenarios.language.check import SCENARIOS, load
from sessions.rehearsals.case import Case
from sessions.rehearsals.subject import Subject
from sessions.rehearsals.tally import Board
from sessions.rehearsals.workers import forked, here, spread
from tests.bench import lesson
from tests.bench.report import Comparison

SCENARIO, LANGUAGE, PERSONA = lesson.SCENARIO, lesson.LANGUAGE, lesson.PERSONA
SHORT = "morning-round"
REPEATS, SEEDS, ROUNDS = 21, 96, 31
LONG_ROUNDS, LONG_AIM = 5, 200.0
FEW, MANY, MOST = 1_000, 10_000, 100_000
EFFICIENCY, TURNS = 0.85, 7
BARE = multiprocessing.get_context("fork")


def bench() -> Comparison:
    """A rehearsed lesson against the floor of the lesson's bench, in turn."""
    subject = Subject.of(load(SCENARIO), SCENARIO, [PERSONA], [LANGUAGE])
    subject.warm()
    work = lesson.observed(lesson.Lesson())
    cases = list(subject.cases(range(REPEATS)))
    list(here(subject, cases))
    ours, floor = [], []
    for case in cases:
        began = perf_counter()
        list(here(subject, [case]))
        ours.append((perf_counter() - began) * 1000)
        floor.append(lesson._timed_floor(work, bare=False))
    return Comparison(
        f"A rehearsed lesson and its outcome ({SCENARIO}, {LANGUAGE}, {PERSONA}, {REPEATS} seeds; the log in memory)",
        ours,
        floor,
        "the floor of the lesson's bench: its bare triggers and transactions",
        aim=2.0,
        notes=(f"{1000 / statistics.fmean(ours):.0f} sessions a second and core",),
    )


def long_session() -> list[str]:
    """A session of twenty minutes, most of it questions and answers; the time of the processor, as others share it.

    In turn with the floor of the lesson's bench: its time says how fast the computer is just now. A computer that is
    shared has slow seconds, and they say nothing of the session: of several rounds the quietest counts.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.yaml"
        path.write_text(yaml.safe_dump(_long(), allow_unicode=True, sort_keys=False), encoding="utf-8")
        subject = Subject.of(load(str(path)), str(path), [PERSONA], [LANGUAGE])
    cases = list(subject.cases(range(9)))
    outcomes = list(here(subject, cases))
    work = lesson.observed(lesson.Lesson())
    rounds = [_in_turn(subject, cases, work) for _ in range(LONG_ROUNDS)]
    minutes = statistics.median(each.minutes for each in outcomes)
    turns = statistics.median(len(each.questions) for each in outcomes)
    took, floor = min(rounds)
    met = "met" if took < LONG_AIM else "missed"
    others = ", ".join(f"{median:.0f}" for median, _ in sorted(rounds)[1:])
    return [
        f"A long session of dialogue ({minutes:.1f} minutes, {turns:.0f} questions, {len(cases)} seeds)",
        f"  {took:.0f} ms in the quietest of {LONG_ROUNDS} rounds (the others {others});"
        f" aim under {LONG_AIM:.0f} ms: {met}",
        f"  floor {floor:.1f} ms: a lesson's bare triggers and rows",
    ]


def _in_turn(subject: Subject, cases: list[Case], work: lesson.Work) -> tuple[float, float]:
    """The medians, in ms of computing, of the cases and of the floor."""
    times, floor = [], []
    for case in cases:
        began = process_time()
        list(here(subject, [case]))
        times.append((process_time() - began) * 1000)
        floor.append(lesson._timed_floor(work, bare=False))
    return statistics.median(times), statistics.median(floor)


def parallel() -> list[str]:
    """The same cases on one worker and on two; in turn with bare processes, which share the cases and nothing else."""
    subject = Subject.of(load(SCENARIO), SCENARIO, [PERSONA], [LANGUAGE])
    subject.warm()
    ours, floor, took = [], [], []
    for _ in range(TURNS):
        one, two = _by_workers(subject, 1), _by_workers(subject, 2)
        bare_one, bare_two = _by_bare_processes(subject, 1), _by_bare_processes(subject, 2)
        ours.append(one / (2 * two))
        floor.append(bare_one / (2 * bare_two))
        took.append((one, two))
    own, theirs = statistics.median(ours), statistics.median(floor)
    one, two = (statistics.median(column) for column in zip(*took, strict=True))
    met = "met" if own / theirs >= EFFICIENCY else "missed"
    return [
        f"{SEEDS} sessions by one worker {one:.2f} s, by two {two:.2f} s",
        f"  parallel efficiency on 2 cores {own:.2f} ({min(ours):.2f} to {max(ours):.2f} in {TURNS} turns)",
        f"  floor {theirs:.2f} ({min(floor):.2f} to {max(floor):.2f}): bare processes that share the cases alone",
        f"  of what two cores give here {own / theirs:.2f}; aim {EFFICIENCY}: {met}",
    ]


def _by_workers(subject: Subject, workers: int) -> float:
    with forked(subject, workers) as (executor, given, shares):
        list(spread(subject, subject.cases(range(2 * given * 8)), executor, given, shares))
        began = perf_counter()
        list(spread(subject, subject.cases(range(SEEDS)), executor, given, shares))
        return perf_counter() - began


def _by_bare_processes(subject: Subject, count: int) -> float:
    ready, go = BARE.Barrier(count + 1), BARE.Barrier(count + 1)

    def share(number: int) -> None:
        list(here(subject, subject.cases(range(8))))
        ready.wait()
        list(here(subject, subject.cases(range(number, SEEDS, count))))
        go.wait()

    processes = [BARE.Process(target=share, args=(number,)) for number in range(count)]
    for process in processes:
        process.start()
    ready.wait()
    began = perf_counter()
    go.wait()
    took = perf_counter() - began
    for process in processes:
        process.join()
    return took


def memory(most: int = MANY) -> list[str]:
    """What the process that tallies holds after a thousand sessions, and after many; and each of its workers."""
    subject = Subject.of(load(SHORT), SHORT, languages=[LANGUAGE])
    board = Board(tuple(subject.plan.states), subject.pairs)
    held = {}
    with forked(subject) as (executor, given, shares):
        outcomes = spread(subject, subject.cases(count()), executor, given, shares)
        done = 0
        for goal in sorted({FEW, most}):
            for outcome in islice(outcomes, goal - done):
                board.add(outcome)
            done = goal
            children = max(executor.map(_peak, range(given)))
            held[goal] = (_resident(), children)
        outcomes.close()
    lines = [f"Memory of a rehearsal ({SHORT}, {LANGUAGE}, every persona that fits)"]
    for goal, (own, child) in held.items():
        lines.append(f"  after {goal} sessions: {own / 1e6:.1f} MB, and {child / 1e6:.1f} MB at most in a worker")
    return lines


def _long() -> dict[str, object]:
    """The starter of a quiz with its round of questions many times over."""
    scenario = yaml.safe_load((SCENARIOS / "starters" / "quiz.yaml").read_text(encoding="utf-8"))
    states: dict[str, dict[str, object]] = {}
    for name, state in scenario["states"].items():
        if name != "cards":
            states[name] = state
            continue
        rounds = [f"cards_{n}" for n in range(1, ROUNDS + 1)]
        after = state["then"]
        for here_, following in zip(rounds, [*rounds[1:], after], strict=True):
            states[here_] = copy.deepcopy(state) | {"then": following}
    states["introduction"]["then"] = "cards_1"
    return scenario | {"states": states, "minutes": 30, "name": "long"}


def _resident() -> int:
    """The bytes that this process has in memory now."""
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _peak(_: int) -> int:
    return _resident()


def main() -> None:
    """`python -m tests.bench.rehearsal long`: memory up to a hundred thousand sessions, which takes most of an hour."""
    most = MOST if "long" in sys.argv[1:] else MANY
    print("\n".join([*bench().lines(), *long_session(), *parallel(), *memory(most)]))


if __name__ == "__main__":
    main()
