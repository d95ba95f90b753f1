"""Where planned time lands when it is put on a day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.dispatch.rules.placing import placed
from upheld.foundation.values.period import Period

HOUR = 3600


def at(hour: float) -> datetime:
    return datetime.fromtimestamp(datetime(2026, 3, 10, tzinfo=UTC).timestamp() + hour * HOUR, UTC)


def span(start: float, end: float) -> Period:
    return Period(at(start), at(end))


DAY = span(0, 24)
OPEN = [span(9, 12), span(13, 17)]
EXAMPLES = [
    # wanted hours, what is taken, not before, from, until
    (2, [], 0, 9, 11),
    (8, [], 0, 9, 12),  # a piece lies in one stretch
    (2, [(9, 10)], 0, 10, 12),
    (2, [(9, 11.75)], 0, 13, 15),  # a quarter of an hour is no gap
    (2, [], 15.5, 15.5, 17),  # the day has begun
    (0, [], 0, 9, 11),
    (9, [(8, 12)], 0, 13, 17),
    (3, [(8, 18)], 0, 9, 11),  # nothing is free: at the opening, and doubted
    (0.25, [(9, 10)], 0, 10, 10.25),
    (1, [(9, 10), (10.5, 17)], 0, 10, 10.5),
]


@pytest.mark.parametrize(("wanted", "taken", "earliest", "start", "end"), EXAMPLES)
def test_it_lands_in_the_first_gap(
    wanted: float, taken: list[tuple[float, float]], earliest: float, start: float, end: float
) -> None:
    found = placed(DAY, round(wanted * HOUR), OPEN, [span(*one) for one in taken], at(earliest))
    assert found == span(start, end)


def test_a_day_without_hours_begins_at_nine() -> None:
    assert placed(DAY, 3 * HOUR, [], [], at(0)) == span(9, 11)


@given(
    st.integers(1, 12 * HOUR),
    st.lists(st.tuples(st.floats(0, 12), st.floats(0.1, 5)).map(lambda p: (p[0], p[0] + p[1]))),
)
def test_it_overlaps_nothing_while_there_is_a_gap(
    wanted: int, taken: list[tuple[float, float]]
) -> None:
    busy = [span(*one) for one in taken]
    found = placed(DAY, wanted, OPEN, busy, at(0))
    assert 0 < found.seconds <= 4 * HOUR
    if any(found.overlaps(one) for one in busy):
        assert found.start == at(9)
