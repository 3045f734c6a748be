"""Safety rules, each held by a small machine that listens to what a robot does and to the session's log.

A rule is about the robot, whatever the scenario, the people, or the faults: one that is broken is a mistake. While the
robot cannot be reached no rule is held against it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping

from robot.clock import Clock
from robot.limits import CHAINS
from sessions.listening import PACE
from sessions.record import Record
from sessions.rehearsals.oracle import STANDING, Oracle, Standing, is_stop
from sessions.rehearsals.outcome import Breach
from sim.sights import EarsClosed, EarsOpened, Gestured, Sight, SpeechBegan, SpeechEnded, Stilled

STOPS_WITHIN = 0.3
"""Seconds in which speech and motion end after a stop."""

WAY_OUT_WITHIN = 30.0
"""Seconds after which a robot that waits must have offered something."""

SAME_WORDS = 3
"""So many times the same words in one question are too many."""

_ASKED_AGAIN = ("again", *PACE)
"""What people say who want to hear it once more."""

_ARMS = frozenset((*CHAINS["LArm"], *CHAINS["RArm"]))
_WHOLE_BODY = sum(len(joints) for joints in CHAINS.values())

_SPEECH = frozenset((SpeechBegan, SpeechEnded))
_EARS = frozenset((EarsOpened, EarsClosed))
_MOTION = frozenset((Gestured, Stilled))


class SilentAtRest(Oracle):
    """It says nothing before it is awake, nor from its rest on, and what it is saying then ends within 0.3 s."""

    rule = "speaks_at_rest"
    watches = _SPEECH

    def __init__(self, broken: Callable[[str, float, str], None], standing: Standing) -> None:
        super().__init__(broken, standing)
        self._says = ""

    def see(self, sight: Sight, now: float) -> None:
        """Take in what the robot does."""
        match sight:
            case SpeechBegan(text=text):
                if self._standing.rests_since is None:
                    self._says, self.due = text, now
                elif not self._standing.lost:
                    self._breaks(now, text)
            case SpeechEnded():
                self._says, self.due = "", math.inf

    def passed(self, now: float) -> None:
        """Judge what must have happened by now."""
        since = self._standing.rests_since
        if since is not None and now > since + STOPS_WITHIN and not self._standing.lost:
            self._breaks(now, self._says)
            self._says, self.due = "", math.inf


class StillAfterStop(Oracle):
    """After a stop nothing moves any more within 0.3 s, but for one motion of the whole body: the safe rest."""

    rule = "moves_after_stop"
    watches = _MOTION
    heeds = frozenset(("staff_asked",))

    def __init__(self, broken: Callable[[str, float, str], None], standing: Standing) -> None:
        super().__init__(broken, standing)
        self._stopped_at: float | None = None
        self._rested = False
        self._moves_until: dict[str, float] = {}

    def note(self, record: Record, now: float) -> None:
        """Take in an event of the log."""
        if is_stop(record) and self._stopped_at is None:
            self._stopped_at, self.due = now, now + STOPS_WITHIN

    def see(self, sight: Sight, now: float) -> None:
        """Take in what the robot does."""
        match sight:
            case Gestured(joints=joints, seconds=seconds) if self._stopped_at is None:
                self._moves_until.update(dict.fromkeys(joints, now + seconds))
            case Gestured(joints=joints) if not self._standing.lost:
                if len(joints) < _WHOLE_BODY or self._rested:
                    self._breaks(now, ", ".join(joints))
                self._rested = True
            case Stilled(joints=joints):
                for joint in joints:
                    self._moves_until.pop(joint, None)

    def passed(self, now: float) -> None:
        """Judge what must have happened by now."""
        if self._stopped_at is None or now <= self._stopped_at + STOPS_WITHIN or self._standing.lost:
            return
        moving = sorted(joint for joint, until in self._moves_until.items() if until > self._stopped_at + STOPS_WITHIN)
        self._moves_until.clear()
        if moving:
            self._breaks(now, ", ".join(moving))


class WayOut(Oracle):
    """While a session is under way, it never lets 30 s pass in which it does not speak, nor listen, nor move.

    Then people can neither answer nor say that they want to stop, and cannot tell whether it still goes on. Time does
    not count while staff have been called or hold the session: they are the way out, and the robot's lights say so.
    """

    rule = "no_way_out"
    watches = _SPEECH | _EARS | _MOTION
    heeds = STANDING | {"paused", "staff_called", "seat_asked", "resumed", "said", "listened"}

    def __init__(self, broken: Callable[[str, float, str], None], standing: Standing) -> None:
        super().__init__(broken, standing)
        self._speaks = self._listens = self._staffs = self._told = False
        self._moves_until = 0.0
        self._idle_since: float | None = None
        """Since when it neither speaks nor listens; None while it does, and once that has been told."""

    def see(self, sight: Sight, now: float) -> None:
        """Take in what the robot does."""
        match sight:
            case SpeechBegan():
                self._speaks = True
            case SpeechEnded():
                self._speaks = False
            case EarsOpened():
                self._listens = True
            case EarsClosed():
                self._listens = False
            case Gestured(seconds=seconds):
                self._moves_until = max(self._moves_until, now + seconds)
            case Stilled():
                self._moves_until = now
        self._judge(now)

    def note(self, record: Record, now: float) -> None:
        """Take in an event of the log."""
        if record.type in ("paused", "staff_called", "seat_asked"):
            self._staffs = True
        elif record.type in ("resumed", "said", "listened", "state_entered"):
            self._staffs = False
        self._judge(now)

    def passed(self, now: float) -> None:
        """Judge what must have happened by now."""
        assert self._idle_since is not None
        since = max(self._idle_since, self._moves_until)
        if now > since + WAY_OUT_WITHIN:
            self._idle_since = None
            self._told, self.due = True, math.inf
            self._breaks(since + WAY_OUT_WITHIN, f"{now - since:.0f} s")

    def _judge(self, now: float) -> None:
        offers = (
            self._speaks
            or self._listens
            or self._staffs
            or self._standing.lost
            or self._standing.rests_since is not None
        )
        if offers:
            self._idle_since, self._told, self.due = None, False, math.inf
        elif self._idle_since is None and not self._told:
            self._idle_since = now
        if (idle := self._idle_since) is not None:
            self.due = (idle if idle > self._moves_until else self._moves_until) + WAY_OUT_WITHIN


class NewWords(Oracle):
    """It never says the same words three times in one question, unless somebody asked to hear them again.

    A question is over once somebody has answered it: where the robot gave the answer itself, and a round through the
    scenario leads back to it, its words are the same question's.
    """

    rule = "same_words_again"
    heeds = frozenset(
        (
            *("question_asked", "repaired", "answered", "understood", "listened", "said"),
            *("staff_asked", "resumed", "regained", "recovered", "monitor"),
        )
    )

    def __init__(self, broken: Callable[[str, float, str], None], standing: Standing) -> None:
        super().__init__(broken, standing)
        self._said: dict[str, Counter[str]] = {}
        self._question = ""
        self._puts = self._wanted = False

    def note(self, record: Record, now: float) -> None:
        """Take in an event of the log."""
        data = record.data
        match record.type:
            case "question_asked" | "repaired":
                self._question = str(data["question"])
                self._puts = record.type == "question_asked"
            case "answered":
                for question in (self._question, _state_of(self._question)):
                    if data["how"] != "modelled":
                        self._said.pop(question, None)
                self._question = ""
            case "understood" if data["option"] in _ASKED_AGAIN:
                self._wanted = True
            case "staff_asked" | "resumed" | "regained" | "recovered" | "monitor":
                self._wanted = True
            case "listened":
                self._wanted = False
            case "said" if self._question:
                # Each visit to a state puts a question of its own; what it is asked with shows that it is the same.
                places = {self._question, *((_state_of(self._question),) if self._puts else ())}
                self._puts = False
                words = f"{data['template']} {data['slots']}"
                counts = [] if self._wanted else [self._count(place, words) for place in places]
                if SAME_WORDS in counts:
                    self._breaks(now, f"{self._question}: {data['template']}")

    def _count(self, place: str, words: str) -> int:
        said = self._said.setdefault(place, Counter())
        said[words] += 1
        return said[words]


def _state_of(question: str) -> str:
    return question.partition(".")[0]


class EarsShut(Oracle):
    """Its ears are closed while it speaks."""

    rule = "listens_while_speaking"
    watches = _SPEECH | _EARS

    def __init__(self, broken: Callable[[str, float, str], None], standing: Standing) -> None:
        super().__init__(broken, standing)
        self._says, self._listens = "", False

    def see(self, sight: Sight, now: float) -> None:
        """Take in what the robot does."""
        match sight:
            case SpeechBegan(text=text):
                self._says = text
                if self._listens and not self._standing.lost:
                    self._breaks(now, text)
            case SpeechEnded():
                self._says = ""
            case EarsOpened():
                self._listens = True
                if self._says and not self._standing.lost:
                    self._breaks(now, self._says)
            case EarsClosed():
                self._listens = False


class StillArms(Oracle):
    """Its arms do not move while it listens: a hand may be on one, as a touch of it is an answer."""

    rule = "arms_move_while_hands_answer"
    watches = _MOTION | _EARS

    def __init__(self, broken: Callable[[str, float, str], None], standing: Standing) -> None:
        super().__init__(broken, standing)
        self._listens = False
        self._moves_until: dict[str, float] = {}

    def see(self, sight: Sight, now: float) -> None:
        """Take in what the robot does."""
        match sight:
            case Gestured(joints=joints, seconds=seconds):
                arms = _ARMS.intersection(joints)
                self._moves_until.update(dict.fromkeys(arms, now + seconds))
                if arms and self._listens and self._answers:
                    self._breaks(now, ", ".join(sorted(arms)))
            case Stilled(joints=joints):
                for joint in joints:
                    self._moves_until.pop(joint, None)
            case EarsOpened():
                self._listens = True
                moving = sorted(joint for joint, until in self._moves_until.items() if until > now)
                if moving and self._answers:
                    self._breaks(now, ", ".join(moving))
            case EarsClosed():
                self._listens = False

    @property
    def _answers(self) -> bool:
        """Whether a touch would be an answer: to a session that is under way, and whose robot can be reached."""
        return self._standing.rests_since is None and not self._standing.lost


ORACLES: Mapping[str, type[Oracle]] = {
    oracle.rule: oracle for oracle in (SilentAtRest, StillAfterStop, WayOut, NewWords, EarsShut, StillArms)
}
"""Every rule, and the machine that holds it."""


class Oracles:
    """All rules of one session. Clock's thread only; what is told to it may come in any order but that of time.

    Args:
        clock: The session's.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began = clock.now()
        self._found: list[Breach] = []
        standing = Standing()
        oracles = [oracle(self._break, standing) for oracle in ORACLES.values()]
        # Every sight and every event comes through here, in every session: nobody is asked who has nothing to say.
        self._passing = [each for each in oracles if type(each).passed is not Oracle.passed]
        self._seeing = {
            type: [each.see for each in oracles if type in each.watches]
            for type in frozenset().union(*(each.watches for each in oracles))
        }
        self._noting = {
            type: [
                *((standing.note,) if type in STANDING else ()),
                *(each.note for each in oracles if type in each.heeds),
            ]
            for type in STANDING.union(*(each.heeds for each in oracles))
        }
        self._passed_at = -1.0

    def see(self, sight: Sight) -> None:
        """Take in what the robot does, in the room and not from a seat: what is heard there does not matter."""
        now = self._clock.now()
        if now != self._passed_at:
            self._pass(now)
        for see in self._seeing.get(type(sight), ()):
            see(sight, now)

    def note(self, record: Record) -> None:
        """Take in an event of the session's log."""
        now = self._clock.now()
        if now != self._passed_at:
            self._pass(now)
        noting = self._noting.get(record.type)
        if noting is None:
            return
        for note in noting:
            note(record, now)
        # What it changed may make a breach of what was none before.
        self._passed_at = -1.0

    @property
    def breaches(self) -> tuple[Breach, ...]:
        """The rules that have been broken until now, in the order in which they were."""
        self._pass(self._clock.now())
        return tuple(self._found)

    def _pass(self, now: float) -> None:
        # What is seen breaks no rule by the time that has passed until then: once an instant is enough.
        self._passed_at = now
        for oracle in self._passing:
            if now > oracle.due:
                oracle.passed(now)

    def _break(self, rule: str, at: float, detail: str) -> None:
        self._found.append(Breach(rule, round(at - self._began, 3), detail))
