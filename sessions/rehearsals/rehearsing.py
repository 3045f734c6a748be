"""One case rehearsed: a whole session on the virtual NAO at virtual time, of which only the outcome is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from robot.body import Body
from robot.events import Asked, Event
from robot.kernel import Kernel
from robot.nao.settings import NaoSettings
from scenarios.language.model import EASY
from sessions.bodies import driven
from sessions.live import Line, Live, Who
from sessions.record import Record
from sessions.rehearsals import figures
from sessions.rehearsals.attendant import HEEDED, Attendant
from sessions.rehearsals.case import Case
from sessions.rehearsals.intention import intended
from sessions.rehearsals.journal import Journal
from sessions.rehearsals.memory_log import MemoryLog, digest
from sessions.rehearsals.outcome import ENDLESS, TOO_LONG, TOO_MANY_STEPS, Missed, Outcome
from sessions.rehearsals.safety import Oracles
from sessions.rehearsals.subject import Subject
from sessions.rehearsals.thresholds import Thresholds, thresholds
from sessions.session import Session
from sessions.terms import Terms
from sim.clock import VirtualClock, stream
from sim.faults import Faults
from sim.knowledge import Knowledge
from sim.line import Line as WireLine
from sim.nao.virtual_nao import VirtualNao
from sim.room import Happening, Spoke
from sim.room import Missed as Unheard

GROUP = "Revontulet"
"""What a group is called where the scenario cannot do without a name: Finnish for the northern lights."""

_EVENTS_A_STEP = 50
"""A turn that notes more than so many events for each step that a session may take goes round in itself."""


_RESTS_WITHIN = 60.0
"""Seconds after its session in which a body whose line was cut is back, and comes to rest: longer than any cut is."""


_ASIDES = {"fi": "Hyvin menee.", "sv": "Det går bra.", "en": "You are doing well."}
"""What staff type for the robot to say."""


class _Cut(KeyboardInterrupt):
    """A session went past a bound. As an interrupt it ends the session at once, and is no mistake to be logged."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def rehearse(
    subject: Subject, case: Case, show: Callable[[Line], None] | None = None, rules: Thresholds | None = None
) -> Outcome:
    """Run a case's session from the first word to the robot's rest; the same case gives the same outcome.

    Args:
        subject: The scenario and its people.
        case: Of this subject.
        show: Called with every line of the conversation, as people said it and as the robot heard it.
        rules: Without them the shipped thresholds.

    Raises:
        KeyError: The subject has no such persona or language.
    """
    return _Rehearsing(subject, case, show, rules or thresholds()).outcome()


def conversation(subject: Subject, case: Case) -> tuple[Outcome, tuple[Line, ...]]:
    """A case's session once more, with the whole conversation.

    Besides what the transcript of a session shows there are lines of PERSON `spoke`, which say what a person truly
    said and who it was, and of SESSION `missed`, a sentence that did not reach somebody.
    """
    lines: list[Line] = []
    outcome = rehearse(subject, case, lines.append)
    return outcome, tuple(lines)


