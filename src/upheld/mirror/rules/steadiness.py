"""How steady profit and growth are: variability over months, and where it is going.

Variability is the sample standard deviation of the months divided by the size of their mean.
A steady firm earns about the same every month; a lumpy one lives from single deals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from fractions import Fraction
from itertools import pairwise
from math import isqrt

from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import WHOLE, Rate

FEWEST_MONTHS = 6
"""Below half a year a season looks like a trend."""

STEADY_UP_TO = Rate.percent(25)
UNEVEN_UP_TO = Rate.percent(60)
_NOTICEABLE = Rate.percent(10)


class Steadiness(StrEnum):
    """How even the months are. NO_LEVEL: they even out to nothing, so there is no share of it."""

    STEADY = auto()
    UNEVEN = auto()
    LUMPY = auto()
    NO_LEVEL = auto()
    NOT_ENOUGH_EVIDENCE = auto()


class Trend(StrEnum):
    """Whether the later half of the months is more even than the earlier half."""

    STEADIER = auto()
    SAME = auto()
    LUMPIER = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class SteadinessReading:
    """The verdict, the variability behind it (None where there is none), and over how many."""

    steadiness: Steadiness
    variability: Rate | None
    trend: Trend
    months: int
    more_needed: int


def steadiness_of(months: Sequence[int]) -> SteadinessReading:
    """Judge a row of months, in order: any whole figure, such as minor units of profit."""
    count = len(months)
    if count < FEWEST_MONTHS:
        short = FEWEST_MONTHS - count
        return SteadinessReading(Steadiness.NOT_ENOUGH_EVIDENCE, None, Trend.UNKNOWN, count, short)
    found = variability(months)
    if found is None:
        return SteadinessReading(Steadiness.NO_LEVEL, None, Trend.UNKNOWN, count, 0)
    if found <= STEADY_UP_TO:
        judged = Steadiness.STEADY
    else:
        judged = Steadiness.UNEVEN if found <= UNEVEN_UP_TO else Steadiness.LUMPY
    return SteadinessReading(judged, found, _trend(months), count, 0)


def variability(months: Sequence[int]) -> Rate | None:
    """Give sample standard deviation / |mean|, rounded down to a part per million.

    None for fewer than two months, or where the mean is zero. Computed in whole numbers, so
    that the same months give the same figure on every machine.
    """
    count, total = len(months), sum(months)
    if count < 2 or total == 0:  # noqa: PLR2004  a deviation takes two
        return None
    squares = sum((month * count - total) ** 2 for month in months)
    # (deviation / mean) squared = squares / (n - 1) x n / total squared / n, all times WHOLE.
    ratio = Fraction(squares * WHOLE**2, (count - 1) * count * total**2) * count
    return Rate(isqrt(ratio.numerator // ratio.denominator))


def growth_by_month(months: Sequence[Money]) -> tuple[int, ...]:
    """Give the growth of each month over the one before, in parts per million of it, half to even.

    A month after one without revenue is left out: growth from nothing has no size.
    """
    return tuple(
        (later - earlier).share_of_rounded(earlier).ppm
        for earlier, later in pairwise(months)
        if earlier.minor > 0
    )


def _trend(months: Sequence[int]) -> Trend:
    half = len(months) // 2
    early, late = variability(months[:half]), variability(months[-half:])
    if early is None or late is None:
        return Trend.UNKNOWN
    if abs(late.ppm - early.ppm) <= _NOTICEABLE.ppm:
        return Trend.SAME
    return Trend.LUMPIER if late > early else Trend.STEADIER
