"""Figures with their intervals."""

from __future__ import annotations

import math
import statistics
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.foundation.values.rate import Rate
from upheld.measures.rules.distributions import Z, binomial_up_to
from upheld.measures.rules.figure import Figure, Interval, Lack, Method
from upheld.measures.rules.statistics import (
    HALF,
    mean,
    mean_resampled,
    median,
    order_interval,
    quantile,
    quantile_of,
    ratio,
    rows_for_quantile,
    share,
    total,
    weighted_share,
)

whole = st.integers(-(10**9), 10**9)


@pytest.mark.parametrize(
    ("met", "n", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
    ],
)
def test_wilson_is_what_newcombe_printed(met, n, low, high):
    figure = share(met, n)
    assert figure.interval is not None
    assert figure.interval.low == pytest.approx(low * 1e6, abs=60)
    assert figure.interval.high == pytest.approx(high * 1e6, abs=60)


@given(st.integers(20, 5_000), st.data())
def test_wilson_ends_are_z_standard_errors_away(n, data):
    met = data.draw(st.integers(0, n))
    figure = share(met, n)
    assert figure.value is not None
    assert figure.interval is not None
    assert figure.interval.contains(figure.value)
    for end in (figure.interval.low, figure.interval.high):
        assert end is not None
        at = end / 1e6
        error = math.sqrt(at * (1 - at) / n)
        # At 0 and 1 the interval is cut; elsewhere the definition holds up to rounding outwards.
        if 0 < at < 1:
            assert abs(met / n - at) == pytest.approx(Z * error, abs=3e-6 * (1 + Z))


@pytest.mark.parametrize("n", [0, 1, 19])
def test_too_few_rows_say_so_whatever_they_show(n):
    figure = share(n, n)
    assert (figure.value, figure.interval, figure.lack) == (None, None, Lack.TOO_FEW)
    assert (figure.is_enough, figure.more_needed) == (False, 20 - n)
    assert figure.words() == f"Not enough evidence yet: {n} of the 20 needed."


def test_nothing_is_no_share_even_if_no_rows_are_asked_for():
    assert share(0, 0, least=0).lack is Lack.TOO_FEW
    assert share(1, 1, least=0).value == 1_000_000
    assert share(1, 1, least=0).words() == ""


@pytest.mark.parametrize(("met", "n"), [(-1, 5), (6, 5)])
def test_a_share_is_of_its_whole(met, n):
    with pytest.raises(ValueError, match="not a share"):
        share(met, n)


def test_equal_weights_are_a_plain_share():
    rows = [(1, 7)] * 30 + [(0, 7)] * 10
    assert weighted_share(rows) == share(30, 40)


def test_one_huge_promise_does_not_count_as_many():
    rows = [(1, 1_000_000)] + [(0, 1)] * 99
    assert weighted_share(rows).lack is Lack.TOO_FEW
    assert weighted_share(rows).n == 1
    mixed = weighted_share([(1, 300)] * 30 + [(0, 100)] * 30)
    assert (mixed.value, mixed.n) == (750_000, 48)
    assert weighted_share([(1, 0)] * 50).lack is Lack.TOO_FEW


@given(st.lists(whole, min_size=10, max_size=200))
def test_a_mean_agrees_with_the_standard_library(values):
    figure = mean(values)
    exact = Fraction(sum(values), len(values))
    assert figure.value == round(exact)
    assert figure.interval is not None
    assert figure.interval.contains(figure.value)
    error = statistics.stdev(values) / math.sqrt(len(values))
    assert figure.interval.high is not None
    width = figure.interval.high - figure.interval.low
    assert width >= 2 * Z * error - 2
    assert width <= 2 * 2.27 * error * (1 + 1e-9) + 3


def test_a_mean_by_hand():
    # 1 to 10: mean 5.5, deviation 3.0277, t for 9 degrees 2.2622, so 5.5 +- 2.1659.
    figure = mean(range(1, 11))
    assert (figure.value, figure.interval) == (6, Interval(3, 8))
    assert (figure.method, figure.n) == (Method.T, 10)
    assert mean(range(9)).more_needed == 1
    assert mean([5], least=1).more_needed == 1
    assert mean([5, 7], least=1).value == 6
    assert mean([7] * 12).interval == Interval(7, 7)


def test_resampling_is_the_same_for_the_same_seed():
    chance = Random(1)
    values = [int(chance.lognormvariate(8, 1)) for _ in range(60)]
    one, again = mean_resampled(values, seed=5), mean_resampled(values, seed=5)
    assert one == again
    assert one.method is Method.BOOTSTRAP
    assert one.value == mean(values).value
    assert one.interval != mean_resampled(values, seed=6).interval
    by_t = mean(values).interval
    assert one.interval is not None
    assert one.interval.high is not None
    assert by_t is not None
    assert by_t.high is not None
    # Skewed to the right, so the resampled interval lies further right than the symmetric one.
    assert one.interval.low > by_t.low
    assert one.interval.high - one.interval.low == pytest.approx(by_t.high - by_t.low, rel=0.25)


def test_resampling_gives_way_to_t_for_many_rows():
    assert mean_resampled(range(501), seed=1) == mean(range(501))
    assert mean_resampled(range(9), seed=1).lack is Lack.TOO_FEW
    assert mean_resampled([3] * 20, seed=1).interval == Interval(3, 3)


