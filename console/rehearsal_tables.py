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
from sessions.rehearsals.explanation import explained
from sessions.rehearsals.report import worst_runs
from sessions.rehearsals.statistics import Figure
from sessions.rehearsals.tally import Board, Tally
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
        what = [words.came_to(outcome), *(words(f"safety.{breach.rule}") for breach in outcome.breaches[:1])]
        told = f"{called(outcome.case.persona)}, {outcome.case.language}: {', '.join(what)}"
        out.print(Padding(Text(told), (0, 0, 0, 2)))
        out.print(Text(f"    {command(outcome.case)}", "cyan"), soft_wrap=True)


def show_verdict(verdict: Verdict, board: Board, command: Callable[[Case], str], words: Words, out: Console) -> None:
    """Print the grade, each rule with how many meet it, and where it is not met why, with numbers, and what to do."""
    out.print()
    out.print(Text(words(f"grade.{verdict.grade}"), STYLES[verdict.grade]) + Text(f"  {words.about(verdict)}"))
    for each in explained(verdict, board, words, called):
        out.print(
            Text(f"  {_MARKS[each.grade]} ", STYLES[each.grade])
            + Text(say("rehearse.rule", rule=words(f"rule.{each.rule}.name"), met=each.met, of=each.of))
        )
        for reason in each.reasons:
            mark = Text(f"{_MARKS[reason.grade]} ", STYLES[reason.grade])
            out.print(Padding(mark + Text(reason.text), (0, 0, 0, 4)))
            if reason.case is not None:
                out.print(Text(f"      {command(reason.case)}", "cyan"), soft_wrap=True)
        for line in each.todo:
            out.print(Padding(Text("→ ", "bold") + Text(line), (0, 0, 0, 4)))


def show_difference(
    comparison: Comparison, other: str, before: Verdict, now: Verdict, words: Words, out: Console
) -> None:
    """Print what an edit changed, for each persona and language and for all."""
    out.print(Text(f"\n{words('part.compared', other=other)}", "bold"))
    out.print(Text(words("graded", before=words(f"grade.{before.grade}"), now=words(f"grade.{now.grade}"))))
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column(words("column.persona"), no_wrap=True)
    for name in ("pairs", "gained", "lost", "chance", "answered", "change"):
        table.add_column(words(f"column.{name}"), justify="right")
    for each in (*comparison.differences, comparison.whole):
        name = f"{called(each.persona)}\n{each.language}" if each.persona else words("everybody")
        chance = f"{words.chance(each.chance)}{' *' if each.is_change else ''}"
        style = ("green" if each.gained > each.lost else "red") if each.is_change else ""
        table.add_row(
            name,
            str(each.pairs),
            Text(str(each.gained), style),
            Text(str(each.lost), style),
            chance,
            f"{words.answered(each)}{' *' if each.is_answered_otherwise else ''}",
            words.figure(each.minutes, 2),
        )
    out.print(table)
    out.print(Text(words("same", same=comparison.same, of=comparison.whole.pairs), "bright_black"))
    out.print(Text(words("compared_about"), "bright_black"))


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
        cell(Rule.SAFETY, str(tally.unsafe_runs)),
    ]
