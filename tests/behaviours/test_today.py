"""The day in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from behaviours.today import VALUES, season, values

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fi", ("tiistai", "kahdeskymmenesneljäs marraskuuta", "marraskuu", "syksy")),
        ("sv", ("tisdag", "den tjugofjärde november", "november", "höst")),
        ("en", ("Tuesday", "the twenty-fourth of November", "November", "autumn")),
    ],
)
def test_a_day_is_named_as_people_say_it(language: str, expected: tuple[str, ...]) -> None:
    named = values(date(2026, 11, 24), language)

    assert tuple(named[value] for value in VALUES) == expected


@pytest.mark.parametrize(
    ("language", "days"),
    [
        ("fi", ["maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"]),
        ("sv", ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]),
        ("en", ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]),
    ],
)
def test_the_days_of_a_week_stand_alone_in_their_dictionary_form(language: str, days: list[str]) -> None:
    assert [values(MONDAY + timedelta(n), language)["weekday"] for n in range(7)] == days


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_day_of_a_month_is_words_that_a_voice_can_read(language: str) -> None:
    days = [values(date(2026, 1, day), language)["day"] for day in range(1, 32)]

    assert len(set(days)) == 31
    assert not any(character.isdigit() for day in days for character in day)


@pytest.mark.parametrize(
    ("language", "day", "expected"),
    [
        ("fi", date(2026, 3, 1), "ensimmäinen maaliskuuta"),
        ("fi", date(2026, 12, 12), "kahdestoista joulukuuta"),
        ("fi", date(2026, 5, 20), "kahdeskymmenes toukokuuta"),
        ("sv", date(2026, 3, 1), "den första mars"),
        ("sv", date(2026, 5, 20), "den tjugonde maj"),
        ("sv", date(2026, 12, 31), "den trettioförsta december"),
        ("en", date(2026, 3, 1), "the first of March"),
        ("en", date(2026, 5, 20), "the twentieth of May"),
    ],
)
def test_ordinals_are_right(language: str, day: date, expected: str) -> None:
    assert values(day, language)["day"] == expected


@pytest.mark.parametrize(
    ("language", "seasons"),
    [
        ("fi", ("talvi", "kevät", "kesä", "syksy")),
        ("sv", ("vinter", "vår", "sommar", "höst")),
        ("en", ("winter", "spring", "summer", "autumn")),
    ],
)
def test_seasons_turn_with_the_calendar_months(language: str, seasons: tuple[str, ...]) -> None:
    winter, spring, summer, autumn = seasons
    year = [season(date(2026, month, 15), language) for month in range(1, 13)]

    assert year == [winter] * 2 + [spring] * 3 + [summer] * 3 + [autumn] * 3 + [winter]
