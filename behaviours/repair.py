"""The repair ladder, one block for every question: what the robot does when nobody answers, or not clearly.

Each kind of trouble has three rungs. No rung says what an earlier one said, and none says that an answer was wrong.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar, Generic

from behaviours.behaviour import Behaviour, P
from behaviours.directives import CallStaff, Directive, Draw, Hear, Note, Steps, Wait
from behaviours.parameters import Words
from behaviours.question import Choice, Question
from behaviours.turns import Nothing, Overlap, Turn, Unclear, Understood
from robot.commands import Eyes, Light, Move, Option, Sensor, Sound
from robot.text import Slot

LADDER: Mapping[str, tuple[str, str, str]] = {
    "silent": ("waiting_on", "shortening", "giving"),
    "unclear": ("narrowing", "switching", "deferring"),
    "wrong": ("hinting", "halving", "together"),
    "overlap": ("one_at_a_time", "choir", "deferring"),
}

_SORTED = {
    "right": "accepting",
    "welcome": "welcoming",
    "doubtful": "confirming",
    "again": "asking",
    "hint_wanted": "hinting",
    "given_up": "giving",
    **{f"{trouble}_{n}": rung for trouble, rungs in LADDER.items() for n, rung in enumerate(rungs, start=1)},
}


class Asking(Behaviour[P], Generic[P]):
    """A behaviour that asks questions; a subclass says which, and what follows one that is settled."""

    graph: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "asking": {"asked": "listening"},
        "listening": _SORTED,
        "confirming": _SORTED,
        "waiting_on": {"on": "listening"},
        "shortening": {"on": "listening"},
        "narrowing": {"on": "listening"},
        "switching": {"on": "listening"},
        "hinting": {"on": "listening"},
        "halving": {"on": "listening"},
        "one_at_a_time": {"on": "listening"},
        "choir": {"on": "listening"},
        "deferring": {"right": "accepting", "other": "together", "nobody": "giving"},
        "accepting": {"settled": "settled"},
        "welcoming": {"settled": "settled"},
        "giving": {"settled": "settled"},
        "together": {"settled": "settled"},
    }

    question: Question
    thinking: ClassVar[bool] = False
    """Whether the people get the profile's extra time to think."""

    @abstractmethod
    def settled(self) -> Steps | str:
        """What follows a question that has been answered or given up."""

    def asking(self) -> Steps:
        """Ask, or ask again."""
        q = self.question
        yield Note("question_asked", {"question": q.id, "step": q.step})
        yield from self._say_words(q.wording.text)
        return "asked"

    def listening(self) -> Steps:
        """Open the ears with blue eyes, and sort what comes."""
        q = self.question
        turn = yield from self._hear(tuple(choice.option for choice in q.in_play), q.right, q.wording.listen)
        return self._sort(turn)

    def confirming(self) -> Steps:
        """Ask whether it was heard rightly."""
        q, heard = self.question, self.question.judged
        q.doubted.add(heard.option)
        choice = q.choice(heard.option)
        spoken = choice.spoken if choice else heard.option
        yield from self._say_phrase("did_you_say", answer=spoken)
        yes = self.stage.shared_option("yes", Sensor.HEAD_REAR)
        no = self.stage.shared_option("no", Sensor.HEAD_FRONT)
        choices = tuple(choice.option for choice in q.in_play)
        turn = yield from self._hear((yes, no, *choices), ("yes",) if heard.option in q.right else ("no",))
        match turn:
            case Understood(option="yes", confidence=sure, channel=channel) if sure >= self.stage.profile.confirm:
                return self._judge(Understood(heard.option, 1.0, channel))
            case Understood(option="no", confidence=sure) if sure >= self.stage.profile.confirm:
                return self._trouble("unclear")
            case Understood(option=heard.option):
                return self._judge(replace(turn, confidence=1.0))
            case Nothing():
                # Waiting on without a word would leave "did you say ...?" hanging: ask afresh, with its options.
                q.troubles["silent"] = max(q.troubles["silent"], 1)
        return self._sort(turn)

    def waiting_on(self) -> Steps:
        """Silent, first: wait on with a nod, eyes still blue, without a word."""
        yield from self._rung("waiting_on")
        yield Eyes(Light.LISTENING)
        yield Move("nod")
        return "on"

    def shortening(self) -> Steps:
        """Silent, then: a shorter question with its options."""
        yield from self._rung("shortening")
        q = self.question
        if q.wording.short is not None:
            yield from self._say_words(q.wording.short)
        yield from self._offer("is_it", alone="take_your_time")
        return "on"

    def narrowing(self) -> Steps:
        """Unclear, first: was it this or that?"""
        yield from self._rung("narrowing")
        yield from self._offer("was_it", alone="say_once_more")
        return "on"

    def switching(self) -> Steps:
        """Unclear, then: another channel, a touch of a hand."""
        yield from self._rung("switching")
        yield from self._offer("touch_a_hand", alone="touch_my_head", hands=True)
        return "on"

    def hinting(self) -> Steps:
        """Wrong, first: a hint, and never the word wrong."""
        yield from self._rung("hinting")
        q = self.question
        given_before, q.hinted = q.hinted, True
        if not given_before:
            yield from self._say_phrase("let_us_think")
        if given_before or q.wording.hint is None:
            yield from self._offer("is_it", alone="take_your_time")
        else:
            yield from self._say_words(q.wording.hint)
        return "on"

    def halving(self) -> Steps:
        """Wrong, then: half the options."""
        yield from self._rung("halving")
        yield from self._offer("it_is_one_of", alone="nearly_there")
        return "on"

    def one_at_a_time(self) -> Steps:
        """Overlap, first: one at a time."""
        yield from self._rung("one_at_a_time")
        yield from self._say_phrase("one_at_a_time")
        return "on"

    def choir(self) -> Steps:
        """Overlap, then: all together, and a choir's answer counts."""
        yield from self._rung("choir")
        self.question.choir = True
        yield from self._say_phrase("all_together")
        return "on"

    def deferring(self) -> Steps:
        """Unclear or overlap, last: staff decide, or the robot goes on."""
        yield from self._rung("deferring")
        yield from self._say_phrase("ask_staff")
        yield Eyes(Light.STAFF_NEEDED)
        yield Sound("attention")
        q = self.question
        options = tuple(choice.option for choice in q.choices)
        turn: Turn = yield CallStaff("answer_unclear", options, self.stage.profile.staff_wait, q.right)
        if not isinstance(turn, Understood):
            return "nobody"
        q.heard = turn
        return "right" if turn.option in self.question.right else "other"

    def accepting(self) -> Steps:
        """The answer was right: say so, with the answer in it."""
        q = self.question
        self.stage.solved += 1
        yield self._answered("right", q.judged.channel, q.judged.option)
        answer = (q.choice(q.judged.option) or q.answer).spoken
        if q.wording.praise is not None:
            yield from self.stage.say(self.stage.text(q.wording.praise, **{**q.slots, "answer": answer}), gesture="nod")
        else:
            yield from self._say_phrase("right", gesture="nod", answer=answer)
        return "settled"

    def welcoming(self) -> Steps:
        """Any voice was welcome: thank for it, whatever it was, and go on with the author's own words."""
        yield self._answered("heard", self.question.channel, None)
        yield from self._say_phrase("thanks", gesture="nod")
        if self.question.wording.model is not None:
            yield from self._say_words(self.question.wording.model)
        return "settled"

    def giving(self) -> Steps:
        """Nobody could answer: no hurry, give it, go on. Modelled is not failed."""
        yield from self._rung("giving")
        yield self._answered("modelled", None, None)
        yield from self._say_phrase("no_hurry")
        yield from self._model()
        return "settled"

    def together(self) -> Steps:
        """Wrong, last: say it together."""
        yield from self._rung("together")
        yield self._answered("modelled", None, None)
        yield from self._say_phrase("say_it_together", answer=self.question.answer.spoken)
        yield Wait(self.stage.profile.together)
        yield from self._model()
        return "settled"

    def _sort(self, turn: Turn) -> str:
        q, profile = self.question, self.stage.profile
        if q.wording.welcome_any and not isinstance(turn, Nothing) and not _is_command(turn):
            return self._welcome(turn)
        match turn:
            case Understood(option="again") if turn.confidence >= profile.confirm:
                return "again"
            case Understood(option="hint") if turn.confidence >= profile.confirm:
                return "hint_wanted"
            case Understood() if turn.confidence >= profile.accept:
                return self._judge(turn)
            case Understood() if turn.confidence >= profile.confirm and turn.option not in q.doubted:
                q.heard = turn
                return "doubtful"
            case Overlap(options=options) if q.choir and set(options) & set(q.right):
                return self._judge(Understood(next(o for o in options if o in q.right), 1.0, "speech"))
            case Overlap():
                return self._trouble("overlap")
            case Unclear(between=between):
                q.likely = between
                return self._trouble("unclear")
            case Understood():
                return self._trouble("unclear")
            case Nothing():
                return self._trouble("silent")

    def _welcome(self, turn: Understood | Unclear | Overlap) -> str:
        if isinstance(turn, Understood) and turn.option in self.question.right:
            self.question.heard = turn
            return "right"
        self.question.channel = "speech" if isinstance(turn, Overlap) else turn.channel
        return "welcome"

    def _judge(self, turn: Understood) -> str:
        self.question.heard = turn
        if turn.option in self.question.right:
            return "right"
        return self._trouble("wrong")

    def _trouble(self, kind: str) -> str:
        troubles = self.question.troubles
        troubles[kind] += 1
        if troubles[kind] > len(LADDER[kind]) or troubles.total() > self.stage.profile.rungs:
            return "given_up"
        return f"{kind}_{troubles[kind]}"

    def _rung(self, step: str) -> Iterator[Directive]:
        self.question.step = step
        yield Note("repaired", {"question": self.question.id, "step": step})

    def _answered(self, how: str, channel: str | None, option: str | None) -> Note:
        q = self.question
        q.modelled = how == "modelled"
        return Note("answered", {"question": q.id, "how": how, "step": q.step, "channel": channel, "option": option})

    def _hear(
        self, options: tuple[Option, ...], right: tuple[str, ...], language: str | None = None
    ) -> Generator[Directive, Any, Turn]:
        yield Eyes(Light.LISTENING)
        timing = self.stage.profile.timing(self.thinking)
        accepted = self.question.answer.option.id
        turn: Turn = yield Hear(options, right, timing, language or self.stage.language, self.question.id, accepted)
        if not isinstance(turn, Nothing):
            yield Eyes(Light.THINKING)
        return turn

    def _say_words(self, words: Words, gesture: str | None = None) -> Iterator[Directive]:
        yield from self.stage.say(self.stage.text(words, **self.question.slots), gesture)

    def _say_phrase(self, key: str, gesture: str | None = None, **slots: Slot) -> Iterator[Directive]:
        yield from self.stage.say(self.stage.phrase(key, **slots), gesture)

    def _model(self, gesture: str | None = None) -> Iterator[Directive]:
        q = self.question
        if q.wording.model is not None:
            yield from self._say_words(q.wording.model, gesture)
        else:
            yield from self._say_phrase("the_answer_is", gesture, answer=q.answer.spoken)

    def _offer(self, key: str, alone: str, hands: bool = False) -> Generator[Directive, Any, None]:
        """Put the answer and one other to choose from, where `hands` is true with a hand for each.

        `alone` is said where there is no other, or where the phrase has been said before. A hand that means an answer
        keeps its meaning.
        """
        q = self.question
        others = q.distractors()
        if not others or key in q.offered:
            yield from self._say_phrase(alone)
            return
        q.offered.add(key)
        other = others[(yield Draw("distractor", len(others))) if len(others) > 1 else 0]
        meant = (q.answer.option.sensor, other.option.sensor)
        if meant == (None, None):
            turned = bool((yield Draw("side", 2)))
        else:
            turned = meant[0] is Sensor.HAND_RIGHT or meant[1] is Sensor.HAND_LEFT
        left, right = (other, q.answer) if turned else (q.answer, other)
        also_right = tuple(choice for choice in q.in_play if choice.right and choice is not q.answer)
        if hands:
            left, right = _with_hand(left, Sensor.HAND_LEFT), _with_hand(right, Sensor.HAND_RIGHT)
        q.in_play = (left, right, *also_right)
        yield from self._say_phrase(key, a=left.spoken, b=right.spoken)


def _with_hand(choice: Choice, hand: Sensor) -> Choice:
    return replace(choice, option=choice.option._replace(sensor=hand))


def _is_command(turn: Turn) -> bool:
    return isinstance(turn, Understood) and turn.option in ("again", "hint")
