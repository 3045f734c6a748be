"""The motion tasks: who holds which joints, and who waits for them.

As on a NAO, a blocking motion waits until the joints that it needs are free, and a kill frees them where they are.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from robot.clock import Timer
from sim.nao.pending import Pending
from sim.sights import Gestured, Stilled

if TYPE_CHECKING:
    from sim.nao.virtual_nao import VirtualNao


@dataclass(slots=True, eq=False)
class Task:
    """One motion: its joints, how long it lasts, and what sets the joints going."""

    id: int
    name: str
    joints: tuple[str, ...]
    seconds: float
    begin: Callable[[], float | None]
    """Sets the joints going; the seconds that it takes where that is known only then."""
    pending: Pending = field(default_factory=Pending)
    timer: Timer | None = None


class MotionTasks:
    """Runs tasks on free joints, and keeps the others waiting in order."""

    def __init__(self, nao: VirtualNao) -> None:
        self._nao = nao
        self._ids = itertools.count(1)
        self._running: list[Task] = []
        self._waiting: list[Task] = []

    def run(self, name: str, joints: Sequence[str], seconds: float, begin: Callable[[], float | None]) -> Pending:
        """Begin a task as soon as its joints are free; ends with the motion, or when it is killed."""
        task = Task(next(self._ids), name, tuple(dict.fromkeys(joints)), seconds, begin)
        self._waiting.append(task)
        self._start()
        return task.pending

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks that run now."""
        return tuple(self._running)

    @property
    def held(self) -> set[str]:
        """The joints that tasks hold now."""
        return {joint for task in self._running for joint in task.joints}

    def busy(self, joints: Iterable[str]) -> bool:
        """Whether a task holds any of the joints."""
        return not self.held.isdisjoint(joints)

    def kill(self, matches: Callable[[Task], bool]) -> bool:
        """End tasks at once, their joints where they are; whether there were any."""
        killed = [task for task in (*self._running, *self._waiting) if matches(task)]
        stilled = tuple(dict.fromkeys(joint for task in killed if task in self._running for joint in task.joints))
        for task in killed:
            if task in self._running:
                self._running.remove(task)
                self._nao.joints.halt(task.joints, self._nao.clock.now())
            else:
                self._waiting.remove(task)
            self._nao.clock.cancel(task.timer)
        if stilled:
            self._nao.show(Stilled(stilled))
        for task in killed:
            task.pending.complete(False)
        if killed:
            self._nao.vitals.changed()
            self._start()
        return bool(killed)

    def _start(self) -> None:
        held = self.held
        for task in tuple(self._waiting):
            if task.pending.over or task not in self._waiting:
                continue
            if held.isdisjoint(task.joints):
                self._waiting.remove(task)
                self._begin(task)
            # A task that waits keeps its place: no later one may take its joints.
            held.update(task.joints)

    def _begin(self, task: Task) -> None:
        self._running.append(task)
        seconds = task.begin()
        lasts = task.seconds if seconds is None else seconds
        task.timer = self._nao.clock.call_later(lasts, lambda: self._end(task))
        self._nao.vitals.changed()
        if lasts > 0 and task.joints:
            self._nao.show(Gestured(task.joints, lasts))

    def _end(self, task: Task) -> None:
        self._running.remove(task)
        self._nao.vitals.changed()
        task.pending.complete(True)
        self._start()
