"""qi signatures such as `v::fadeRGB(ssf)`: what a method takes, and which values convert to it.

Letters: s string, b bool, i int32, I uint32, l int64, L uint64, f float, m any value, o object, r raw bytes, [x] list,
{kv} map, (xy) tuple, v nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import Any

_FLOAT_MAX = 2**127

Fit = Callable[[Any], "tuple[int, Any] | None"]
"""How well a value fits a type: the cost of converting it and the converted value; None where it does not."""

_INTEGERS = {
    "i": (-(2**31), 2**31 - 1),
    "I": (0, 2**32 - 1),
    "l": (-(2**63), 2**63 - 1),
    "L": (0, 2**64 - 1),
}


@dataclass(frozen=True, slots=True)
class Signature:
    """One overload: its name, what it returns and the types it takes, as qi letters."""

    name: str
    returns: str
    takes: tuple[str, ...]

    @property
    def text(self) -> str:
        """The overload as libqi lists it: `fadeRGB::(ssf)`."""
        return f"{self.name}::({''.join(self.takes)})"


def parse(text: str) -> Signature:
    """The signature that `text`, such as `v::say(ss)`, writes."""
    returns, _, rest = text.partition("::")
    name, _, takes = rest.partition("(")
    return Signature(name, returns, split(takes[:-1]))


def split(types: str) -> tuple[str, ...]:
    """Types written one after the other, taken apart: `s[f]{sm}` holds three."""
    parts: list[str] = []
    depth = start = 0
    for place, letter in enumerate(types):
        if letter in "[{(":
            depth += 1
        elif letter in "]})":
            depth -= 1
        if depth == 0:
            parts.append(types[start : place + 1])
            start = place + 1
    return tuple(parts)


def fit(letters: str) -> Fit:
    """The function that says how a value fits the type, converting as libqi does and no further."""
    if letters in _INTEGERS:
        return _fit_integer(*_INTEGERS[letters])
    if letters == "[s]":
        return _fit_strings
    if letters[0] == "[":
        return _fit_list(fit(letters[1:-1]))
    if letters[0] == "{":
        key, value = split(letters[1:-1])
        return _fit_map(fit(key), fit(value))
    return _SIMPLE[letters]


def letters_of(value: Any) -> str:
    """The qi letters of a Python value, as an error names them."""
    if isinstance(value, bool):
        return "b"
    if isinstance(value, int):
        return "i" if -(2**31) <= value < 2**31 else "l"
    if isinstance(value, float):
        return "d"
    if isinstance(value, str):
        return "s"
    if isinstance(value, bytes | bytearray):
        return "r"
    if isinstance(value, list):
        return "[m]"
    if isinstance(value, dict):
        return "{mm}"
    return "v" if value is None else "o"


def _fit_string(value: Any) -> tuple[int, Any] | None:
    return (0, value) if isinstance(value, str) else None


def _fit_float(value: Any) -> tuple[int, Any] | None:
    if isinstance(value, float):
        # No method of a NAO means anything by infinity: it would only hang a clock.
        return (0, value) if isfinite(value) else None
    if isinstance(value, bool):
        return (3, float(value))
    return (1, float(value)) if isinstance(value, int) and abs(value) < _FLOAT_MAX else None


def _fit_bool(value: Any) -> tuple[int, Any] | None:
    if isinstance(value, bool):
        return (0, value)
    return (3, bool(value)) if isinstance(value, int) else None


def _fit_any(value: Any) -> tuple[int, Any] | None:
    return (2, value)


def _fit_raw(value: Any) -> tuple[int, Any] | None:
    return (0, bytes(value)) if isinstance(value, bytes | bytearray) else None


def _fit_integer(least: int, greatest: int) -> Fit:
    def fits(value: Any) -> tuple[int, Any] | None:
        if isinstance(value, bool):
            return (3, int(value))
        if isinstance(value, int):
            return (0, value) if least <= value <= greatest else None
        # libqi cuts a float down to an integer.
        if isinstance(value, float) and least <= value <= greatest:
            return (4, int(value))
        return None

    return fits


def _fit_strings(value: Any) -> tuple[int, Any] | None:
    return (0, list(value)) if isinstance(value, list | tuple) and set(map(type, value)) <= {str} else None


def _fit_list(item: Fit) -> Fit:
    def fits(value: Any) -> tuple[int, Any] | None:
        if not isinstance(value, list | tuple):
            return None
        greatest, converted = 0, []
        for one in value:
            fitted = item(one)
            if fitted is None:
                return None
            greatest = max(greatest, fitted[0])
            converted.append(fitted[1])
        return (greatest, converted)

    return fits


def _fit_map(key: Fit, value: Fit) -> Fit:
    def fits(mapping: Any) -> tuple[int, Any] | None:
        if not isinstance(mapping, dict):
            return None
        converted = {}
        for one_key, one_value in mapping.items():
            fitted_key, fitted_value = key(one_key), value(one_value)
            if fitted_key is None or fitted_value is None:
                return None
            converted[fitted_key[1]] = fitted_value[1]
        return (0, converted)

    return fits


_SIMPLE: dict[str, Fit] = {
    "s": _fit_string,
    "f": _fit_float,
    "d": _fit_float,
    "b": _fit_bool,
    "m": _fit_any,
    "o": _fit_any,
    "r": _fit_raw,
}
