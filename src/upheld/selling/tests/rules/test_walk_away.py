"""When to think about stopping."""

from __future__ import annotations

import statistics
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import Rate
from upheld.selling.rules.walk_away import (
    MINIMUM_WON_DEALS,
    Capacity,
    DealNow,
    EffortBaseline,
    Light,
    cost_after_first_red,
    walk_away_signal,
)

HOUR = 3600
# Ten won deals of 1 to 10 hours: median 5.5 h, 80th percentile 8.2 h.
USUAL = EffortBaseline(tuple(hour * HOUR for hour in range(1, 11)), Rate.percent(40))
GOOD, POOR, BAD = Rate.percent(50), Rate.percent(30), Rate.percent(19)

CASES = [
    (4, GOOD, Capacity.FREE, Light.GREEN),
    (4, POOR, Capacity.TIGHT, Light.GREEN),
    (4, BAD, Capacity.FREE, Light.AMBER),
    (6, GOOD, Capacity.FREE, Light.GREEN),
    (6, POOR, Capacity.FREE, Light.AMBER),
    (6, GOOD, Capacity.TIGHT, Light.AMBER),
    (6, None, None, Light.GREEN),
    (9, GOOD, Capacity.FREE, Light.AMBER),
    (9, None, None, Light.AMBER),
    (9, POOR, Capacity.FREE, Light.RED),
    (9, GOOD, Capacity.SOLD_OUT, Light.RED),
    (9, BAD, Capacity.SOLD_OUT, Light.RED),
]


@pytest.mark.parametrize(("hours", "chance", "capacity", "light"), CASES)
def test_the_three_lamps_are_read_together(
    hours: int, chance: Rate | None, capacity: Capacity | None, light: Light
) -> None:
    assert walk_away_signal(DealNow(hours * HOUR, chance, capacity), USUAL).light is light


def test_the_reasons_name_figures_and_how_many_deals() -> None:
    signal = walk_away_signal(DealNow(9 * HOUR, POOR, Capacity.TIGHT), USUAL)
    assert signal.reasons == (
        "9 h used; four in five of 10 won deals took 8 h 12 m or less.",
        "Below the usual: chance left 30 %, usual 40 %.",
        "Hours are tight, so effort here is missing elsewhere.",
    )


@pytest.mark.parametrize("known", range(MINIMUM_WON_DEALS))
def test_too_few_deals_say_so(known: int) -> None:
    signal = walk_away_signal(
        DealNow(10**6, BAD, Capacity.SOLD_OUT), EffortBaseline((HOUR,) * known, None)
    )
    assert signal.light is Light.NOT_ENOUGH_EVIDENCE
    assert signal.more_needed == MINIMUM_WON_DEALS - known


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=60))
def test_the_percentiles_agree_with_another_computation(seconds: list[int]) -> None:
    baseline = EffortBaseline(tuple(seconds), None)
    cuts = statistics.quantiles(seconds, n=10, method="inclusive")
    assert abs(baseline.middle - statistics.median(seconds)) <= 0.5
    assert abs(baseline.upper - cuts[7]) <= 0.5 + 1e-6


@given(st.integers(0, 20 * HOUR), st.integers(0, 20 * HOUR))
def test_more_effort_never_makes_the_light_better(one: int, other: int) -> None:
    order = [Light.GREEN, Light.AMBER, Light.RED]
    less, more = sorted((one, other))
    lights = [
        walk_away_signal(DealNow(used, POOR, Capacity.FREE), USUAL).light for used in (less, more)
    ]
    assert order.index(lights[0]) <= order.index(lights[1])


def test_a_late_exit_costs_what_came_after_the_first_red() -> None:
    start = datetime(2026, 3, 2, tzinfo=UTC)
    days = [start + timedelta(days=day) for day in range(5)]
    spent = [(day, Money(10**place, "EUR")) for place, day in enumerate(days)]
    signals = [(days[3], Light.RED), (days[2], Light.RED), (days[1], Light.AMBER)]
    assert cost_after_first_red(signals, spent, "EUR") == Money(11_100, "EUR")
    assert cost_after_first_red(signals[2:], spent, "EUR") == Money(0, "EUR")
