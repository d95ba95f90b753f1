"""What work nobody plans is to be expected: learned from the weeks behind, with its spread.

The usual load is the middle of what was seen (half of the weeks had no more), the band holds what
lies between the 10 % and the 90 % mark, each mark the smallest load seen that so many weeks did
not exceed (nearest rank). Nothing is smoothed and nothing is assumed about the shape. Weeks
before the first with any load are not counted: nobody knows what they would have held.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import isqrt

WEEKS_BACK = 13
"""How many whole weeks are looked back over: a quarter of a year."""
ENOUGH = 8
"""With fewer weeks, nothing is said of what is usual."""
_HALF, _LOW, _HIGH, _WHOLE = 50, 10, 90, 100
_WEEK = timedelta(days=7)
_DAYS = 7


@dataclass(frozen=True, slots=True)
class Expected:
    """A load in seconds: the usual one, and the band in which four of five weeks lie.

    `n` weeks were seen; while they are fewer than ENOUGH, all three are 0 and mean nothing.
    """

    n: int
    usual: int = 0
    low: int = 0
    high: int = 0

    @property
    def known(self) -> bool:
        """Tell whether there was enough history to say anything."""
        return self.n >= ENOUGH

    @property
    def spread(self) -> int:
        """How much more than usual it may be, in seconds: up to the upper edge of the band."""
        return self.high - self.usual


def expected(loads: Sequence[int]) -> Expected:
    """Give what is to be expected after some loads in seconds, one for each week seen."""
    n = len(loads)
    if n < ENOUGH:
        return Expected(n)
    ranked = sorted(loads)
    return Expected(n, _mark(ranked, _HALF), _mark(ranked, _LOW), _mark(ranked, _HIGH))


def weeks_seen(days: Mapping[date, int], end: date, count: int = WEEKS_BACK) -> list[int]:
    """Add up the loads of days by week: `count` whole weeks before the Monday `end`, oldest first.

    Weeks before the first with any load are left out; a later week without any counts as 0.
    """
    mondays = [end - _WEEK * back for back in range(count, 0, -1)]
    sums = dict.fromkeys(mondays, 0)
    for day, seconds in days.items():
        monday = day - timedelta(days=day.weekday())
        if monday in sums:
            sums[monday] += seconds
    found = [sums[monday] for monday in mondays]
    first = next((place for place, seconds in enumerate(found) if seconds), len(found))
    return found[first:]


def weekdays_seen(
    days: Mapping[date, int], end: date, count: int = WEEKS_BACK
) -> tuple[list[int], ...]:
    """Give the loads of each weekday, Monday first, in the weeks that `weeks_seen` counts."""
    seen = len(weeks_seen(days, end, count))
    mondays = [end - _WEEK * back for back in range(seen, 0, -1)]
    return tuple(
        [days.get(monday + timedelta(days=place), 0) for monday in mondays]
        for place in range(_DAYS)
    )


def scaled(load: Expected, part: int, whole: int) -> Expected:
    """Give the share of a week's load that falls to `part` of its `whole` working seconds."""
    if whole <= 0 or part >= whole:
        return load
    usual, low, high = (one * part // whole for one in (load.usual, load.low, load.high))
    return Expected(load.n, usual, low, high)


def together(spreads: Sequence[int]) -> int:
    """Give the spread of several weeks together: the root of the sum of their squares, rounded up.

    That holds for weeks that do not depend on each other; a bad month is worse than this says.
    """
    squares = sum(one * one for one in spreads)
    root = isqrt(squares)
    return root + (root * root < squares)


def _mark(ranked: Sequence[int], percent: int) -> int:
    return ranked[max(0, -(-len(ranked) * percent // _WHOLE) - 1)]
