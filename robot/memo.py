"""What was worked out about words that people heard or said: at hand while a session lasts, then forgotten."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")

_forgets: list[Callable[[], None]] = []


def at_hand(most: int) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Have a function of words keep its last `most` answers until `forget`.

    Words that were said may hold a name or be somebody's own, so they stay in memory no longer than their session.
    """

    def keep(function: Callable[_P, _R]) -> Callable[_P, _R]:
        kept = lru_cache(maxsize=most)(function)
        _forgets.append(kept.cache_clear)
        return kept  # type: ignore[return-value]  # it takes what the function takes

    return keep


def forget() -> None:
    """Let go of all words that are at hand. Any thread."""
    for each in _forgets:
        each()
