"""The tutorial's page: its scenarios, its commands, and what these print; rewrites the page with `python -m`.

.venv/bin/python -m tests.docs.tutorial
"""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from pathlib import Path

from console.cli import _run
from console.texts import say
from tests.docs.documents import ROOT, blocks, entries, text_of

PAGE = "docs/tutorial.md"
FILE = "winter-sleep.yaml"
READER = "/home/aino/.local/share/kaveri"
"""Where the page's reader has the station."""


def scenarios(text: str) -> tuple[str, str, str]:
    """The page's first scenario, the same with the mistake on purpose, and the finished one."""
    first, finished = blocks(text, "yaml")
    return first, first.replace("then: goodbye", "then: godbye"), finished


def in_order(text: str) -> tuple[str, ...]:
    """The scenario that lies in the folder at each of the page's commands."""
    first, mistaken, finished = scenarios(text)
    return (first, first, mistaken, finished, finished)


def printed(folder: Path, scenario: str, command: str) -> list[str]:
    """What a command prints in a folder with this scenario."""
    (folder / FILE).write_text(scenario, encoding="utf-8")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        _run(command.split()[1:])
    return [line.rstrip() for line in out.getvalue().splitlines()]


def _framed(lines: list[str], station: Path) -> list[str]:
    """The lines as the page's reader has them: with the station's place, and the frame drawn around that."""
    lines = [line.replace(str(station), READER) for line in lines]
    inner = [line.strip("│ ") for line in lines if line.startswith("│")]
    width = max(map(len, inner), default=0)
    framed = []
    for line in lines:
        if line.startswith("╭"):
            line = f"╭─ {line.strip('╭─╮ ')} ".ljust(width + 3, "─") + "╮"
        elif line.startswith("│"):
            line = f"│ {line.strip('│ '):<{width}} │"
        elif line.startswith("╰"):
            line = f"╰{'─' * (width + 2)}╯"
        framed.append(line)
    return framed


def _rewritten(folder: Path) -> str:
    """The page with what its commands print today."""
    text = text_of(PAGE)
    shown = [entry for block in blocks(text, "console") for entry in entries(block)]
    for entry, scenario in zip(shown, in_order(text), strict=True):
        lines = _framed(printed(folder, scenario, entry.command), folder / "station")
        if entry.command.startswith("kaveri run"):
            lines.insert(1, say("keys.hint"))
        before = "\n".join([f"$ {entry.command}", *entry.output])
        assert before in text
        text = text.replace(before, "\n".join([f"$ {entry.command}", *lines]), 1)
    return text


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        os.environ.update(KAVERI_HOME=str(Path(place) / "station"), KAVERI_LANGUAGE="en")
        os.chdir(place)
        page = _rewritten(Path(place))
    (ROOT / PAGE).write_text(page, encoding="utf-8")
