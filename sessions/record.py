"""One thing that happened in a session, in the form the log, the link and the report share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from robot.values import value

_ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: object) -> str:
    """JSON that is the same text for the same value: sorted keys, no spaces, UTF-8 left as it is.

    Raises:
        TypeError: The value holds something that JSON has no form for.
        ValueError: The value holds a number that JSON has no form for, such as infinity.
    """
    return _ENCODE(value)


def timestamp(moment: datetime) -> str:
    """A moment as the log writes it: UTC with milliseconds, such as `2026-09-01T07:00:00.000Z`."""
    # Every moment of a session comes through here: isoformat would take twice as long, strftime four times.
    it = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    parts = it.year, it.month, it.day, it.hour, it.minute, it.second, it.microsecond // 1000
    return "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ" % parts  # noqa: UP031 - format specifiers take twice as long too


def moment(text: str) -> datetime:
    """The moment that `timestamp` wrote as `text`."""
    return datetime.fromisoformat(text)


@value(frozen=True, slots=True)
class Record:
    """An event of a session: `seq` counts from 1 without a hole, `id` is never given twice, `time` is a `timestamp`.

    `data` holds JSON's own types alone, and neither names nor words that people said.
    """

    session: str
    seq: int
    id: str
    type: str
    time: str
    data: Mapping[str, object]

    def to_json(self) -> str:
        """The record as one line of canonical JSON."""
        return canonical(
            {
                "session": self.session,
                "seq": self.seq,
                "id": self.id,
                "type": self.type,
                "time": self.time,
                "data": self.data,
            }
        )

    @staticmethod
    def from_json(line: str) -> Record:
        """The record that `to_json` wrote as `line`."""
        return Record(**json.loads(line))
