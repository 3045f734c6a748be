"""What many outcomes come to: for one persona in one language, for one question, and for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sessions.rehearsals.case import Case
from sessions.rehearsals.outcome import Breach, Outcome, Question
from sessions.rehearsals.spread import Spread
from sessions.rehearsals.statistics import Figure, share
from sessions.summary import KINDS

ALONE = ("at_once", "with_help", "heard", "modelled")
"""How a turn may be settled without staff."""

FAILED = ("staff", "modelled", "skipped", "unfinished")
"""How a turn is settled that the person did not solve."""

WORST = 3
"""So many of the worst runs are kept at hand for each persona and language, and for all."""


class QuestionTally:
    """How one question went, every time that it was put in any run."""

    def __init__(self, id: str, text: str) -> None:
        self.id = id
        self.text = text
        self.kinds: Counter[str] = Counter()
        self.steps: Counter[str] = Counter()
        """At which repair step it was settled, where the person settled it."""
        self.by_persona: dict[str, tuple[int, int]] = {}
        """For each persona, how often it was not solved, and how often it was put."""

    def add(self, question: Question, persona: str) -> None:
        """Take in how it went once."""
        self.kinds[question.kind] += 1
        failed = question.kind in FAILED
        if not failed:
            self.steps[question.step] += 1
        missed, put = self.by_persona.get(persona, (0, 0))
        self.by_persona[persona] = (missed + failed, put + 1)

    @property
    def put(self) -> int:
        """How often it was put."""
        return self.kinds.total()

    @property
    def failed(self) -> Figure:
        """The share of times that the person did not solve it."""
        return share(sum(self.kinds[kind] for kind in FAILED), self.put)

    @property
    def fails_most(self) -> bool:
        """Whether more than half of the personas fail it more often than not."""
        failing = sum(2 * missed > put for missed, put in self.by_persona.values())
        return 2 * failing > len(self.by_persona)


class Tally:
    """What the runs of one persona in one language came to; of one that counts all, both names are empty."""

    def __init__(self, persona: str = "", language: str = "") -> None:
        self.persona = persona
        self.language = language
        self.runs = 0
        self.ends: Counter[tuple[str, str]] = Counter()
        """How runs ended, and the code of the problem, empty where there was none."""
        self.staff: Counter[str] = Counter()
        """What staff did."""
        self.staff_called = 0
        """How often staff had to come."""
        self.kinds: Counter[str] = Counter()
        self.steps: Counter[str] = Counter()
        """At which repair step the turns were settled that people settled."""
        self.states: Counter[str] = Counter()
        """In how many runs each state was reached."""
        self.dead_ends: Counter[str] = Counter()
        self.loops: Counter[tuple[str, ...]] = Counter()
        self.unintended: Counter[tuple[str, str]] = Counter()
        """How and in which state the runs ended that did not end as intended."""
        self.tries: Counter[tuple[str, str]] = Counter()
        """Of turns that the person did not solve: how these were settled, with how each listening for them ended."""
        self.unsolved: Counter[tuple[str, str]] = Counter()
        """The same turns: how they were settled, with the words that were asked."""
        self.sentences = 0
        """How many of the robot's sentences could have been heard."""
        self.missed: Counter[str] = Counter()
        """Those that did not reach somebody."""
        self.breaches: Counter[str] = Counter()
        """In how many runs each safety rule was broken."""
        self.breaking: dict[str, tuple[int, Breach, Case]] = {}
        """For each of these rules how often the worst run broke it, the first time it did, and which run that was."""
        self.worst: tuple[Outcome, ...] = ()
        """The worst runs, the worst first."""
        self.minutes, self.silence, self.reaction = Spread(), Spread(), Spread()
        """Minutes, each run's longest silence, and its slowest reaction, in seconds."""
        self.talk, self.heat, self.battery = Spread(), Spread(), Spread()
        """The robot's share of all talk, degrees Celsius, and per cent."""
        self.unsafe_runs = 0
        """In how many runs any safety rule was broken."""
        self._intended = 0

    def add(self, outcome: Outcome) -> None:
        """Take a run in."""
        self.runs += 1
        self._intended += outcome.intended
        self.unsafe_runs += bool(outcome.breaches)
        self.ends[outcome.how, outcome.why or ""] += 1
        self.staff.update(dict(outcome.staff_acts))
        self.staff_called += outcome.staff_called
        for question in outcome.questions:
            self.kinds[question.kind] += 1
            if question.kind not in FAILED:
                self.steps[question.step] += 1
                continue
            self.unsolved[question.kind, question.text or question.id] += 1
            self.tries.update((question.kind, tried) for tried in question.tries)
        if not outcome.intended:
            self.unintended[ending(outcome), outcome.stood] += 1
        self.states.update(outcome.states)
        if outcome.dead_end:
            self.dead_ends[outcome.dead_end] += 1
        if outcome.loop:
            self.loops[outcome.loop] += 1
        self.sentences += outcome.sentences
        for missed in outcome.missed:
            self.missed[missed.text] += missed.count
        self.breaches.update({breach.rule for breach in outcome.breaches})
        for rule, times in Counter(breach.rule for breach in outcome.breaches).items():
            if times > self.breaking.get(rule, (0,))[0]:
                first = next(breach for breach in outcome.breaches if breach.rule == rule)
                self.breaking[rule] = (times, first, outcome.case)
        self.minutes.add(outcome.minutes)
        self.silence.add(outcome.longest_silence)
        self.reaction.add(outcome.slowest_reaction)
        self.talk.add(outcome.talk)
        self.heat.add(outcome.heat)
        self.battery.add(outcome.battery)
        self.worst = tuple(sorted((*self.worst, outcome), key=_badness)[:WORST])

    @property
    def intended(self) -> Figure:
        """The share of runs that ended as intended."""
        return share(self._intended, self.runs)

    @property
    def unsafe(self) -> Figure:
        """The share of runs in which a safety rule was broken."""
        return share(self.unsafe_runs, self.runs)

    @property
    def turns(self) -> int:
        """How many questions were put in all runs."""
        return self.kinds.total()

    @property
    def without_staff(self) -> Figure:
        """The share of turns settled without staff."""
        return share(sum(self.kinds[kind] for kind in ALONE), self.turns)

    @property
    def modelled(self) -> Figure:
        """The share of turns whose answer the robot gave."""
        return self.by_kind("modelled")

    @property
    def unheard(self) -> Figure:
        """The share of the robot's sentences that did not reach somebody."""
        return share(self.missed.total(), self.sentences)

    def by_kind(self, kind: str) -> Figure:
        """The share of turns settled in this way, one of `sessions.summary.KINDS`."""
        return share(self.kinds[kind], self.turns)

    def by_step(self, step: str) -> Figure:
        """The share of turns that people settled at this repair step."""
        return share(self.steps[step], self.turns)


