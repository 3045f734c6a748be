r"""The tags in a text: `\pau=600\`, `\rspd=90\`, `\vct=`, `\vol=`, `\mrk=n\`, `\rst\`, and `^start(x)` for the arms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from robot.memo import at_hand
from robot.speech import seconds

_TAG = re.compile(r"\\(\w+)(?:=([^\\]*))?\\")
_ANNOTATION = re.compile(r"\^(\w+)\(((?:[^()]|\([^()]*\))*)\)")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it will be heard: the words without tags, how long they take, and the bookmarks at their seconds."""

    words: str
    seconds: float
    marks: tuple[tuple[float, int], ...]


@at_hand(4096)
def read(text: str, language: str, rate: float) -> Reading:
    """How a voice reads `text` at `rate`; an unknown tag is dropped, as NAOqi does."""
    if "\\" not in text:
        words = " ".join(text.split())
        return Reading(words, seconds(words, language, rate), ())
    heard: list[str] = []
    marks: list[tuple[float, int]] = []
    elapsed, speed, start = 0.0, 1.0, 0
    for tag in [*_TAG.finditer(text), None]:
        piece = text[start : tag.start() if tag else len(text)]
        elapsed += seconds(piece, language, rate * speed)
        heard.append(piece)
        if tag is None:
            break
        start = tag.end()
        name, value = tag.group(1), _number(tag.group(2))
        if name == "pau":
            elapsed += max(0.0, value) / 1000
        elif name == "rspd" and value > 0:
            speed = value / 100
        elif name == "rst":
            speed = 1.0
        elif name == "mrk":
            marks.append((elapsed, int(value)))
    return Reading(" ".join(" ".join(heard).split()), elapsed, tuple(marks))


def without_annotations(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A text for animated speech, taken apart: what is to be said, and the annotations as (name, argument)."""
    annotations = tuple((found.group(1), found.group(2)) for found in _ANNOTATION.finditer(text))
    return _ANNOTATION.sub(" ", text), annotations


def _number(text: str | None) -> float:
    try:
        number = float(text or 0)
    except ValueError:
        return 0.0
    return number if abs(number) < 1e9 else 0.0
