"""What moved the margin, how steady it is, and where a firm stands."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import Rate
from upheld.mirror.rules.contributors import Part, margin_change
from upheld.mirror.rules.quadrants import Quadrant, Strength, quadrant, quadrant_words
from upheld.mirror.rules.steadiness import (
    Steadiness,
    Trend,
    growth_by_month,
    steadiness_of,
    variability,
)


def part(revenue: int, cost: int) -> Part:
    return Part(Money(revenue, "EUR"), Money(cost, "EUR"))


def effects(before: dict[str, Part], after: dict[str, Part]) -> list[tuple[str, int]]:
    change = margin_change(before, after, "EUR")
    assert change is not None
    return [(one.key, one.effect.minor) for one in change.contributors]


def test_the_part_whose_cost_rose_is_named_first() -> None:
    before = {"acme": part(1000, 600), "bolt": part(1000, 600)}
    after = {"acme": part(1000, 900), "bolt": part(1000, 620)}
    change = margin_change(before, after, "EUR")
    assert change is not None
    assert (change.before, change.after) == (Rate.percent(40), Rate.percent(24))
    assert change.effect.minor == -320
    assert effects(before, after) == [("acme", -300), ("bolt", -20)]


def test_when_the_margin_rose_the_best_is_named_first() -> None:
    before = {"acme": part(1000, 600), "bolt": part(1000, 600)}
    after = {"acme": part(1000, 610), "bolt": part(1000, 400)}
    assert effects(before, after) == [("bolt", 200), ("acme", -10)]


def test_more_of_a_thin_business_pulls_the_margin_down_though_its_own_is_unchanged() -> None:
    before = {"rich": part(1000, 400), "thin": part(1000, 900)}
    after = {"rich": part(1000, 400), "thin": part(3000, 2700)}
    found = dict(effects(before, after))
    assert found["thin"] < 0
    assert found["rich"] < 0  # its share of the whole shrank
    assert sum(found.values()) == 900 - 4000 * 35 // 100


def test_growth_of_everything_alike_changes_nothing() -> None:
    before = {"acme": part(1000, 600), "bolt": part(500, 100)}
    after = {"acme": part(3000, 1800), "bolt": part(1500, 300)}
    assert effects(before, after) == [("acme", 0), ("bolt", 0)]


def test_a_cost_without_revenue_counts_in_full() -> None:
    before = {"acme": part(1000, 600)}
    after = {"acme": part(1000, 600), "rework": part(0, 50)}
    assert effects(before, after) == [("rework", -50), ("acme", 0)]


def test_without_revenue_there_is_no_margin_to_compare() -> None:
    assert margin_change({}, {"acme": part(1, 0)}, "EUR") is None
    assert margin_change({"acme": part(1, 0)}, {"acme": part(0, 5)}, "EUR") is None


PARTS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.builds(part, st.integers(0, 10**7), st.integers(0, 10**7)),
    min_size=1,
)


@given(PARTS, PARTS)
def test_the_effects_add_up_to_the_change(before: dict[str, Part], after: dict[str, Part]) -> None:
    revenue = [sum(one.revenue.minor for one in parts.values()) for parts in (before, after)]
    cost = [sum(one.cost.minor for one in parts.values()) for parts in (before, after)]
    assume(min(revenue) > 0)
    change = margin_change(before, after, "EUR")
    assert change is not None
    exact = (revenue[1] - cost[1]) - (revenue[0] - cost[0]) * revenue[1] / revenue[0]
    assert abs(change.effect.minor - exact) <= 0.51
    assert sum(one.effect.minor for one in change.contributors) == change.effect.minor
    profit_change = sum(one.profit_change.minor for one in change.contributors)
    assert profit_change == revenue[1] - cost[1] - revenue[0] + cost[0]


@pytest.mark.parametrize(
    ("months", "judged", "trend"),
    [
        ([100] * 12, Steadiness.STEADY, Trend.SAME),
        ([100, 110, 90, 100, 105, 95], Steadiness.STEADY, Trend.SAME),
        ([100, 50, 150, 60, 140, 100], Steadiness.UNEVEN, Trend.SAME),
        ([0, 0, 600, 0, 0, 30], Steadiness.LUMPY, Trend.SAME),
        ([0, 300, 0, 100, 100, 100], Steadiness.LUMPY, Trend.STEADIER),
        ([100, 100, 100, 0, 300, 0], Steadiness.LUMPY, Trend.LUMPIER),
        ([0, 0, 0, 100, 100, 100], Steadiness.LUMPY, Trend.UNKNOWN),
        ([-100] * 6, Steadiness.STEADY, Trend.SAME),
        ([100, -100] * 3, Steadiness.NO_LEVEL, Trend.UNKNOWN),
        ([100] * 5, Steadiness.NOT_ENOUGH_EVIDENCE, Trend.UNKNOWN),
        ([], Steadiness.NOT_ENOUGH_EVIDENCE, Trend.UNKNOWN),
    ],
)
def test_how_even_the_months_are(months: list[int], judged: Steadiness, trend: Trend) -> None:
    found = steadiness_of(months)
    assert (found.steadiness, found.trend) == (judged, trend)
    assert found.more_needed == max(0, 6 - len(months))


@given(st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=24))
def test_variability_agrees_with_another_computation(months: list[int]) -> None:
    assume(abs(sum(months)) > 10**6)
    found = variability(months)
    assert found is not None
    expected = statistics.stdev(months) / abs(statistics.mean(months)) * 1_000_000
    assert abs(found.ppm - expected) <= 1 + expected * 1e-9


def test_growth_of_each_month_over_the_one_before() -> None:
    months = [Money(minor, "EUR") for minor in (100, 110, 0, 50, 25)]
    assert growth_by_month(months) == (100_000, -1_000_000, -500_000)
    assert growth_by_month(months[:1]) == ()


HALF, MOST = Rate.percent(50), Rate.percent(90)


@pytest.mark.parametrize(
    ("sales", "operations", "where"),
    [
        (HALF, MOST, Quadrant.SELLS_AND_KEEPS),
        (HALF, HALF, Quadrant.SELLS_ONLY),
        (Rate(499_999), MOST, Quadrant.KEEPS_ONLY),
        (Rate(0), Rate(0), Quadrant.NEITHER),
        (None, MOST, Quadrant.NOT_ENOUGH_EVIDENCE),
        (HALF, None, Quadrant.NOT_ENOUGH_EVIDENCE),
    ],
)
def test_where_a_firm_stands(sales: Rate | None, operations: Rate | None, where: Quadrant) -> None:
    assert quadrant(Strength(sales, HALF), Strength(operations, MOST)) is where
    assert quadrant_words(where).endswith(".")
