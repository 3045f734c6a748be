"""The scenarios that can be started, as cards show them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from robot.problem import Problem
from scenarios.language.check import Checked, known_scenarios, load
from scenarios.language.compile import compiled
from scenarios.language.diagnostics import ScenarioError


@dataclass(frozen=True, slots=True)
class Card:
    """A scenario without errors."""

    name: str
    checked: Checked
    needs_group: bool
    """Whether it cannot begin without a group."""

    @property
    def setting(self) -> str:
        """Where it takes place: classroom or care."""
        return self.checked.scenario.front.setting

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it can be held in."""
        return tuple(self.checked.scenario.front.languages)

    def title(self, language: str) -> str:
        """What people call it, in this language where it has it."""
        return self.checked.scenario.front.title.in_language(self._own(language))[0]

    def purpose(self, language: str) -> str:
        """What people do, in a sentence."""
        return self.checked.scenario.front.purpose.in_language(self._own(language))[0]

    def _own(self, language: str) -> str:
        return language if language in self.languages else self.languages[0]


class Shelf:
    """Reads each scenario once, and again once its file was changed. Any thread."""

    def __init__(self) -> None:
        self._cards: dict[Path, tuple[float, Card | None]] = {}
        self._lock = threading.Lock()

    def warm(self, folders: Sequence[Path] = ()) -> None:
        """Begin to read all of them, so that the first page need not wait for it."""
        threading.Thread(target=self.cards, args=(folders,), name="shelf", daemon=True).start()

    def cards(self, folders: Sequence[Path] = ()) -> list[Card]:
        """Every scenario without errors; those of one's own first."""
        known = known_scenarios(folders)
        # Whoever comes while they are read waits for that, and reads none again.
        with self._lock:
            return [card for path in known.values() if (card := self._card(path, folders)) is not None]

    def card(self, name: str, folders: Sequence[Path] = ()) -> Card | None:
        """The scenario of this name; None where there is none, or it has errors."""
        path = known_scenarios(folders).get(name)
        return self._card(path, folders) if path is not None else None

    def _card(self, path: Path, folders: Sequence[Path]) -> Card | None:
        try:
            changed = path.stat().st_mtime
        except OSError:
            return None
        read, card = self._cards.get(path, (0.0, None))
        if read != changed:
            card = _read(path, folders)
            self._cards[path] = changed, card
        return card


def _read(path: Path, folders: Sequence[Path]) -> Card | None:
    try:
        checked = load(path, folders)
        return Card(path.stem, checked, compiled(checked).needs_group())
    except (Problem, ScenarioError):
        return None
