"""The formulas, held against published values, and against what must hold of any."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.rehearsals.spread import Spread
from sessions.rehearsals.statistics import least_runs, quantile, ranks, share, sign_test


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3 (Wilson's score).
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_of_a_share_is_as_published(count: int, of: int, low: float, high: float) -> None:
    figure = share(count, of)
    assert (round(figure.low, 4), round(figure.high, 4)) == (low, high)


@given(st.integers(1, 2000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_of_a_share_holds_it_and_mirrors(counts: tuple[int, int]) -> None:
    count, of = counts
    figure, other = share(count, of), share(of - count, of)
    assert 0 <= figure.low <= figure.value <= figure.high <= 1
    assert math.isclose(figure.low, 1 - other.high, abs_tol=1e-12)
    wider = share(count * 2, of * 2)
    assert wider.high - wider.low <= figure.high - figure.low


def test_without_runs_anything_is_possible() -> None:
    assert (share(0, 0).low, share(0, 0).high) == (0.0, 1.0)
    assert quantile([], 0.5).high == math.inf
    with pytest.raises(ValueError, match="no share"):
        share(3, 2)


def test_seventy_three_runs_can_show_what_fifty_cannot() -> None:
    assert least_runs(0.95) == 73
    assert share(50, 50).low < 0.95 > share(72, 72).low
    assert share(73, 73).low >= 0.95


@pytest.mark.parametrize(
    ("n", "low", "high"),
    # Conover 1999, Practical Nonparametric Statistics, table A3: the sign test's interval of the median.
    [(6, 1, 6), (10, 2, 9), (20, 6, 15), (50, 18, 33)],
)
def test_the_ranks_of_the_medians_interval_are_as_published(n: int, low: int, high: int) -> None:
    assert ranks(n, 0.5)[1:] == (low, high)


def test_five_observations_bound_no_median_at_this_level() -> None:
    figure = quantile([1.0, 2.0, 3.0, 4.0, 5.0], 0.5)
    assert (figure.low, figure.value, figure.high) == (-math.inf, 3.0, math.inf)


@settings(max_examples=40)
@given(st.integers(1, 150), st.sampled_from([0.5, 0.95]))
def test_the_interval_of_a_quantile_leaves_a_fortieth_on_either_side(n: int, q: float) -> None:
    at, low, high = ranks(n, q)
    exact = Fraction(q).limit_denominator(20)

    def at_most(k: int) -> Fraction:
        return sum((math.comb(n, j) * exact**j * (1 - exact) ** (n - j) for j in range(k + 1)), Fraction(0))

    limit = Fraction(1, 40)
    assert low <= at <= high
    if low:
        assert at_most(low - 1) <= limit
    if high <= n:
        assert 1 - at_most(high - 1) <= limit


@given(st.lists(st.integers(-500, 500), min_size=1, max_size=200), st.sampled_from([0.5, 0.95]))
def test_a_spread_tells_the_quantiles_of_the_values_themselves(values: list[int], q: float) -> None:
    spread = Spread()
    for value in values:
        spread.add(value / 100)
    assert spread.quantile(q) == quantile(sorted(value / 100 for value in values), q)
    assert spread.n == len(values)


@pytest.mark.parametrize(
    ("one", "other", "p"),
    # Siegel & Castellan 1988, table D: one-sided 0.011 for 1 of 10, and so on, doubled.
    [(0, 0, 1.0), (1, 9, 0.021484375), (0, 6, 0.03125), (5, 5, 1.0), (3, 12, 0.03515625)],
)
def test_the_sign_test_is_as_published(one: int, other: int, p: float) -> None:
    assert sign_test(one, other) == pytest.approx(p)


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_sign_test_knows_no_side(one: int, other: int) -> None:
    assert sign_test(one, other) == sign_test(other, one)
    assert 0.0 <= sign_test(one, other) <= 1.0
