"""What is probably time, and what is logged already."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from upheld.timekeeping.rules.proposing import Known, is_logged, sittings

NINE = datetime(2026, 3, 9, 9, tzinfo=UTC)
DAY = date(2026, 3, 9)


def at(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def test_an_answer_is_guessed_from_ten_minutes_before_it():
    (one,) = sittings([at(30)])
    assert (one.started_at, one.seconds, one.moments) == (at(20), 600, 1)


def test_answers_within_an_hour_are_one_sitting():
    first, second = sittings([at(0), at(60), at(121)])
    assert (first.first, first.started_at, first.seconds, first.moments) == (0, at(-10), 4200, 2)
    assert (second.first, second.started_at, second.moments) == (2, at(111), 1)
    assert sittings([]) == []


@pytest.mark.parametrize(("known", "logged"), [
    ([], False),
    ([Known("ticket", 7, DAY, 600)], True),
    ([Known("ticket", 7, date(2026, 3, 8), 600)], False),
    ([Known("ticket", 8, DAY, 600)], False),
    ([Known("deal", 7, DAY, 600)], False),
    ([Known("ticket", 7, DAY, 600, at(10))], False),
    ([Known("ticket", 7, DAY, 660, at(10))], True),
    ([Known("ticket", 7, DAY, 600, at(40))], False),
])  # fmt: skip
def test_logged_is_what_shares_a_moment_or_has_no_hour_that_day(known, logged):
    assert is_logged("ticket", 7, DAY, at(20), at(40), known) is logged
