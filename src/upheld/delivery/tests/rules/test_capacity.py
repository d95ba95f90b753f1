"""Hours that can still be promised."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.delivery.rules.capacity import fits, free_hours
from upheld.foundation.values.rate import Rate

HOUR = 3600
WEEKS = [date(2026, 3, 2) + timedelta(weeks=week) for week in range(4)]
SECONDS = st.lists(st.integers(0, 40 * HOUR), min_size=4, max_size=4)


def hours(*by_week: float) -> dict[date, int]:
    return {week: round(h * HOUR) for week, h in zip(WEEKS, by_week, strict=False)}


def test_promises_are_laid_against_what_is_available() -> None:
    weeks = free_hours(hours(40, 40, 40), hours(30, 10, 40))
    assert [week.free / HOUR for week in weeks] == [10, 30, 0]


def test_what_does_not_fit_into_a_week_takes_the_next_ones_room() -> None:
    weeks = free_hours(hours(40, 40, 40), hours(70, 20, 0))
    assert [(w.carried_in / HOUR, w.free / HOUR, w.overflow / HOUR) for w in weeks] == [
        (0, 0, 30),
        (30, 0, 10),
        (10, 30, 0),
    ]


def test_weeks_that_nobody_named_have_nothing() -> None:
    weeks = free_hours({WEEKS[0]: HOUR}, {WEEKS[2]: HOUR})
    assert [week.monday for week in weeks] == WEEKS[:3]
    assert weeks[2].overflow == HOUR
    assert free_hours({}, {}) == ()


def test_a_week_is_named_by_its_monday() -> None:
    with pytest.raises(ValueError, match="Monday"):
        free_hours({date(2026, 3, 3): HOUR}, {})


CASES = [
    # hours wanted, start, due, fits, free, short, earliest Friday
    (40, WEEKS[0], date(2026, 3, 13), True, 50, 0, date(2026, 3, 13)),
    (60, WEEKS[0], date(2026, 3, 13), False, 50, 10, date(2026, 3, 20)),
    (10, WEEKS[0], date(2026, 3, 6), True, 10, 0, date(2026, 3, 6)),
    (10, WEEKS[0], date(2026, 3, 8), True, 10, 0, date(2026, 3, 6)),
    (10, WEEKS[0], date(2026, 3, 4), False, 6, 4, date(2026, 3, 6)),
    (2, date(2026, 3, 6), date(2026, 3, 6), True, 2, 0, date(2026, 3, 6)),
    (200, WEEKS[0], date(2026, 3, 27), False, 90, 110, None),
    (5, date(2026, 3, 7), date(2026, 3, 8), False, 0, 5, date(2026, 3, 13)),
    (0, WEEKS[0], WEEKS[0], True, 2, 0, date(2026, 3, 6)),
]


@pytest.mark.parametrize(("wanted", "start", "due", "ok", "free", "short", "earliest"), CASES)
def test_whether_a_new_promise_fits(
    wanted: int, start: date, due: date, ok: bool, free: int, short: int, earliest: date | None
) -> None:
    weeks = free_hours(hours(40, 40, 40, 40), hours(30, 0, 30, 10))
    found = fits(wanted * HOUR, weeks, start_on=start, due_on=due)
    assert found.fits is ok
    assert found.free_seconds == free * HOUR
    assert found.short_seconds == short * HOUR
    assert found.earliest_due == earliest


def test_a_share_can_be_kept_for_what_nobody_plans() -> None:
    weeks = free_hours(hours(40), hours(20))
    found = fits(
        HOUR, weeks, start_on=WEEKS[0], due_on=date(2026, 3, 6), keep_free=Rate.percent(25)
    )
    assert found.free_seconds == 10 * HOUR
    assert found.why == "There are 10 h free before the date."
    more = fits(30 * HOUR, weeks, start_on=WEEKS[0], due_on=date(2026, 3, 6))
    assert more.why == "There are 20 h free before the date; 10 h are missing."


@given(SECONDS, SECONDS, st.integers(0, 200 * HOUR))
def test_no_second_is_promised_twice(available: list[int], asked: list[int], wanted: int) -> None:
    room, promised = dict(zip(WEEKS, available, strict=True)), dict(zip(WEEKS, asked, strict=True))
    weeks = free_hours(room, promised)
    assert sum(week.free for week in weeks) - weeks[-1].overflow == sum(available) - sum(asked)
    found = fits(wanted, weeks, start_on=WEEKS[0], due_on=WEEKS[3] + timedelta(days=6))
    assert found.fits is (wanted <= sum(week.free for week in weeks))
    if found.fits:
        assert found.earliest_due is not None
        again = fits(wanted, weeks, start_on=WEEKS[0], due_on=found.earliest_due)
        assert again.fits
