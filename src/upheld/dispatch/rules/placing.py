"""Where planned time lands when it is put on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from upheld.foundation.values.period import Period

LEAST = timedelta(minutes=30)
"""A gap that is shorter is not filled by itself."""
USUAL = timedelta(hours=2)
"""How much is planned where nothing says how much is wanted, or where no gap is free."""
MOST = timedelta(hours=4)
"""More than half a day is not planned in one piece by itself."""
MORNING = timedelta(hours=9)


def placed(
    day: Period,
    wanted_seconds: int,
    opened: Sequence[Period],
    taken: Sequence[Period],
    earliest: datetime,
) -> Period:
    """Give the stretch of a day in which wanted work lands when it is put there.

    The first gap of the working hours that nothing takes, not before `earliest`, as much of it as
    is wanted, at most four hours. Where no gap of half an hour is left, it lands at the opening,
    or at nine on a day without hours: what speaks against that is then said.
    """
    length = lasting(wanted_seconds)
    for gap in _gaps(opened, taken, earliest):
        if gap.length >= min(LEAST, length):
            return Period(gap.start, min(gap.end, gap.start + length))
    start = opened[0].start if opened else day.start + MORNING
    return Period(start, start + min(length, USUAL))


def lasting(wanted_seconds: int) -> timedelta:
    """Give how much of wanted work is planned in one piece; 0 says that nobody knows how much."""
    return min(MOST, timedelta(seconds=wanted_seconds) if wanted_seconds > 0 else USUAL)


def _gaps(
    opened: Sequence[Period], taken: Sequence[Period], earliest: datetime
) -> list[Period]:  # fmt: skip
    ranked = sorted(taken, key=lambda one: one.start)
    found: list[Period] = []
    for stretch in opened:
        start = max(stretch.start, earliest)
        for one in ranked:
            if one.end <= start or one.start >= stretch.end:
                continue
            if one.start > start:
                found.append(Period(start, one.start))
            start = max(start, one.end)
        if start < stretch.end:
            found.append(Period(start, stretch.end))
    return found
