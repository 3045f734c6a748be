"""The day, as every text may name it: given to people, never asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

VALUES = ("weekday", "day", "month", "season")
"""The slots that every text may hold: tiistai; kahdeskymmenesneljäs marraskuuta; marraskuu; syksy."""

_SEASONS = {
    "fi": ("talvi", "kevät", "kesä", "syksy"),
    "sv": ("vinter", "vår", "sommar", "höst"),
    "en": ("winter", "spring", "summer", "autumn"),
}

# The spoken form of a day: Finnish has its month in the partitive, Swedish and English their little words.
_DAY = {"fi": "{ordinal} {month}", "sv": "den {ordinal} {month}", "en": "the {ordinal} of {month}"}


def values(today: date, language: str) -> Mapping[str, str]:
    """What each of VALUES is on a day, in words that a voice reads rightly."""
    from babel.dates import format_date
    from num2words import num2words

    # num2words leaves a letter out of the Swedish twentieth.
    ordinal = num2words(today.day, to="ordinal", lang=language).replace("tjugode", "tjugonde")
    return {
        "weekday": format_date(today, "cccc", locale=language),
        "day": _DAY[language].format(ordinal=ordinal, month=format_date(today, "MMMM", locale=language)),
        "month": format_date(today, "LLLL", locale=language),
        "season": season(today, language),
    }


def season(today: date, language: str) -> str:
    """The season by Finland's calendar months: winter from December to February, and so on."""
    return _SEASONS[language][today.month % 12 // 3]
