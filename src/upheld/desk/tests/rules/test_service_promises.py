"""A month of service: what it covers, when its promise falls due, and what it came to."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.desk.rules.service_promises import (
    Clock,
    Hold,
    Verdict,
    covered_month,
    falls_due,
    hold,
    month_behind,
    promise_words,
    verdict,
)
from upheld.foundation.values.period import Period
from upheld.foundation.values.rate import Rate

LONDON = "Europe/London"
NINETY = Rate.percent(90)


def clocks(*pairs):
    return tuple(Clock("answers", *pair) for pair in pairs)


def covered(day, begins, ends) -> Period:
    month = covered_month(day, begins, ends, LONDON)
    assert month is not None
    return month


class TestMonths:
    def test_the_first_one_begins_with_the_agreement(self):
        month = covered(date(2026, 5, 12), date(2026, 5, 12), date(2028, 5, 12))
        assert month.start == datetime(2026, 5, 11, 23, tzinfo=UTC)
        assert month.end == datetime(2026, 5, 31, 23, tzinfo=UTC)

    def test_the_last_one_ends_with_it(self):
        month = covered(date(2028, 5, 3), date(2026, 5, 12), date(2028, 5, 12))
        assert month.end == datetime(2028, 5, 11, 23, tzinfo=UTC)

    @pytest.mark.parametrize("day", [date(2026, 4, 30), date(2028, 6, 1)])
    def test_none_outside(self, day):
        assert covered_month(day, date(2026, 5, 12), date(2028, 5, 12), LONDON) is None

    def test_none_where_nothing_is_covered(self):
        day = date(2026, 5, 1)
        assert covered_month(day, day, day, LONDON) is None

    @pytest.mark.parametrize("month", range(1, 13))
    def test_is_found_again_from_the_day_that_it_falls_due(self, month):
        span = date(2026, 1, 1), date(2027, 1, 1)
        whole = covered(date(2026, month, 15), *span)
        assert month_behind(falls_due(whole), *span, LONDON) == whole

    @pytest.mark.parametrize("moved_to", ["Europe/Berlin", "Asia/Dubai", "America/Los_Angeles"])
    def test_is_found_again_by_a_company_that_moved_to_another_zone(self, moved_to):
        span = (date(2026, 5, 31), date(2027, 5, 1))
        for day in (date(2026, 5, 31), date(2026, 6, 9)):
            promised = covered_month(day, *span, LONDON)
            assert promised is not None
            found = month_behind(falls_due(promised), *span, moved_to)
            assert found == covered_month(day, *span, moved_to)

    def test_says_which_month_and_which_share(self):
        month = covered(date(2026, 5, 1), date(2026, 5, 1), date(2027, 5, 1))
        said = promise_words("Gold", month, NINETY, LONDON)
        assert said.startswith("Service level “Gold” in May 2026: at least 90 %")


class TestVerdicts:
    @pytest.mark.parametrize(
        ("counted", "expected"),
        [
            (((9, 10), (10, 10)), Verdict.KEPT),
            (((8, 10), (10, 10)), Verdict.BROKEN),
            (((10, 10), (8, 10)), Verdict.BROKEN),
            (((1, 1), (0, 0)), Verdict.KEPT),
            (((0, 1), (0, 0)), Verdict.BROKEN),
            (((0, 0), (0, 0)), Verdict.NOTHING_DUE),
            (((899_999, 1_000_000), (0, 0)), Verdict.BROKEN),
        ],
    )
    def test_each_clock_must_reach_the_share(self, counted, expected):
        assert verdict(clocks(*counted), NINETY) is expected


class TestSoFar:
    @pytest.mark.parametrize(
        ("met", "due", "left", "mend"),
        [
            (0, 0, 0, 0),
            (9, 10, 0, 0),
            (10, 10, 1, 0),
            (19, 20, 1, 0),
            (8, 10, 0, 10),
            (89, 100, 0, 10),
        ],
    )
    def test_how_many_more_misses_it_stands(self, met, due, left, mend):
        clock = Clock("x", met, due)
        assert clock.misses_left(Rate.percent(90)) == left
        assert clock.met_to_mend(Rate.percent(90)) == mend

    def test_nothing_mends_a_miss_where_all_were_promised(self):
        assert Clock("x", 9, 10).met_to_mend(Rate.percent(100)) is None

    @given(met=st.integers(0, 400), missed=st.integers(0, 100), percent=st.integers(1, 100))
    def test_says_what_counting_on_says(self, met, missed, percent):
        least, clock = Rate.percent(percent), Clock("x", met, met + missed)
        left = clock.misses_left(least)
        if clock.reached(least):
            assert Clock("x", met, met + missed + left).reached(least)
            assert not Clock("x", met, met + missed + left + 1).reached(least)
        mend = clock.met_to_mend(least)
        if mend is not None:
            assert Clock("x", met + mend, met + missed + mend).reached(least)
            if mend:
                more = mend - 1
                assert not Clock("x", met + more, met + missed + more).reached(least)

    def test_is_in_danger_only_while_something_can_be_missed(self):
        clock, least = Clock("x", 9, 10), Rate.percent(90)
        assert hold(clock, least, running=1) is Hold.IN_DANGER
        assert hold(clock, least, running=0) is Hold.HOLDS
        assert hold(Clock("x", 8, 10), least, running=0) is Hold.BROKEN
        assert hold(Clock("x", 0, 0), least, running=0) is Hold.NOTHING_DUE

    @pytest.mark.parametrize(
        ("met", "due", "running", "found"),
        [
            (0, 0, 1, Hold.NONE_TO_SPARE),
            (3, 3, 2, Hold.NONE_TO_SPARE),
            (8, 8, 1, Hold.NONE_TO_SPARE),
            (8, 8, 2, Hold.IN_DANGER),
            (9, 9, 1, Hold.HOLDS),
            (9, 10, 1, Hold.IN_DANGER),
            (2, 3, 1, Hold.BROKEN),
        ],
    )
    def test_so_few_that_any_miss_breaks_it_press_nobody(self, met, due, running, found):
        assert hold(Clock("x", met, due), Rate.percent(90), running) is found

    def test_where_everything_is_promised_it_holds_until_the_first_miss(self):
        assert hold(Clock("x", 40, 40), Rate.percent(100), 5) is Hold.NONE_TO_SPARE
