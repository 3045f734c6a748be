"""The ready check as a whole: everything side by side, each bounded, so that nobody waits for one that hangs."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from robot.clock import Clock, RealClock
from robot.problem import Problem
from scenarios.language.model import EASY, LANGUAGES
from sessions.bodies import check_address
from sessions.launch import Order
from sessions.ready import station as own
from sessions.ready.check import NAMES, Check, Name, wrong
from sessions.ready.robot import checks
from sessions.ready.scenario import Asked, scenario
from sessions.settings import Settings
from sessions.station import Station

if TYPE_CHECKING:
    from robot.desk.voice import Loudspeaker

LIMIT = 10.0
"""Seconds within which everything is told; what is said aloud takes as long as it takes beyond that."""

_ALOUD = 20.0

_OF_ROBOT: tuple[Name, ...] = ("robot", "seat", "battery", "heat", "language", "volume")

_log = logging.getLogger(__name__)


def ready(
    order: Order,
    station: Station,
    settings: Settings,
    clock: Clock,
    aloud: bool = False,
    limit: float = LIMIT,
    loudspeaker: Loudspeaker | None = None,
) -> Iterator[Check]:
    """Each check as `checking`, then each as it is, in the order in which they come to an end; none is told twice.

    Nothing moves, nothing is changed, and nothing is said but the phrase, `aloud`.

    Args:
        order: What is to be run.
        station: Whose log and people are meant.
        settings: The station's.
        clock: What time it is.
        aloud: Whether the robot says the phrase by which people tell whether they hear it.
        limit: Seconds after which what has no answer is told as that.
        loudspeaker: What a desk speaks by, where that is not this computer.
    """
    for name in NAMES:
        yield Check(name, "checking", "checking")
    told: queue.SimpleQueue[Check] = queue.SimpleQueue()
    known, plan = threading.Event(), list[Asked]()
    now = clock.wall()

    def of_scenario() -> Iterable[Check]:
        try:
            check, asked = scenario(order, station, settings)
            plan.extend([asked] if asked is not None else [])
            return (check,)
        finally:
            known.set()

    def asked() -> Asked | None:
        known.wait(limit)
        return plan[0] if plan else None

    def of_robot() -> Iterator[Check]:
        try:
            check_address(order.robot)
        except Problem as problem:
            yield wrong("robot", problem, mend="desk")
            return
        yield from checks(order.robot, asked, _spoken(asked(), order, settings) if aloud else None, loudspeaker)

    works: tuple[tuple[tuple[Name, ...], Callable[[], Iterable[Check]]], ...] = (
        (("scenario",), of_scenario),
        (_OF_ROBOT, of_robot),
        (("disk",), lambda: (own.disk(station),)),
        (("clock",), lambda: (own.clock(station, now),)),
        (("link",), lambda: (own.link(settings, order.broker),)),
    )
    for names, work in works:
        # One that hangs in a call of the system's is left behind.
        threading.Thread(target=partial(_work, names, work, told), name=f"ready {names[0]}", daemon=True).start()
    yield from _collected(told, limit + (_ALOUD if aloud else 0.0))


def is_ready(checks: Iterable[Check]) -> bool:
    """Whether a session can begin: nothing is bad, and nothing is still being checked."""
    last = {check.name: check.state for check in checks}
    return "bad" not in last.values() and "checking" not in last.values()


def _spoken(plan: Asked | None, order: Order, settings: Settings) -> str:
    """The language of the phrase: the scenario's, or what comes nearest to it where that is not known."""
    wished = (plan.language if plan else None, order.language, settings.language, order.reader)
    return next((each.removesuffix(EASY) for each in wished if each and each.removesuffix(EASY) in LANGUAGES), "en")


def _work(names: tuple[Name, ...], work: Callable[[], Iterable[Check]], told: queue.SimpleQueue[Check]) -> None:
    open_names = list(names)

    def tell(check: Check) -> None:
        if check.name in open_names:
            open_names.remove(check.name)
            told.put(check)

    try:
        for check in work():
            tell(check)
    except Problem as problem:
        tell(wrong(open_names[0], problem))
    except Exception as error:
        _log.exception("a ready check broke")
        tell(Check(open_names[0], "warn", "broken", {"reason": type(error).__name__}))
    for name in list(open_names):
        tell(Check(name, "warn", "not_looked"))


def _collected(told: queue.SimpleQueue[Check], limit: float) -> Iterator[Check]:
    left, watch = list(NAMES), RealClock()
    while left:
        try:
            check = told.get(timeout=max(0.0, limit - watch.now()))
        except queue.Empty:
            break
        left.remove(check.name)
        yield check
    for name in left:
        yield Check(name, "bad" if name == "robot" else "warn", "too_slow", {"seconds": round(limit)})
