"""Splitting and merging lose no second and invent no hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.timekeeping.rules.arranging import (
    Piece,
    merge_problem,
    merged,
    same_hour_on,
    split_at,
    split_problem,
)

NINE = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
DAY = NINE.date()


def piece(seconds: int, minute: int | None = None, note: str = "") -> Piece:
    started_at = None if minute is None else NINE + timedelta(minutes=minute)
    return Piece(seconds, started_at, DAY, note, ("ticket", 7, ""))


@given(st.integers(2, 86_400), st.data(), st.booleans())
def test_what_is_split_can_be_merged_again(seconds, data, placed):
    cut = data.draw(st.integers(1, seconds - 1))
    whole = piece(seconds, 0 if placed else None, "Rack")
    assert split_problem(seconds, cut) is None
    parts = split_at(whole, cut)
    assert sum(one.seconds for one in parts) == seconds
    assert merged(parts) == whole
    assert merged(parts[::-1]).seconds == seconds


@pytest.mark.parametrize("cut", [0, -5, 60, 61])
def test_each_part_needs_some_time(cut):
    found = split_problem(60, cut)
    assert found is not None
    assert found.code == "outside_the_entry"


def test_holes_between_them_leave_no_beginning():
    assert merged([piece(600, 0), piece(600, 10)]).started_at == NINE
    assert merged([piece(600, 10), piece(600, 0)]).started_at == NINE
    assert merged([piece(600, 0), piece(600, 11)]).started_at is None
    assert merged([piece(600, 0), piece(600)]).started_at is None


def test_notes_are_kept_once_in_order():
    assert merged([piece(60, 1, "b"), piece(60, 0, "a"), piece(60, 2, "b")]).note == "a; b"


def test_only_what_is_alike():
    other = Piece(60, None, DAY, "", ("ticket", 8, ""))
    for pieces, code in (([piece(60)], "too_few"), ([piece(60), other], "not_alike")):
        found = merge_problem(pieces)
        assert found is not None
        assert found.code == code
    assert merge_problem([piece(60), piece(60, 5)]) is None


def test_the_same_hour_is_that_of_the_clock():
    winter = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)
    assert same_hour_on(winter, date(2026, 3, 30), "Europe/London") == datetime(
        2026, 3, 30, 8, 0, tzinfo=UTC
    )
    skipped = datetime(2026, 3, 28, 1, 30, tzinfo=UTC)
    assert same_hour_on(skipped, date(2026, 3, 29), "Europe/London") is None
    assert same_hour_on(None, DAY, "UTC") is None
