"""PINs: which will do, and what is kept of one."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from robot.problem import Problem

SHORTEST, LONGEST = 6, 12

_HASHER = PasswordHasher()


def check_pin(pin: str) -> None:
    """Make sure that a PIN is not guessed in a few tries.

    Raises:
        Problem: `staff_pin_form`, or `staff_pin_easy`.
    """
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        raise Problem("staff_pin_form", least=SHORTEST, most=LONGEST)
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    halves = pin[: len(pin) // 2] == pin[len(pin) // 2 :]
    if len(steps) == 1 or len(set(pin)) < 3 or halves:
        raise Problem("staff_pin_easy")


def hashed(pin: str) -> str:
    """What is kept of a PIN: Argon2id with a salt of its own."""
    return _HASHER.hash(pin)


def fits(kept: str | None, pin: str) -> bool:
    """Whether the PIN is the one that was kept; takes as long where there is none."""
    nobodys = _nobodys()
    try:
        return _HASHER.verify(kept or nobodys, pin) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    """What is compared where there is no account: a name that is none must not be told from a wrong PIN by the time."""
    return _HASHER.hash("nobody's")
