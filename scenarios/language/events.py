"""From YAML's stream of events to plain data, within bounds and with the place of every key and value."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from scenarios.language.diagnostics import MOST_FINDINGS, Finding, finding
from scenarios.language.source import Source
from scenarios.language.unseen import unseen

DEEPEST = 40
MOST_VALUES = 50_000

Data = None | bool | int | float | str | list["Data"] | dict[str, "Data"]
Path = tuple[str | int, ...]

_CONSTANTS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_NUMBER_BEGINS = frozenset("+-.0123456789")
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]{1,18}|[0-9]{1,18}(\.[0-9]{0,18})?)([eE][-+]?[0-9]{1,3})?")


class Fault(Exception):
    """Reading cannot go on after this finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def resolved(text: str) -> Data:
    """What a plain scalar means: a constant, a decimal number that is finite, or its own words."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] in _NUMBER_BEGINS:
        if _WHOLE.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text) and math.isfinite(number := float(text)):
            return number
    return text


@dataclass(slots=True)
class _Open:
    """A list or map that has begun and not yet ended."""

    path: Path
    items: list[Data] | dict[str, Data]
    key: str | None = None


class Builder:
    """Builds data from events; `findings` are the faults that did not stop it."""

    def __init__(self, source: Source) -> None:
        self.data: Data = None
        self.keys: dict[Path, tuple[int, int]] = {}
        self.values: dict[Path, tuple[int, int]] = {}
        self.findings: list[Finding] = []
        self._source = source
        self._open: list[_Open] = []
        self._documents = 0

    def build(self, events: Iterator[yaml.Event]) -> None:
        """Take every event.

        Raises:
            Fault: The text goes past a bound or uses what our form of YAML leaves out.
            yaml.YAMLError: The events themselves cannot go on.
        """
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.MappingStartEvent):
                self._begin(event, {})
            elif isinstance(event, yaml.SequenceStartEvent):
                self._begin(event, [])
            elif isinstance(event, yaml.CollectionEndEvent):
                path = self._open.pop().path
                self.values[path] = (self.values[path][0], _span(event)[1])
            elif isinstance(event, yaml.AliasEvent):
                raise self._fault("K108", event)
            elif isinstance(event, yaml.DocumentStartEvent):
                self._documents += 1
                if self._documents > 1:
                    raise self._fault("K110", event)
        if not self._documents:
            raise Fault(finding(self._source, "K111", 0))

    def _fault(self, code: str, event: yaml.Event) -> Fault:
        return Fault(finding(self._source, code, *_span(event), most=DEEPEST))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.anchor is not None:
            raise self._fault("K108", event)
        plain = event.implicit[0]
        if event.tag is not None or not (plain or event.implicit[1]):
            raise self._fault("K109", event)
        span = _span(event)
        top = self._open[-1] if self._open else None
        if top is not None and top.key is None and isinstance(top.items, dict):
            self._name(top, top.items, event.value, span)
        else:
            self._put(resolved(event.value) if plain else event.value, span)

    def _begin(self, event: yaml.CollectionStartEvent, items: list[Data] | dict[str, Data]) -> None:
        if event.anchor is not None:
            raise self._fault("K108", event)
        if event.tag is not None:
            raise self._fault("K109", event)
        if len(self._open) >= DEEPEST:
            raise self._fault("K104", event)
        top = self._open[-1] if self._open else None
        if top is not None and top.key is None and isinstance(top.items, dict):
            raise self._fault("K116", event)
        path = self._put(items, _span(event))
        self._open.append(_Open(path, items))

    def _name(self, top: _Open, items: dict[str, Data], key: str, span: tuple[int, int]) -> None:
        path = (*top.path, key)
        if odd := unseen(self._source, *span):
            self.findings.append(odd)
        if key in items:
            first = self._source.position(self.keys[path][0])
            self.findings.append(finding(self._source, "K103", *span, key=key, line=first.line))
        else:
            self.keys[path] = span
        if len(self.findings) >= MOST_FINDINGS:
            raise Fault(self.findings.pop())
        top.key = key

    def _put(self, value: Data, span: tuple[int, int]) -> Path:
        if len(self.values) >= MOST_VALUES:
            raise Fault(finding(self._source, "K117", *span, most=MOST_VALUES))
        if not self._open:
            self.values[()] = span
            self.data = value
            return ()
        top = self._open[-1]
        items = top.items
        if isinstance(items, list):
            path = (*top.path, len(items))
            items.append(value)
        else:
            assert top.key is not None
            path = (*top.path, top.key)
            items[top.key] = value
            top.key = None
        self.values[path] = span
        return path


def _span(event: yaml.Event) -> tuple[int, int]:
    assert event.start_mark is not None
    assert event.end_mark is not None
    return event.start_mark.index, event.end_mark.index
