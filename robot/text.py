"""What is said, as a template: the log may keep it, and names enter it only at the robot's mouth."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Name:
    """A person, by pseudonym; the display name is known to the station alone."""

    pseudonym: str


@dataclass(frozen=True, slots=True)
class Text:
    """A template in one language with what its slots hold."""

    template: str
    language: str
    slots: tuple[tuple[str, str | Name], ...] = ()

    def filled(self, names: Callable[[str], str]) -> str:
        """The words to speak or show, with `names` turning each pseudonym into a display name.

        Raises:
            KeyError: The template names a slot that is not there.
        """
        slots = dict(self.slots)

        def fill(match: re.Match[str]) -> str:
            value = slots[match.group(1)]
            return names(value.pseudonym) if isinstance(value, Name) else value

        return _SLOT.sub(fill, self.template)


def literal(words: str, language: str) -> Text:
    """What somebody typed, as a template without slots: its braces become brackets."""
    return Text(words.replace("{", "(").replace("}", ")"), language)


def slots_of(template: str) -> tuple[str, ...]:
    """The names of the slots of a template, in order of appearance."""
    return tuple(_SLOT.findall(template))


def no_names(pseudonym: str) -> str:
    """Names for a session without a group: there are none, so asking for one is an error."""
    raise KeyError(pseudonym)
