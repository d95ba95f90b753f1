"""Business time, against a slow reference that reads the wall clock minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.foundation.values.business_time import (
    Calendar,
    NeverOpen,
    add_business_seconds,
    business_seconds_between,
)
from upheld.foundation.values.period import BadPeriod, Period

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
BERLIN = ZoneInfo("Europe/Berlin")

# Moments at which clocks change: an hour, half an hour, over midnight, by a whole day.
CHANGES = {
    "Europe/Berlin": [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)],
    "America/New_York": [datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)],
    "Australia/Lord_Howe": [
        datetime(2026, 4, 4, 15, tzinfo=UTC),
        datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
    ],
    "America/Sao_Paulo": [
        datetime(2018, 11, 4, 3, tzinfo=UTC),
        datetime(2019, 2, 17, 2, tzinfo=UTC),
    ],
    "America/St_Johns": [datetime(2010, 11, 7, 2, 31, tzinfo=UTC)],
    "Pacific/Apia": [datetime(2011, 12, 30, 10, tzinfo=UTC)],
    "Africa/Casablanca": [datetime(2026, 2, 15, 2, tzinfo=UTC)],
    "Asia/Kathmandu": [datetime(2026, 5, 5, tzinfo=UTC)],
    "UTC": [datetime(2026, 1, 1, tzinfo=UTC)],
}

clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
day_hours = st.lists(st.tuples(clocks, clocks), max_size=3)
around = st.integers(-2 * 1440, 2 * 1440).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def periods(draw: Any, change: datetime) -> Period:
    start = change + draw(around)
    return Period(start, start + timedelta(minutes=draw(st.integers(0, 2000))))


@st.composite
def calendars(draw: Any) -> tuple[Calendar, datetime]:
    """Give any calendar, and a moment near which the clocks of its zone change."""
    zone = draw(st.sampled_from(sorted(CHANGES)))
    change = draw(st.sampled_from(CHANGES[zone]))
    hours = draw(st.dictionaries(st.integers(0, 6), day_hours, max_size=7))
    days = st.integers(-3, 3).map(lambda count: change.date() + count * DAY)
    opened = draw(st.lists(periods(change), max_size=2))
    if not any(hours.values()) and not opened:
        hours = {day: [(time(9), time(17))] for day in range(7)}
    calendar = Calendar.weekly(
        zone,
        hours,
        holidays=draw(st.sets(days, max_size=2)),
        closed=draw(st.lists(periods(change), max_size=2)),
        opened=opened,
    )
    return calendar, change


def is_open_by_the_wall(calendar: Calendar, moment: datetime) -> bool:
    """Say the definition once more, in other words: look at the wall, then at the sign."""
    if any(one.start <= moment < one.end for one in calendar.closed):
        return False
    if any(one.start <= moment < one.end for one in calendar.opened):
        return True
    wall = moment.astimezone(ZoneInfo(calendar.zone)).replace(tzinfo=None)
    if wall.date() in calendar.holidays:
        return False
    for opens, closes in calendar.hours[wall.weekday()]:
        overnight = closes <= opens
        if opens <= wall.time() and (overnight or wall.time() < closes):
            return True
    yesterday = wall.date() - DAY
    if yesterday in calendar.holidays:
        return False
    shifts = calendar.hours[yesterday.weekday()]
    return any(closes <= opens and wall.time() < closes for opens, closes in shifts)


def minutes_open(calendar: Calendar, start: datetime, end: datetime) -> int:
    count, moment = 0, start
    while moment < end:
        count += is_open_by_the_wall(calendar, moment)
        moment += MINUTE
    return count


@settings(deadline=None, max_examples=250)
@given(calendars(), around, st.integers(0, 3 * 1440))
def test_counts_as_the_wall_clock_does(found, shift, minutes):
    calendar, change = found
    start = change + shift
    end = start + timedelta(minutes=minutes)
    assert business_seconds_between(calendar, start, end) == 60 * minutes_open(calendar, start, end)
    assert business_seconds_between(calendar, end, start) == -business_seconds_between(
        calendar, start, end
    )


@settings(deadline=None)
@given(calendars(), around, st.integers(0, 86_399))
def test_is_open_when_the_wall_clock_says_so(found, shift, seconds):
    calendar, change = found
    moment = change + shift + timedelta(seconds=seconds, microseconds=1)
    assert calendar.is_open(moment) == is_open_by_the_wall(calendar, moment)


@settings(deadline=None)
@given(calendars(), around, st.integers(0, 20 * 3600))
def test_adding_undoes_counting(found, shift, seconds):
    calendar, change = found
    start = change + shift
    try:
        due = add_business_seconds(calendar, start, seconds)
    except NeverOpen:
        assert not any(calendar.hours)
        return
    assert business_seconds_between(calendar, start, due) == seconds
    assert due >= start
    if seconds:
        # No earlier moment would do: the second before it was open.
        assert calendar.is_open(due - SECOND)


@settings(deadline=None)
@given(calendars(), around)
def test_next_open_is_the_first_open_moment(found, shift):
    calendar, change = found
    at = change + shift
    try:
        found_open = calendar.next_open(at)
    except NeverOpen:
        assert not any(calendar.hours)
        return
    assert calendar.is_open(found_open)
    assert business_seconds_between(calendar, at, found_open) == 0
    assert found_open >= at


@settings(deadline=None)
@given(calendars(), st.lists(st.integers(0, 4_000 * 86_400), min_size=3, max_size=3).map(sorted))
def test_neighbouring_stretches_add_up_over_years(found, seconds):
    calendar, change = found
    start, middle, end = (change - 2_000 * DAY + timedelta(seconds=n) for n in seconds)
    parts = business_seconds_between(calendar, start, middle) + business_seconds_between(
        calendar, middle, end
    )
    assert business_seconds_between(calendar, start, end) == parts


@settings(deadline=None)
@given(calendars(), around, st.integers(0, 3 * 1440))
def test_open_periods_are_what_is_counted(found, shift, minutes):
    calendar, change = found
    within = Period(change + shift, change + shift + timedelta(minutes=minutes))
    open_ones = calendar.open_periods(within)
    counted = sum(one.seconds for one in open_ones)
    assert counted == business_seconds_between(calendar, within.start, within.end)
    for one in open_ones:
        assert within.covers(one)
        assert not one.is_empty
    for one, following in pairwise(open_ones):
        assert one.end < following.start


def test_a_year_counts_as_the_wall_clock_does():
    week = {day: [(time(8, 30), time(12)), (time(13), time(17, 30))] for day in range(5)}
    calendar = Calendar.weekly(
        "Europe/Berlin", {**week, 5: [(time(22), time(4))]}, holidays=[date(2026, 12, 25)]
    )
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    assert business_seconds_between(calendar, start, end) == 60 * minutes_open(calendar, start, end)


def berlin(*when: int, fold: int = 0) -> datetime:
    return datetime(*when, tzinfo=BERLIN, fold=fold)  # type: ignore[misc, arg-type]


OFFICE = Calendar.working_week("Europe/Berlin", time(9), time(17), holidays=[date(2026, 4, 3)])
NIGHT = Calendar.weekly("Europe/Berlin", dict.fromkeys(range(7), ((time(22), time(6)),)))
ALWAYS = Calendar.around_the_clock("Europe/Berlin")


@pytest.mark.parametrize(
    ("calendar", "start", "hours", "due"),
    [
        (OFFICE, berlin(2026, 3, 2, 9), 4, berlin(2026, 3, 2, 13)),
        (OFFICE, berlin(2026, 3, 2, 9), 8, berlin(2026, 3, 2, 17)),
        (OFFICE, berlin(2026, 3, 2, 16), 2, berlin(2026, 3, 3, 10)),
        (OFFICE, berlin(2026, 3, 6, 16), 2, berlin(2026, 3, 9, 10)),
        (OFFICE, berlin(2026, 3, 7, 12), 1, berlin(2026, 3, 9, 10)),
        (OFFICE, berlin(2026, 3, 7, 12), 0, berlin(2026, 3, 7, 12)),
        # Good Friday 2026-04-03 is a holiday, and the clocks have changed since 2026-03-27.
        (OFFICE, berlin(2026, 4, 2, 16), 2, berlin(2026, 4, 6, 10)),
        (OFFICE, berlin(2026, 3, 27, 16), 2, berlin(2026, 3, 30, 10)),
        # The night of the spring change has seven hours of shift, the autumn one nine.
        (NIGHT, berlin(2026, 3, 28, 22), 7, berlin(2026, 3, 29, 6)),
        (NIGHT, berlin(2026, 10, 24, 22), 9, berlin(2026, 10, 25, 6)),
        (ALWAYS, berlin(2026, 3, 28, 12), 24, berlin(2026, 3, 29, 13)),
        (ALWAYS, berlin(2026, 10, 24, 12), 24, berlin(2026, 10, 25, 11)),
        (ALWAYS, berlin(2026, 10, 25, 2), 1, berlin(2026, 10, 25, 2, fold=1)),
    ],
)
def test_due_times_a_person_would_work_out(calendar, start, hours, due):
    assert add_business_seconds(calendar, start, hours * 3600) == due.astimezone(UTC)


def test_around_the_clock_is_real_time_over_decades():
    start, end = datetime(2000, 1, 1, tzinfo=UTC), datetime(2030, 6, 1, tzinfo=UTC)
    passed = (end - start) // SECOND
    assert business_seconds_between(ALWAYS, start, end) == passed
    assert add_business_seconds(ALWAYS, start, passed) == end


def test_hours_in_the_gap_never_come():
    calendar = Calendar.weekly("Europe/Berlin", {6: [(time(2, 15), time(2, 45))]})
    sunday = Period(berlin(2026, 3, 29), berlin(2026, 3, 30))
    assert business_seconds_between(calendar, sunday.start, sunday.end) == 0
    assert calendar.next_open(sunday.start) == berlin(2026, 4, 5, 2, 15)


def test_hours_in_the_fold_come_twice():
    calendar = Calendar.weekly("Europe/Berlin", {6: [(time(2, 15), time(2, 45))]})
    assert calendar.open_periods(Period(berlin(2026, 10, 25), berlin(2026, 10, 26))) == [
        Period(berlin(2026, 10, 25, 2, 15), berlin(2026, 10, 25, 2, 45)),
        Period(berlin(2026, 10, 25, 2, 15, fold=1), berlin(2026, 10, 25, 2, 45, fold=1)),
    ]


def test_a_holiday_stops_the_night_shift_at_midnight_and_begins_none():
    calendar = Calendar.weekly(
        "UTC", dict.fromkeys(range(7), ((time(22), time(6)),)), holidays=[date(2026, 5, 1)]
    )
    nights = calendar.open_periods(
        Period(datetime(2026, 4, 30, 12, tzinfo=UTC), datetime(2026, 5, 3, tzinfo=UTC))
    )
    assert nights == [
        Period(datetime(2026, 4, 30, 22, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)),
        Period(datetime(2026, 5, 2, 22, tzinfo=UTC), datetime(2026, 5, 3, tzinfo=UTC)),
    ]


def test_closed_beats_opened_and_opened_beats_holidays():
    noon = datetime(2026, 4, 3, 12, tzinfo=UTC)
    opened = Period(noon, noon + 4 * 60 * MINUTE)
    closed = Period(noon + 60 * MINUTE, noon + 120 * MINUTE)
    week = {day: [(time(9), time(17))] for day in range(5)}
    calendar = Calendar.weekly(
        "UTC", week, holidays=[noon.date()], closed=[closed], opened=[opened]
    )
    assert calendar.is_open(noon)
    assert not calendar.is_open(noon + 60 * MINUTE)
    assert calendar.is_open(noon + 120 * MINUTE)
    assert not calendar.is_open(noon - MINUTE)


def test_a_calendar_without_hours_is_refused():
    with pytest.raises(NeverOpen):
        Calendar.weekly("UTC", {})


def test_a_calendar_that_closed_for_good_says_so():
    opened = Period(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC))
    calendar = Calendar.weekly("UTC", {}, opened=[opened])
    assert calendar.next_open(datetime(2020, 1, 1, tzinfo=UTC)) == opened.start
    with pytest.raises(NeverOpen):
        calendar.next_open(opened.end)
    with pytest.raises(NeverOpen):
        add_business_seconds(calendar, opened.start, 86_401)


@pytest.mark.parametrize(
    "ask",
    [
        OFFICE.is_open,
        OFFICE.next_open,
        lambda naive: add_business_seconds(OFFICE, naive, 0),
        lambda naive: business_seconds_between(OFFICE, naive, naive),
    ],
)
def test_moments_without_a_zone_are_refused(ask):
    with pytest.raises(BadPeriod) as refused:
        ask(datetime(2026, 1, 1))  # noqa: DTZ001
    assert refused.value.code == "moment_without_zone"


def test_time_is_not_added_backwards():
    with pytest.raises(ValueError, match="forwards"):
        add_business_seconds(OFFICE, berlin(2026, 3, 2), -1)


def test_a_week_has_seven_days():
    short: Any = ((), ((time(9), time(17)),))
    with pytest.raises(ValueError, match="seven days"):
        Calendar("UTC", short)


def test_reads_hours_as_they_are_stored():
    table = {"0": [["09:00", "17:00"]], "4": [["18:00", "24:00"]], "6": []}
    calendar = Calendar.from_table("UTC", table)
    assert calendar.hours[0] == ((time(9), time(17)),)
    assert calendar.hours[4] == ((time(18), time()),)
    assert (
        business_seconds_between(
            calendar, datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC)
        )
        == (8 + 6) * 3600
    )
    with pytest.raises(ValueError, match="25:00"):
        Calendar.from_table("UTC", {"0": [["25:00", "26:00"]]})
    with pytest.raises(ValueError, match="0 \\(Monday\\) to 6"):
        Calendar.from_table("UTC", {"7": [["09:00", "17:00"]]})


def test_what_is_kept_of_days_does_not_grow_without_end():
    start = datetime(1950, 1, 1, tzinfo=UTC)
    calendar = Calendar.working_week("UTC", time(9), time(17))
    business_seconds_between(calendar, start, start + 30_000 * DAY)
    assert len(calendar._days) <= 20_000
    assert business_seconds_between(calendar, start, start + 28 * DAY) == 20 * 8 * 3600
