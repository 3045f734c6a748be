"""The lists of values and times that ALMotion takes, in every shape that NAOqi allows."""

from __future__ import annotations

from itertools import pairwise, starmap
from operator import ge
from typing import Any, NamedTuple

from sim.nao.errors import Refused

_GREATEST = 1e9


class Trajectory(NamedTuple):
    """Values that a joint takes at times, in seconds from the start."""

    times: list[float]
    values: list[float]


def trajectories(joints: tuple[str, ...], values: Any, times: Any) -> list[Trajectory]:
    """One trajectory a joint, out of a number, a list of numbers or a list of lists.

    One value and one time stand for every joint; a flat list is one trajectory for one joint, else one
    value a joint.

    Raises:
        Refused: Another shape, unequal lengths, or times that do not rise from above 0.
    """
    value_lists, time_lists = _lists(values, joints, "angleLists"), _lists(times, joints, "timeLists")
    ways = []
    for joint, one_values, one_times in zip(joints, value_lists, time_lists, strict=True):
        if len(one_values) != len(one_times):
            raise Refused(f"{joint} has {len(one_values)} values and {len(one_times)} times")
        if one_times[0] <= 0 or any(starmap(ge, pairwise(one_times))):
            raise Refused(f"Times of {joint} must be positive and strictly increasing")
        ways.append(Trajectory(one_times, one_values))
    return ways


def numbers(values: Any, count: int, what: str) -> list[float]:
    """`count` numbers, out of one number for all or a list of so many.

    Raises:
        Refused: Another shape or length.
    """
    if _is_number(values):
        return [float(values)] * count
    if not isinstance(values, list) or not all(map(_is_number, values)):
        raise Refused(f"{what} must be a float or an array of floats")
    if len(values) != count:
        raise Refused(f"{what} has {len(values)} values for {count} joints")
    return list(map(float, values))


def check_fraction(fraction: float) -> None:
    """Make sure that a fraction of the greatest speed is one.

    Raises:
        Refused: It does not lie above 0 and up to 1.
    """
    if not 0 < fraction <= 1:
        raise Refused("fractionMaxSpeed must be greater than 0 and at most 1")


def _lists(values: Any, joints: tuple[str, ...], what: str) -> list[list[float]]:
    if _is_number(values):
        return [[float(values)] for _ in joints]
    if isinstance(values, list) and values:
        if all(map(_is_number, values)):
            if len(joints) == 1:
                return [list(map(float, values))]
            if len(values) == len(joints):
                return [[float(value)] for value in values]
            raise Refused(f"{what} has {len(values)} values for {len(joints)} joints")
        if len(values) == len(joints):
            return [_one(value, what) for value in values]
        raise Refused(f"{what} has {len(values)} lists for {len(joints)} joints")
    raise Refused(f"{what} must be a float, an array of floats or an array of arrays of floats")


def _one(values: Any, what: str) -> list[float]:
    if _is_number(values):
        return [float(values)]
    if isinstance(values, list) and values and all(map(_is_number, values)):
        return list(map(float, values))
    raise Refused(f"{what} must be a float, an array of floats or an array of arrays of floats")


def _is_number(value: Any) -> bool:
    if type(value) is float:
        return abs(value) < _GREATEST
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _GREATEST
