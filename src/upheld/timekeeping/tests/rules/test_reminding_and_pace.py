"""Which days somebody is reminded of, and which weeks are over pace."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.foundation.values.period import Period
from upheld.timekeeping.rules.pace import Pace, PaceLimits, Week, run_to_raise
from upheld.timekeeping.rules.reminding import missing_seconds

NINE = datetime(2026, 3, 9, 9, tzinfo=UTC)
HOUR = 3600
DAY = (Period(NINE, NINE + timedelta(hours=4)),
       Period(NINE + timedelta(hours=5), NINE + timedelta(hours=9)))  # fmt: skip
MONDAY = date(2026, 3, 2)
USUAL = PaceLimits()


@pytest.mark.parametrize(("logged", "hours", "missing"), [
    (0, 9.3, 8 * HOUR), (0, 9.2, 0), (7 * HOUR, 10, HOUR), (7.5 * HOUR, 10, 0), (9 * HOUR, 10, 0),
])  # fmt: skip
def test_a_day_is_asked_about_when_it_is_over_and_more_than_half_an_hour_is_missing(
    logged, hours, missing
):
    at = NINE + timedelta(hours=hours)
    assert missing_seconds(DAY, int(logged), 1800, at) == missing


def test_a_day_off_is_never_asked_about():
    assert missing_seconds((), 0, 0, NINE) == 0


def usual(_day: date) -> PaceLimits:
    return USUAL


def week(number: int, load: float, due: int = 40) -> Week:
    return Week(MONDAY + timedelta(days=7 * number), int(load * 40 * HOUR), due * HOUR)


@pytest.mark.parametrize(("one", "pace"), [
    (week(0, 1.1), Pace.WITHIN), (week(0, 1.101), Pace.OVER), (week(0, 0.7), Pace.WITHIN),
    (week(0, 0.69), Pace.UNDER), (week(0, 0, 0), Pace.AWAY), (week(0, 0.1, 0), Pace.OVER),
])  # fmt: skip
def test_a_week_stands_by_what_was_due_in_it(one, pace):
    assert one.pace(USUAL) is pace


def test_three_weeks_in_a_row_are_raised_and_two_are_not():
    weeks = [week(n, 1.2) for n in range(3)]
    assert run_to_raise(weeks, usual) == tuple(weeks)
    assert run_to_raise(weeks[1:], usual) == ()


def test_a_week_within_pace_or_away_breaks_the_row():
    assert run_to_raise([week(0, 1.2), week(1, 1.2), week(2, 1), week(3, 1.2)], usual) == ()
    assert run_to_raise([week(0, 1.2), week(1, 1.2), week(3, 1.2)], usual) == ()


def test_the_same_weeks_are_raised_once_and_three_more_again():
    weeks = [week(n, 1.3) for n in range(6)]
    assert run_to_raise(weeks[:5], usual, weeks[2].begins_on) == ()
    assert run_to_raise(weeks, usual, weeks[2].begins_on) == tuple(weeks[3:])


def test_each_week_stands_by_what_held_on_its_monday():
    weeks = [week(n, 1.05) for n in range(4)]

    def stricter(day):
        return PaceLimits(over_ppm=1_000_000) if day >= weeks[1].begins_on else USUAL

    assert run_to_raise(weeks, stricter) == tuple(weeks[1:])
    assert run_to_raise(weeks[:3], stricter) == ()


@given(st.lists(st.tuples(st.integers(0, 15), st.floats(0, 2)), max_size=12,
                unique_by=lambda one: one[0]))  # fmt: skip
def test_what_is_raised_is_a_row_over_pace_up_to_the_latest_week(pairs):
    weeks = [week(number, load) for number, load in pairs]
    run = run_to_raise(weeks, usual)
    assert not run or len(run) >= USUAL.weeks
    for one, following in pairwise(run):
        assert following.begins_on - one.begins_on == timedelta(days=7)
    assert all(one.pace(USUAL) is Pace.OVER for one in run)
    if run:
        assert run[-1] == max(weeks, key=lambda one: one.begins_on)
