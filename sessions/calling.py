"""Staff call a colleague to the robot: it rings until somebody has acknowledged it. It is no nurse call."""

from __future__ import annotations

from collections.abc import Callable

from robot.commands import Command, Eyes, Light, Sound
from sessions.recorder import Recorder

COLLEAGUE = "colleague"
"""Why staff are called, in the log and on the screen."""


TAKEN_BACK = "taken_back"
"""The argument of an `acknowledge` by whoever called: nobody comes, and nobody needs to any more."""


class Calling:
    """At most one open call. The eyes show it, but for the blue that tells people to speak. Session thread only.

    Args:
        recorder: Where it is noted.
        put: Takes commands, which leave after the turn's commit.
        is_open: Whether a session that goes on had called.
    """

    def __init__(self, recorder: Recorder, put: Callable[[Command], None], is_open: bool = False) -> None:
        self._recorder = recorder
        self._put = put
        self.is_open = is_open
        """Whether nobody has acknowledged the call yet."""
        self._light = self.light = Light.SPEAKING
        """What the eyes show."""

    def call(self) -> bool:
        """Begin to call, with a light and a sound; whether nobody was called already."""
        begins, self.is_open = not self.is_open, True
        if begins:
            self._recorder.note("staff_called", reason=COLLEAGUE)
            self.send(Eyes(self._light))
        self.send(Sound("attention"))
        return begins

    def acknowledge(self) -> bool:
        """Somebody comes, or the call is taken back: it is over; whether there was one."""
        was_open, self.is_open = self.is_open, False
        if was_open:
            self._recorder.note("acknowledged")
            self.send(Eyes(self._light))
        return was_open

    def send(self, command: Command) -> None:
        """Hand a command on; while a call is open, a light as the call has it."""
        if isinstance(command, Eyes):
            self._light = self.light = command.light
            if self.is_open and command.light not in (Light.LISTENING, Light.OFF):
                self.light = Light.STAFF_NEEDED
            if self.light is not command.light:
                command = Eyes(self.light, command.tag)
        self._put(command)
