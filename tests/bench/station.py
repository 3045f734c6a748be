"""The station of the benches over the wire: a session without end, and the floor's minimal client."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from robot.clock import RealClock
from robot.events import Event
from robot.kernel import Kernel
from robot.nao.body import NaoBody
from robot.nao.connector import ImmediateConnector
from robot.nao.qi_link import connected_session
from robot.nao.qi_wire import QiWire
from scenarios.language.check import check_text
from scenarios.language.compile import Plan, compiled
from scenarios.language.world import shipped_world
from sessions.live import Live
from sessions.log import Log
from sessions.schema import opened
from sessions.session import Session
from sessions.terms import Ending, Terms
from tests.bench.far_end import CALL, SIGNAL

ANSWER = "kaksi"

_SCENARIO = """
kaveri: 1
name: rounds
title: {fi: Kierros, sv: Runda, en: Round}
purpose: {fi: Mittaus., sv: En mätning., en: A measurement.}
setting: classroom
languages: [fi, sv, en]
ages: {from: 6, to: 9}
minutes: 10
profile: child
address: informal
version: 1
licence: CC-BY-4.0
start: question
states:
  question:
    ask:
      text: {fi: Yksi ja yksi?, sv: Ett och ett?, en: One and one?}
      answers: [{number: 2}, {number: 3, right: false}]
    then: goodbye
  goodbye:
    farewell:
      text: {fi: Hei hei!, sv: Hej då!, en: Goodbye!}
    then: end
"""


def rounds() -> Plan:
    """A scenario that asks the same question for ever, which authors may not write."""
    plan = compiled(check_text(_SCENARIO, shipped_world()))
    question = plan.states["question"]
    again = replace(question, ways=question.ways.model_copy(update={"on": {"right": "question"}}))
    return replace(plan, states={**plan.states, "question": again})


def session(plan: Plan, url: str, log: Log) -> Session:
    """A session over qi, without the watchdog process of a real one."""
    clock = RealClock(0)

    def body(kernel: Kernel[Event]) -> NaoBody:
        return NaoBody(
            ImmediateConnector(lambda lost: QiWire.connect(url, kernel.call, clock, lost)), clock, kernel.post
        )

    return Session(plan, Terms("fi", url, 0), clock, log, body, Live())


@contextmanager
def under_way(session: Session) -> Iterator[None]:
    """Run a session on a thread of its own until the block ends; then it must have been stopped."""
    endings: list[Ending] = []
    thread = threading.Thread(target=lambda: endings.append(session.run()), name="session", daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join(20.0)
    if thread.is_alive() or not endings or endings[0].how != "stopped":
        raise RuntimeError(f"the session was not stopped: {endings}")


class Minimal:
    """What no station can do without: told by a signal, it commits one row and makes one call."""

    def __init__(self, url: str, log: Path) -> None:
        self._qi = connected_session(url)
        self._memory = self._qi.service("ALMemory")
        self._connection = opened(log)
        self._connection.execute(
            "INSERT INTO sessions (id, scenario, language, robot, started) VALUES ('s', 'rounds', 'fi', 'nao', '')"
        )
        self._count = 0
        self._subscriber = self._memory.subscriber(SIGNAL)
        self._link = self._subscriber.signal.connect(self._told)

    def call(self) -> None:
        """The one call; its answer is not waited for."""
        _, method, key = CALL
        self._memory.call(method, key, ANSWER, _async=True)

    def close(self) -> None:
        """End the connection, with nothing on its way any more."""
        self._subscriber.signal.disconnect(self._link)
        self._memory.ping()
        self._qi.close()
        self._connection.close()

    def _told(self, value: Any) -> None:
        self._count += 1
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        execute(
            "INSERT INTO events (session, seq, id, type, time, data) VALUES ('s', ?, ?, 'understood', '', '{}')",
            (self._count, f"s-{self._count}"),
        )
        execute("COMMIT")
        self.call()
