"""What staff ask of the scenario while it runs, done; a pause and a stop are the session's own affair."""

from __future__ import annotations

from collections.abc import Callable

from behaviours.directives import Hear
from behaviours.stage import Stage
from robot.commands import Halt, Say
from robot.events import Asked
from sessions.aside import Aside, said_aside
from sessions.calling import COLLEAGUE, TAKEN_BACK, Calling
from sessions.live import Show, Who
from sessions.performance import Performance
from sessions.terms import Phase


class Requests:
    """Does what staff ask for, once it was noted. Session thread only.

    Args:
        performance: The scenario.
        aside: Says staff's own words.
        calling: Calls a colleague.
        stage: Knows the phrases that can be asked for by name.
        show: Shows staff what comes of it.
        interrupt: Breaks off what the robot does.
        halt: Gives the body a command past the tray.
    """

    def __init__(
        self,
        performance: Performance,
        aside: Aside,
        calling: Calling,
        stage: Stage,
        show: Show,
        interrupt: Callable[[], None],
        halt: Callable[[Halt], None],
    ) -> None:
        self._performance = performance
        self._aside = aside
        self._calling = calling
        self._stage = stage
        self._show = show
        self._interrupt = interrupt
        self._halt = halt

    def do(self, asked: Asked, phase: Phase, button: int, expected: Callable[[], str | None]) -> None:
        """Do it; `button` is the number of the state's own, and `expected` tells what the robot would say next."""
        match asked.what:
            case "again":
                self._interrupt()
                self._performance.again()
            case "skip":
                self._interrupt()
                self._performance.skip()
            case "button":
                self._interrupt()
                self._performance.press(button)
            case "slower" | "louder":
                # What was just said is said again so, unless staff's own words are being said: it comes after them.
                if (
                    repeats := phase is Phase.RUNNING
                    and not self._aside.speaking
                    and isinstance(self._performance.pending, Say | Hear)
                ):
                    self._interrupt()
                self._performance.change_voice(asked.what)
                if repeats:
                    self._performance.again()
            case "accept":
                self._accept(asked)
            case "say":
                self._interrupt()
                self._aside.say(said_aside(asked, self._stage))
            case "edit":
                self._edit(asked, expected())
            case "call":
                if self._calling.call():
                    self._show(Who.SESSION, "alert", COLLEAGUE)
            case "acknowledge":
                if self._calling.acknowledge():
                    self._show(Who.SESSION, TAKEN_BACK if asked.argument == TAKEN_BACK else "acknowledged")

    def _accept(self, asked: Asked) -> None:
        if not self._performance.accept(asked.argument):
            self._show(Who.SESSION, "not_now", asked.what)
        elif self._aside.speaking:
            self._aside.speaking = False
            self._halt(Halt())

    def _edit(self, asked: Asked, expected: str | None) -> None:
        if expected is None or (asked.about and asked.about != expected) or not asked.argument.strip():
            self._show(Who.SESSION, "not_now", asked.what)
        else:
            self._performance.edits.put(expected, asked.argument.strip())
