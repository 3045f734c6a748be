"""A scenario's diagram, printed or written to a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from console.texts import language, say
from robot.problem import Problem


def draw_scenario(name: str, html: bool, output: Path | None, spoken: str | None, folders: Sequence[Path] = ()) -> None:
    """Print the Mermaid of a scenario, or write its page; `spoken` is the language of its words.

    Raises:
        Problem: There is no such scenario, it has errors, it lacks the language, or the file cannot be written.
    """
    from scenarios.language.check import load
    from scenarios.language.compile import compiled
    from scenarios.language.diagram import diagram, mermaid

    checked = load(name, folders)
    plan = compiled(checked, spoken or language())
    own = language() if language() in plan.languages else plan.languages[0]
    if spoken is not None and spoken not in plan.languages:
        raise Problem("scenario_language", name=plan.name, language=spoken, languages=", ".join(plan.languages))
    if html:
        from scenarios.language.drawing import page

        text, output = page(plan, spoken or own), output or Path(f"{plan.name}.html")
    else:
        text = mermaid(diagram(plan, spoken or own))
    if output is None:
        print(text, end="")
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Problem("graph_not_written", path=output, reason=error.strerror) from error
    print(say("graph.written", path=output))
