"""Safety rules, each held by a small machine that listens to what a robot does and to the session's log.

A rule is about the robot, whatever the scenario, the people, or the faults: one that is broken is a mistake. While the
robot cannot be reached no rule is held against it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from robot.clock import Clock
from robot.limits import CHAINS
from sessions.listening import PACE
from sessions.record import Record, canonical
from sessions.rehearsals.oracle import STANDING, Oracle, Reached, is_stop
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


class SilentAtRest(Reached):
    """It says nothing before it is awake, nor from its rest on, and what it is saying then ends within 0.3 s."""

    rule = "speaks_at_rest"

    def __init__(self, broken: Callable[[str, float, str], None]) -> None:
        super().__init__(broken)
        self._says = ""

    def see(self, sight: Sight, now: float) -> None:
        """Take in what the robot does."""
        match sight:
            case SpeechBegan(text=text):
                if self._rests_since is None:
                    self._says = text
                elif not self._lost:
                    self._breaks(now, text)
            case SpeechEnded():
                self._says = ""

    def passed(self, now: float) -> None:
        """Judge what must have happened by now."""
        if self._says and self._rests_since is not None and now > self._rests_since + STOPS_WITHIN and not self._lost:
            self._breaks(now, self._says)
            self._says = ""


class StillAfterStop(Reached):
    """After a stop nothing moves any more within 0.3 s, but for one motion of the whole body: the safe rest."""

    rule = "moves_after_stop"

    def __init__(self, broken: Callable[[str, float, str], None]) -> None:
        super().__init__(broken)
        self._stopped_at: float | None = None
        self._rested = False
        self._moves_until: dict[str, float] = {}

    def note(self, record: Record, now: float) -> None:
        """Take in an event of the log."""
        super().note(record, now)
        if is_stop(record) and self._stopped_at is None:
            self._stopped_at = now

    def see(self, sight: Sight, now: float) -> None:
        """Take in what the robot does."""
        match sight:
            case Gestured(joints=joints, seconds=seconds) if self._stopped_at is None:
                self._moves_until.update(dict.fromkeys(joints, now + seconds))
            case Gestured(joints=joints) if not self._lost:
                if len(joints) < _WHOLE_BODY or self._rested:
                    self._breaks(now, ", ".join(joints))
                self._rested = True
            case Stilled(joints=joints):
                for joint in joints:
                    self._moves_until.pop(joint, None)

    def passed(self, now: float) -> None:
        """Judge what must have happened by now."""
        if self._stopped_at is None or now <= self._stopped_at + STOPS_WITHIN or self._lost:
            return
        moving = sorted(joint for joint, until in self._moves_until.items() if until > self._stopped_at + STOPS_WITHIN)
        self._moves_until.clear()
        if moving:
            self._breaks(now, ", ".join(moving))


class WayOut(Reached):
    """While a session is under way, it never lets 30 s pass in which it does not speak, nor listen, nor move.

    Then people can neither answer nor say that they want to stop, and cannot tell whether it still goes on. Time does
    not count while staff have been called or hold the session: they are the way out, and the robot's lights say so.
    """

    rule = "no_way_out"
    heeds = STANDING | {"paused", "staff_called", "seat_asked", "resumed", "said", "listened"}

    def __init__(self, broken: Callable[[str, float, str], None]) -> None:
        super().__init__(broken)
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
            case _:
                return
        self._judge(now)

    def note(self, record: Record, now: float) -> None:
        """Take in an event of the log."""
        super().note(record, now)
        if record.type in ("paused", "staff_called", "seat_asked"):
            self._staffs = True
        elif record.type in ("resumed", "said", "listened", "state_entered"):
            self._staffs = False
        self._judge(now)

    def passed(self, now: float) -> None:
        """Judge what must have happened by now."""
        if self._idle_since is None:
            return
        since = max(self._idle_since, self._moves_until)
        if now > since + WAY_OUT_WITHIN:
            self._idle_since = None
            self._told = True
            self._breaks(since + WAY_OUT_WITHIN, f"{now - since:.0f} s")

    def _judge(self, now: float) -> None:
        offers = self._speaks or self._listens or self._staffs or self._lost or self._rests_since is not None
        if offers:
            self._idle_since, self._told = None, False
        elif self._idle_since is None and not self._told:
            self._idle_since = now


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

    def __init__(self, broken: Callable[[str, float, str], None]) -> None:
        super().__init__(broken)
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
                counts = [] if self._wanted else [self._count(place, canonical(data)) for place in places]
                if SAME_WORDS in counts:
                    self._breaks(now, f"{self._question}: {data['template']}")

    def _count(self, place: str, words: str) -> int:
        said = self._said.setdefault(place, Counter())
        said[words] += 1
        return said[words]


def _state_of(question: str) -> str:
    return question.partition(".")[0]


class EarsShut(Reached):
    """Its ears are closed while it speaks."""

    rule = "listens_while_speaking"

    def __init__(self, broken: Callable[[str, float, str], None]) -> None:
        super().__init__(broken)
        self._says, self._listens = "", False

    def see(self, sight: Sight, now: float) -> None:
        """Take in what the robot does."""
        match sight:
            case SpeechBegan(text=text):
                self._says = text
                if self._listens and not self._lost:
                    self._breaks(now, text)
            case SpeechEnded():
                self._says = ""
            case EarsOpened():
                self._listens = True
                if self._says and not self._lost:
                    self._breaks(now, self._says)
            case EarsClosed():
                self._listens = False


class StillArms(Reached):
    """Its arms do not move while it listens: a hand may be on one, as a touch of it is an answer."""

    rule = "arms_move_while_hands_answer"

    def __init__(self, broken: Callable[[str, float, str], None]) -> None:
        super().__init__(broken)
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
        return self._rests_since is None and not self._lost


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
        oracles = [oracle(self._break) for oracle in ORACLES.values()]
        # Every sight and every event comes through here, in every session: nobody is asked who has nothing to say.
        self._passing = [each.passed for each in oracles if type(each).passed is not Oracle.passed]
        self._seeing = [each.see for each in oracles if type(each).see is not Oracle.see]
        self._noting = {
            type: [each.note for each in oracles if type in each.heeds]
            for type in frozenset().union(*(each.heeds for each in oracles))
        }
        self._passed_at = -1.0

    def see(self, sight: Sight) -> None:
        """Take in what the robot does, in the room and not from a seat: what is heard there does not matter."""
        now = self._clock.now()
        self._pass(now)
        for see in self._seeing:
            see(sight, now)

    def note(self, record: Record) -> None:
        """Take in an event of the session's log."""
        now = self._clock.now()
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
        if now == self._passed_at:
            return
        self._passed_at = now
        for passed in self._passing:
            passed(now)

    def _break(self, rule: str, at: float, detail: str) -> None:
        self._found.append(Breach(rule, round(at - self._began, 3), detail))
