"""How the robot is, in words, looked at beside the pages: none waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from babel.dates import format_time

from console.web.words import say
from robot.clock import Clock
from sessions.bodies import DESK, SIM
from sessions.ready.standing import Standing, standing
from sessions.report import LOCALES

FRESH_SECONDS = 10.0
"""A look that is no older is looked at again by nobody, however many pages are open."""


@dataclass(frozen=True, slots=True)
class RobotState:
    """How the robot is as one sentence, and whether a session could begin with it; None as long as nobody knows."""

    words: str
    usable: bool | None


class RobotWatch:
    """Looks at one robot for all pages that show how it is. For the thread of the loop.

    Args:
        address: Of the robot; the virtual one and this screen are always there.
        clock: What time it is.
        look: Looks at a robot and blocks; on a thread of its own.
    """

    def __init__(self, address: str, clock: Clock, look: Callable[[str, Clock], Standing] = standing) -> None:
        self._address, self._clock, self._look = address, clock, look
        self._last: Standing | None = None
        self._since = 0.0
        self._looking: asyncio.Task[None] | None = None

    def state(self, language: str, session: bool = False) -> RobotState:
        """How it was when somebody looked last.

        Args:
            language: The reader's.
            session: Whether this console holds a session now, which then is not looked into.
        """
        if self._address in (SIM, DESK):
            return RobotState(say(f"robot.{self._address}", language), True)
        if session:
            return RobotState(say("robot.session", language), True)
        last = self._last
        if last is None:
            return RobotState(say("robot.looking", language), None)
        if last.problem is not None:
            return RobotState(last.problem.message(language), False)
        until = format_time(last.until.astimezone(), "short", locale=LOCALES[language]) if last.until else ""
        words = say(f"robot.{last.state}", language, until=until)
        if last.percent is not None:
            words = f"{words} {say('robot.charge', language, percent=last.percent)}"
        return RobotState(words, last.usable)

    async def look(self) -> None:
        """Come back once the state is fresh; a look that is under way is waited for instead of another."""
        if self._address in (SIM, DESK):
            return
        if self._looking is None or self._looking.done():
            if self._last is not None and self._clock.now() - self._since < FRESH_SECONDS:
                return
            self._looking = asyncio.get_running_loop().create_task(self._take())
        await asyncio.shield(self._looking)

    async def _take(self) -> None:
        self._last = await asyncio.to_thread(self._look, self._address, self._clock)
        self._since = self._clock.now()
