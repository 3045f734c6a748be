"""Days and times as each reader writes them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from console.web.dates import day_of, when

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("language", "told", "long_ago"),
    [
        ("fi", "ti 1.9.", "ma 1.9.2025"),
        ("sv", "tis 1.9.", "mån 1.9.2025"),
        ("en", "Tue 1 Sep", "Mon 1 Sep 2025"),
    ],
)
def test_a_day_is_written_as_its_reader_does_and_has_its_year_where_it_is_another(
    language: str, told: str, long_ago: str
) -> None:
    assert day_of(date(2026, 9, 1), TODAY, language) == told
    assert day_of(date(2025, 9, 1), TODAY, language) == long_ago


@pytest.mark.parametrize(("language", "told"), [("fi", "ti 1.9. klo 14.05"), ("en", "Tue 1 Sep at 14:05")])
def test_a_time_is_the_stations_own(language: str, told: str) -> None:
    assert when(datetime(2026, 9, 1, 14, 5).astimezone(), TODAY, language) == told
