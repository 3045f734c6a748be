"""Who is at the pages, who of them calls a colleague, and who comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sessions.staff import Account


@dataclass(frozen=True, slots=True)
class Call:
    """A colleague was called from a page of this console."""

    device: str
    """Which device called."""
    who: Account | None
    """Who was signed in on it; None where nobody has to sign in."""
    taken_back: bool = False
    answered: bool = False
    coming: Account | None = None
    """Who answered; None where that is not known."""

    @property
    def is_settled(self) -> bool:
        """Whether it need not ring any more, even if the session has not come to that yet."""
        return self.taken_back or self.answered


class Calls:
    """At most one call, and the pages on which it rings. In memory alone, for the thread of the loop.

    Args:
        changed: Called when somebody opens or leaves a page.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._pages: dict[str, tuple[str, Account | None]] = {}
        self._open = False
        self.call: Call | None = None
        """The last call of the session that runs, until whoever called knows who comes."""

    def joined(self, page: str, device: str, who: Account | None) -> None:
        """A page is open, and rings when somebody calls."""
        self._pages[page] = device, who
        self._changed()

    def left(self, page: str) -> None:
        """A page is closed, or its line is cut: it rings no more."""
        if self._pages.pop(page, None) is not None:
            self._changed()

    def elsewhere(self, device: str) -> int:
        """On how many devices besides this one a call rings."""
        return len({each for each, _ in self._pages.values()} - {device})

    def called(self, device: str) -> None:
        """A device calls; nothing new where a call is open already."""
        if not self._open:
            self.call = Call(device, self._at(device))

    def acknowledged(self, device: str) -> bool:
        """A device ends the call; whether it had called itself, and so takes it back."""
        if self.call is None or self.call.is_settled:
            return False
        if self.call.device == device:
            self.call = replace(self.call, taken_back=True)
            return True
        self.call = replace(self.call, answered=True, coming=self._at(device))
        return False

    def stands(self, is_open: bool) -> None:
        """How the session has it: it may have been answered elsewhere than on a page."""
        if self._open and not is_open and self.call is not None:
            self.call = None if self.call.taken_back else replace(self.call, answered=True)
        self._open = is_open

    def over(self) -> None:
        """Whoever called knows, or the session is over."""
        self.call, self._open = None, False
        self._changed()

    def _at(self, device: str) -> Account | None:
        """Who is signed in on a device."""
        return next((who for each, who in self._pages.values() if each == device), None)
