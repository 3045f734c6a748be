from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.record import Record, canonical, moment, timestamp

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(data=st.dictionaries(st.text(), json_values, max_size=4), seq=st.integers(1))
def test_a_record_comes_back_from_its_line(data: dict[str, object], seq: int) -> None:
    record = Record("s", seq, f"s-{seq}", "said", "2026-09-01T07:00:00.000Z", data)
    line = record.to_json()
    assert Record.from_json(line) == record
    assert Record.from_json(line).to_json() == line
    assert "\n" not in line


def test_the_same_value_is_the_same_text_whatever_the_order_of_its_keys() -> None:
    assert (
        canonical({"b": 1, "a": "Hyvää yötä"}) == canonical({"a": "Hyvää yötä", "b": 1}) == '{"a":"Hyvää yötä","b":1}'
    )


def test_what_json_has_no_form_for_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical(float("nan"))
    with pytest.raises(TypeError):
        canonical({"a": {1}})


def test_times_are_utc_with_milliseconds_and_come_back() -> None:
    helsinki = datetime(2026, 9, 1, 10, 0, 0, 1999, tzinfo=timezone(timedelta(hours=3)))
    assert timestamp(helsinki) == "2026-09-01T07:00:00.001Z"
    assert moment("2026-09-01T07:00:00.001Z") == datetime(2026, 9, 1, 7, 0, 0, 1000, tzinfo=UTC)


@given(st.datetimes(timezones=st.just(UTC)))
def test_any_moment_is_written_as_iso_8601_has_it(at: datetime) -> None:
    assert timestamp(at) == at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
