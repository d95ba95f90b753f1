"""What recurs is earned by day, and however time is cut, the pieces are the whole."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.money.rules.recurring import Term, earned_before, earned_between, month_later

DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31))
TERMS = st.builds(
    Term,
    starts_on=st.dates(date(2024, 1, 1), date(2025, 12, 31)),
    months=st.integers(1, 36),
    monthly_minor=st.integers(0, 9_999_999),
)


@given(TERMS)
def test_the_whole_term_earns_every_month_once(term):
    end = month_later(term.starts_on, term.months)
    assert earned_between(term, term.starts_on, end) == term.monthly_minor * term.months
    assert earned_before(term, end + timedelta(days=400)) == term.monthly_minor * term.months


@given(TERMS, st.lists(DAYS, min_size=1, max_size=6))
def test_any_cut_adds_up(term, cuts):
    edges = [date(2023, 1, 1), *sorted(cuts), date(2030, 1, 1)]
    pieces = [earned_between(term, *pair) for pair in pairwise(edges)]
    assert sum(pieces) == term.monthly_minor * term.months
    assert min(pieces) >= 0


@given(TERMS, DAYS)
def test_an_early_end_earns_no_day_after_it(term, day):
    ended = Term(term.starts_on, term.months, term.monthly_minor, day)
    assert earned_before(ended, date(2030, 1, 1)) == earned_before(term, day)


@pytest.mark.parametrize(
    ("day", "earned"),
    [
        (date(2026, 1, 31), 0),
        (date(2026, 2, 14), 5_000),  # 14 of the 28 days from 31 January to 28 February
        (date(2026, 2, 28), 10_000),
        (date(2026, 3, 31), 20_000),
        (date(2026, 4, 15), 25_000),  # 15 of the 30 days to 30 April
    ],
)
def test_a_month_from_the_31st_ends_with_a_shorter_month(day, earned):
    assert earned_before(Term(date(2026, 1, 31), 12, 10_000), day) == earned
