"""A deck of things to practise: what is due next."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

RETURN_AFTER = 2
"""How many other items come before one that was not solved comes back."""


class Deck(Generic[T]):
    """Gives each item once, in the order that chance picks, and one that was missed once more, a little later."""

    def __init__(self, items: Sequence[T]) -> None:
        self._left = list(items)
        self._returning: deque[tuple[int, T]] = deque()
        self._given = 0

    def choices(self) -> int:
        """How many items chance may pick from now; 1 where the next is settled, 0 where none is left."""
        if self._due():
            return 1
        return len(self._left) or min(1, len(self._returning))

    def take(self, pick: int) -> T:
        """The next item; `pick` from 0 to `choices()` - 1."""
        item = self._returning.popleft()[1] if self._due() or not self._left else self._left.pop(pick)
        self._given += 1
        return item

    def bring_back(self, item: T) -> None:
        """Have an item come again after a few others."""
        self._returning.append((self._given + RETURN_AFTER, item))

    def _due(self) -> bool:
        return bool(self._returning) and self._returning[0][0] <= self._given