def test_a_ratio_weighs_large_rows_as_large():
    figure = ratio([(1, 10)] * 9 + [(90, 100)])
    assert figure.value == round(Fraction(99, 190) * 1_000_000)
    assert figure.method is Method.RATIO
    assert ratio([(3, 4)] * 10).interval == Interval(750_000, 750_000)
    assert ratio([(1, 2)] * 9).lack is Lack.TOO_FEW
    assert ratio([(1, 0)] * 10).lack is Lack.NOTHING_TO_DIVIDE_BY
    assert "nothing to hold it against" in ratio([(1, 0)] * 10).words()


def test_a_ratio_over_equal_wholes_is_a_mean():
    parts = [3, 5, 8, 1, 9, 4, 7, 2, 6, 5, 5, 8]
    by_ratio, by_mean = ratio([(part, 10) for part in parts]), mean([p * 100_000 for p in parts])
    assert by_ratio.value == by_mean.value
    assert by_ratio.interval is not None
    assert by_mean.interval is not None
    assert by_ratio.interval.low == pytest.approx(by_mean.interval.low, abs=1)
    assert by_ratio.interval.high == pytest.approx(by_mean.interval.high, abs=1)


@pytest.mark.parametrize(
    ("n", "low", "high"),
    # The places (from 1) that tables of the sign interval give for 95 %.
    [(6, 1, 6), (8, 1, 8), (9, 2, 8), (10, 2, 9), (12, 3, 10), (20, 6, 15), (25, 8, 18)],
)
def test_the_median_lies_between_the_tabled_rows(n, low, high):
    assert order_interval(n, HALF) == (low - 1, high - 1)


@given(st.integers(36, 3_000), st.sampled_from([100_000, 250_000, 500_000, 900_000]))
def test_order_intervals_keep_their_promise_and_are_tight(n, ppm):
    low, high = order_interval(n, Rate(ppm))
    chance = ppm / 1e6
    assert binomial_up_to(low, n, chance) <= 0.025
    assert binomial_up_to(low + 1, n, chance) > 0.025
    assert binomial_up_to(n - 1 - high, n, 1 - chance) <= 0.025
    assert binomial_up_to(n - high, n, 1 - chance) > 0.025


@given(st.lists(whole, min_size=8, max_size=100))
def test_a_median_agrees_with_the_standard_library(values):
    figure = median(values)
    assert figure.value == round(Fraction(statistics.median(map(Fraction, values))))
    assert figure.interval is not None
    assert figure.interval.contains(figure.value)


@given(st.lists(whole, min_size=2, max_size=60), st.integers(1, 99))
def test_quantiles_agree_with_the_standard_library(values, percent):
    exact = statistics.quantiles(map(Fraction, values), n=100, method="inclusive")[percent - 1]
    assert quantile_of(sorted(values), Rate.percent(percent)) == round(Fraction(exact))


def test_quantiles_need_rows_enough_for_both_ends():
    assert rows_for_quantile(HALF) == 6
    assert rows_for_quantile(Rate.percent(10)) == rows_for_quantile(Rate.percent(90)) == 36
    assert quantile(range(35), Rate.percent(90)).more_needed == 1
    figure = quantile(range(36), Rate.percent(90))
    # At most 28 of 36 lie below it with a chance of 2.4 %, all 36 with one of 2.3 %.
    assert (figure.value, figure.interval) == (32, Interval(28, 35))
    assert median(range(7)).more_needed == 1
    assert quantile_of([7], Rate.percent(90)) == 7


@pytest.mark.parametrize("percent", [0, 100])
def test_quantiles_lie_inside(percent):
    with pytest.raises(ValueError, match="between"):
        quantile(range(100), Rate.percent(percent))


def test_totals_are_exact():
    assert total([10**18, 1, -1]).value == 10**18
    assert total([10**18]).interval is None
    assert total([]).lack is Lack.TOO_FEW
    assert total([], least=0).value == 0


@pytest.mark.parametrize("value", [5, None])
def test_a_figure_has_a_value_or_a_reason_for_none(value):
    lack = None if value is None else Lack.TOO_FEW
    with pytest.raises(ValueError, match="either"):
        Figure(n=1, least=1, method=Method.T, value=value, lack=lack)


@pytest.mark.parametrize(
    ("kind", "chance"), [("share", 0.9), ("share", 0.5), ("mean", 0.0), ("median", 0.0)]
)
def test_intervals_hold_the_truth_about_as_often_as_they_say(kind, chance):
    draw, held, tries = Random(20), 0, 1_500
    for _ in range(tries):
        if kind == "share":
            met = sum(draw.random() < chance for _ in range(40))
            figure, truth = share(met, 40), int(chance * 1e6)
        elif kind == "mean":
            figure, truth = mean([round(draw.gauss(0, 10_000)) for _ in range(15)]), 0
        else:
            figure, truth = median([round(draw.gauss(0, 10_000)) for _ in range(15)]), 0
        assert figure.interval is not None
        held += figure.interval.contains(truth)
    assert 0.925 <= held / tries <= 0.985
