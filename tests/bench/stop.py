"""From the staff's key to stopAll in the robot, against one call."""

from __future__ import annotations

import threading
from pathlib import Path
from time import perf_counter  # noqa: TID251

from console.keys import StaffKeys
from sessions.log import Log
from tests.bench.far_end import CALL, SETTLE, FarEnd
from tests.bench.report import Comparison
from tests.bench.station import Minimal, rounds, session, under_way

STOPS = 40
WARM_UP = 3


def bench(far_end: FarEnd, folder: Path, stops: int = STOPS) -> Comparison:
    """Sessions that are stopped while they listen, with a floor in between each two."""
    log, plan = Log(folder / "log"), rounds()
    minimal = Minimal(far_end.url, folder / "floor")
    pause = threading.Event()
    ours, floor = [], []
    for _ in range(stops + WARM_UP):
        far_end.ask("await", "ALSpeechRecognition", "subscribe", None)
        asked = session(plan, far_end.url, log)
        keys = StaffKeys(asked.kernel.post, lambda typed: None, lambda: None)
        with under_way(asked):
            try:
                far_end.told()
                pause.wait(SETTLE)
                far_end.ask("await", *CALL)
                pause.wait(SETTLE)
                began = perf_counter()
                minimal.call()
                floor.append((far_end.told() - began) * 1000)
                pause.wait(SETTLE)
                far_end.ask("await", "ALTextToSpeech", "stopAll", None)
                pause.wait(SETTLE)
            finally:
                began = perf_counter()
                keys.press("x")
            ours.append((far_end.told() - began) * 1000)
    minimal.close()
    log.close()
    return Comparison(
        "Stop (the staff's key to stopAll arriving in the virtual NAO)",
        ours[WARM_UP:],
        floor[WARM_UP:],
        "one call between the same processes",
        aim=2.0,
    )
