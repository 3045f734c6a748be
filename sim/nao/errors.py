"""What a NAO answers when it refuses, in NAOqi's words and without a path of this computer."""

from __future__ import annotations


class NaoqiError(Exception):
    """A call that NAOqi refused; its text is what a client of `qi` reads."""


class Refused(Exception):
    """Raised inside a method with the reason alone; the dispatcher makes a NaoqiError of it."""


def refusal(service: str, method: str, reason: str) -> NaoqiError:
    """The error of a module's method, in a NAO's shape: tab, `ALMemory::getData`, new line, tab, the reason."""
    return NaoqiError(f"\t{service}::{method}\n\t{reason}")
