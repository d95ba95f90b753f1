from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from upheld.foundation.values.hourly import Hourly
from upheld.foundation.values.money import Money
from upheld.people.rules.cost import YearlyCost, in_force
from upheld.people.rules.week import read_day, written_week

pytestmark = pytest.mark.once


def cost(from_on: date, salary: int, hours: int = 1_600) -> YearlyCost:
    return YearlyCost(
        from_on=from_on,
        salary=Money.of(salary, "GBP"),
        employer_taxes=Money.of(5_000, "GBP"),
        benefits=Money.of(2_000, "GBP"),
        overhead=Money.of(9_000, "GBP"),
        available_seconds=hours * 3600,
    )


def test_an_hour_costs_everything_divided_by_what_can_be_worked():
    # (48,000 + 5,000 + 2,000 + 9,000) / 1,600 = 40.00
    assert cost(date(2026, 1, 1), 48_000).hourly == Hourly.of(Money.of(40, "GBP"))


def test_an_hour_of_nobody_available_costs_nothing_knowable():
    assert cost(date(2026, 1, 1), 48_000, hours=0).hourly is None


def test_a_rise_holds_from_its_day_and_never_before():
    old, new = cost(date(2026, 1, 1), 40_000), cost(date(2026, 7, 1), 44_000)

    assert in_force([new, old], date(2026, 6, 30)) is old
    assert in_force([old, new], date(2026, 7, 1)) is new
    assert in_force([old, new], date(2025, 12, 31)) is None


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.integers(0, 23 * 60 + 59), min_size=2, max_size=2), max_size=4))
def test_hours_are_read_as_they_were_written(spans):
    pairs = [[f"{minute // 60:02}:{minute % 60:02}" for minute in span] for span in spans]

    assert read_day(written_week({"0": pairs})[0]) == pairs


def test_a_span_without_an_end_is_refused():
    with pytest.raises(ValueError, match="09:00"):
        read_day("09:00")
