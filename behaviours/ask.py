"""Ask one question, with the whole repair ladder and every channel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from behaviours.parameters import Answer, Flaw
from behaviours.question import Question, Wording, choices
from behaviours.repair import Asking
from behaviours.stage import Stage


class AskParameters(Wording):
    """One question."""

    answers: Annotated[tuple[Answer, ...], Field(min_length=1, max_length=10)]
    """The answers that the robot listens for."""

    def flaws(self) -> Iterator[Flaw]:
        """A question has an answer that would do, and a hand means one answer."""
        if not any(answer.right for answer in self.answers):
            yield Flaw("no_right_answer", "answers")
        hands = [answer.hand for answer in self.answers if answer.hand is not None]
        if len(set(hands)) < len(hands):
            yield Flaw("same_hand", "answers")


class Ask(Asking[AskParameters]):
    """One question; its outcomes tell how it was settled."""

    key = "ask"
    parameter_model = AskParameters
    initial = "opening"
    graph: ClassVar = {
        **Asking.graph,
        "opening": {"opened": "asking"},
        "settled": {"right": "=right", "modelled": "=modelled"},
    }
    placeholders = frozenset({"answer"})

    def __init__(self, name: str, parameters: AskParameters, stage: Stage) -> None:
        super().__init__(name, parameters, stage)
        self._visits = 0

    def opening(self) -> str:
        """Put the question before the people afresh, also when the scenario comes back to it."""
        p = self.parameters
        self._visits += 1
        self.picture = p.picture or ""
        offered = choices(p.answers, self.stage, p.listen)
        answer = next(choice.spoken for choice in offered if choice.right)
        self.question = Question(
            self.name if self._visits == 1 else f"{self.name}.{self._visits}", p, offered, {"answer": answer}
        )
        return "opened"

    def settled(self) -> str:
        """Leave with what came of the question."""
        return "modelled" if self.question.modelled else "right"
