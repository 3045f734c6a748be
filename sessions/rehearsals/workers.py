"""Cases spread over executors: any number of workers gives the same outcomes in the same order."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice

from sessions.rehearsals.case import Case
from sessions.rehearsals.orphans import end_with_parent
from sessions.rehearsals.outcome import Outcome
from sessions.rehearsals.rehearsing import rehearse
from sessions.rehearsals.subject import Subject

CHUNK = 4
"""So many cases go to a worker at a time: what it costs to send them is small beside them, and few are lost."""

AHEAD = 2
"""So many chunks are given out for each worker: one that it works on, and the next."""

_subjects: dict[str, Subject] = {}
"""Those that this process knows, by key. A worker that was forked knows its parent's."""


def here(subject: Subject, cases: Iterable[Case]) -> Iterator[Outcome]:
    """The outcomes of cases, one after another, in this process."""
    subject.warm()
    source = iter(cases)
    while some := tuple(islice(source, CHUNK)):
        with _garbage_kept():
            outcomes = [rehearse(subject, case) for case in some]
        yield from outcomes


def spread(
    subject: Subject, cases: Iterable[Case], executor: Executor, workers: int, shares: bool = False, chunk: int = CHUNK
) -> Iterator[Outcome]:
    """The outcomes of cases in the order of the cases, whichever is finished first; worked out by an executor.

    Only as many cases are given out as keep the workers busy. An interrupt, here or of the generator, takes back what
    is not begun; what is done of the next cases in order is still told.

    Args:
        subject: The scenario and its people.
        cases: May be endless.
        executor: Runs functions of this package, in this process or in any other that has Kaveri.
        workers: How many it has.
        shares: Whether its workers were forked from this process after `subject` was shared (`forked`).
        chunk: How many cases go to a worker at a time.
    """
    key = subject.key()
    packed = b"" if shares else subject.packed()
    waiting: deque[Future[list[Outcome]]] = deque()
    source = iter(cases)
    try:
        while True:
            while len(waiting) < AHEAD * workers and (some := tuple(islice(source, chunk))):
                waiting.append(executor.submit(work, key, packed, some))
            if not waiting:
                return
            yield from waiting.popleft().result()
    except KeyboardInterrupt:
        while waiting and waiting[0].done() and not waiting[0].cancelled():
            yield from waiting.popleft().result()
        raise
    finally:
        for future in waiting:
            future.cancel()


def work(key: str, packed: bytes, cases: tuple[Case, ...]) -> list[Outcome]:
    """A worker's part: the outcomes of some cases of the subject that has this key, unpacked where it is not known."""
    subject = _subjects.get(key)
    if subject is None:
        subject = pickle.loads(packed)
        assert isinstance(subject, Subject)
        subject.warm()
        _subjects.clear()
        _subjects[key] = subject
    with _garbage_kept():
        return [rehearse(subject, case) for case in cases]


@contextmanager
def forked(subject: Subject, workers: int | None = None) -> Iterator[tuple[Executor, int, bool]]:
    """An executor over this computer's cores, its number of workers, and whether they share the subject's memory.

    Where processes can be forked they are, after the languages' data and the compiled plan are loaded, and before this
    returns: a thread that is started later, such as a progress bar's, is not in their way. Elsewhere they are spawned.
    """
    count = workers or cores()
    forks = "fork" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if forks else "spawn")
    if forks:
        subject.warm()
        _subjects[subject.key()] = subject
        # What is shared is not looked through by any worker's collector, which would copy it page by page.
        gc.collect()
        gc.freeze()
    executor = ProcessPoolExecutor(count, context, _begin)
    try:
        executor.submit(os.getpid).result()
        yield executor, count, forks
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
        if forks:
            gc.unfreeze()
            _subjects.pop(subject.key(), None)


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _garbage_kept() -> Iterator[None]:
    """Collect what sessions leave once, at the end: looking for it meanwhile takes a tenth of their time and more."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        if enabled:
            gc.enable()


def _begin() -> None:
    # Ctrl-C reaches a whole terminal: the process that gave out the work says what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # It would inherit what its parent does at SIGTERM; by that an executor ends the others where one of them is lost.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # One that is killed tells nobody: its workers would wait for work for ever.
    end_with_parent()
