"""What a turn asks of the body: it waits here until the turn is in the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from robot.commands import Command, Eyes, Move, Say
from sessions.terms import JOINTS


class Tray:
    """Commands in the order in which they were asked for. Session thread only."""

    def __init__(self) -> None:
        self.out: list[Command] = []
        """What waits."""

    def put(self, command: Command) -> None:
        """Have it leave after the turn's commit."""
        self.out.append(command)

    def drop(self) -> None:
        """What was asked for holds no more, but for the joints' waking and resting."""
        self.out[:] = [command for command in self.out if command.tag == JOINTS]

    def clear(self) -> None:
        """What was asked for holds no more."""
        self.out.clear()

    def leave(self, do: Callable[[Command], None]) -> None:
        """Hand over what is here."""
        out, self.out[:] = words_first(self.out), []
        for command in out:
            do(command)


def words_first(out: Sequence[Command]) -> list[Command]:
    """A turn's commands, with lights and gestures behind the words: people wait for these, and each call takes time."""
    if len(out) == 1 or Say not in {type(command) for command in out}:
        return list(out)
    behind = [command for command in out if isinstance(command, Eyes | Move)]
    return [command for command in out if not isinstance(command, Eyes | Move)] + behind
