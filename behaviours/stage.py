"""What a behaviour may know of the session around it, and how it picks its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from behaviours.directives import Directive
from behaviours.numbers import number_word
from behaviours.parameters import Words
from behaviours.profile import Profile
from robot.commands import Eyes, Light, Move, Option, Say, Sensor
from robot.text import Name, Slot, Text, slots_of

SCORE = "score"
GROUP = "group"
"""What every text may name besides the day: questions solved so far, and the group's name where there is one."""


@dataclass
class Stage:
    """The language, the pace, the shared phrases and what every text may name. One a session."""

    language: str
    profile: Profile
    phrases: Mapping[str, Words]
    """The shared repair phrases, by key."""
    answers: Mapping[str, Words]
    """The shared answers: yes, no, again, hint, help ..."""
    values: Mapping[str, Slot] = field(default_factory=dict)
    """What every text may name: the date, the season ..., and the group where it has a name."""
    first_variant: int = 0
    """Drawn once a session, so that two sessions in a row do not begin with the same wording."""
    solved: int = 0
    """How many questions the people have answered rightly so far: what `{score}` says."""
    easy: bool = False
    """Whether texts are said in the plain form of the language, where they have one."""
    gesture_size: float = 1.0
    """How large gestures are made; 0 leaves them out, while joints rest."""
    _used: dict[tuple[str, ...], int] = field(default_factory=dict)

    def text(self, words: Words, **slots: Slot) -> Text:
        """The wording whose turn it is, with its slots."""
        wordings = self._fitting(words)
        used = self._used.get(wordings, 0)
        self._used[wordings] = used + 1
        template = wordings[(self.first_variant + used) % len(wordings)]
        known = {**self.values, SCORE: number_word(self.solved, self.language), **slots}
        return Text(template, self.language, tuple((slot, known[slot]) for slot in slots_of(template)))

    def wording(self, words: Words) -> str:
        """The first wording, for what is shown and not said."""
        return self._fitting(words)[0]

    def _fitting(self, words: Words) -> tuple[str, ...]:
        """The wordings that name the group where it has a name, else the others; all of them where that leaves none."""
        wordings = words.in_language(self.language, self.easy)
        return _fitting(wordings, GROUP in self.values)

    def phrase(self, key: str, **slots: Slot) -> Text:
        """A shared phrase, by key."""
        return self.text(self.phrases[key], **slots)

    def sayable(self, key: str) -> bool:
        """Whether this is a shared phrase that can stand alone: it names nobody, and nothing but what each text may."""
        wordings = self.phrases[key].in_language(self.language, self.easy) if key in self.phrases else ()
        known = {SCORE, *(slot for slot, value in self.values.items() if not isinstance(value, Name))}
        return bool(wordings) and all(known.issuperset(slots_of(wording)) for wording in wordings)

    def beside(self, key: str) -> Text:
        """A shared phrase between the scenario's own words: none of its wordings loses its turn by that."""
        return replace(self, _used={}).phrase(key)

    def say(self, text: Text, gesture: str | None = None) -> Iterator[Directive]:
        """Speak with white eyes, and with a gesture where one is given; waits for the last word."""
        yield Eyes(Light.SPEAKING)
        if gesture is not None:
            yield Move(gesture)
        yield Say(text, rate=self.profile.rate, pause=self.profile.sentence_pause)

    def shared_option(self, key: str, sensor: Sensor | None = None) -> Option:
        """One of the shared answers as an option of a turn."""
        return Option(key, self.answers[key].in_language(self.language), sensor)


# A scenario says the same texts in every session.
@lru_cache(maxsize=4096)
def _fitting(wordings: tuple[str, ...], named: bool) -> tuple[str, ...]:
    return tuple(wording for wording in wordings if (GROUP in slots_of(wording)) == named) or wordings
