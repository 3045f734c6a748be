"""Days and times as the reader of a page writes them."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date, format_time

from console.web.words import say
from sessions.report import LOCALES

_SHORT = {"fi": "EEE d.M.", "sv": "EEE d.M.", "en": "EEE d MMM"}
_LONG = {"fi": "EEE d.M.y", "sv": "EEE d.M.y", "en": "EEE d MMM y"}


def day_of(day: date, today: date, language: str) -> str:
    """A day with its weekday, such as `ti 1.9.`, `tis 1.9.` and `Tue 1 Sep`; with its year where it is another."""
    form = _SHORT if day.year == today.year else _LONG
    # The British locale would have "Sept".
    locale = "en" if language == "en" else LOCALES[language]
    return str(format_date(day, form[language], locale=locale))


def when(moment: datetime, today: date, language: str) -> str:
    """A day as `day_of` has it, with the time of day at this station."""
    local = moment.astimezone()
    time = format_time(local, "short", locale=LOCALES[language])
    return say("history.day", language, day=day_of(local.date(), today, language), time=time)