class Board:
    """Every tally of a rehearsal. The outcomes may come in any order of personas; the same order gives the same board.

    Args:
        states: The scenario's states, in its order.
        pairs: The personas and languages that are rehearsed, in the order in which they are told.
    """

    def __init__(self, states: Sequence[str], pairs: Iterable[tuple[str, str]]) -> None:
        self._states = tuple(states)
        self.whole = Tally()
        """All runs."""
        self.tallies: Mapping[tuple[str, str], Tally] = {pair: Tally(*pair) for pair in pairs}
        self.questions: dict[str, QuestionTally] = {}
        """By their words, else their ids, in the order in which they were first put."""

    def add(self, outcome: Outcome) -> None:
        """Take a run in.

        Raises:
            KeyError: Nobody said that this persona would be rehearsed in this language.
        """
        case: Case = outcome.case
        self.tallies[case.persona, case.language].add(outcome)
        self.whole.add(outcome)
        for question in outcome.questions:
            words = question.text or question.id
            tally = self.questions.get(words)
            if tally is None:
                tally = self.questions[words] = QuestionTally(question.id, question.text)
            tally.add(question, case.persona)

    def __iter__(self) -> Iterator[Tally]:
        """The tallies of each persona and language."""
        return iter(self.tallies.values())

    @property
    def unreached(self) -> tuple[str, ...]:
        """The states that no run came to."""
        return tuple(state for state in self._states if not self.whole.states[state])

    @property
    def hardest(self) -> tuple[QuestionTally, ...]:
        """The questions that most personas fail, the hardest first."""
        hard = [question for question in self.questions.values() if question.fails_most]
        return tuple(sorted(hard, key=lambda question: (-question.failed.value, question.id)))


def ending(outcome: Outcome) -> str:
    """How a session ended; `hurried` where it took too long, and came to its goodbye and not to its own end."""
    hurried = outcome.how == "finished" and not outcome.intended and not outcome.declined
    return "hurried" if hurried else outcome.how


def _badness(outcome: Outcome) -> tuple[float, ...]:
    """The smaller the worse; equal ones are told apart by their seed."""
    unsolved = sum(outcome.count(kind) for kind in KINDS if kind in FAILED)
    return (-len(outcome.breaches), outcome.intended, -outcome.staff_called, -unsolved, -outcome.minutes)
