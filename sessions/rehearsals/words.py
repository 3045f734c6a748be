"""The words and figures of a rehearsal, in the reader's language: in the terminal and in the report alike."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel.numbers import format_decimal

from sessions.rehearsals.comparison import Difference
from sessions.rehearsals.outcome import Outcome
from sessions.rehearsals.statistics import Figure
from sessions.rehearsals.tally import FAILED, ending
from sessions.rehearsals.thresholds import thresholds
from sessions.rehearsals.verdict import Finding, Grade, Rule, Verdict
from sessions.report import LOCALES


class Words:
    """Texts by their dotted keys, and figures as they are written in one language.

    Args:
        language: fi, sv or en.
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, /, **facts: object) -> str:
        """The text of a key, with its facts filled in.

        Raises:
            KeyError: There is no such text.
        """
        text: Any = _texts()
        for part in key.split("."):
            text = text[part]
        return str(text[self.language]).format(**facts)

    def ending(self, outcome: Outcome) -> str:
        """How a session ended; one that took too long, or in which somebody was pressed, did not end as it should."""
        how = ending(outcome)
        return self("asked_on") if how == "finished" and not outcome.intended else self(f"how.{how}")

    def came_to(self, outcome: Outcome) -> str:
        """How a session ended, and what else did not go well in it but for broken safety rules, in a line."""
        told = [self.ending(outcome)]
        told += [f"{self(f'kind.{kind}')} × {count}" for kind in FAILED if (count := outcome.count(kind))]
        missed = sum(each.count for each in outcome.missed)
        if missed > thresholds().ready.unheard * outcome.sentences:
            told.append(self("not_heard", missed=missed, of=outcome.sentences))
        told += [f"{self('staff_called')} × {outcome.staff_called}"] if outcome.staff_called else []
        return ", ".join(told)

    def number(self, value: float, digits: int = 1) -> str:
        """A number to so many decimals at most; of one that nothing bounds, a sign for it."""
        if math.isinf(value):
            return "∞" if value > 0 else "−∞"
        pattern = "#,##0." + "#" * digits if digits else "#,##0"
        return str(format_decimal(value, format=pattern, locale=LOCALES[self.language])).replace("-", "−")

    def chance(self, value: float) -> str:
        """A probability to three decimals; of a smaller one that it is smaller."""
        return f"<\N{NO-BREAK SPACE}{self.number(0.001, 3)}" if value < 0.0005 else self.number(value, 3)

    def answered(self, difference: Difference) -> str:
        """To how many questions the robot gave the answer before and after an edit, in per cent."""
        before, after = (self.number(100 * each) for each in difference.answered)
        return f"{before} → {after}"

    def percent(self, value: float, digits: int = 1) -> str:
        """A share from 0 to 1 in per cent."""
        return f"{self.number(100 * value, digits)} %"

    def share_interval(self, figure: Figure, digits: int = 1) -> str:
        """The ends of a share's interval in per cent; empty where there are no observations."""
        return f"({self.number(100 * figure.low, digits)}–{self.number(100 * figure.high, digits)})" if figure.n else ""

    def figure(self, figure: Figure, digits: int = 1) -> str:
        """A quantity with the ends of its interval, an end that is not bounded left open."""
        return f"{self.number(figure.value, digits)} {self.interval(figure, digits)}"

    def interval(self, figure: Figure, digits: int = 1, times: int = 1) -> str:
        """The ends of a quantity's interval, `times` as large, an end that is not bounded left open."""
        if not figure.n:
            return ""
        low = "" if math.isinf(figure.low) else self.number(times * figure.low, digits)
        high = "" if math.isinf(figure.high) else self.number(times * figure.high, digits)
        between = " … " if figure.low < 0 and high else "–"  # no dash beside a minus
        return f"({low}{between}{high})"

    def about(self, verdict: Verdict) -> str:
        """What a verdict means, in a sentence; also where nothing but more people would change it, and with faults."""
        told = self(f"about_grade.{verdict.grade}")
        if verdict.grade is Grade.NOT_READY and verdict.reasons and all(each.undecided for each in verdict.reasons):
            care = any(not each.undecided for each in verdict.care)
            told = self("about_grade.not_shown_care" if care else "about_grade.not_shown")
        return f"{told} {self('about_grade.of_safety_alone')}" if verdict.of_safety_alone else told

    def never_failed(self, few: Sequence[Finding]) -> str:
        """What nothing but more people would show, of all such findings in a sentence; there is one at least."""
        least = min(few, key=lambda each: each.figure.n)
        return self(
            "never_failed",
            count=len(few),
            n=least.figure.n,
            judged=self.percent(least.judged),
            limit=self.percent(least.limit),
            needed=least.needed,
        )

    def who(self, finding: Finding, called: Callable[[str], str]) -> str:
        """With whom, and in which language."""
        return f"{called(finding.persona)}, {self.tongue(finding.language)}"

    def tongue(self, language: str) -> str:
        """What a language is called; `fi-easy` is plain Finnish."""
        return self(f"language.{language.replace('-', '_')}")

    def finding(self, finding: Finding, called: Callable[[str], str]) -> str:
        """What a rule was held against and what came of it, in a sentence.

        Args:
            finding: One rule with one persona in one language.
            called: What a persona is called.
        """
        figure = finding.figure
        share = finding.rule not in (Rule.MINUTES, Rule.SAFETY)
        told = self(
            f"rule.{finding.rule}.says",
            who=self.who(finding, called),
            value=self.percent(figure.value) if share else self.number(figure.value),
            interval="" if share else self.interval(figure),
            judged=self.percent(finding.judged) if share else self.number(finding.judged),
            limit=self.percent(finding.limit) if share else self.number(finding.limit),
            n=self.number(figure.n, 0),
        )
        if finding.undecided and figure.n < finding.needed:
            return f"{told} {self('too_few', needed=finding.needed)}"
        return f"{told} {self('undecided')}" if finding.undecided else told


@cache
def _texts() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("texts.yaml").read_text(encoding="utf-8"))
    return loaded
