"""Who is right when a plan and a calendar differ."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from upheld.calendars.rules.agreeing import Decision, Lost, Sides, Step, Version, decide
from upheld.calendars.rules.pausing import pause_after

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def version(hour: int) -> Version:
    start = datetime(2026, 3, 11, hour, tzinfo=UTC)
    return Version(start, start + timedelta(hours=1), "Racks")


A, B, C = version(8), version(9), version(10)


@pytest.mark.parametrize(
    ("agreed", "ours", "theirs", "step", "lost"),
    [
        (A, A, A, Step.NOTE, Lost.NOBODY),
        (None, A, None, Step.WRITE, Lost.NOBODY),
        (A, B, A, Step.WRITE, Lost.NOBODY),
        (A, None, A, Step.REMOVE, Lost.NOBODY),
        (A, A, B, Step.TAKE, Lost.NOBODY),
        (A, A, None, Step.TAKE_BACK, Lost.NOBODY),
        (A, None, None, Step.FORGET, Lost.NOBODY),
        (A, B, B, Step.NOTE, Lost.NOBODY),
        (A, None, B, Step.REMOVE, Lost.THEIRS),
        (A, B, None, Step.WRITE, Lost.THEIRS),
    ],
)
def test_one_side_follows_the_other(agreed, ours, theirs, step, lost):
    assert decide(Sides(ours, theirs, agreed), NOW) == Decision(step, lost)


@pytest.mark.parametrize(
    ("ours", "theirs", "step"),
    [(-10, -20, Step.WRITE), (-20, -10, Step.TAKE), (-20, 600, Step.TAKE), (-5, -600, Step.WRITE),
     (-5, None, Step.TAKE)],
)  # fmt: skip
def test_the_newer_of_two_changes_wins(ours, theirs, step):
    sides = Sides(
        B, C, A, ours_at=NOW + timedelta(minutes=ours),
        theirs_at=None if theirs is None else NOW + timedelta(minutes=theirs),
        agreed_at=NOW - timedelta(minutes=30),
    )  # fmt: skip

    lost = Lost.THEIRS if step is Step.WRITE else Lost.OURS
    assert decide(sides, NOW) == Decision(step, lost)


def test_what_we_were_about_to_write_is_not_theirs():
    assert decide(Sides(B, B, A, claimed=B), NOW) == Decision(Step.NOTE)
    assert decide(Sides(C, B, A, claimed=B), NOW) == Decision(Step.WRITE)
    assert decide(Sides(None, B, A, claimed=B), NOW) == Decision(Step.REMOVE)
    assert decide(Sides(B, None, None, claimed=B), NOW) == Decision(Step.WRITE)


def test_whatever_was_done_both_sides_are_then_the_same():
    """Doing what was decided, and deciding again, ends: nothing goes to and fro for ever."""
    for agreed, ours, theirs in product([None, A], [None, A, B], [None, A, B, C]):
        decision = decide(Sides(ours, theirs, agreed, ours_at=NOW, agreed_at=NOW), NOW)
        after = {
            Step.WRITE: ours, Step.NOTE: ours, Step.TAKE: theirs, Step.TAKE_BACK: None,
            Step.REMOVE: None, Step.FORGET: None,
        }[decision.step]  # fmt: skip
        again = decide(Sides(after, after, after), NOW)
        assert again.step in {Step.NOTE, Step.FORGET}


def test_a_server_that_is_gone_rests_ever_longer_up_to_an_hour():
    pauses = [pause_after(count) for count in range(1, 50)]

    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(minutes=5)
    assert pauses[-1] == timedelta(hours=1)
