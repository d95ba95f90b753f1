"""What promises come to, and the say/do ratio."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.foundation.values.period import Period
from upheld.foundation.values.rate import Rate
from upheld.promises.rules.ledger import (
    PromiseFact,
    SayDo,
    Standing,
    fell_due,
    overdue,
    say_do,
    standing,
)
from upheld.promises.rules.states import FINAL, PromiseState

OFFERED, AGREED = PromiseState.OFFERED, PromiseState.AGREED
KEPT, BROKEN = PromiseState.KEPT, PromiseState.BROKEN
REPLACED, RELEASED = PromiseState.REPLACED, PromiseState.RELEASED
MARCH = Period(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))


def day(number: int) -> datetime:
    """Count days from the first of March 2026."""
    return MARCH.start + timedelta(days=number - 1)


def fact(
    state: PromiseState, due: int | None, settled: int | None = None, agreed: int | None = -30
) -> PromiseFact:
    return PromiseFact(
        state,
        None if due is None else day(due),
        None if agreed is None or state is OFFERED else day(agreed),
        None if settled is None else day(settled),
    )


@pytest.mark.parametrize(
    ("promise", "at", "expected"),
    [
        (fact(OFFERED, 10), 5, Standing.OFFERED),
        (fact(OFFERED, 10), 20, Standing.OFFERED),
        (fact(AGREED, 20), 5, Standing.RUNNING),
        (fact(AGREED, 20), 13, Standing.DUE_SOON),
        (fact(AGREED, 20), 20, Standing.DUE_SOON),
        (fact(AGREED, 20), 21, Standing.OVERDUE),
        (fact(AGREED, None), 21, Standing.RUNNING),
        (fact(KEPT, 20, 15), 16, Standing.KEPT),
        (fact(KEPT, 20, 20), 20, Standing.KEPT),
        (fact(KEPT, 20, 21), 25, Standing.LATE),
        (fact(KEPT, None, 21), 25, Standing.KEPT),
        (fact(BROKEN, 20, 25), 26, Standing.BROKEN),
        (fact(REPLACED, 20, 15), 26, Standing.REPLACED),
        (fact(RELEASED, 20, 25), 26, Standing.RELEASED),
        (fact(RELEASED, 20, 25, agreed=None), 26, Standing.RELEASED),
        # Looked back at, as it was known then.
        (fact(KEPT, 20, 25), 22, Standing.OVERDUE),
        (fact(KEPT, 20, 15), 14, Standing.DUE_SOON),
        (fact(KEPT, 20, 15, agreed=10), 5, Standing.OFFERED),
        (fact(RELEASED, 20, 25, agreed=None), 22, Standing.OFFERED),
    ],
)
def test_standing(promise, at, expected):
    assert standing(promise, day(at)) is expected
    assert overdue(promise, day(at)) == (expected is Standing.OVERDUE)


@pytest.mark.parametrize(
    ("promise", "at", "expected"),
    [
        (fact(AGREED, 10), 40, True),
        (fact(AGREED, 10), 9, False),
        (fact(AGREED, 1), 40, True),
        (fact(AGREED, 0), 40, False),
        (fact(AGREED, 32), 40, False),
        (fact(OFFERED, 10), 40, False),
        (fact(RELEASED, 10, 5, agreed=None), 40, False),
        (fact(AGREED, None), 40, False),
        (fact(KEPT, None, 10), 40, True),
        (fact(KEPT, None, 40), 41, False),
        # Given up before or after its day, it counts on its day.
        (fact(BROKEN, 10, -5), 40, True),
        (fact(KEPT, 10, 38), 40, True),
    ],
)
def test_fell_due_in_march(promise, at, expected):
    assert fell_due(promise, MARCH, day(at)) == expected


def test_the_ratio_counts_what_fell_due_and_shows_the_rest_beside():
    promises = [
        *[fact(KEPT, 10, 9)] * 6,
        fact(KEPT, 10, 12),
        fact(BROKEN, 10, 11),
        *[fact(AGREED, 10)] * 2,
        *[fact(REPLACED, 10, 8)] * 3,
        fact(RELEASED, 10, 8),
        fact(RELEASED, 10, 8, agreed=None),
        fact(KEPT, 45, 9),
        fact(OFFERED, 10),
    ]
    found = say_do(promises, MARCH, day(32))
    assert found == SayDo(kept=6, late=1, broken=1, overdue=2, replaced=3, released=1)
    assert found.counted == 10
    assert found.ratio_rounded() == Rate.percent(60)
    assert found.ratio_rounded(late_counts=True) == Rate.percent(70)


def test_the_ratio_of_a_running_period_is_of_what_has_fallen_due():
    promises = [fact(KEPT, 5, 4), fact(AGREED, 10), fact(AGREED, 20)]
    assert say_do(promises, MARCH, day(6)) == SayDo(kept=1)
    assert say_do(promises, MARCH, day(11)) == SayDo(kept=1, overdue=1)


def test_at_the_very_moment_of_its_due_it_is_not_overdue_yet():
    assert say_do([fact(AGREED, 10)], MARCH, day(10)) == SayDo()


def test_weights_add_up_instead_of_counting():
    promises = [
        PromiseFact(KEPT, day(5), day(1), day(4), weight=900),
        PromiseFact(BROKEN, day(5), day(1), day(4), weight=100),
    ]
    found = say_do(promises, MARCH, day(32), weighted=True)
    assert (found.kept, found.broken) == (900, 100)
    assert found.ratio_rounded() == Rate.percent(90)


def test_nothing_due_has_no_ratio():
    assert say_do([], MARCH, day(32)).ratio_rounded() is None


@pytest.mark.parametrize(
    ("state", "agreed", "settled"),
    [
        (KEPT, day(1), None),
        (AGREED, day(1), day(2)),
        (OFFERED, None, day(2)),
        (AGREED, None, None),
        (KEPT, None, day(2)),
        (OFFERED, day(1), None),
    ],
)
def test_facts_that_contradict_themselves_are_refused(state, agreed, settled):
    with pytest.raises(ValueError, match="promise"):
        PromiseFact(state, day(5), agreed, settled)


@st.composite
def facts(draw: Any) -> PromiseFact:
    state = draw(st.sampled_from(PromiseState))
    never = state in {REPLACED, RELEASED} and draw(st.booleans())
    agreed = None if never else draw(st.integers(-40, 0))
    settled = draw(st.integers(1, 60)) if state in FINAL else None
    return fact(state, draw(st.none() | st.integers(1, 60)), settled, agreed)


@given(st.lists(facts(), max_size=30), st.integers(-5, 70))
def test_each_promise_counts_once_and_kept_never_grows_by_giving_up(promises, at):
    found = say_do(promises, MARCH, day(at))
    beside = found.replaced + found.released
    due = [one for one in promises if fell_due(one, MARCH, day(at))]
    waiting = [one for one in due if standing(one, day(at)) is Standing.DUE_SOON]
    assert found.counted + beside + len(waiting) == len(due)
    assert found.kept <= sum(one.state is KEPT for one in promises)
    ratio = found.ratio_rounded()
    assert ratio is None or Rate(0) <= ratio <= Rate.percent(100)


@given(st.lists(facts(), max_size=30), st.integers(1, 31), st.integers(1, 70))
def test_two_halves_of_a_period_add_up_to_it(promises, cut, at):
    first = say_do(promises, Period(MARCH.start, day(cut)), day(at))
    second = say_do(promises, Period(day(cut), MARCH.end), day(at))
    both = say_do(promises, MARCH, day(at))
    for name in ("kept", "late", "broken", "overdue", "replaced", "released"):
        assert getattr(first, name) + getattr(second, name) == getattr(both, name)
