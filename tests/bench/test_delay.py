"""The lessons in which the delay is measured come to their end: a call for help in one would wait for staff."""

from __future__ import annotations

from pathlib import Path

import pytest

from sessions.launch import Launch
from sessions.live import Live
from sessions.settings import Settings
from sessions.station import Station
from tests.bench.delay import LESSONS, ordered


@pytest.mark.parametrize("seed", LESSONS.values())
def test_its_lessons_finish(seed: int, tmp_path: Path) -> None:
    launch = Launch(ordered(seed, None), Station(tmp_path), Settings(), Live(), staff=False)
    ending = launch.run()
    launch.close()
    assert ending.how == "finished"
