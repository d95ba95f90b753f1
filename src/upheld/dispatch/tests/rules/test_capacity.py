"""Hours that can still be promised."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from upheld.dispatch.rules.capacity import Load, fits, free_hours
from upheld.dispatch.rules.reactive import Expected

HOUR = 3600
WEEKS = [date(2026, 3, 2) + timedelta(weeks=week) for week in range(4)]
SECONDS = st.lists(st.integers(0, 40 * HOUR), min_size=4, max_size=4)


def loads(
    available: tuple[float, ...], promised: tuple[float, ...] = (), reactive: Expected | None = None
) -> dict[date, Load]:
    asked = (*promised, *([0.0] * len(available)))
    return {
        week: Load(round(h * HOUR), round(p * HOUR), 0, reactive or Expected(0))
        for week, h, p in zip(WEEKS, available, asked, strict=False)
    }


def test_promises_are_laid_against_what_is_available() -> None:
    weeks = free_hours(loads((40, 40, 40), (30, 10, 40)))
    assert [week.free / HOUR for week in weeks] == [10, 30, 0]


def test_what_does_not_fit_into_a_week_takes_the_next_ones_room() -> None:
    weeks = free_hours(loads((40, 40, 40), (70, 20, 0)))
    assert [(w.carried_in / HOUR, w.free / HOUR, w.overflow / HOUR) for w in weeks] == [
        (0, 0, 30),
        (30, 0, 10),
        (10, 30, 0),
    ]


def test_blocks_meetings_and_tickets_take_room_too() -> None:
    tickets = Expected(13, usual=8 * HOUR, low=4 * HOUR, high=14 * HOUR)
    week = free_hours({WEEKS[0]: Load(40 * HOUR, 10 * HOUR, 5 * HOUR, tickets)})[0]
    assert (week.free / HOUR, week.free_surely / HOUR, week.used / HOUR) == (17, 11, 23)


def test_weeks_that_nobody_named_have_nothing() -> None:
    weeks = free_hours({WEEKS[0]: Load(HOUR), WEEKS[2]: Load(0, HOUR)})
    assert [week.monday for week in weeks] == WEEKS[:3]
    assert weeks[2].overflow == HOUR
    assert free_hours({}) == ()


def test_a_week_is_named_by_its_monday() -> None:
    with pytest.raises(ValueError, match="Monday"):
        free_hours({date(2026, 3, 3): Load(HOUR)})


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
    weeks = free_hours(loads((40, 40, 40, 40), (30, 0, 30, 10)))
    found = fits(wanted * HOUR, weeks, start_on=start, due_on=due)
    assert found.fits is ok
    assert found.free_seconds == found.sure_seconds == free * HOUR
    assert found.short_seconds == short * HOUR
    assert found.earliest_due == found.earliest_usually == earliest


TICKETS = Expected(13, usual=16 * HOUR, low=10 * HOUR, high=19 * HOUR)
"""24 hours are left of a week of 40 in a usual week, 21 in a busy one."""
SPREAD = [
    # hours wanted, weeks, fits surely, fits usually, free, sure (hours)
    (21, 1, True, True, 24, 21),
    (22, 1, False, True, 24, 21),
    (25, 1, False, False, 24, 21),
    (90, 4, True, True, 96, 90),  # the spread of four weeks is twice that of one, not four times
    (91, 4, False, True, 96, 90),
    (97, 4, False, False, 96, 90),
]


@pytest.mark.parametrize(("wanted", "count", "surely", "usually", "free", "sure"), SPREAD)
def test_the_spread_of_tickets_is_kept_free(
    wanted: int, count: int, surely: bool, usually: bool, free: int, sure: int
) -> None:
    weeks = free_hours(loads((40, 40, 40, 40), reactive=TICKETS))
    friday = WEEKS[count - 1] + timedelta(days=4)
    found = fits(wanted * HOUR, weeks, start_on=WEEKS[0], due_on=friday)
    assert (found.fits, found.fits_usually) == (surely, usually)
    assert (found.free_seconds / HOUR, found.sure_seconds / HOUR) == (free, sure)


def test_it_is_said_in_a_sentence() -> None:
    weeks = free_hours(loads((40,), reactive=TICKETS))
    said = [
        fits(hours * HOUR, weeks, start_on=WEEKS[0], due_on=date(2026, 3, 6)).why
        for hours in (20, 22, 30)
    ]
    assert said == [
        "There are 24 h free before the date, 21 h even with many tickets.",
        "There are 24 h free before the date if tickets come as usual, but only 21 h if many come.",
        "There are 24 h free before the date; 9 h are missing.",
    ]


def test_the_weeks_it_would_overfill_are_named() -> None:
    weeks = free_hours(loads((40, 40, 40, 40), (30, 0, 39, 10)))
    found = fits(60 * HOUR, weeks, start_on=WEEKS[0], due_on=date(2026, 3, 20))
    assert found.overfilled == {WEEKS[0]: 10 * HOUR, WEEKS[2]: 19 * HOUR}
    assert fits(9 * HOUR, weeks, start_on=WEEKS[0], due_on=date(2026, 3, 13)).overfilled == {}


@settings(suppress_health_check=[HealthCheck.too_slow])  # a machine that others use
@given(SECONDS, SECONDS, st.integers(0, 200 * HOUR), st.integers(0, 20 * HOUR))
def test_no_second_is_promised_twice(
    available: list[int], asked: list[int], wanted: int, spread: int
) -> None:
    reactive = Expected(13, 0, 0, spread)
    weeks = free_hours(
        {
            week: Load(room, ask, 0, reactive)
            for week, room, ask in zip(WEEKS, available, asked, strict=True)
        }
    )
    assert sum(week.free for week in weeks) - weeks[-1].overflow == sum(available) - sum(asked)
    found = fits(wanted, weeks, start_on=WEEKS[0], due_on=WEEKS[3] + timedelta(days=6))
    assert found.fits_usually is (wanted <= sum(week.free for week in weeks))
    assert found.fits_usually or not found.fits
    assert found.sure_seconds <= found.free_seconds
    if found.fits_usually:
        assert found.earliest_usually is not None
        again = fits(wanted, weeks, start_on=WEEKS[0], due_on=found.earliest_usually)
        assert again.fits_usually
    if found.earliest_due is not None:
        assert fits(wanted, weeks, start_on=WEEKS[0], due_on=found.earliest_due).fits
