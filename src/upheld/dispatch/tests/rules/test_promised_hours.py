"""Where promised hours fall."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from upheld.dispatch.rules.promised_hours import OpenWork, by_week, left_of, monday_of, weeks_from

MONDAY = date(2026, 3, 9)
DAYS = st.integers(0, 700).map(lambda count: date(2026, 1, 1) + timedelta(days=count))


class TestPromisedHours:
    def test_are_spread_until_they_are_due(self):
        work = OpenWork(10, None, date(2026, 3, 25))
        assert by_week([work], MONDAY) == {
            MONDAY: 4, date(2026, 3, 16): 3, date(2026, 3, 23): 3,
        }  # fmt: skip

    def test_begin_when_the_work_begins(self):
        work = OpenWork(10, date(2026, 3, 18), date(2026, 3, 20))
        assert by_week([work], MONDAY) == {date(2026, 3, 16): 10}

    def test_at_a_weekend_the_week_to_come_is_this_week(self):
        sunday = date(2026, 3, 15)
        assert by_week([OpenWork(10, None, sunday)], sunday) == {date(2026, 3, 16): 10}
        assert weeks_from(sunday, 1) == (date(2026, 3, 16),)
        assert weeks_from(date(2026, 3, 13), 1) == (MONDAY,)

    def test_overdue_work_takes_this_week(self):
        assert by_week([OpenWork(10, None, date(2026, 1, 5))], MONDAY) == {MONDAY: 10}

    @given(st.lists(st.tuples(st.integers(0, 10**6), DAYS, DAYS), max_size=20), DAYS)
    def test_lose_no_second_and_lie_on_mondays_from_this_week_on(self, given_works, today):
        works = [OpenWork(seconds, start, due) for seconds, start, due in given_works]
        weeks = by_week(works, today)
        assert sum(weeks.values()) == sum(work.left_seconds for work in works)
        assert all(monday == monday_of(monday) >= monday_of(today) for monday in weeks)

    def test_work_over_its_estimate_has_nothing_left(self):
        assert (left_of(100, 130), left_of(100, 30), left_of(None, 30)) == (0, 70, 0)

    def test_weeks_follow_each_other(self):
        assert weeks_from(date(2026, 3, 12), 2) == (MONDAY, date(2026, 3, 16))
