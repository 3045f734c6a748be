"""The NAO as a body: commands go out over a wire, and what happens comes back as events."""

from __future__ import annotations

import logging
from collections.abc import Callable

from robot.body import Tell
from robot.clock import Clock, Timer
from robot.commands import Command, Eyes, Halt, Hush, Listen, Move, Pose, Rest, Say, Sound, Volume, Wake
from robot.events import Awake, Lost, Posed, Ready, Refused, Regained, Rested
from robot.limits import ArmDuty
from robot.nao import upkeep
from robot.nao.chain import Lane
from robot.nao.claim import Claim
from robot.nao.connector import Connector
from robot.nao.hearing import Hearing
from robot.nao.lights import Lights
from robot.nao.motion import Motion
from robot.nao.senses import Senses
from robot.nao.settings import NaoSettings
from robot.nao.speech import Speech
from robot.nao.vitals import Vitals
from robot.nao.wire import Reply, Wire
from robot.problem import Failure, Problem
from robot.pronunciation import Dictionary
from robot.text import no_names

_log = logging.getLogger(__name__)

NOT_CONNECTED = "not connected"
"""Why a command was Refused that came while the robot was lost."""

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 8.0
"""Seconds between attempts to reach a lost robot: from the first, doubling to the longest."""


class _Parts:
    """Everything that lives as long as one wire."""

    def __init__(
        self,
        wire: Wire,
        clock: Clock,
        tell: Tell,
        names: Callable[[str], str],
        settings: NaoSettings,
        duty: ArmDuty,
        dictionary: Dictionary,
        give_way: Callable[[], None],
    ) -> None:
        self.wire = wire
        self.claim = Claim(wire, clock, settings.station, settings.beat, give_way)
        self.lane = Lane(wire, clock)
        self.condition = upkeep.Condition()
        self.speech = Speech(wire, clock, tell, names, settings, dictionary)
        self.hearing = Hearing(wire, clock, tell, self.speech, settings)
        self.motion = Motion(wire, clock, tell, duty)
        self.lights = Lights(wire, clock)
        self.senses = Senses(wire, clock, tell, settings, self._posed)
        self.vitals = Vitals(wire, clock, tell, settings.vitals_every)

    def close(self) -> None:
        """End the timers and the wire."""
        self.hearing.close()
        for part in (self.claim, self.speech, self.lights, self.senses, self.vitals):
            part.close()
        self.lane.drop()
        self.wire.close()

    def let_go(self) -> None:
        """End the timers and the wire, and send nothing more."""
        self.wire.close()
        self.close()

    def _posed(self, family: str) -> None:
        self.motion.family = family


