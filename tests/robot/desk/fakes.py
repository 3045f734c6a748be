"""A voice and a screen that only keep what they were asked for."""

from __future__ import annotations

from robot.commands import Light, Option
from robot.desk.voice import Ended, Utterance


class FakeVoice:
    """Speaks until the test says that it has spoken."""

    def __init__(self) -> None:
        self.spoken: list[Utterance] = []
        self.stops = 0
        self.closed = False
        self._ended: Ended | None = None

    def check(self, language: str) -> None:
        pass

    def languages(self) -> tuple[str, ...]:
        return ("fi", "sv", "en")

    def speak(self, utterance: Utterance, ended: Ended) -> None:
        assert self._ended is None, "it is speaking"
        self.spoken.append(utterance)
        self._ended = ended

    def end(self, reason: str | None = None) -> None:
        """What is being spoken is over."""
        assert self._ended is not None, "it is not speaking"
        ended, self._ended = self._ended, None
        ended(reason)

    def stop(self) -> None:
        self.stops += 1
        self._ended = None

    def close(self) -> None:
        self.closed = True


class FakeFace:
    """Keeps all that it was to show, in order."""

    def __init__(self) -> None:
        self.shown: list[tuple[object, ...]] = []

    def light(self, light: Light) -> None:
        self.shown.append(("light", light))

    def speech(self, words: str, language: str) -> None:
        self.shown.append(("speech", words, language))

    def gesture(self, name: str, seconds: float) -> None:
        self.shown.append(("gesture", name, seconds))

    def cue(self, name: str) -> None:
        self.shown.append(("cue", name))

    def unheard(self) -> None:
        self.shown.append(("unheard",))

    def choices(self, options: tuple[Option, ...]) -> None:
        self.shown.append(("choices", options))
