"""What went wrong, said to the person who can mend it.

Every problem has a code. Its words, in Finnish, Swedish and English, stand in `problems.yaml` beside this file and
are explained in `docs/problems.md`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

LANGUAGES = ("en", "fi", "sv")


class Problem(Exception):
    """A bad argument, file or address: one sentence, and exit code 2."""

    exit_code = 2

    def __init__(self, code: str, /, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def message(self, language: str = "en") -> str:
        """The sentence for this problem in `language`; English where that language is not one of ours."""
        texts = _catalogue()[self.code]
        return texts.get(language, texts["en"]).format(**self.facts)

    def __str__(self) -> str:
        return self.message()


class Failure(Problem):
    """A session that began and could not finish: its log says why, and exit code 1."""

    exit_code = 1


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    path = Path(__file__).with_name("problems.yaml")
    loaded: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def codes() -> tuple[str, ...]:
    """Every code a Problem may carry."""
    return tuple(_catalogue())