class NaoBody:
    """A NAO behind the body's port: it alone wakes and rests the robot, and finds it again when the wire drops.

    Ready is told once, Regained after each loss, and Lost as soon as the wire drops, then again as `final` when
    the robot was not found in time, or another station drives it. A Say closes the ears; a Listen during a Say opens
    them after its last word, and one during a Wake or a Rest once the arms are still: a hand may be on one. Halt does
    not break off a Rest under way. All methods on the session's thread.

    Args:
        connector: Makes wires to the robot.
        clock: The session's clock.
        tell: Gets the events.
        names: Turns a pseudonym into the name to speak; it may raise KeyError.
        settings: The driver's numbers.
        dictionary: How names and places are said.

    Attributes:
        problem: Why the robot could not be reached at first, for people; None where it could.
    """

    def __init__(
        self,
        connector: Connector,
        clock: Clock,
        tell: Tell,
        names: Callable[[str], str] = no_names,
        settings: NaoSettings | None = None,
        dictionary: Dictionary | None = None,
    ) -> None:
        self._connector = connector
        self._clock = clock
        self._tell = tell
        self._names = names
        self._settings = settings or NaoSettings()
        self._dictionary = dictionary or Dictionary()
        self._duty = ArmDuty()
        self._parts: _Parts | None = None
        self._prepared = False
        self._known = False
        self._closed = False
        self._awake = False
        self._resting = False
        self._settling = 0
        self._life = ""
        self._lost_at = 0.0
        self._pause = FIRST_PAUSE
        self._retry: Timer | None = None
        self._preparing: Timer | None = None
        self._deferred: Listen | None = None
        self.problem: Problem | None = None

    def open(self) -> None:
        """Begin to connect; Ready or a final Lost is told."""
        self._lost_at = self._clock.now()
        self._connect()

    def do(self, command: Command) -> None:
        """Begin a command."""
        parts = self._parts
        if parts is None or not self._prepared:
            if not isinstance(command, Eyes | Sound | Volume | Hush | Halt):
                self._tell(Refused(command.tag, NOT_CONNECTED))
            return
        match command:
            case Say():
                self._deferred = None
                parts.hearing.close()
                parts.speech.say(command)
            case Listen():
                # A recogniser may show by the eyes that it listens, and waking and resting may change them.
                parts.lights.forget()
                self._listen(parts, command)
            case Move():
                parts.motion.move(command)
            case Eyes():
                parts.lights.show(command.light)
            case Hush():
                self._deferred = None
                parts.hearing.close()
            case Sound():
                parts.speech.cue(command.cue)
            case Volume():
                parts.speech.change_volume(command)
            case Pose():
                self._pose(parts, command)
            case Wake():
                parts.lights.forget()
                self._wake(parts, command)
            case Rest():
                parts.lights.forget()
                self._rest(parts, command)
            case Halt():
                self._halt(parts)

    def close(self) -> None:
        """Let go of the robot; one that is still awake, after an error, is sent to rest first."""
        if self._closed:
            return
        self._closed = True
        self._clock.cancel(self._retry)
        self._clock.cancel(self._preparing)
        if self._parts is not None:
            if self._awake:
                # One motion call and no more: a stop sent beside a rest may come after it, and break it off.
                self._parts.speech.stop()
                self._parts.hearing.close()
                if not self._resting:
                    self._resting = True
                    self._parts.wire.call("ALMotion", "rest")
            self._parts.claim.release()
            self._parts.close()
            self._parts = None
        self._connector.close(at_rest=not self._awake, resting=self._resting)

    def teach(self, utterance: str, right: list[str], wrong: list[str]) -> None:
        """Tell simulated people in the robot's room what is right; a real one has no such service, which does no harm.

        Args:
            utterance: What the robot has just asked.
            right: The answers that would do.
            wrong: Those that would not.
        """
        if self._parts is not None and self._prepared:
            self._parts.wire.call("KaveriRoom", "learn", utterance, right, wrong)

    def _listen(self, parts: _Parts, command: Listen) -> None:
        if not parts.speech.speaking and not self._settling:
            parts.hearing.listen(command)
            return
        parts.hearing.close()
        self._deferred = command
        if self._settling:
            self._open_in_time(command)

    def _quiet(self) -> None:
        parts, command = self._parts, self._deferred
        if command is None or parts is None or self._settling or parts.speech.speaking:
            return
        self._deferred = None
        parts.hearing.listen(command)

    def _open_in_time(self, command: Listen) -> None:
        def late() -> None:
            if self._deferred is command and self._settling:
                self._deferred = None
                self._tell(Refused(command.tag, "the body did not come to stand still in time"))

        self._clock.call_later(self._settings.opening, late)

    def _settled(self) -> None:
        self._settling -= 1
        self._quiet()

    def _pose(self, parts: _Parts, command: Pose) -> None:
        def done(reply: Reply) -> None:
            if isinstance(reply.value, str):
                parts.motion.family = reply.value
            self._tell(Posed(command.tag, parts.motion.family))

        parts.wire.call("ALRobotPosture", "getPostureFamily", done=done)

    def _wake(self, parts: _Parts, command: Wake) -> None:
        def ended(error: str | None) -> None:
            parts.motion.awake = error is None
            self._tell(Awake(command.tag) if error is None else Refused(command.tag, error))
            self._settled()

        # Joints may be stiff as soon as the robot begins to wake; whatever happens then, it must be brought to rest.
        self._awake = True
        self._resting = False
        self._settling += 1
        if (listening := parts.hearing.command) is not None:
            # Arms that wake move: the ears, for which a hand may answer, open again after that.
            self._listen(parts, listening)
        parts.lane.follow(upkeep.wake(self._settings.seated, ended))

    def _rest(self, parts: _Parts, command: Rest) -> None:
        def ended(error: str | None) -> None:
            if self._resting:
                # Otherwise a waking was asked for in the meantime, and comes next.
                self._resting = False
                self._awake = error is not None
            self._tell(Rested(command.tag) if error is None else Refused(command.tag, error))
            self._settled()

        self._halt(parts)
        self._resting = True
        self._settling += 1
        parts.motion.awake = False
        life = self._life if self._settings.restore_life else ""
        parts.motion.when_stopped(lambda: parts.lane.follow(upkeep.rest(life, ended)))

    def _halt(self, parts: _Parts) -> None:
        parts.speech.stop()
        self._deferred = None
        if not self._resting:
            parts.motion.stop()
            parts.lane.drop()
            self._settling = 0
        parts.hearing.close()

    def _connect(self) -> None:
        self._connector.begin(self._found, self._failed, self._dropped)

    def _found(self, wire: Wire) -> None:
        if self._closed:
            wire.close()
            return
        parts = _Parts(
            wire,
            self._clock,
            self._tell,
            self._names,
            self._settings,
            self._duty,
            self._dictionary,
            self._give_way,
        )
        parts.speech.when_quiet = self._quiet
        self._parts = parts
        self._preparing = self._clock.call_later(
            self._settings.prepare + parts.claim.longest, lambda: self._dropped("it was not ready in time")
        )
        parts.lane.follow(parts.claim.take())
        parts.lane.follow(upkeep.prepare(parts.condition, lambda: self._ready(parts)))

    def _ready(self, parts: _Parts) -> None:
        self._clock.cancel(self._preparing)
        found = parts.condition
        if found.failed is not None:
            self._parts = None
            parts.claim.release()
            parts.close()
            if self._known:
                self._try_again(f"this robot cannot speak yet: {found.failed}")
                return
            self._tell(Lost(f"this robot cannot speak: {found.failed}", final=True))
            return
        self._prepared = True
        self._retry = None
        # One that we woke and that does not say whether it still is, is rested at the end.
        self._awake = self._awake or found.awake
        self._life = self._life or found.life
        parts.motion.family = found.family
        parts.motion.awake = found.awake
        parts.vitals.begin(found.battery)
        if self._known:
            self._tell(Regained())
            return
        self._known = True
        lacking = tuple(found.lacking)
        self._tell(Ready(found.model, found.version, found.languages, found.family, found.battery, lacking))

    def _dropped(self, reason: str) -> None:
        if self._closed or self._parts is None:
            return
        _log.warning("the robot is lost: %s", reason)
        self._clock.cancel(self._preparing)
        parts, self._parts = self._parts, None
        parts.close()
        if self._prepared:
            self._lost_at = self._clock.now()
            self._pause = FIRST_PAUSE
        self._prepared = False
        self._resting = False
        self._settling = 0
        self._deferred = None
        self._try_again(reason)

    def _give_way(self) -> None:
        # Whoever drives the robot now rests it, too.
        parts, self._parts = self._parts, None
        if parts is not None:
            parts.let_go()
        self._clock.cancel(self._preparing)
        self._prepared = self._awake = self._resting = False
        self._settling = 0
        self._deferred = None
        problem = Failure("robot_in_use")
        self.problem = None if self._known else problem
        self._tell(Lost(str(problem), final=True, problem=problem))

    def _failed(self, problem: Problem) -> None:
        if self._closed:
            return
        self.problem = None if self._known else problem
        if self._known:
            self._try_again(str(problem))
        else:
            self._tell(Lost(str(problem), final=True, problem=problem))

    def _try_again(self, reason: str) -> None:
        pause = self._pause * (0.5 + self._clock.rng.random() / 2)
        final = self._clock.now() + pause - self._lost_at > self._settings.give_up
        if self._retry is None or final:
            self._tell(Lost(reason, final))
        if not final:
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
            self._retry = self._clock.call_later(pause, self._connect)
