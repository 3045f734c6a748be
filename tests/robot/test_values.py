"""Values are frozen for whoever writes code: by mypy, and not where it runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from mypy import api

from robot.commands import Eyes, Light
from robot.events import Silent, Spoken
from robot.values import value

CODE = """
from dataclasses import replace
from robot.values import value

@value(frozen=True, slots=True)
class Point:
    x: int = 0

moved: Point = replace(Point(1), x=2)
moved.x = 3
"""


def test_values_are_equal_by_their_fields_and_of_one_kind_alone() -> None:
    assert Eyes(Light.OFF, 1) == Eyes(Light.OFF, 1) != Eyes(Light.OFF, 2)
    assert Spoken(1) != Silent(1)
    assert len({Eyes(Light.OFF, 1), Eyes(Light.OFF, 1), Eyes(Light.OFF, 2)}) == 2


def test_a_field_that_is_none_cannot_be_set() -> None:
    @value(frozen=True, slots=True)
    class Point:
        x: int = 0

    with pytest.raises(AttributeError):
        Point().y = 1  # type: ignore[attr-defined]


def test_mypy_refuses_to_change_one_and_nothing_else(tmp_path: Path) -> None:
    told, _, code = api.run(["--strict", "--config-file=", "--cache-dir", str(tmp_path), "-c", CODE])
    assert told.splitlines() == [
        '<string>:10: error: Property "x" defined in "Point" is read-only  [misc]',
        "Found 1 error in 1 file (checked 1 source file)",
    ]
    assert code == 1
