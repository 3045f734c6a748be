"""Plays a session's log to a fresh machine of the same source, and compares what the machine gives with the log."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import date
from typing import Any

from behaviours.directives import CallStaff, Directive, Draw, Hear, Note
from behaviours.machine import BEFORE, ScenarioMachine
from behaviours.stage import GROUP, Stage
from behaviours.today import values
from behaviours.turns import Nothing, Overlap, Turn, Unclear, Understood
from robot.commands import Move, Say
from robot.text import Name
from scenarios.language.check import restore
from scenarios.language.compile import compiled
from scenarios.language.inputs import restored
from sessions.listening import AGAIN, PACE, Listening
from sessions.performance import kept
from sessions.record import Record

BESIDE = {
    "session_started",
    "body_ready",
    "awake",
    "seat_asked",
    "paused",
    "slow",
    "lost",
    "regained",
    "session_ended",
}
"""Events that neither go into the machine nor come out of it."""


class Replay:
    """A machine that is told nothing but what the log holds."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = records
        started: Any = records[0].data
        language = started["language"]
        checked = restore(dict(started["source"]))
        given = restored(checked.scenario.front.inputs, started["inputs"], language, checked.world.songs)
        plan = compiled(checked, language, given)
        self.profile = plan.profile
        self.listening = Listening(plan.answers, plan.distress, language, plan.commands)
        named = {GROUP: Name(GROUP)} if started["group"] else {}
        known = {**values(date.fromisoformat(started["day"]), language), **named, **plan.values}
        self.stage = Stage(language, plan.profile, plan.phrases, plan.answers, known, easy=started["easy"])
        self.machine = ScenarioMachine(
            plan.scenes(self.stage), plan.start, self._emit, self._entered, self._draw, plan.goodbye
        )
        drawn = [record.data for record in records if record.type == "drawn"]
        self._draws = deque(int(str(data["value"])) for data in drawn[1:])
        self._out: deque[tuple[str, dict[str, object]]] = deque()
        self._gestures = True
        self._aside = False
        self._running = False
        self._closing = False

    def run(self) -> str:
        """Take every record in turn, and give the state in which the machine is left.

        Raises:
            AssertionError: The log holds something else than the machine gave.
        """
        for record in self.records:
            data: Any = record.data
            if record.type in ("paused", "lost"):
                self._running = self._aside = False
            if not self._put_in(record.type, data) and record.type not in BESIDE:
                self._compare(record)
        assert not self._out, f"never logged: {self._out}"
        return self.machine.state

    def _compare(self, record: Record) -> None:
        assert self._out, f"{record} came out of nothing"
        assert self._out.popleft() == (record.type, dict(record.data)), record

    def _put_in(self, type: str, data: Any) -> bool:
        machine = self.machine
        match type:
            case "drawn" if data["what"] == "first_variant":
                self.stage.first_variant = data["value"]
                self._running = True
                self._go_on()
            case "spoken":
                machine.answer(None)
            case "elapsed":
                machine.answer(Nothing() if isinstance(machine.pending, CallStaff) else None)
            case "refused":
                if data["answers"]:
                    machine.answer(Nothing() if isinstance(machine.pending, Hear) else None)
            case "silent":
                self._turn(Nothing())
            case "understood":
                self._turn(Understood(**data))
            case "unclear":
                self._turn(Unclear(data["channel"], tuple(data["between"])))
            case "overlap":
                self._turn(Overlap(tuple(data["options"])))
            case "monitor":
                self._monitor(data["effect"])
            case "resumed":
                self._running = True
                if not self._aside:
                    self._go_on()
            case "aside_spoken":
                self._aside = False
                if self._running:
                    self._go_on()
            case "staff_asked":
                self._asked(data["what"], data.get("button", 0))
            case _:
                return False
        return True

    def _turn(self, turn: Turn) -> None:
        control = self.listening.control(turn, self.profile)
        if control in PACE:
            self.machine.answer(AGAIN)
        elif control is None:
            self.machine.answer(turn)

    def _monitor(self, effect: str) -> None:
        match effect:
            case "full_gestures" | "smaller_gestures":
                self._gestures = True
                return
            case "no_gestures":
                # Joints that go to rest break off what is being said.
                self._gestures = self._aside = False
            case "say_goodbye":
                self._aside = False
                self._closing = True
            case _:
                return
        if self._running:
            self._go_on()

    def _go_on(self) -> None:
        machine = self.machine
        if self._closing and machine.close():
            return
        if machine.state == BEFORE:
            machine.begin()
        else:
            machine.give_again()

    def _asked(self, what: str, button: int) -> None:
        match what:
            case "button":
                self._aside = False
                self.machine.press(button)
            case "say":
                self._aside = True
            case "skip":
                self._aside = False
                self.machine.skip()
            case "again":
                self._aside = False
                if not isinstance(self.machine.pending, Hear):
                    self.machine.give_again()
            case "accept":
                self._aside = False

    def _emit(self, directive: Directive) -> None:
        match directive:
            case Say(text=text):
                slots = {slot: kept(value) for slot, value in text.slots}
                self._out.append(("said", {"template": text.template, "language": text.language, "slots": slots}))
            case Hear(question=question):
                self._out.append(("listened", {"question": question}))
            case CallStaff(reason=reason):
                self._out.append(("staff_called", {"reason": reason}))
            case Move(gesture=gesture) if self._gestures:
                self._out.append(("gesture", {"gesture": gesture}))
            case Note(type=type, data=data):
                self._out.append((type, dict(data)))

    def _entered(self, state: str) -> None:
        self._out.append(("state_entered", {"state": state}))

    def _draw(self, draw: Draw) -> int:
        value = self._draws.popleft()
        self._out.append(("drawn", {"what": draw.what, "value": value}))
        return value
