"""What an entry of time may be, and how a day falls into slices and gaps."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.foundation.values.period import Period
from upheld.timekeeping.rules.day_slices import SHORTEST_GAP, Slice, slices_of
from upheld.timekeeping.rules.entries import (
    Worked,
    day_problem,
    day_worked,
    entry_cautions,
    entry_problem,
    moment_by_the_wall,
)

NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
DAY = NOON.date()
MORNING = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
WORKING = [Period(MORNING, MORNING + timedelta(hours=8))]


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 9, hour, minute, tzinfo=UTC)


class TestAnEntry:
    @pytest.mark.parametrize(
        ("worked", "code"),
        [
            (Worked(DAY, 0), "no_time_spent"),
            (Worked(DAY, 24 * 3600 + 1), "longer_than_a_day"),
            (Worked(DAY + timedelta(days=1), 60), "in_the_future"),
            (Worked(DAY, 60, at(12, 1)), "in_the_future"),
            (Worked(DAY, 24 * 3600), None),
            (Worked(DAY, 60, NOON), None),
        ],
    )
    def test_can_be_or_says_why_not(self, worked, code):
        found = entry_problem(worked, NOON, "UTC")
        assert (found.code if found else None) == code

    def test_touching_entries_do_not_overlap(self):
        before = Worked(DAY, 3600, at(9))
        assert entry_cautions(Worked(DAY, 3600, at(10)), [before], NOON) == []
        found = entry_cautions(Worked(DAY, 3600, at(9, 59)), [before], NOON)
        assert [one.code for one in found] == ["overlaps"]

    def test_an_end_a_little_ahead_is_no_matter(self):
        assert entry_cautions(Worked(DAY, 3600 + 300, at(11)), [], NOON) == []
        found = entry_cautions(Worked(DAY, 3600 + 301, at(11)), [], NOON)
        assert [one.code for one in found] == ["not_over_yet"]

    def test_a_day_holds_24_hours_of_its_own_entries(self):
        others = [Worked(DAY, 20 * 3600), Worked(DAY - timedelta(days=1), 20 * 3600)]
        assert day_problem(Worked(DAY, 4 * 3600), others) is None
        problem = day_problem(Worked(DAY, 4 * 3600 + 1), others)
        assert problem is not None
        assert problem.code == "day_overfull"

    def test_belongs_to_the_day_of_its_beginning_in_the_persons_zone(self):
        late = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
        assert day_worked(late, None, late, "Europe/Berlin") == date(2026, 3, 10)
        assert day_worked(None, DAY, late, "Europe/Berlin") == DAY
        assert day_worked(None, None, late, "UTC") == DAY

    def test_a_skipped_clock_has_no_moment_and_a_repeated_one_its_first(self):
        assert moment_by_the_wall(date(2026, 3, 29), time(1, 30), "Europe/London") is None
        twice = moment_by_the_wall(date(2026, 10, 25), time(1, 30), "Europe/London")
        assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


class TestSlices:
    def test_gaps_stand_between_what_is_placed(self):
        logged = [Slice(at(9), 3600, entry_id=1), Slice(at(11), 3600, entry_id=2)]
        shown = [(one.start.hour, one.seconds, one.is_gap) for one in slices_of(logged, WORKING)]
        assert shown == [(9, 3600, False), (10, 3600, True), (11, 3600, False), (12, 18000, True)]

    def test_time_without_an_hour_fills_where_it_was_entered(self):
        logged = [Slice(at(10), 3600, entry_id=1, is_placed=False)]
        gaps = [(one.start.hour, one.seconds) for one in slices_of(logged, WORKING) if one.is_gap]
        assert gaps == [(9, 3600), (11, 21600)]

    def test_and_the_first_gap_where_that_is_taken(self):
        logged = [Slice(at(10), 3600, entry_id=1), Slice(at(10), 1800, entry_id=2, is_placed=False)]
        gaps = [(one.start, one.seconds) for one in slices_of(logged, WORKING) if one.is_gap]
        assert gaps == [(at(9, 30), 1800), (at(11), 21600)]

    @given(
        st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 300), st.booleans()), max_size=12)
    )
    def test_no_second_is_both_logged_and_missing(self, drawn):
        logged = [
            Slice(at(0) + timedelta(minutes=start), minutes * 60, entry_id=n, is_placed=placed)
            for n, (start, minutes, placed) in enumerate(drawn)
        ]
        shown = slices_of(logged, WORKING)
        gaps = [one for one in shown if one.is_gap]
        placed = [one for one in logged if one.is_placed]
        assert [one for one in shown if not one.is_gap] == sorted(
            logged, key=lambda one: (one.start, one.entry_id)
        )
        for gap in gaps:
            assert gap.seconds >= SHORTEST_GAP
            assert WORKING[0].covers(Period(gap.start, gap.end))
            assert not any(one.start < gap.end and gap.start < one.end for one in placed)
        assert sum(gap.seconds for gap in gaps) <= WORKING[0].seconds
        assert all(a.end <= b.start for a, b in pairwise(gaps))
