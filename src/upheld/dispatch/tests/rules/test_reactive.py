"""What tickets are to be expected, with the spread; too little history says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.dispatch.rules.reactive import (
    ENOUGH,
    Expected,
    expected,
    scaled,
    together,
    weekdays_seen,
    weeks_seen,
)

END = date(2026, 3, 30)
"""A Monday."""

EXAMPLES = [
    # what was seen, n, usual, low, high
    ([], 0, 0, 0, 0),
    ([5] * 7, 7, 0, 0, 0),  # too little
    ([5] * 8, 8, 5, 5, 5),
    ([1, 2, 3, 4, 5, 6, 7, 8], 8, 4, 1, 8),
    ([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 10, 5, 1, 9),
    (list(range(1, 14)), 13, 7, 2, 12),
    ([0] * 12 + [90], 13, 0, 0, 0),  # one bad week in thirteen is not expected
    ([0] * 11 + [90] * 2, 13, 0, 0, 90),
    ([30, 30, 30, 30, 30, 30, 30, 300], 8, 30, 30, 300),
]


@pytest.mark.parametrize(("seen", "n", "usual", "low", "high"), EXAMPLES)
def test_is_learned_from_what_was_seen(
    seen: list[int], n: int, usual: int, low: int, high: int
) -> None:
    found = expected(seen)
    assert (found.n, found.usual, found.low, found.high) == (n, usual, low, high)
    assert found.known is (n >= ENOUGH)


@given(st.lists(st.integers(0, 10**6), min_size=8, max_size=60))
def test_the_band_holds_the_usual_and_four_of_five_weeks(seen: list[int]) -> None:
    found = expected(seen)
    assert found.low <= found.usual <= found.high
    inside = sum(found.low <= one <= found.high for one in seen)
    assert inside * 10 >= len(seen) * 8
    assert sum(one <= found.usual for one in seen) * 2 >= len(seen)


def test_weeks_before_the_first_load_are_nobodys() -> None:
    days = {END - timedelta(days=1): 5, END - timedelta(days=20): 7, END: 99}
    assert weeks_seen(days, END) == [7, 0, 5]
    assert weeks_seen({}, END) == []
    assert weeks_seen({END - timedelta(weeks=14): 5}, END) == []


def test_each_weekday_is_looked_at_for_itself() -> None:
    monday = END - timedelta(weeks=2)
    days = {monday: 5, monday + timedelta(days=4): 3, monday + timedelta(days=7): 6}
    found = weekdays_seen(days, END)
    assert (found[0], found[4], found[6]) == ([5, 6], [3, 0], [0, 0])


def test_a_part_of_a_week_holds_its_part() -> None:
    assert scaled(Expected(9, 40, 10, 80), 2, 5) == Expected(9, 16, 4, 32)
    assert scaled(Expected(9, 40, 10, 80), 0, 0) == Expected(9, 40, 10, 80)


def test_weeks_together_vary_less_than_each() -> None:
    assert (together([3, 4]), together([5] * 4), together([]), together([1, 1])) == (5, 10, 0, 2)
