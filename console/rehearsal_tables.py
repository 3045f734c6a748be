"""What a rehearsal came to, in the terminal: a table, the worst runs, the verdict, and what an edit changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from console.texts import say
from sessions.rehearsals.case import Case
from sessions.rehearsals.comparison import Comparison
from sessions.rehearsals.report import worst_runs
from sessions.rehearsals.statistics import Figure
from sessions.rehearsals.tally import FAILED, Board, Tally
from sessions.rehearsals.verdict import Grade, Rule, Verdict
from sessions.rehearsals.words import Words

STYLES: Mapping[Grade, str] = {Grade.READY: "bold green", Grade.CARE: "bold yellow", Grade.NOT_READY: "bold red"}

_MARKS: Mapping[Grade, str] = {Grade.READY: "✓", Grade.CARE: "!", Grade.NOT_READY: "✗"}


def show_board(board: Board, verdict: Verdict, words: Words, out: Console) -> None:
    """Print each persona and language: a figure over the ends of its interval, coloured as its rule is met."""
    styles = {
        (each.persona, each.language, each.rule): "" if each.undecided else STYLES[each.grade]
        for each in verdict.findings
        if each.grade is not Grade.READY
    }
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column(words("column.persona"), no_wrap=True)
    for name in ("intended", "without_staff", "modelled", "median", "high", "unsafe"):
        table.add_column(words(f"short.{name}"), justify="right")
    for tally in board:
        if tally.runs:
            table.add_row(*_row(tally, styles, words))
    out.print(table)
    out.print(Text(words("intervals"), "bright_black"))


def show_worst(board: Board, verdict: Verdict, command: Callable[[Case], str], words: Words, out: Console) -> None:
    """Print the worst runs of those with whom a rule is not met, each with the command that runs it once more."""
    worst = worst_runs(board, verdict)
    if not worst:
        return
    out.print(Text(f"\n{words('part.worst')}", "bold"))
    for outcome in worst:
        what = [words.ending(outcome), *(words(f"safety.{breach.rule}") for breach in outcome.breaches[:1])]
        what += [f"{words(f'kind.{kind}')} × {count}" for kind in FAILED if (count := outcome.count(kind))]
        what += [f"{words('staff_came')} × {outcome.staff_called}"] if outcome.staff_called else []
        told = f"{called(outcome.case.persona)}, {outcome.case.language}: {', '.join(what)}"
        out.print(Padding(Text(told), (0, 0, 0, 2)))
        out.print(Text(f"    {command(outcome.case)}", "cyan"), soft_wrap=True)


def show_verdict(verdict: Verdict, words: Words, out: Console) -> None:
    """Print the grade, each rule with how many meet it, and what keeps it from a better grade, with its numbers."""
    out.print()
    out.print(Text(words(f"grade.{verdict.grade}"), STYLES[verdict.grade]) + Text(f"  {words.about(verdict)}"))
    for rule in Rule:
        held = [each for each in verdict.findings if each.rule is rule]
        if not held:
            continue
        grade = max((each.grade for each in held), key=list(Grade).index)
        met = sum(each.grade is Grade.READY for each in held)
        out.print(
            Text(f"  {_MARKS[grade]} ", STYLES[grade])
            + Text(say("rehearse.rule", rule=words(f"rule.{rule}.name"), met=met, of=len(held)))
        )
        for each, told in words.against(held, called):
            out.print(Padding(Text(f"{_MARKS[each]} ", STYLES[each]) + Text(told), (0, 0, 0, 4)))


def show_difference(comparison: Comparison, other: str, words: Words, out: Console) -> None:
    """Print what an edit changed, for each persona and language and for all."""
    out.print(Text(f"\n{words('part.compared', other=other)}", "bold"))
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column(words("column.persona"))
    table.add_column("")
    for name in ("pairs", "gained", "lost", "chance", "change"):
        table.add_column(words(f"column.{name}"), justify="right")
    for each in (*comparison.differences, comparison.whole):
        name = called(each.persona) if each.persona else words("everybody")
        chance = words.number(each.chance, 3)
        style = ("green" if each.gained > each.lost else "red") if each.is_change else ""
        table.add_row(
            name,
            each.language,
            str(each.pairs),
            Text(str(each.gained), style),
            Text(str(each.lost), style),
            chance,
            words.figure(each.minutes, 2),
        )
    out.print(table)
    out.print(Text(words("same", same=comparison.same, of=comparison.whole.pairs), "bright_black"))


def called(persona: str) -> str:
    """A persona as people name it: a file by its name alone."""
    return Path(persona).stem


def _row(tally: Tally, styles: Mapping[tuple[str, str, Rule], str], words: Words) -> list[str | Text]:
    def cell(rule: Rule, text: str) -> Text:
        return Text(text, styles.get((tally.persona, tally.language, rule), ""))

    def share(figure: Figure) -> str:
        return f"{words.number(100 * figure.value)}\n{words.share_interval(figure, 0)}"

    def quantity(figure: Figure) -> str:
        return f"{words.number(figure.value)}\n{words.interval(figure)}"

    return [
        f"{called(tally.persona)}\n{tally.language}, {tally.runs} ×",
        cell(Rule.INTENDED, share(tally.intended)),
        cell(Rule.WITHOUT_STAFF, share(tally.without_staff) if tally.turns else "–"),
        cell(Rule.MODELLED, share(tally.modelled) if tally.turns else "–"),
        quantity(tally.minutes.median),
        cell(Rule.MINUTES, quantity(tally.minutes.high)),
        cell(Rule.SAFETY, str(tally.breaches.total())),
    ]
