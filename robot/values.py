"""Values that a session makes by the thousand: nobody may change one, and making one costs little.

`@value(frozen=True, slots=True)` is `dataclass(frozen=True, slots=True)` to mypy, which refuses every assignment to a
field. Where it runs nothing refuses one: that would make each value four times as dear (decision 0018).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as value
else:
    from dataclasses import dataclass

    def value(*, frozen, slots):
        """A dataclass with slots, equality and a hash, as a frozen one has them."""
        return dataclass(slots=slots, unsafe_hash=frozen)


__all__ = ["value"]
