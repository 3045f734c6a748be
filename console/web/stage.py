"""The one session that this process runs: it plays on a thread of its own, and pages watch and steer it."""

from __future__ import annotations

import asyncio
import logging
import secrets
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from console.web.calls import Calls
from console.web.face import PagesFace
from console.web.speaker import PageSpeaker
from robot.clock import RealClock
from robot.events import Asked
from robot.problem import Problem
from sessions.bystander import Seen
from sessions.calling import TAKEN_BACK
from sessions.launch import Launch, Order
from sessions.live import Line, Live
from sessions.privacy.upkeep import tidy
from sessions.settings import Settings
from sessions.snapshot import Snapshot
from sessions.station import Station
from sessions.terms import Ending

MOST_LINES = 20_000
"""So many lines of a session are in memory: those of half a day."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line of the session; numbers grow by one, also from one session to the next."""

    number: int
    line: Line


@dataclass(frozen=True, slots=True)
class Playing:
    """What is on stage, as it was ordered."""

    session: str
    title: str
    order: Order
    language: str
    warnings: tuple[str, ...]
    """What the checker says about what was filled in, in the language of whoever started it."""
    behaviours: dict[str, str]
    """For each of the plan's states the word of its behaviour, such as quiz."""
    languages: tuple[str, ...]
    """Those that the scenario is written in."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How the last session ended. Its log is written and closed."""

    playing: Playing
    ending: Ending
    delivered: bool
    """Whether all of it has reached the broker; true where there is none."""


