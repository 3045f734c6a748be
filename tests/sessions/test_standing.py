"""How a robot stands between sessions: of several things the one that holds a session up most."""

from __future__ import annotations

import socket
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest

from robot.clock import RealClock
from robot.nao.examination import Findings
from sessions.ready.standing import Standing, looked, of, standing
from sim.clock import VirtualClock
from sim.nao.virtual_nao import VirtualNao
from sim.wire import DirectWire

NOW = datetime(2026, 11, 24, 8, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("found", "state", "usable"),
    [
        ({"awake": True}, "ready", True),
        ({"awake": False}, "asleep", True),
        ({"charging": True}, "charging", True),
        ({"charging": True, "battery": 29}, "charging", False),
        ({"battery": 29}, "battery_low", False),
        ({"heat": 1}, "ready", True),
        ({"heat": 2, "cool_in": 60.0, "battery": 10, "charging": True}, "too_warm", False),
        ({"driven": True, "heat": 3}, "driven", False),
    ],
)
def test_it_is_told_in_one_word(found: dict[str, Any], state: str, usable: bool) -> None:
    told = of(Findings(**({"battery": 80, "heat": 0} | found)), NOW)
    assert (told.state, told.usable) == (state, usable)


def test_one_that_is_too_warm_has_cooled_at_a_whole_minute() -> None:
    assert of(Findings(heat=3, cool_in=270.0), NOW).until == datetime(2026, 11, 24, 8, 25, tzinfo=UTC)
    assert of(Findings(heat=3, cool_in=271.0), NOW).until == datetime(2026, 11, 24, 8, 26, tzinfo=UTC)


def test_a_robot_is_looked_at_as_it_is() -> None:
    clock = VirtualClock(0, None)
    nao = VirtualNao(clock, battery=64)
    nao.plug(True)
    assert looked(lambda run, lost: DirectWire(nao, run), clock, clock) == Standing("charging", 64)


def test_where_nobody_answers_it_is_missing_and_what_is_no_address_is_told() -> None:
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        address = f"nao://127.0.0.1:{door.getsockname()[1]}"
    assert standing(address, RealClock()) == Standing("missing")
    odd = standing("nao://", RealClock())
    assert (odd.state, odd.usable, odd.problem is not None) == ("unknown", False, True)