class _Rehearsing:
    def __init__(self, subject: Subject, case: Case, show: Callable[[Line], None] | None, rules: Thresholds) -> None:
        self._case, self._rules = case, rules
        self._cast = subject.casts[case.persona]
        plan = self._plan = subject.plans[case.language]
        self._expected = subject.expected[case.language]
        spoken = self._spoken = case.language.removesuffix(EASY)
        self._clock = VirtualClock(case.seed)
        driving = NaoSettings(seated=plan.setting == "care", long_touch=plan.profile.hold)
        self._posture = "Sit" if driving.seated else "Crouch"
        self._nao = VirtualNao(self._clock, posture=self._posture)
        self._journal = Journal(self._clock, len(self._cast.people))
        self._show = show
        self._most_events = rules.bounds.steps * _EVENTS_A_STEP
        self._cut: str | None = None
        self._log = MemoryLog(self._clock, self._noted, rules.bounds.steps, lambda: self._end(TOO_MANY_STEPS))
        named = plan.needs_group()
        knowledge = Knowledge()
        self._nao.observe(self._journal.see)
        self._oracles = Oracles(self._clock)
        self._nao.observe(self._oracles.see)
        room = self._cast.enter(self._nao, self._clock, case.seed, spoken, knowledge)
        room.watch(self._heard)
        live = Live()
        if show is not None:
            live.watch(show)

        def names(pseudonym: str) -> str:
            return GROUP if named else pseudonym

        def body(kernel: Kernel[Event]) -> Body:
            return driven(self._nao, kernel, driving, names=names, line=self._line(kernel) if case.faults else None)

        terms = Terms(
            spoken,
            "sim",
            case.seed,
            Path(case.persona).stem,
            subject.inputs[case.language],
            easy=spoken != case.language,
            named=named,
        )
        self._session = Session(
            plan, terms, self._clock, self._log, body, live, knowledge.learn, names, outsiders=False
        )
        self._attendant = Attendant(
            self._clock,
            rules.staff,
            self._ask,
            lambda: self._nao.place(self._posture),
            stream(case.seed, f"staff {self._cast.name}"),
        )

    def outcome(self) -> Outcome:
        """Run it, and tell what came of it."""
        bounds, plan = self._rules.bounds, self._plan
        self._clock.call_later(max(bounds.minutes, bounds.overtime * plan.minutes) * 60, lambda: self._end(TOO_LONG))
        how, why = ENDLESS, None
        try:
            ending = self._session.run()
        except _Cut as cut:
            why = cut.why
        else:
            how, why = ending.how, ending.problem.code if ending.problem is not None else None
        return self._told(how, why)

    def _told(self, how: str, why: str | None) -> Outcome:
        kept, journal = self._log.kept, self._journal
        course = figures.course(kept, why, how == ENDLESS)
        asked = figures.asked_since(kept, journal.declined_at)
        distress = any(r.type == "monitor" and r.data["monitor"] == "distress" for _, r in kept)
        faults, peace = self._case.faults, self._rules.peace
        minutes = round(self._clock.now() / 60, 3)
        rests = not faults or how == ENDLESS or self._rests()
        vitals = self._nao.vitals
        return Outcome(
            case=self._case,
            how=how,
            why=why,
            intended=intended(self._cast.success, how, why, course.overdue, distress, asked, faults, peace, rests),
            minutes=minutes,
            questions=figures.questions(kept, self._plan.profile.accept),
            staff_called=self._attendant.called,
            staff_acts=figures.staff_acts(kept),
            longest_silence=figures.longest_silence(kept, journal),
            slowest_reaction=figures.slowest_reaction(kept, journal),
            robot_talk=figures.talked(journal.robot),
            people_talk=figures.talked(journal.people),
            states=figures.states(kept),
            stood=figures.stood(kept),
            dead_end=course.dead_end,
            loop=course.loop,
            missed=tuple(Missed(text, count) for text, count in sorted(journal.missed.items())),
            sentences=journal.sentences,
            heat=round(max(vitals.temperature(chain) for chain in vitals.statuses())),
            battery=vitals.percent,
            declined=journal.declined_at is not None,
            asked_after=asked[0],
            asked_again=asked[1],
            breaches=figures.placed(kept, self._oracles.breaches),
            digest=digest(self._log.all),
        )

    def _rests(self) -> bool:
        """Whether the body is at rest, or comes to it soon after the session."""
        if not self._nao.motion.robot_is_wake_up():
            return True
        over: list[bool] = []
        self._clock.call_later(_RESTS_WITHIN, lambda: over.append(True))
        while not over:
            self._clock.run_due()
        return not self._nao.motion.robot_is_wake_up()

    def _noted(self, record: Record) -> None:
        if record.type in HEEDED:
            self._attendant.note(record)
        self._oracles.note(record)
        if record.seq > self._most_events:
            self._end(TOO_MANY_STEPS)

    def _end(self, why: str) -> None:
        # Once: the session notes its end after it.
        if self._cut is None:
            self._cut = why
            raise _Cut(why)

    def _heard(self, happening: Happening) -> None:
        self._journal.hear(happening)
        if self._show is None:
            return
        match happening:
            case Spoke(person=person, words=words):
                self._show(Line(Who.PERSON, "spoke", f"{person}: {words}", self._clock.now()))
            case Unheard(person=person, text=text):
                self._show(Line(Who.SESSION, "missed", f"{person}: {text}", self._clock.now()))

    def _ask(self, asked: Asked) -> None:
        self._session.kernel.post(asked, urgent=asked.what == "stop")

    def _line(self, kernel: Kernel[Event]) -> WireLine:
        """A line with the troubles of this case, which are put upon it and upon the robot in their time."""
        line = WireLine(self._nao, kernel.call, self._clock)
        faults = Faults(self._case.faults, self._case.seed, self._expected, self._cast.name)
        faults.upon(self._nao, line, self._clock, self._step_in)
        return line

    def _step_in(self, what: str) -> None:
        self._attendant.step_in(Asked(what, _ASIDES[self._spoken] if what == "say" else ""))
