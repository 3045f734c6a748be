"""A scenario's machine on a body: its directives become commands, and what happens becomes its answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from behaviours.directives import Beat, CallStaff, Directive, Draw, Hear, Note, Wait
from behaviours.turns import Nothing, Overlap, Turn, Unclear, Understood
from robot.clock import Clock, Timer
from robot.commands import Command, Eyes, Hush, Listen, Move, Option, Rest, Say, Sound, Volume, Wake
from robot.events import Asked, Event, Heard, Refused, Silent, Spoken, Touched, Voiced
from robot.problem import Failure
from scenarios.language.compile import Plan
from sessions.edits import Edits
from sessions.listening import AGAIN, PACE, slowed
from sessions.live import Show, Who
from sessions.recorder import Recorder
from sessions.replay import Replay
from sessions.said import said
from sessions.terms import JOINTS, REFUSALS

LOUDER = 10
"""How much one "louder" adds to the volume, of 100."""

_STAFF = "staff"


Teach = Callable[[str, Sequence[str], Sequence[str]], None]
"""Tells simulated people what is right: the utterance, the answers that would do, and those that would not."""


class Performance:
    """Runs the scenario's machine. Session thread only.

    Args:
        plan: The scenario, compiled.
        begun: Where it stands.
        recorder: Everything that the machine is told is noted here first.
        clock: The session's clock.
        send: Takes commands, which leave after the turn's commit.
        show: Shows what is never kept.
        teach: Teaches simulated people, where there are any.
        names: Turns pseudonyms into names, for what is shown.
        control: Called with the id of a common answer that is not the scenario's affair: stop or distress.
    """

    def __init__(
        self,
        plan: Plan,
        begun: Replay,
        recorder: Recorder,
        clock: Clock,
        send: Callable[[Command], None],
        show: Show,
        teach: Teach,
        names: Callable[[str], str],
        control: Callable[[str], None],
    ) -> None:
        self._buttons = {
            name: tuple(begun.stage.wording(button.label) for button in state.ways.buttons)
            for name, state in plan.states.items()
        }
        self._machine = begun.machine
        self._machine.hand_over(self._emit, self._entered, self._draw)
        self._profile = plan.profile
        self._listening = begun.listening
        self._recorder = recorder
        self._clock = clock
        self._send = send
        self._show = show
        self._teach = teach
        self._names = names
        self._control = control
        self._tag = 0
        self._pending = 0
        self._listen: Listen | None = None
        self._timer: Timer | None = None
        self._beat = 0.0
        self._rate = begun.rate
        self.utterance = begun.utterance.filled(names) if begun.utterance is not None else ""
        """What it said last, with names."""
        self.text = begun.utterance
        """The same as a template; None where staff put it in their own words."""
        self.edits = Edits()
        """What staff would have it say instead."""
        self._scene = ""
        self.ended = begun.machine.ended
        """Whether the scenario is over."""
        self._voice_ended = clock.now()
        self._answered_at: float | None = None
        self._refused = 0
        self._unwoken = False
        self._stage = begun.stage

    @property
    def state(self) -> str:
        """The full name of the machine's state."""
        return self._machine.state

    @property
    def picture(self) -> str:
        """The name of the picture that goes with what is said; empty where none does."""
        return self._machine.picture

    @property
    def pending(self) -> Directive | None:
        """What the scenario waits for: words, an answer, a moment, staff."""
        return self._machine.pending

    @property
    def turn(self) -> int:
        """The number of the turn in which people are heard; 0 where they aren't."""
        return self._listen.tag if self._listen is not None else 0

    @property
    def labels(self) -> tuple[str, ...]:
        """What stands on the buttons of the scenario's state."""
        return self._buttons.get(self.state.partition(".")[0], ())

    def begin(self) -> None:
        """Enter the scenario's first state."""
        self._machine.begin()

    def suspend(self) -> None:
        """Wait for nothing any more; what was pending is given again by `resume`."""
        self._pending = 0
        self._listen = None
        self._answered_at = None
        self._clock.cancel(self._timer)

    def resume(self) -> None:
        """Give the pending command again; what is measured from a beat is measured from now."""
        if self._unwoken and self._stage.gesture_size:
            self._send(Wake(JOINTS))
        self._unwoken = False
        self._beat = self._clock.now()
        self._machine.give_again()

    def stretch(self, size: float) -> None:
        """Make gestures of this size; at 0 the joints rest while the session goes on, by voice and ears."""
        before, self._stage.gesture_size = self._stage.gesture_size, size
        if before and not size:
            self._send(Rest(JOINTS))
            if self._pending:
                # A body that goes to rest falls silent first.
                self.suspend()
                self.resume()
        elif size and not before:
            self._send(Wake(JOINTS))

    def skip(self) -> None:
        """Leave the scenario's current state."""
        self.suspend()
        self._machine.skip()

    def press(self, number: int) -> bool:
        """Follow a button of the current state, as staff ask; False where there is none."""
        self.suspend()
        return self._machine.press(number)

    def button(self, number: str) -> int:
        """The number of one of the current state's buttons; 0 where it has none of that number."""
        return next((n for n in range(1, len(self.labels) + 1) if str(n) == number), 0)

    def say_goodbye(self) -> None:
        """Go to the scenario's goodbye, unless it has begun."""
        self.suspend()
        if not self._machine.close():
            self.resume()

    def again(self) -> None:
        """Ask or say once more, as staff wish."""
        if isinstance(self._machine.pending, Hear):
            self._turn(Understood("again", 1.0, _STAFF))
        else:
            self.suspend()
            self.resume()

    def accept(self, option: str) -> bool:
        """Take `option`, or the right answer where it is empty, as given; False where no answer is waited for."""
        pending = self._machine.pending
        if not isinstance(pending, Hear | CallStaff):
            return False
        known = tuple(choice.id for choice in pending.options)
        accepted = pending.accepted if isinstance(pending, Hear) else ""
        chosen = option or accepted or next(iter(pending.right), known[0])
        if chosen not in known:
            return False
        self._send(Hush(self._pending))
        self._turn(Understood(chosen, 1.0, _STAFF))
        return True

    def take(self, event: Event) -> None:
        """Take what a body tells; what belongs to no pending command is passed over."""
        match event:
            case Spoken(tag=tag) if tag == self._pending:
                self._voice_ended = self._clock.now()
                self._refused = 0
                self._recorder.note("spoken")
                self._answer(None)
            case Refused(tag=tag, reason=reason):
                self.refusal(tag, reason)
            case Heard() | Voiced() | Silent() | Touched() if self._listen is not None:
                self._resolve(event)
            case Asked(about=about) if self._listen is not None and about == str(self.turn):
                self._resolve(event)

    def _resolve(self, event: Heard | Voiced | Silent | Touched | Asked) -> None:
        listen = self._listen
        if listen is None or (not isinstance(event, Touched | Asked) and event.tag != listen.tag):
            return
        self._show_reply(event)
        turn = self._listening.resolve(event, listen)
        if turn is None:
            return
        if isinstance(event, Touched | Asked):
            self._send(Hush(listen.tag))
        self._turn(turn)

    def _turn(self, turn: Turn) -> None:
        if isinstance(turn, Understood):
            # The machine is told what the log holds, to the digit: a replay decides the same.
            turn = Understood(turn.option, round(turn.confidence, 3), turn.channel)
        self._note_turn(turn)
        self._answered_at = self._clock.now()
        control = self._listening.control(turn, self._profile)
        if control in PACE:
            self.change_voice(control)
            self._answer(AGAIN)
        elif control is not None:
            self._control(control)
        else:
            self._answer(turn)

    def change_voice(self, wish: str) -> None:
        """Speak `slower` or `louder` from the next words on."""
        if wish == "slower":
            self._rate = slowed(self._rate)
        else:
            self._send(Volume(LOUDER))

    def _answer(self, value: object) -> None:
        self._pending = 0
        self._listen = None
        self._clock.cancel(self._timer)
        self._machine.answer(value)

    def _emit(self, directive: Directive) -> None:
        match directive:
            # The commonest comes first.
            case Eyes(light=light):
                self._show(Who.ROBOT, "light", light)
                self._send(directive)
            case Say():
                self._say(directive)
            case Hear():
                self._hear(directive)
            case Wait(seconds=seconds, since_beat=since_beat):
                spent = self._clock.now() - self._beat if since_beat else 0.0
                self._wait(max(0.0, seconds - spent), None)
            case CallStaff():
                self._recorder.note("staff_called", reason=directive.reason)
                self._show(Who.SESSION, "alert", directive.reason)
                self._wait(directive.seconds, Nothing())
            case Beat():
                self._beat = self._clock.now()
            case Move(gesture=gesture):
                if self._stage.gesture_size:
                    self._recorder.note("gesture", gesture=gesture)
                    self._show(Who.ROBOT, "gesture", gesture)
                    self._send(replace(directive, size=self._stage.gesture_size))
            case Sound(cue=cue):
                self._show(Who.ROBOT, "sound", cue)
                self._send(directive)
            case Note(type=type, data=data):
                self._recorder.note(type, **data)
            case Volume() | Draw():
                raise AssertionError(f"{directive} is not a behaviour's to emit")

    def _say(self, say: Say) -> None:
        now = self._clock.now()
        if now - self._voice_ended > self._profile.quiet:
            self._send(Sound("attention"))
        if self._answered_at is not None and now - self._answered_at > self._profile.reaction:
            self._recorder.note("slow", seconds=round(now - self._answered_at, 3))
        self._answered_at = None
        self._pending = self._next_tag()
        words = say.text.filled(self._names)
        say = self._edited(say, words)
        self.utterance = words if self.text is not None else say.text.filled(self._names)
        self._show(Who.ROBOT, "says", self.utterance)
        self._send(Say(say.text, round(say.rate * self._rate, 3), say.pause, self._pending))

    def _edited(self, say: Say, words: str) -> Say:
        """The words to say, noted: the scenario's, or staff's in their place, which are not kept."""
        awaited = self.edits.waiting
        instead = self.edits.instead(say, words)
        self.text = say.text if instead is None else None
        if instead is not None:
            self._recorder.note("said_edited")
            return replace(say, text=instead)
        if awaited is not None and self.edits.waiting is None:
            self._show(Who.SESSION, "edit_dropped")
        self._recorder.note("said", **said(say.text))
        return say

    def _hear(self, hear: Hear) -> None:
        self._pending = self._next_tag()
        self._listen = self._listening.open(hear, self._pending)
        self._recorder.note("listened", question=hear.question)
        self._show(Who.ROBOT, "listens")
        right = [word for option in hear.options if option.id in hear.right for word in _ways(option)]
        wrong = [word for option in hear.options if option.id not in hear.right for word in _ways(option)]
        self._teach(self.utterance, right, wrong)
        self._send(self._listen)

    def _wait(self, seconds: float, answer: object) -> None:
        self._pending = self._next_tag()

        def elapsed() -> None:
            self._recorder.note("elapsed")
            self._answer(answer)

        self._timer = self._clock.call_later(seconds, elapsed)

    def refusal(self, tag: int, reason: str) -> None:
        """Take that the body did not do the command with this tag; joints that stayed asleep are woken at `resume`."""
        self._unwoken = self._unwoken or tag == JOINTS
        answers = tag == self._pending and tag != 0
        # The body's own words may hold what it was to say: staff see them, the log holds what was refused.
        what = "ears" if answers and self._listen is not None else "speech" if answers else "motion"
        self._recorder.note("refused", what=what, answers=answers)
        self._show(Who.SESSION, "refused", reason)
        if answers:
            self._refused += 1
            if self._refused >= REFUSALS:
                raise Failure("body_refuses", reason=reason)
            # A turn that could not be opened counts as silence, speech that could not be spoken as spoken.
            self._answer(Nothing() if self._listen is not None else None)

    def _draw(self, draw: Draw) -> int:
        value = self._clock.rng.randrange(draw.count)
        self._recorder.note("drawn", what=draw.what, value=value)
        return value

    def _entered(self, state: str) -> None:
        self.ended = self._machine.ended
        self._recorder.note("state_entered", state=state)
        self.show_state()

    def show_state(self) -> None:
        """Show where the scenario is, and the buttons of a state that is new to who watches."""
        state = self.state
        self._show(Who.SESSION, "state", state)
        scene = state.partition(".")[0]
        if scene != self._scene and (labels := self._buttons.get(scene)):
            self._show(Who.SESSION, "buttons", "\n".join(labels))
        self._scene = scene

    def _next_tag(self) -> int:
        self._tag += 1
        return self._tag

    def _note_turn(self, turn: Turn) -> None:
        match turn:
            case Understood(option=option, confidence=confidence, channel=channel):
                self._recorder.note("understood", option=option, confidence=confidence, channel=channel)
                if channel == "speech":
                    self._show(Who.SESSION, "understood", f"{self._spoken(option)} {confidence:.2f}")
            case Unclear(channel=channel, between=between):
                self._recorder.note("unclear", channel=channel, between=list(between))
            case Overlap(options=options):
                self._recorder.note("overlap", options=list(options))
            case Nothing():
                self._recorder.note("silent")

    def _spoken(self, option: str) -> str:
        """How an option of the pending turn is said."""
        options = self._listen.options if self._listen is not None else ()
        return next((choice.phrases[0] for choice in options if choice.id == option and choice.phrases), option)

    def _show_reply(self, event: Heard | Voiced | Silent | Touched | Asked) -> None:
        match event:
            case Heard(hypotheses=hypotheses, voices=voices):
                self._show(Who.PERSON, "says" if voices == 1 else "overlap", hypotheses[0].words if hypotheses else "")
            case Voiced():
                self._show(Who.PERSON, "unclear")
            case Silent():
                self._show(Who.PERSON, "silent")
            case Touched(sensor=sensor):
                self._show(Who.PERSON, "touches", sensor)
            case Asked(argument=option):
                self._show(Who.PERSON, "says", self._spoken(option))


def _ways(option: Option) -> tuple[str, ...]:
    """How a simulated person may give an option: its words, and a touch where one means it."""
    return option.phrases[:1] if option.sensor is None else (option.phrases[0], f"touch:{option.sensor}")
