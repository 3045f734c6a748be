"""A whole session on a virtual NAO with everything against it: people who do anything, faults, and staff."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from robot.body import Body
from robot.commands import HEAD, Sensor
from robot.events import Asked, Event
from robot.kernel import Kernel
from robot.nao.settings import NaoSettings
from scenarios.language.check import load
from scenarios.language.compile import Plan, compiled
from sessions.bodies import driven
from sessions.live import Live
from sessions.record import Record
from sessions.rehearsals.attendant import Attendant
from sessions.rehearsals.memory_log import MemoryLog
from sessions.rehearsals.safety import Oracles
from sessions.rehearsals.thresholds import thresholds
from sessions.session import Session
from sessions.terms import Terms
from sim.clock import VirtualClock, stream
from sim.faults import Faults
from sim.line import Line
from sim.nao.virtual_nao import VirtualNao
from sim.scripted import Scripted
from sim.sights import EarsOpened, Gestured, Sight, SpeechBegan, SpeechEnded

SAFE = ("Sitting", "Crouching", "LyingBack")
"""Where a robot may be at rest: after a fall it lies, and nobody but staff moves it."""

Deed = Literal["right", "wrong", "mumble", "crowd", "silent", "again", "slower", "stop", "help", "hold", "nonsense"]
WORDS = {
    "again": {"fi": "uudestaan", "sv": "igen", "en": "again"},
    "slower": {"fi": "hitaammin", "sv": "saktare", "en": "slower"},
    "stop": {"fi": "lopetetaan", "sv": "sluta", "en": "that's enough"},
    "help": {"fi": "apua", "sv": "hjälp", "en": "help"},
    "nonsense": {"fi": "koira söi läksyt", "sv": "hunden åt upp läxan", "en": "the dog ate my homework"},
}


@dataclass(frozen=True)
class Reply:
    """What somebody does when the robot listens, `after` so many seconds; a sensor is touched whatever the deed."""

    deed: Deed
    after: float = 0.5
    sensor: Sensor | None = None


@cache
def plan_of(scenario: str, language: str) -> Plan:
    return compiled(load(scenario), language)


class Strained:
    """One session; `run` it once.

    Args:
        scenario: Its name.
        language: What is spoken.
        replies: What people do, turn by turn, and then from the first again.
        staff: What staff do besides, and at which second.
        faults: What goes wrong.
    """

    def __init__(
        self,
        scenario: str,
        language: str,
        replies: Sequence[Reply],
        staff: Sequence[tuple[float, str]] = (),
        faults: Faults | None = None,
        seed: int = 0,
    ) -> None:
        plan = plan_of(scenario, language)
        self.clock = VirtualClock(seed)
        driving = NaoSettings(seated=plan.setting == "care", long_touch=plan.profile.hold)
        posture = "Sit" if driving.seated else "Crouch"
        self.nao = VirtualNao(self.clock, posture=posture)
        self.oracles = Oracles(self.clock)
        self.nao.observe(self.oracles.see)
        self.seen: list[tuple[float, Sight]] = []
        self.nao.observe(lambda sight: self.seen.append((self.clock.now(), sight)))
        self.person = Scripted(self.nao, self.clock, language, lambda: None)
        self.nao.observe(self._reply)
        self._replies, self._language = replies, language
        self._right: Sequence[str] = ()
        self._wrong: Sequence[str] = ()
        self._faults = faults
        self.log = MemoryLog(self.clock, self._noted)
        self.session = Session(
            plan,
            Terms(language, "sim", seed),
            self.clock,
            self.log,
            self._body(driving),
            Live(),
            self._learn,
            outsiders=False,
        )
        self.attendant = Attendant(
            self.clock, thresholds().staff, self._post, lambda: self.nao.place(posture), stream(seed, "staff")
        )
        for at, what in staff:
            self.clock.call_later(at, lambda what=what: self._ask(what))  # type: ignore[misc]

    def run(self, after: float = 60.0) -> None:
        """Run the session, and let time pass after it, as a robot's watchdog and joints take theirs."""
        self.ending = self.session.run()
        self.minutes = self.clock.now() / 60
        over: list[bool] = []
        self.clock.call_later(after, lambda: over.append(True))
        while not over:
            self.clock.run_due()

    @property
    def at_rest(self) -> bool:
        """Whether the body lies, sits or crouches with every joint loose, silent, its ears closed."""
        return (
            self.nao.family in SAFE
            and not self.nao.motion.robot_is_wake_up()
            and not any(self.nao.joints.stiffness.values())
            and not self.person.robot_speaks
            and not self.person.listening
        )

    @property
    def story(self) -> list[str]:
        """What happened, for whoever must find out why a rule was broken."""
        told = [(at, f"{r.type} {dict(r.data)}") for at, r in self.log.kept if r.type != "session_started"]
        told += [(at, repr(s)) for at, s in self.seen if isinstance(s, SpeechBegan | SpeechEnded | Gestured)]
        return [f"{at:.2f} {what}" for at, what in sorted(told, key=lambda each: each[0])]

    def _body(self, driving: NaoSettings) -> Callable[[Kernel[Event]], Body]:
        def body(kernel: Kernel[Event]) -> Body:
            line = Line(self.nao, kernel.call, self.clock)
            if self._faults is not None:
                self._faults.upon(self.nao, line, self.clock, self._ask)
            return driven(self.nao, kernel, driving, line=line)

        return body

    def _noted(self, record: Record) -> None:
        self.oracles.note(record)
        self.attendant.note(record)

    def _ask(self, what: str) -> None:
        self._post(Asked(what, "Hyvin menee." if what == "say" else ""))

    def _post(self, asked: Asked) -> None:
        self.session.kernel.post(asked, urgent=asked.what == "stop")

    def _learn(self, utterance: str, right: Sequence[str], wrong: Sequence[str]) -> None:
        self._right, self._wrong = right, wrong

    def _reply(self, sight: Sight) -> None:
        if isinstance(sight, EarsOpened):
            reply = self._replies[(self.person.turns - 1) % len(self._replies)]
            self.clock.call_later(reply.after, lambda: self._act(reply))

    def _act(self, reply: Reply) -> None:
        if reply.sensor is not None:
            self.person.touches(reply.sensor)
        match reply.deed:
            case "right":
                self._give(self._right)
            case "wrong":
                self._give(self._wrong)
            case "mumble":
                self.person.mumbles()
            case "crowd":
                words = [word for word in (*self._right, *self._wrong) if not word.startswith("touch:")]
                self.person.at_once(words[:2] or ["yksi", "kaksi"])
            case "hold":
                self.nao.press(HEAD[0], True)
                self.clock.call_later(2.5, lambda: self.nao.press(HEAD[0], False))
            case "silent":
                pass
            case said:
                self.person.says(WORDS[said][self._language])

    def _give(self, ways: Sequence[str]) -> None:
        if not ways:
            return
        if ways[0].startswith("touch:"):
            self.person.touches(Sensor(ways[0].removeprefix("touch:")))
        else:
            self.person.says(ways[0])
