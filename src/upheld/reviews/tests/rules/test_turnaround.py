"""How long an answer takes, in the hours of whoever is asked."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.foundation.values.business_time import Calendar
from upheld.reviews.rules.turnaround import Asked, due_at, is_late, reminder_due_at, turnaround

OFFICE = Calendar.working_week("UTC", time(9), time(17))
FRIDAY = datetime(2026, 3, 6, 16, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, tzinfo=UTC)
HOUR = 3600


def test_a_weekend_does_not_count():
    asked = Asked(FRIDAY, 4 * HOUR)
    assert due_at(asked, OFFICE) == MONDAY + timedelta(hours=12)
    assert reminder_due_at(asked, OFFICE) == MONDAY + timedelta(hours=10)
    assert turnaround(asked, OFFICE, MONDAY) == HOUR
    assert not is_late(asked, OFFICE, MONDAY + timedelta(hours=12))
    assert is_late(asked, OFFICE, MONDAY + timedelta(hours=12, seconds=1))


@pytest.mark.parametrize(
    ("answered", "seconds", "late"),
    [
        (FRIDAY, 0, False),
        (FRIDAY + timedelta(minutes=30), 1_800, False),
        (FRIDAY + timedelta(hours=5), 3_600, False),
        (MONDAY + timedelta(hours=10), 7_200, False),
        (MONDAY + timedelta(hours=10, minutes=1), 7_260, True),
    ],
)
def test_an_answer_stops_the_clock(answered, seconds, late):
    asked = Asked(FRIDAY, 2 * HOUR, answered)
    much_later = MONDAY + timedelta(days=30)
    assert turnaround(asked, OFFICE, much_later) == seconds
    assert is_late(asked, OFFICE, much_later) == late


@given(st.integers(0, 200_000), st.integers(1, 200_000), st.integers(0, 30 * 86_400))
def test_due_and_late_agree(shift, within, later):
    asked = Asked(FRIDAY + timedelta(seconds=shift), within)
    due = due_at(asked, OFFICE)
    assert not is_late(asked, OFFICE, due)
    assert asked.asked_at <= reminder_due_at(asked, OFFICE) <= due
    moment = due + timedelta(seconds=later)
    opened_since = OFFICE.next_open(due) < moment
    assert is_late(asked, OFFICE, moment) == opened_since
