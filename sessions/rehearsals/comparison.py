"""What an edit changed: two rehearsals, paired by persona, language and seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sessions.rehearsals.outcome import Outcome
from sessions.rehearsals.spread import Spread
from sessions.rehearsals.statistics import Figure, sign_test


@dataclass(frozen=True, slots=True)
class Difference:
    """The pairs of one persona and language; of all pairs, where both names are empty."""

    persona: str
    language: str
    pairs: int
    gained: int
    """How many ended as intended after the edit alone."""
    lost: int
    """How many did so before it alone."""
    chance: float
    """The probability that chance alone makes them differ so much: McNemar's exact test, two-sided."""
    answered: tuple[float, float]
    """The share of questions to which the robot gave the answer, before and after."""
    answered_chance: float
    """The probability that chance alone makes as many sessions better or worse in that: the sign test, two-sided."""
    minutes: Figure
    """The median of each pair's minutes after less those before; its interval rests on the order of the differences."""
    staff: Figure
    """The same of how often staff had to come."""

    @property
    def is_change(self) -> bool:
        """Whether as many ended as intended before as after is hard to believe: below 5 %."""
        return self.chance < 0.05

    @property
    def is_answered_otherwise(self) -> bool:
        """Whether that the robot gives as many answers as before is hard to believe: below 5 %."""
        return self.answered_chance < 0.05


def _course(outcome: Outcome) -> Outcome:
    """What a session came to, whichever version of the scenario it was of."""
    return replace(outcome, case=replace(outcome.case, scenario=""), digest="")


class Comparison:
    """Takes pairs in as they come; keeps counts alone."""

    def __init__(self) -> None:
        self._pairs: dict[tuple[str, str], _Pairs] = {("", ""): _Pairs()}
        self.same = 0
        """How many pairs came to the same in every figure; their logs differ, as each holds its scenario."""

    def add(self, before: Outcome, after: Outcome) -> None:
        """Take in the outcomes of the same persona, language and seed.

        Raises:
            ValueError: They are not of the same.
        """
        if before.case.key != after.case.key:
            raise ValueError(f"{before.case.key} is not paired with {after.case.key}")
        self.same += _course(before) == _course(after)
        place = (after.case.persona, after.case.language)
        for pairs in (self._pairs[("", "")], self._pairs.setdefault(place, _Pairs())):
            pairs.add(before, after)

    def add_all(self, before: Iterable[Outcome], after: Iterable[Outcome]) -> None:
        """Take in both as far as the shorter goes; both are in the order of the same cases.

        Raises:
            ValueError: They are of other cases.
        """
        for one, other in zip(before, after, strict=False):
            self.add(one, other)

    @property
    def whole(self) -> Difference:
        """All pairs."""
        return self._pairs[("", "")].difference("", "")

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Of each persona and language, in the order in which they came."""
        return tuple(pairs.difference(*place) for place, pairs in self._pairs.items() if place != ("", ""))


class _Pairs:
    def __init__(self) -> None:
        self._intended: Counter[tuple[bool, bool]] = Counter()
        self._minutes, self._staff = Spread(), Spread()
        self._questions: Counter[bool] = Counter()
        self._answered: Counter[bool] = Counter()
        self._fewer = self._more = 0

    def add(self, before: Outcome, after: Outcome) -> None:
        self._intended[before.intended, after.intended] += 1
        self._minutes.add(after.minutes - before.minutes)
        self._staff.add(after.staff_called - before.staff_called)
        shares = []
        for is_after, outcome in ((False, before), (True, after)):
            answered, put = outcome.count("modelled"), len(outcome.questions)
            self._answered[is_after] += answered
            self._questions[is_after] += put
            shares.append(answered / put if put else 0.0)
        self._fewer += shares[1] < shares[0]
        self._more += shares[1] > shares[0]

    def difference(self, persona: str, language: str) -> Difference:
        gained, lost = self._intended[False, True], self._intended[True, False]
        return Difference(
            persona,
            language,
            self._intended.total(),
            gained,
            lost,
            sign_test(gained, lost),
            (self._share(False), self._share(True)),
            sign_test(self._fewer, self._more),
            self._minutes.median,
            self._staff.median,
        )

    def _share(self, is_after: bool) -> float:
        put = self._questions[is_after]
        return self._answered[is_after] / put if put else 0.0
