"""`kaveri --help`, against Python with Typer imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import perf_counter  # noqa: TID251

from tests.bench.report import Comparison

REPEATS = 15


def bench(repeats: int = REPEATS) -> Comparison:
    """Help pages and floors in turn, each a process of its own."""
    help_page = [str(Path(sys.executable).with_name("kaveri")), "--help"]
    imported = [sys.executable, "-c", "import typer"]
    for command in (help_page, imported):
        _milliseconds(command)
    pairs = [(_milliseconds(help_page), _milliseconds(imported)) for _ in range(repeats)]
    return Comparison(
        "kaveri --help",
        [ours for ours, _ in pairs],
        [floor for _, floor in pairs],
        'python -c "import typer"',
        aim=2.0,
    )


def _milliseconds(command: list[str]) -> float:
    began = perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return (perf_counter() - began) * 1000