class Stage:
    """Runs at most one session at a time. Every method is for the thread of the loop that it was opened on.

    Lines and snapshots hold names and words that people said: they are in memory alone, and go with the next session.

    Args:
        station: Where the log is.
        settings: The station's.
    """

    def __init__(self, station: Station, settings: Settings) -> None:
        self._station = station
        self._settings = settings
        self._loop: asyncio.AbstractEventLoop | None = None
        self._launch: Launch | None = None
        self._starting = False
        self._playing: Playing | None = None
        self._snapshot: Snapshot | None = None
        self._seen: Seen | None = None
        self._ended: Ended | None = None
        self._lines: deque[Numbered] = deque(maxlen=MOST_LINES)
        self._number = 0
        self._before = 0
        self._watchers: dict[int, Callable[[], None]] = {}
        self._watcher = 0
        self._told = False
        self._steering = ""
        self._key = ""
        self._over = asyncio.Event()
        self._over.set()
        self.speaker = PageSpeaker(self._changed)
        """What a desk body speaks by."""
        self.calls = Calls(self._tell)
        """Who calls a colleague, and on which pages it rings."""
        self.leaving = False
        """Whether the console ends: what waits for news waits no more."""

    def open(self) -> None:
        """Belong to the running loop."""
        self._loop = asyncio.get_running_loop()

    @property
    def playing(self) -> Playing | None:
        """What runs now; None where nothing does."""
        return self._playing

    @property
    def ended(self) -> Ended | None:
        """How the session ended that ran last in this process; None while one runs, and before the first."""
        return self._ended

    @property
    def steering(self) -> str:
        """The device that steers; empty where none does."""
        return self._steering

    @property
    def key(self) -> str:
        """Stops the session that runs now and no other; empty where none does. For those alone who are let in."""
        return self._key

    def snapshot(self) -> Snapshot | None:
        """How the session stands, after its last turn; None before its first."""
        return self._snapshot

    def seen(self) -> Seen | None:
        """How the virtual robot looked at the end of the last turn; None on another body."""
        return self._seen

    def lines(self, since: int = 0) -> list[Numbered]:
        """The session's lines with a number above `since`, in order."""
        return list(_newer(self._lines, since))

    def kept(self) -> Iterator[Numbered]:
        """All lines of the session that are in memory, one by one in order."""
        return iter(self._lines)

    @property
    def gone(self) -> int:
        """How many of the session's first lines are in memory no more."""
        return self._number - self._before - len(self._lines)

    async def start(self, order: Order, device: str) -> Playing:
        """Begin a session, which `device` then steers.

        Raises:
            Problem: One is running already; or it cannot begin.
        """
        if self._starting or self._launch is not None:
            raise Problem("session_on_stage")
        loop = asyncio.get_running_loop()
        ready: asyncio.Future[Playing] = loop.create_future()
        self._starting = True
        self._over.clear()
        threading.Thread(target=self._run, args=(order, ready, loop), name="session", daemon=True).start()
        try:
            playing = await ready
        except BaseException:
            self._over.set()
            raise
        finally:
            self._starting = False
        self._steering = device
        self._tell()
        return playing

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Have `changed` called on the loop whenever there is something new; what is returned ends that."""
        self._watcher += 1
        key = self._watcher
        self._watchers[key] = changed

        def unwatch() -> None:
            self._watchers.pop(key, None)

        return unwatch

    def ask(self, what: str, argument: str = "", *, device: str, by: str = "staff", about: str = "") -> bool:
        """Ask the session for something, as `robot.events.Asked` names it; false where `device` does not steer it.

        A stop, a call for a colleague and its acknowledgement any device may ask for. By the device that called the
        call is taken back.
        """
        if what == "stop":
            self.stop(by)
            return True
        if what not in ("call", "acknowledge") and device != self._steering:
            return False
        if self._launch is not None:
            if what == "call":
                self.calls.called(device)
            elif what == "acknowledge" and self.calls.acknowledged(device):
                argument = TAKEN_BACK
            self._launch.session.kernel.post(Asked(what, argument, by, about))
        return True

    def stop(self, by: str = "staff") -> None:
        """Stop the session before everything that waits; nothing where none runs."""
        if self._launch is not None:
            self._launch.session.kernel.post(Asked("stop", by=by), urgent=True)

    def stop_with(self, key: str) -> bool:
        """Stop the session that has this key; false where it runs no more."""
        if not self._key or not secrets.compare_digest(self._key.encode(), key.encode()):
            return False
        self.stop()
        return True

    def touch(self, option: str, turn: str) -> None:
        """Give an answer that was touched on the participants' screen; nothing where its turn is over."""
        if self._launch is not None:
            self._launch.session.kernel.post(Asked("accept", option, "screen", turn))

    def typed(self, line: str) -> None:
        """What a person at a desk types or taps: an answer, or a touch such as `/left`.

        Raises:
            Problem: It begins as a touch and is none.
        """
        if self._launch is not None:
            self._launch.typed(line)

    def take_over(self, device: str) -> None:
        """Have another device steer from now on."""
        self._steering = device
        self._tell()

    async def closed(self) -> None:
        """Come back once no session runs: the robot rests, and the log is closed."""
        await self._over.wait()

    def _run(self, order: Order, ready: asyncio.Future[Playing], loop: asyncio.AbstractEventLoop) -> None:
        """The session's thread."""
        live = Live()
        live.watch(lambda line: _post(loop, self._take_line, line))
        launched: list[Launch] = []

        def follow(snapshot: Snapshot) -> None:
            _post(loop, self._take_snapshot, snapshot, launched[0].seen() if launched else None)

        live.follow(follow)
        try:
            launch = Launch(order, self._station, self._settings, live, True, PagesFace(), self.speaker)
        except Exception as error:
            _post(loop, ready.set_exception, error)
            return
        launched.append(launch)
        playing = _playing(order, launch)
        _post(loop, self._begin, launch, playing, ready)
        ending: Ending | None = None
        delivered = True
        try:
            ending = launch.run()
        finally:
            delivered = launch.close()
            ending = ending or Ending(launch.session.id, "failed")
            try:
                tidy(self._station, self._settings, RealClock().wall())
            except Problem:
                # What could not be tidied is tried again after the next session, and by the command line.
                logging.getLogger(__name__).warning("the station could not be tidied", exc_info=True)
            _post(loop, self._end, Ended(playing, ending, delivered))

    def _begin(self, launch: Launch, playing: Playing, ready: asyncio.Future[Playing]) -> None:
        self._launch, self._playing, self._ended, self._snapshot = launch, playing, None, None
        self._key = secrets.token_urlsafe(16)
        self._lines.clear()
        self._before = self._number
        ready.set_result(playing)

    def _end(self, ended: Ended) -> None:
        self._launch, self._playing, self._ended, self._steering, self._key = None, None, ended, "", ""
        self.calls.over()
        self._over.set()
        self._tell()

    def _take_line(self, line: Line) -> None:
        self._number += 1
        call = self.calls.call
        if line.what == "acknowledged" and call is not None and call.coming is not None:
            line = replace(line, text=call.coming.name)
        self._lines.append(Numbered(self._number, line))
        self._tell()

    def _take_snapshot(self, snapshot: Snapshot, seen: Seen | None) -> None:
        self._snapshot, self._seen = snapshot, seen
        self.calls.stands(snapshot.called)
        self._tell()

    def leave(self) -> None:
        """Let go of all who wait for news: the console ends."""
        self.leaving = True
        self._tell()

    def _changed(self) -> None:
        """Any thread. Tell those who watch."""
        if self._loop is not None:
            _post(self._loop, self._tell)

    def _tell(self) -> None:
        """Tell those who watch, once for all that comes at once."""
        if not self._told and self._loop is not None:
            self._told = True
            self._loop.call_soon(self._tell_all)

    def _tell_all(self) -> None:
        self._told = False
        self._tell_next(iter(list(self._watchers)))

    def _tell_next(self, left: Iterator[int]) -> None:
        """One at a time: what one page shows is on its way before the next page is looked at."""
        for key in left:
            if (changed := self._watchers.get(key)) is not None:
                try:
                    changed()
                finally:
                    if self._loop is not None:
                        self._loop.call_soon(self._tell_next, left)
                return


def _post(loop: asyncio.AbstractEventLoop, job: Callable[..., object], *arguments: object) -> None:
    # A loop that is closed has nobody left to tell.
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(job, *arguments)


def _newer(lines: deque[Numbered], since: int) -> Iterator[Numbered]:
    fresh: list[Numbered] = []
    for each in reversed(lines):
        if each.number <= since:
            break
        fresh.append(each)
    return reversed(fresh)


def _playing(order: Order, launch: Launch) -> Playing:
    session = launch.session
    return Playing(
        session.id,
        launch.title,
        order,
        session.terms.language,
        tuple(warning.render(order.reader or "en") for warning in launch.warnings),
        {name: state.behaviour.key for name, state in launch.plan.states.items()},
        launch.plan.languages,
    )
