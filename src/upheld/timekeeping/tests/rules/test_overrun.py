"""When a forgotten timer is asked about: well past the end of the day in which it was started."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from upheld.foundation.values.period import Period
from upheld.timekeeping.rules.overrun import day_ended_at


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 9, hour, minute, tzinfo=UTC)


DAY = [Period(at(9), at(12)), Period(at(13), at(17, 30))]


@pytest.mark.parametrize(
    ("begun", "now", "ended"),
    [
        (at(10), at(17, 30), None),
        (at(10), at(18), None),
        (at(10), at(18, 1), at(17, 30)),
        (at(16), at(9) + timedelta(days=3), at(17, 30)),
        (at(18), at(9) + timedelta(days=1), None),
    ],
)
def test_the_day_in_which_it_was_started_decides(begun, now, ended):
    assert day_ended_at(begun, now, DAY) == ended


def test_on_a_day_off_nobody_knows_better():
    assert day_ended_at(at(10), at(23), []) is None
