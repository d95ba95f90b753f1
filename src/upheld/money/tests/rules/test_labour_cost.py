"""What hours cost, and what is left of the revenue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.foundation.values.hourly import Hourly
from upheld.foundation.values.money import CurrencyMismatch, Money
from upheld.foundation.values.rate import Rate
from upheld.money.rules.dated import in_force
from upheld.money.rules.labour_cost import (
    PayTerms,
    TimeWorked,
    burdened_hourly,
    entry_cost,
    labour_cost,
    overhead_hourly,
)
from upheld.money.rules.profit import Amount, Item, profit_statement

HOUR = 3600


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


JANUARY, JULY = date(2026, 1, 1), date(2026, 7, 1)
# 48,000 + 9,600 + 2,400 + 20,000 = 80,000 a year over 1,600 hours: 50.00 an hour.
DANA = PayTerms(JANUARY, eur(48_000_00), eur(9_600_00), eur(2_400_00), eur(20_000_00), 1600 * HOUR)
RAISED = replace(DANA, from_day=JULY, salary=eur(64_000_00))


def test_the_burdened_cost_of_an_hour() -> None:
    assert burdened_hourly(DANA) == Hourly(50_00, "EUR")
    assert overhead_hourly(DANA) == Hourly(12_50, "EUR")
    assert burdened_hourly(RAISED) == Hourly(60_00, "EUR")
    assert burdened_hourly(replace(DANA, available_seconds=0)) is None
    assert overhead_hourly(replace(DANA, available_seconds=0)) is None


@pytest.mark.parametrize(
    ("day", "cost"),
    [
        (date(2025, 12, 31), None),
        (JANUARY, 50_00),
        (date(2026, 6, 30), 50_00),
        (JULY, 60_00),
        (date(2030, 1, 1), 60_00),
    ],
)
def test_a_raise_never_reaches_back(day: date, cost: int | None) -> None:
    found = entry_cost(TimeWorked("dana", day, HOUR), [RAISED, DANA])
    assert found == (None if cost is None else eur(cost))


def test_of_two_terms_from_one_day_the_later_given_corrects() -> None:
    correction = replace(DANA, salary=eur(0))
    assert in_force([DANA, correction], JANUARY) is correction
    assert in_force([correction, DANA], JANUARY) is DANA


def test_time_without_a_rate_is_counted_apart_and_not_as_nothing() -> None:
    entries = [
        TimeWorked("dana", JANUARY, HOUR),
        TimeWorked("dana", date(2025, 12, 31), 2 * HOUR),
        TimeWorked("eli", JANUARY, 4 * HOUR),
    ]
    found = labour_cost(entries, {"dana": [DANA]}, "EUR")
    assert found.cost == eur(50_00)
    assert (found.seconds_costed, found.seconds_without_rate) == (HOUR, 6 * HOUR)
    assert found.people_without_rate == ("dana", "eli")
    assert not found.is_complete


def test_currencies_are_never_mixed() -> None:
    with pytest.raises(CurrencyMismatch):
        labour_cost([TimeWorked("dana", JANUARY, HOUR)], {"dana": [DANA]}, "USD")


ENTRIES = st.lists(
    st.builds(
        TimeWorked,
        person=st.sampled_from(["dana", "eli"]),
        day=st.integers(-5, 400).map(lambda days: JANUARY + timedelta(days=days)),
        seconds=st.integers(1, 30_000),
    ),
    max_size=20,
)


@given(ENTRIES, st.integers(0, 20))
def test_any_grouping_adds_up_to_the_same_total(entries: list[TimeWorked], cut: int) -> None:
    terms = {"dana": [DANA, RAISED]}
    whole = labour_cost(entries, terms, "EUR")
    parts = [labour_cost(entries[:cut], terms, "EUR"), labour_cost(entries[cut:], terms, "EUR")]
    assert parts[0].cost + parts[1].cost == whole.cost
    assert whole.seconds_costed + whole.seconds_without_rate == sum(e.seconds for e in entries)


def test_profit_from_first_touch_to_last_sign_off() -> None:
    statement = profit_statement(
        [
            Amount(Item.REVENUE, eur(10_000_00)),
            Amount(Item.REVENUE, eur(-500_00)),
            Amount(Item.PRE_SALE_LABOUR, eur(600_00), 12 * HOUR),
            Amount(Item.DELIVERY_LABOUR, eur(3_000_00), 60 * HOUR),
            Amount(Item.COMPLAINT_LABOUR, eur(100_00), 2 * HOUR),
            Amount(Item.UNBILLED_CHANGE_LABOUR, eur(50_00), HOUR),
            Amount(Item.TOOLS, eur(1_500_00)),
            Amount(Item.COMMISSION, eur(475_00)),
        ],
        "EUR",
        seconds_without_rate=5 * HOUR,
    )
    assert statement.revenue == eur(9_500_00)
    assert statement.labour == eur(3_750_00)
    assert statement.cost == eur(5_725_00)
    assert statement.profit == eur(3_775_00)
    assert statement.margin == Rate(397_368)
    assert statement.effective_hourly == Hourly(100_00, "EUR")
    assert statement.seconds == 80 * HOUR
    assert statement.seconds_without_rate == 5 * HOUR


def test_without_revenue_there_is_no_margin_and_without_hours_no_rate() -> None:
    statement = profit_statement([Amount(Item.TOOLS, eur(5))], "EUR")
    assert statement.profit == eur(-5)
    assert statement.margin is None
    assert statement.effective_hourly is None


@given(st.lists(st.tuples(st.sampled_from(Item), st.integers(-(10**9), 10**9)), max_size=30))
def test_every_amount_is_counted_exactly_once(rows: list[tuple[Item, int]]) -> None:
    statement = profit_statement([Amount(item, eur(minor)) for item, minor in rows], "EUR")
    signed = sum(minor if item is Item.REVENUE else -minor for item, minor in rows)
    assert statement.profit == eur(signed)
    assert Money.total((money for _, money in statement.by_item), "EUR").minor == sum(
        minor for _, minor in rows
    )
