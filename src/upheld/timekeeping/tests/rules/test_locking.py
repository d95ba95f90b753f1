"""Which days can be locked, and what corrections of settled time come to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.foundation.values.period import today
from upheld.timekeeping.rules.locking import (
    booked_on,
    differences,
    last_lockable_day,
    locking_problem,
    unlocking_problem,
)

NOON = datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
SUNDAY = date(2026, 3, 8)


class TestTheLine:
    def test_a_day_can_be_locked_once_it_is_over_on_every_clock(self):
        assert last_lockable_day(NOON) == SUNDAY
        assert last_lockable_day(NOON - timedelta(hours=1, seconds=1)) == SUNDAY - timedelta(days=1)

    @given(
        hours=st.integers(0, 20_000),
        zone=st.sampled_from(
            ["Pacific/Kiritimati", "Europe/London", "America/Los_Angeles", "Pacific/Pago_Pago"]
        ),
    )
    def test_nobodys_today_can_be_locked(self, hours, zone):
        at = NOON + timedelta(hours=hours)
        assert last_lockable_day(at) < today(at, zone)

    @pytest.mark.parametrize(
        ("through", "locked", "code"),
        [
            (SUNDAY, None, None),
            (SUNDAY + timedelta(days=1), None, "day_not_over"),
            (SUNDAY, SUNDAY, "locked_already"),
            (SUNDAY - timedelta(days=1), SUNDAY, "locked_already"),
            (SUNDAY, SUNDAY - timedelta(days=1), None),
        ],
    )
    def test_goes_forth_and_says_why_not(self, through, locked, code):
        found = locking_problem(through, locked, NOON)
        assert (found.code if found else None) == code

    @pytest.mark.parametrize(
        ("through", "locked", "ok"),
        [(None, None, False), (None, SUNDAY, True), (SUNDAY, SUNDAY, False),
         (SUNDAY - timedelta(days=9), SUNDAY, True)],
    )  # fmt: skip
    def test_goes_back_only_where_something_is_locked(self, through, locked, ok):
        assert (unlocking_problem(through, locked) is None) is ok

    def test_a_correction_is_booked_after_it(self):
        assert booked_on(SUNDAY, None) == SUNDAY
        assert booked_on(SUNDAY - timedelta(days=5), SUNDAY) == SUNDAY + timedelta(days=1)
        assert booked_on(SUNDAY + timedelta(days=4), SUNDAY) == SUNDAY + timedelta(days=4)


class TestDifferences:
    def test_longer_shorter_elsewhere_and_nothing(self):
        assert differences({"a": 60}, "a", 90) == {"a": 30}
        assert differences({"a": 60}, "a", 45) == {"a": -15}
        assert differences({"a": 60}, "b", 45) == {"a": -60, "b": 45}
        assert differences({"a": 60}, None, 0) == {"a": -60}
        assert differences({"a": 60, "b": 0}, "a", 60) == {}

    @given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 9)), min_size=1, max_size=9))
    def test_after_any_corrections_only_what_was_wanted_remains(self, wishes):
        standing = {"a": 5}
        for work, seconds in wishes:
            for changed, by in differences(standing, work, seconds).items():
                assert by != 0
                standing[changed] = standing.get(changed, 0) + by
            assert {one: known for one, known in standing.items() if known} == {work: seconds}
