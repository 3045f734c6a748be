"""Puts the values of inputs where a scenario's parameters say `$name`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from behaviours.parameters import Spoken
from scenarios.language.events import Data, Path
from scenarios.language.inputs import Given, Pair, Song, Value

_HOLDER = re.compile(r"\$([a-z][a-z0-9_]*)")


@dataclass(frozen=True, slots=True)
class Holder:
    """A `$name` among the parameters."""

    path: Path
    name: str


def holders(data: Data, path: Path) -> Iterator[Holder]:
    """Every `$name` in data, in order."""
    if isinstance(data, str):
        if match := _HOLDER.fullmatch(data):
            yield Holder(path, match.group(1))
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from holders(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from holders(value, (*path, index))


def filled(body: Data, given: Given, languages: Collection[str]) -> Data:
    """The parameters of one behaviour with every `$name` replaced; one that is not given stays as it is.

    Args:
        body: What stands under the behaviour's name.
        given: The inputs' values.
        languages: In which the words of a list are put; those to be said are in the language that is listened to.
    """
    if not isinstance(body, dict):
        return _filled(body, given, languages, None)
    listen = _filled(body.get("listen"), given, languages, None)
    return _filled(body, given, languages, listen if isinstance(listen, str) and listen in _SPOKEN else None)


_SPOKEN: tuple[str, ...] = Spoken.__args__  # type: ignore[attr-defined]


def _filled(data: Data, given: Given, languages: Collection[str], listen: str | None) -> Data:
    if isinstance(data, str):
        match = _HOLDER.fullmatch(data)
        return _data(given[match.group(1)], languages, listen) if match and match.group(1) in given else data
    if isinstance(data, dict):
        return {key: _filled(value, given, languages, listen) for key, value in data.items()}
    if isinstance(data, list):
        return [_filled(value, given, languages, listen) for value in data]
    return data


def _data(value: Value, languages: Collection[str], listen: str | None) -> Data:
    if isinstance(value, Song):
        # A plan runs in the language in which the song was read.
        return [dict.fromkeys(languages, line) for line in value.lines]
    return [_card(pair, languages, listen) for pair in value] if isinstance(value, tuple) else value


def _card(pair: Pair, languages: Collection[str], listen: str | None) -> Data:
    said_in = languages if listen is None else (listen,)
    # Without a translation the word itself is said, and every text may name it either way.
    word_in = languages if pair.translation is not None else said_in
    return {
        "word": dict.fromkeys(word_in, pair.word),
        "translation": dict.fromkeys(said_in, pair.answer),
        "answer": dict.fromkeys(said_in, pair.answer),
    }
