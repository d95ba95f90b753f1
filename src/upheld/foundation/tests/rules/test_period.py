"""Half-open periods, across changes of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.foundation.values.day_period import DayPeriod
from upheld.foundation.values.period import (
    BadPeriod,
    Period,
    complete_days,
    day_of,
    in_utc,
    last_days,
    last_months,
    month_of,
    quarter_of,
    season_of,
    start_of_day,
    today,
    week_of,
    year_of,
)

BERLIN = "Europe/Berlin"
ZONES = [
    BERLIN,
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Toronto",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "UTC",
]

moments = st.datetimes(datetime(1915, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
days = st.dates(date(1915, 1, 1), date(2035, 1, 1))
zones = st.sampled_from(ZONES)


@st.composite
def periods(draw: Any, longest: int = 120) -> Period:
    start = draw(moments)
    length = timedelta(seconds=draw(st.integers(0, longest * 86_400)))
    return Period(start, start + length)


def utc(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[misc, arg-type]


def test_the_end_does_not_belong_to_it():
    period = Period(utc(2026, 1, 1), utc(2026, 1, 2))
    assert period.contains(utc(2026, 1, 1))
    assert not period.contains(utc(2026, 1, 2))
    assert period.seconds == 86_400
    assert period.length == timedelta(days=1)
    assert Period(period.start, period.start).is_empty


def test_is_kept_in_utc_so_that_changed_clocks_do_not_matter():
    zone = ZoneInfo(BERLIN)
    night = Period(
        datetime(2026, 10, 25, 2, 30, tzinfo=zone),
        datetime(2026, 10, 25, 2, 30, tzinfo=zone, fold=1),
    )
    assert night.seconds == 3_600
    assert night == Period(utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 1, 30))


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (utc(2026, 1, 2), utc(2026, 1, 1), "period_ends_before_start"),
        (datetime(2026, 1, 1), utc(2026, 1, 2), "moment_without_zone"),  # noqa: DTZ001
        (utc(2026, 1, 1), datetime(2026, 1, 2), "moment_without_zone"),  # noqa: DTZ001
    ],
)
def test_refuses(start, end, code):
    with pytest.raises(BadPeriod) as refused:
        Period(start, end)
    assert refused.value.code == code


@given(periods(), periods(), moments)
def test_what_two_share_belongs_to_both(one, other, moment):
    shared = one.intersection(other)
    in_both = one.contains(moment) and other.contains(moment)
    assert in_both == (shared is not None and shared.contains(moment))
    assert one.overlaps(other) == other.overlaps(one) == (shared is not None)
    if shared is not None:
        assert one.covers(shared)
        assert other.covers(shared)


@given(periods(), zones, st.sampled_from(["day", "week", "month"]))
def test_pieces_add_up_and_stay_within_one(period, zone, size):
    pieces = getattr(period, f"split_by_{size}")(zone)
    assert sum((piece.length for piece in pieces), timedelta()) == period.length
    moment = period.start
    for piece in pieces:
        assert piece.start == moment
        assert not piece.is_empty
        moment = piece.end
    assert moment == period.end
    whole = {"day": day_of, "week": week_of, "month": month_of}[size]
    for piece in pieces[:-1]:
        around = whole(piece.start.astimezone(ZoneInfo(zone)).date(), zone)
        assert piece.end == around.end or around.end <= piece.start


@given(days, zones)
def test_days_follow_each_other_without_gap(day, zone):
    one = day_of(day, zone)
    assert one.end == start_of_day(day + timedelta(days=1), zone)
    if not one.is_empty:
        assert one.start.astimezone(ZoneInfo(zone)).date() == day
        before = (one.start - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date()
        assert before < day


@given(days, zones, st.sampled_from([1, 2, 3, 4, 6, 12]), st.integers(1, 12))
def test_seasons_hold_their_days_and_follow_each_other(day, zone, months, starts_in):
    season = season_of(day, zone, months=months, starts_in=starts_in)
    assert season.covers(day_of(day, zone))
    first = (season.start + timedelta(hours=26)).astimezone(ZoneInfo(zone)).date()
    assert (first.month - starts_in) % months == 0
    last = (season.end - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date()
    following = season_of(last + timedelta(days=1), zone, months=months, starts_in=starts_in)
    assert following.start == season.end


@pytest.mark.parametrize(
    ("period", "hours"),
    [
        (day_of(date(2026, 3, 29), BERLIN), 23),
        (day_of(date(2026, 10, 25), BERLIN), 25),
        (day_of(date(2026, 6, 1), BERLIN), 24),
        (day_of(date(2018, 11, 4), "America/Sao_Paulo"), 23),
        (day_of(date(2011, 12, 30), "Pacific/Apia"), 0),
        (week_of(date(2026, 3, 29), BERLIN), 167),
        (month_of(date(2026, 10, 31), BERLIN), 31 * 24 + 1),
        (quarter_of(date(2026, 5, 5), "UTC"), 91 * 24),
        (year_of(date(2028, 5, 5), "UTC"), 366 * 24),
    ],
)
def test_lengths_in_real_hours(period, hours):
    assert period.seconds == hours * 3_600


def test_a_day_whose_midnight_was_skipped_begins_at_the_change():
    # Sao Paulo went from 23:59:59 straight to 01:00; Toronto in 1919 from 23:30 to 00:30.
    assert start_of_day(date(2018, 11, 4), "America/Sao_Paulo") == utc(2018, 11, 4, 3)
    assert start_of_day(date(1919, 3, 31), "America/Toronto") == utc(1919, 3, 31, 4, 30)


def test_names_its_days():
    period = Period(utc(2026, 3, 1, 23, 30), utc(2026, 3, 3, 23))
    assert list(period.days(BERLIN)) == [date(2026, 3, 2), date(2026, 3, 3)]
    assert list(period.days("UTC")) == [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)]
    assert list(Period(period.start, period.start).days("UTC")) == []


def test_years_may_begin_in_any_month():
    assert year_of(date(2026, 3, 31), "UTC", starts_in=4) == Period(
        utc(2025, 4, 1), utc(2026, 4, 1)
    )
    assert year_of(date(2026, 4, 1), "UTC", starts_in=4) == Period(utc(2026, 4, 1), utc(2027, 4, 1))
    assert season_of(date(2026, 1, 15), "UTC", months=6, starts_in=12) == Period(
        utc(2025, 12, 1), utc(2026, 6, 1)
    )


@pytest.mark.parametrize(("months", "starts_in"), [(0, 1), (5, 1), (-3, 1), (3, 0), (3, 13)])
def test_seasons_that_do_not_fit_a_year_are_refused(months, starts_in):
    with pytest.raises(BadPeriod):
        season_of(date(2026, 1, 1), "UTC", months=months, starts_in=starts_in)


def test_the_last_days():
    at = utc(2026, 3, 29, 22, 30)
    assert today(at, BERLIN) == date(2026, 3, 30)
    assert last_days(1, at, BERLIN) == Period(utc(2026, 3, 29, 22), at)
    assert last_days(3, at, BERLIN) == Period(utc(2026, 3, 27, 23), at)
    assert complete_days(2, at, BERLIN) == Period(utc(2026, 3, 27, 23), utc(2026, 3, 29, 22))
    assert last_months(3, at, "UTC") == [
        Period(utc(2026, 1, 1), utc(2026, 2, 1)),
        Period(utc(2026, 2, 1), utc(2026, 3, 1)),
        Period(utc(2026, 3, 1), utc(2026, 4, 1)),
    ]


def test_in_utc_refuses_a_moment_without_a_zone():
    with pytest.raises(BadPeriod):
        in_utc(datetime(2026, 1, 1))  # noqa: DTZ001


@st.composite
def day_periods(draw: Any) -> DayPeriod:
    start = draw(days)
    length = draw(st.none() | st.integers(0, 400))
    return DayPeriod(start, None if length is None else start + timedelta(days=length))


@given(day_periods(), day_periods(), days)
def test_days_that_two_share_belong_to_both(one, other, day):
    shared = one.intersection(other)
    in_both = one.contains(day) and other.contains(day)
    assert in_both == (shared is not None and shared.contains(day))
    assert one.overlaps(other) == other.overlaps(one)


def test_day_periods():
    leave = DayPeriod.through(date(2026, 3, 28), date(2026, 3, 30))
    assert leave.end == date(2026, 3, 31)
    assert (leave.last, leave.length) == (date(2026, 3, 30), 3)
    assert list(leave.days()) == [date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30)]
    assert leave.in_zone(BERLIN).seconds == 71 * 3_600
    assert list(DayPeriod(leave.start, leave.start).days()) == []


def test_a_day_period_may_run_on():
    price = DayPeriod(date(2026, 1, 1))
    assert price.contains(date(2099, 1, 1))
    assert (price.last, price.length) == (None, None)
    with pytest.raises(BadPeriod) as refused:
        price.in_zone("UTC")
    assert refused.value.code == "period_runs_on"


def test_a_day_period_does_not_end_before_it_starts():
    with pytest.raises(BadPeriod):
        DayPeriod(date(2026, 1, 2), date(2026, 1, 1))
