"""Every bench in turn: `make bench`. It says what is met and what is missed, and fails on neither."""

from __future__ import annotations

import os
import sys
import tempfile
from functools import partial
from pathlib import Path

from tests.bench import (
    check,
    commits,
    delay,
    drain,
    first_use,
    help_page,
    lesson,
    memory,
    pages,
    reaction,
    rehearsal,
    stop,
    trials,
)
from tests.bench.far_end import FarEnd


def main() -> None:
    """Measure and print."""
    _print(lesson.bench().lines())
    for over_the_wire in (reaction.bench, stop.bench):
        with tempfile.TemporaryDirectory() as folder:
            far_end = FarEnd()
            try:
                _print(over_the_wire(far_end, Path(folder)).lines())
            finally:
                far_end.close()
    for with_a_folder in (
        commits.bench,
        delay.bench,
        partial(drain.bench, in_flight=2),
        partial(drain.bench, in_flight=20),
    ):
        with tempfile.TemporaryDirectory() as folder:
            _print(with_a_folder(Path(folder)).lines())
    _print(memory.bench())
    _print(rehearsal.bench().lines())
    for of_rehearsals in (rehearsal.long_session, rehearsal.parallel, rehearsal.memory):
        _print(of_rehearsals())
    _print(check.bench().lines())
    _print(trials.bench())
    _print(help_page.bench().lines())
    for of_pages in pages.bench():
        _print(of_pages)
    _print(["Once a process (medians)", *(cost.line() for cost in first_use.bench())])


def _print(lines: list[str]) -> None:
    print("\n".join(lines), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
    sys.stderr.flush()
    # libqi may abort when Python takes itself apart.
    os._exit(0)
