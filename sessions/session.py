"""One session: a scenario on a body, with its log, from the first connection to the safe rest."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from behaviours.machine import BEFORE
from behaviours.monitors import Effect, sign
from robot.body import Body
from robot.clock import Clock
from robot.commands import HEAD, Eyes, Halt, Light, Rest, Sound
from robot.events import Asked, Event, Held, Lost, Refused, Regained, Rested, Spoken
from robot.kernel import Kernel
from robot.problem import Failure
from robot.text import no_names
from scenarios.language.compile import Plan
from sessions.arrival import Arrival
from sessions.aside import Aside
from sessions.calling import Calling
from sessions.length import Length
from sessions.listening import STOP
from sessions.live import Line, Live, Who
from sessions.log import BUSY_SECONDS, Log, LogBusy, LogFull
from sessions.lookahead import Lookahead
from sessions.patience import Patience
from sessions.performance import Performance, Teach
from sessions.recorder import Recorder
from sessions.replay import Replay
from sessions.requests import Requests
from sessions.resting import Resting
from sessions.snapshot import Standing
from sessions.terms import (
    ASIDE,
    JOINTS,
    LIFE,
    SCREENS,
    SMALL,
    STAFF,
    WORDINGS,
    Ending,
    Phase,
    Terms,
    asking,
)
from sessions.tray import Tray
from sessions.witness import Witness


class Session:
    """Runs one scenario. `run` blocks its thread, which becomes the session's; only `kernel.post` is for others.

    Args:
        plan: The scenario, compiled.
        terms: Language, seed and the like.
        clock: Time, ids and chance.
        log: Where it is kept.
        body: Makes the body for this session's kernel.
        live: Shows what is never kept.
        teach: Teaches simulated people.
        names: Turns pseudonyms into names.
        outsiders: Whether other threads may post, such as staff's keys.
        witness: Is told of it all, for the link.
        replay: Where the log left a session that was cut off, which goes on from there; without it a new one begins.
    """

    def __init__(
        self,
        plan: Plan,
        terms: Terms,
        clock: Clock,
        log: Log,
        body: Callable[[Kernel[Event]], Body],
        live: Live,
        teach: Teach = lambda utterance, right, wrong: None,
        names: Callable[[str], str] = no_names,
        outsiders: bool = True,
        witness: Witness = Witness(),  # noqa: B008 - it does nothing
        replay: Replay | None = None,
    ) -> None:
        begun = replay or Replay(plan, terms.language, clock.today(), terms.easy, terms.named)
        self.plan, self.terms = plan, terms
        self.kernel: Kernel[Event] = Kernel(
            clock, self._take, self._turn_ended, outsiders, lambda error: self._resting.fail(error)
        )
        self.phase = Phase.ARRIVING
        self._clock, self._live, self._witness = clock, live, witness
        self._began = clock.now() - begun.spent.seconds
        self._ahead = Lookahead(plan, clock, names, log.records(begun.session) if begun.session else ())
        self.recorder = Recorder(
            log, clock, begun.session or log.unused(clock.new_id), self._ahead.noted, witness.noted
        )
        self.body = body(self.kernel)
        self._tray = Tray()
        self._calling = Calling(self.recorder, self._tray.put, begun.called)
        self._send = self._calling.send
        self._monitors, self._outcome = begun.monitors, begun.outcome
        self._patience = Patience(clock)
        self._length = Length(clock, plan.minutes, plan.profile.overrun, lambda: self._warn("overdue"), begun.spent)
        self._recovered, self._over = begun.session != "", begun.over
        self._paused, self._closing = begun.paused, begun.closing
        self.stage = begun.stage
        voices, care = plan.voices(terms.language), plan.setting == "care"
        self._arrival = Arrival(voices, care, self.recorder, self._send, self._show, wakes=not self._over)
        self._aside = Aside(plan.profile.rate, self.recorder, self._send, self._show)
        self._performance = Performance(
            plan, begun, self.recorder, clock, self._send, self._show, teach, names, self._controlled
        )
        self._requests = Requests(
            self._performance, self._aside, self._calling, self.stage, self._show, self._interrupt, self.body.do
        )
        self._resting = Resting(
            self._outcome,
            self.recorder,
            clock,
            self._arrival,
            lambda: self.phase,
            self._enter,
            self._let_go,
            self.body.do,
            self._send,
            self._show,
            lambda state: self._witness.state(state),
            self._began,
        )
        self._standing = Standing(
            plan,
            terms.language,
            self._performance,
            self._aside,
            self._arrival,
            self._calling,
            self._length,
            self._ahead,
        )

    @property
    def id(self) -> str:
        """The session's id in the log."""
        return self.recorder.session

    @property
    def state(self) -> str:
        """The full name of the scenario's state."""
        return self._performance.state

    def run(self) -> Ending:
        """Connect, play the scenario, bring the body to rest.

        Whatever happens, the body is asked to rest and the log says how the session ended.
        """
        try:
            # Noted before the first turn, which a stop may take.
            if self._recovered:
                self.recorder.note("recovered")
            else:
                self.recorder.begin(self.plan, self.terms)
            self.kernel.call(self._open)
            self.kernel.run()
        except BaseException as error:
            # No more turns are taken: the end is written here, and closing the body brings it to rest.
            self._outcome.breaks(error, self.state)
            self._resting.end()
            with suppress(LogFull, LogBusy):
                self.recorder.commit()
            if not isinstance(error, Exception):
                raise
        finally:
            if self._outcome.problem is not None and self._arrival.connected:
                self._show(Who.SESSION, "letting_go", self.terms.robot)
            self.body.close()
        return self._outcome.ending(self.id)

    def commanded(self, what: str | None, by: str | None, why: str | None, asked: Asked | None = None) -> None:
        """Session thread only. Note a command by MQTT; do what is `asked`, unless there is a reason why not."""
        self.recorder.note("command", what=what, by=by, verdict="refused" if why else "accepted", why=why)
        if asked is not None and not why:
            self._take(asked)

    def _open(self) -> None:
        self._witness.state("init")
        self._patience.begin()
        if self._recovered:
            self._show(Who.SESSION, "recovered")
            self._performance.show_state()
        self._show(Who.SESSION, "connecting", self.terms.robot)
        self.kernel.call(self.body.open)

    def _take(self, event: Event) -> None:
        self._witness.saw(event)
        if (seen := sign(event)) is not None and self.phase.watched:
            self._warn(seen)
        match event:
            case Asked(what="stop", by=by):
                self._resting.stop("interrupted" if by == "signal" else "stopped", by)
            case Held(sensor=sensor) if sensor in HEAD:
                self._resting.stop("stopped", "touch")
            case Rested(tag=tag) if self.phase is Phase.RESTING and tag == LIFE:
                self._resting.end()
            case Refused(tag=tag) if self.phase is Phase.RESTING and tag == LIFE:
                self.recorder.note("refused", what="rest", answers=False)
                self._resting.unrested()
            case Lost():
                self._lost(event)
            case Regained() if self.phase is Phase.LOST:
                self.recorder.note("regained")
                self._show(Who.SESSION, "regained")
                self.phase = Phase.ARRIVING
                self._patience.begin()
                self._arrival.again()
            case Asked(what="accept", by=by) if by in SCREENS:
                if self.phase is Phase.RUNNING:
                    self._performance.take(event)
            case Asked(what=what) if self.phase is Phase.ARRIVING and self.phase.takes(what):
                self._asked(event)
            case _ if self.phase is Phase.ARRIVING:
                if self._arrival.take(event):
                    self._awake()
            case Asked():
                self._asked(event)
            case Spoken(tag=tag) | Refused(tag=tag) if tag <= ASIDE:
                if self._aside.ended(tag) and self.phase is Phase.RUNNING:
                    self._go_on()
            case Refused(tag=tag, reason=reason) if tag == JOINTS:
                self._performance.refusal(tag, reason)
            case _ if self.phase is Phase.RUNNING:
                self._performance.take(event)

    def _awake(self) -> None:
        self._patience.end()
        if self._over:
            self._resting.rest(self._outcome.how)
            return
        if not self.stage.gesture_size:
            self._send(Rest(JOINTS))
        if self._performance.state == BEFORE:
            self.phase = Phase.RUNNING
            self._witness.state("in_session")
            self.stage.first_variant = self._clock.rng.randrange(WORDINGS)
            self.recorder.note("drawn", what="first_variant", value=self.stage.first_variant)
            self._length.go_on()
            self._go_on()
        elif self._paused:
            self._wait_for_staff()
        else:
            self._resume()

    def _asked(self, asked: Asked) -> None:
        what = asked.what
        button = self._performance.button(asked.argument) if what == "button" else 0
        if not self.phase.takes(what) or (what == "button" and not button):
            self._show(Who.SESSION, "not_now", what)
            return
        # What staff type is spoken and never kept.
        self.recorder.note("staff_asked", what=what, by=asking(asked.by), **({"button": button} if button else {}))
        self._show(Who.STAFF, "asks", what)
        match what:
            case "pause":
                self._pause(STAFF)
            case "resume":
                self._monitors.see("resumed")
                self._resume()
            case _:
                if self.phase is Phase.PAUSED:
                    self._patience.begin()
                self._requests.do(asked, self.phase, button, self._ahead.words)

    def _controlled(self, control: str) -> None:
        if control == STOP:
            self._resting.stop("stopped", "voice")
        else:
            self._warn("help")

    def _warn(self, seen: str) -> None:
        for monitor, effect in self._monitors.see(seen):
            self.recorder.note("monitor", monitor=monitor, effect=effect.value)
            self._show(Who.SESSION, "alert", monitor)
            match effect:
                case Effect.FULL_GESTURES | Effect.SMALLER_GESTURES:
                    self._performance.stretch(1.0 if effect is Effect.FULL_GESTURES else SMALL)
                case Effect.NO_GESTURES if self.phase is Phase.ARRIVING:
                    # A rest would break its waking off: it comes after that.
                    self.stage.gesture_size = 0.0
                case Effect.NO_GESTURES:
                    self._rest_joints()
                case Effect.SAY_GOODBYE:
                    self._closing = True
                    if self.phase is Phase.RUNNING:
                        self._interrupt()
                        self._go_on()
                case Effect.REST_NOW:
                    self._resting.fail(Failure("body_must_rest", monitor=monitor))
                case Effect.HOLD_FOR_STAFF if self.phase is Phase.ARRIVING:
                    raise Failure("body_must_rest", monitor=monitor)
                case Effect.HOLD_FOR_STAFF:
                    self._pause(monitor)
                    self._send(Sound("attention"))
                    if monitor == "distress":
                        self._aside.say(self.stage.phrase("help_is_called"))

    def _rest_joints(self) -> None:
        broken_off, self._aside.speaking = self._aside.speaking, False
        self._performance.stretch(0.0)
        if broken_off and self.phase is Phase.RUNNING:
            self._go_on()

    def _interrupt(self) -> None:
        self._tray.drop()
        self._aside.speaking = False
        self.body.do(Halt())
        self._performance.suspend()

    def _pause(self, why: str) -> None:
        self._interrupt()
        self._length.pause()
        self._paused = why
        self.recorder.note("paused", why=why)
        self._wait_for_staff()

    def _wait_for_staff(self) -> None:
        self.phase = Phase.PAUSED
        self._patience.begin()
        self._show(Who.SESSION, "paused", self._paused)
        self._witness.state("paused")
        self._send(Eyes(Light.PAUSED if self._paused == STAFF else Light.STAFF_NEEDED))

    def _resume(self) -> None:
        self._patience.end()
        self._length.go_on()
        self.phase, self._paused = Phase.RUNNING, ""
        self.recorder.note("resumed")
        self._show(Who.SESSION, "resumed")
        self._witness.state("in_session")
        # Words of staff's end first: what is pending would be said into them.
        if not self._aside.speaking:
            self._go_on()

    def _go_on(self) -> None:
        if self._closing:
            self._performance.say_goodbye()
        elif self._performance.state == BEFORE:
            self._performance.begin()
        else:
            self._performance.resume()

    def _lost(self, lost: Lost) -> None:
        if not self._arrival.connected:
            raise lost.problem or Failure("robot_lost")
        if self.phase is Phase.RESTING:
            self._resting.unrested(why=lost.problem)
            return
        if self.phase is not Phase.LOST:
            self._performance.suspend()
            self._aside.speaking = False
            self.phase = Phase.LOST
            self.recorder.note("lost")
            self._witness.state("lost")
        self._show(Who.SESSION, "lost", lost.reason)
        if lost.final:
            self._outcome.fails(lost.problem or Failure("robot_lost"), "lost")
            self._resting.end()

    def _let_go(self) -> None:
        self._tray.clear()
        self._performance.suspend()
        self._patience.end()
        self._length.pause()

    def _enter(self, phase: Phase) -> None:
        self.phase = phase
        if phase is Phase.ENDED:
            self.kernel.stop()

    def _turn_ended(self) -> None:
        if self._performance.ended and self.phase is Phase.RUNNING:
            self._resting.rest("finished")
        try:
            self.recorder.commit(last=self.phase is Phase.ENDED)
        except LogBusy:
            # Another process writes just now. Nothing leaves before it is kept; a stop still goes first.
            self._clock.call_later(BUSY_SECONDS, lambda: None)
            return
        except LogFull as failure:
            # Without a log there is no session: halt, and rest.
            self._resting.fail(failure)
        else:
            self._witness.committed()
        if self._tray.out:
            self._tray.leave(self.body.do)
        if self._live.followed:
            at = self._clock.now() - self._began
            self._live.stands(self._standing.snapshot(self.id, at, self.phase, self._paused))

    def _show(self, who: Who, what: str, text: str = "") -> None:
        if self._live.watched:
            self._live.tell(Line(who, what, text, self._clock.now() - self._began))
