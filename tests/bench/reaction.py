"""From words recognised in the robot to its next say, against one signal, one commit and one call."""

from __future__ import annotations

from pathlib import Path

from console.keys import StaffKeys
from sessions.log import Log
from tests.bench.far_end import FarEnd
from tests.bench.report import Comparison
from tests.bench.station import ANSWER, Minimal, rounds, session, under_way

TURNS = 200
WARM_UP = 10


def bench(far_end: FarEnd, folder: Path, turns: int = TURNS) -> Comparison:
    """One session's turns, with a floor in between each two."""
    log = Log(folder / "log")
    minimal = Minimal(far_end.url, folder / "floor")
    far_end.ask("turns", turns + WARM_UP, ANSWER)
    asked = session(rounds(), far_end.url, log)
    with under_way(asked):
        try:
            pairs = far_end.told(turns + WARM_UP)[WARM_UP:]
        finally:
            StaffKeys(asked.kernel.post, lambda typed: None, lambda: None).press("x")
    minimal.close()
    log.close()
    return Comparison(
        "Reaction over the wire (WordRecognized raised in the virtual NAO to the next say there)",
        [ours * 1000 for ours, _ in pairs],
        [floor * 1000 for _, floor in pairs],
        "one signal, one commit and one call between the same processes",
        aim=1.5,
        aim_p99=5.0,
    )
