"""The noise of a room over time: a steady one, bursts, and people who talk to each other."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache

from robot.speech import seconds
from sim.acoustics import Acoustics, total
from sim.luck import Chance, leaning

_SPREAD = 0.4
"""The spread of how long a burst or a pause lasts, as a share of its mean (p)."""


class Soundscape:
    """What there is to hear besides the people of the room: the same at any time, whoever asks, and however often.

    Args:
        acoustics: How the room sounds.
        chance: Gives a chance of its own for a name; the same one for the same name.
    """

    def __init__(self, acoustics: Acoustics, chance: Callable[[str], Chance]) -> None:
        self._acoustics = acoustics
        self._bursts_chance = chance("bursts")
        self._talk_chance = chance("talk")
        self._begins: list[float] = []
        self._ends: list[float] = []
        self._talk: list[float] = []
        self._talk_ends = 0.0

    def burst_after(self, at: float) -> tuple[float, float] | None:
        """When the next burst after `at` begins, and when it ends; None in a room without bursts."""
        if self._acoustics.bursts <= 0:
            return None
        self._draw_bursts(at)
        index = bisect_right(self._begins, at)
        return self._begins[index], self._ends[index]

    def talk_after(self, at: float) -> tuple[float, str] | None:
        """When somebody of the second conversation next begins a sentence after `at`, and which; None without one."""
        conversation = self._acoustics.conversation
        if conversation is None:
            return None
        sentences = conversation.sentences
        while not self._talk or self._talk[-1] <= at:
            sentence = sentences[len(self._talk) % len(sentences)]
            pause = leaning(self._talk_chance, conversation.pause, conversation.pause * _SPREAD)
            self._talk.append(self._talk_ends + pause)
            self._talk_ends = self._talk[-1] + seconds(sentence, conversation.language)
        index = bisect_right(self._talk, at)
        return self._talk[index], sentences[index % len(sentences)]

    def noise(self, begin: float, end: float) -> float:
        """The level of the noise from one second to another in dB(A); minus infinity is none."""
        steady = self._acoustics.noise
        share = self._share(begin, end)
        return steady if share == 0 else _with_burst(steady, self._acoustics.burst, round(share, 3))

    def _share(self, begin: float, end: float) -> float:
        """How much of a time is filled with bursts."""
        if self._acoustics.bursts <= 0 or end <= begin:
            return 0.0
        self._draw_bursts(end)
        filled, index = 0.0, max(0, bisect_right(self._begins, begin) - 1)
        while (burst := self._begins[index]) < end:
            if self._ends[index] > begin:
                filled += min(end, self._ends[index]) - max(begin, burst)
            index += 1
        return min(1.0, filled / (end - begin))

    def _draw_bursts(self, until: float) -> None:
        """Have all bursts up to a time, and the first one after it."""
        mean = self._acoustics.burst_seconds
        while not self._begins or self._begins[-1] <= until:
            gap = -math.log(1.0 - self._bursts_chance.random()) * 60 / self._acoustics.bursts
            self._begins.append((self._ends[-1] if self._ends else 0.0) + gap)
            self._ends.append(self._begins[-1] + leaning(self._bursts_chance, mean, mean * _SPREAD))


@lru_cache(maxsize=4096)
def _with_burst(steady: float, burst: float, share: float) -> float:
    return total(steady, burst + 10 * math.log10(share)) if share > 0 else steady
