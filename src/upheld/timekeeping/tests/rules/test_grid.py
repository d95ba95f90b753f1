"""Where blocks stand against the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.timekeeping.rules.grid import (
    MOST_LANES,
    SHORTEST_SHOWN,
    Placed,
    clock_of,
    fits_beside,
    hours_shown,
    in_lanes,
    minute_of,
    stretch_on,
)

BERLIN = "Europe/Berlin"
DAY = date(2026, 3, 9)


def test_a_stretch_stands_by_the_clock_of_its_zone():
    start = datetime(2026, 3, 9, 8, 10, tzinfo=UTC)
    placed = stretch_on(start, start + timedelta(minutes=25), DAY, BERLIN)
    assert (placed.hour, placed.minute, placed.minutes) == (9, 10, 25)


def test_what_reaches_past_midnight_is_cut_there():
    start = datetime(2026, 3, 9, 22, 30, tzinfo=UTC)
    placed = stretch_on(start, start + timedelta(hours=2), DAY, BERLIN)
    assert (placed.begins, placed.ends) == (23 * 60 + 30, 24 * 60)
    assert clock_of(placed.ends) == "0:00"


def test_days_beside_it_are_held_to_its_ends():
    assert minute_of(datetime(2026, 3, 8, 12, tzinfo=UTC), DAY, BERLIN) == 0
    assert minute_of(datetime(2026, 3, 10, 12, tzinfo=UTC), DAY, BERLIN) == 24 * 60


def test_an_hour_that_comes_twice_is_shown_and_never_backwards():
    start = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)
    placed = stretch_on(start, start + timedelta(minutes=20), date(2026, 10, 25), BERLIN)
    assert placed.minutes == 1


def test_those_that_meet_stand_side_by_side():
    first, second, alone = in_lanes([Placed(540, 60), Placed(570, 60), Placed(700, 30)])
    assert (first.lane, first.lanes) == (0, 2)
    assert (second.lane, second.lanes) == (1, 2)
    assert (alone.lane, alone.lanes) == (0, 1)


@pytest.mark.parametrize(("stretches", "hours"), [
    ([], (8, 18)),
    ([Placed(6 * 60 + 5, 30)], (6, 18)),
    ([Placed(19 * 60, 61)], (8, 21)),
    ([Placed(23 * 60 + 55, 5)], (8, 24)),
])  # fmt: skip
def test_the_hours_hold_all_of_it(stretches, hours):
    assert hours_shown(stretches) == hours


def test_beside_means_no_shared_minute():
    assert fits_beside(Placed(600, 30), [Placed(570, 30), Placed(630, 5)])
    assert not fits_beside(Placed(600, 30), [Placed(629, 1)])


@given(st.lists(st.tuples(st.integers(0, 1400), st.integers(1, 300)), max_size=12))
def test_nothing_stands_on_top_of_another_while_there_is_room(pairs):
    found = in_lanes([Placed(*pair) for pair in pairs])
    assert [(one.begins, one.minutes) for one in found] == pairs
    for place, one in enumerate(found):
        assert 0 <= one.lane < one.lanes <= MOST_LANES
        for other in found[place + 1 :]:
            meets = (one.begins < other.begins + max(other.minutes, SHORTEST_SHOWN)
                     and other.begins < one.begins + max(one.minutes, SHORTEST_SHOWN))  # fmt: skip
            if meets:
                assert one.lanes == other.lanes
                assert one.lane != other.lane or one.lane == MOST_LANES - 1
