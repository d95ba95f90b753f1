"""Times as clocks on walls show them: skipped once a year, shown twice once a year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from upheld.selling.rules.wall_clock import (
    clocks_change_between,
    is_first_of_two,
    read_wall_time,
)


@pytest.mark.parametrize(
    ("text", "zone", "utc"),
    [
        ("2026-03-02T09:00", "Europe/London", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("2026-07-02T09:00", "Europe/London", datetime(2026, 7, 2, 8, tzinfo=UTC)),
        ("2026-03-02 09:00", "Europe/London", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("2026-03-02T09:00+02:00", "Europe/London", datetime(2026, 3, 2, 7, tzinfo=UTC)),
        ("2026-03-02T09:00Z", "Asia/Tokyo", datetime(2026, 3, 2, 9, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_by_the_clock_of_its_zone(text, zone, utc):
    read = read_wall_time(text, zone)
    assert read is not None
    assert read.moment == utc
    assert not read.repeated


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01T10:00", "25:00", "2026-02-30T10:00"])
def test_what_is_no_time_is_nothing(text):
    assert read_wall_time(text, "Europe/London") is None


@pytest.mark.parametrize(
    ("text", "zone", "around"),
    [
        ("2026-03-29T01:30", "Europe/London", ("00:45", "02:00")),
        ("2026-03-29T02:00", "Europe/Berlin", ("01:45", "03:00")),
        ("2026-03-08T02:59", "America/New_York", ("01:45", "03:00")),
        # Lord Howe moves by half an hour only.
        ("2026-10-04T02:15", "Australia/Lord_Howe", ("01:45", "02:30")),
    ],
)
def test_a_skipped_time_names_what_the_clocks_show_before_and_after(text, zone, around):
    read = read_wall_time(text, zone)
    assert read is not None
    assert read.moment is None
    assert read.alternatives == around


def test_a_repeated_time_is_taken_as_the_first_and_says_so():
    read = read_wall_time("2026-10-25T01:30", "Europe/London")
    assert read is not None
    assert read.repeated
    assert read.moment == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert is_first_of_two(read.moment, "Europe/London")
    assert not is_first_of_two(read.moment + timedelta(hours=1), "Europe/London")
    assert not is_first_of_two(read.moment + timedelta(hours=3), "Europe/London")


def test_a_change_of_the_clocks_is_told_with_its_size():
    night = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert clocks_change_between(night, night + timedelta(hours=2), "Europe/London") == timedelta(
        hours=1
    )
    autumn = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert clocks_change_between(autumn, autumn + timedelta(hours=2), "Europe/London") == timedelta(
        hours=-1
    )
    assert not clocks_change_between(night, night + timedelta(minutes=20), "Europe/London")
