"""Values and 95 % intervals of figures: shares, means, ratios, medians, durations.

Everything goes in and comes out as whole numbers: counts, parts per million, minor units,
seconds. Sums are exact; values are rounded half to even; intervals are rounded outwards, so that
rounding never makes a figure look surer than it is.

How many rows each kind needs before it says anything (`least` overrides it):

- a share, 20: with fewer, the interval can be wider than about 20 points to either side;
- a mean or a ratio of sums, 10: with fewer, Student's t more than doubles the plain error;
- a median, 8: below 6 no 95 % interval exists at all, and at 6 it is the whole range;
- another quantile, as many as its interval takes (36 for the 10th and the 90th percentile);
- a median of durations, 20, of which some may be running.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from random import Random

from upheld.foundation.values.rate import WHOLE, Rate
from upheld.measures.rules.distributions import Z, binomial_up_to, t_quantile
from upheld.measures.rules.figure import Figure, Interval, Lack, Method, lacking

LEAST_FOR_SHARE = 20
LEAST_FOR_MEAN = 10
LEAST_FOR_MEDIAN = 8

HALF = Rate.percent(50)

_SURE = 0.975
_UNSURE = 1 - _SURE
_RESAMPLES = 2_000
_LARGEST_RESAMPLED = 500


def total(amounts: Iterable[int], *, least: int = 1) -> Figure:
    """Add amounts exactly; a total has no interval, because it estimates nothing."""
    rows = list(amounts)
    if len(rows) < least:
        return lacking(Lack.TOO_FEW, len(rows), least, Method.COUNTED)
    return Figure(len(rows), least, Method.COUNTED, sum(rows))


def share(met: int, n: int, *, least: int = LEAST_FOR_SHARE) -> Figure:
    """Give `met` of `n` in parts per million, with Wilson's score interval.

    E. B. Wilson, 1927: the shares from which the observed one is not further than z standard
    errors; unlike the simple interval it keeps its promise near 0 and 1.
    """
    if not 0 <= met <= n:
        raise ValueError(f"{met} of {n} is not a share")
    if n < max(least, 1):
        return lacking(Lack.TOO_FEW, n, max(least, 1), Method.WILSON)
    value = Rate.of_rounded(met, n).ppm
    return Figure(n, least, Method.WILSON, value, _wilson(met / n, n, value))


def weighted_share(rows: Iterable[tuple[int, int]], *, least: int = LEAST_FOR_SHARE) -> Figure:
    """Give the weight of what was met as a share of all weight; rows are (met 0 or 1, weight).

    The interval is Wilson's on the effective number of rows, (sum w)^2 / sum w^2 (Kish, 1965):
    one huge promise among small ones does not count as many. That number must reach `least`.
    """
    held = [(bool(met), weight) for met, weight in rows if weight > 0]
    whole = sum(weight for _, weight in held)
    squares = sum(weight * weight for _, weight in held)
    effective = whole * whole // squares if squares else 0
    if effective < max(least, 1):
        return lacking(Lack.TOO_FEW, effective, max(least, 1), Method.WILSON)
    met = sum(weight for is_met, weight in held if is_met)
    value = Rate.of_rounded(met, whole).ppm
    return Figure(effective, least, Method.WILSON, value, _wilson(met / whole, effective, value))


def _wilson(portion: float, n: int, value: int) -> Interval:
    centre = portion + Z * Z / (2 * n)
    reach = Z * math.sqrt(portion * (1 - portion) / n + Z * Z / (4 * n * n))
    scale = WHOLE / (1 + Z * Z / n)
    low = max(0, math.floor((centre - reach) * scale))
    high = min(WHOLE, math.ceil((centre + reach) * scale))
    return Interval(min(low, value), max(high, value))


def mean(values: Iterable[int], *, least: int = LEAST_FOR_MEAN) -> Figure:
    """Give the mean with Student's t interval, in the units of the values."""
    rows = list(values)
    n = len(rows)
    if n < max(least, 2):
        return lacking(Lack.TOO_FEW, n, max(least, 2), Method.T)
    middle = Fraction(sum(rows), n)
    spread = sum(row * row for row in rows) - middle * sum(rows)
    reach = t_quantile(_SURE, n - 1) * math.sqrt(spread / (n - 1) / n)
    return Figure(n, least, Method.T, round(middle), _around(middle, reach))


def mean_resampled(values: Iterable[int], *, seed: int, least: int = LEAST_FOR_MEAN) -> Figure:
    """Give the mean with a bootstrap interval, for skewed values such as money per deal.

    The percentiles of 2,000 means of as many rows drawn with replacement (Efron, 1979); the
    same seed gives the same interval. Above 500 rows the mean is near enough to normal for
    Student's t, which is what is given then, and the method says so.
    """
    rows = list(values)
    n = len(rows)
    if n < max(least, 2):
        return lacking(Lack.TOO_FEW, n, max(least, 2), Method.BOOTSTRAP)
    if n > _LARGEST_RESAMPLED:
        return mean(rows, least=least)
    draw = Random(seed)  # noqa: S311  the same seed must draw the same rows again
    sums = sorted(sum(draw.choices(rows, k=n)) for _ in range(_RESAMPLES))
    tail = int(_UNSURE * _RESAMPLES)
    value = round(Fraction(sum(rows), n))
    low, high = sums[tail] // n, -(-sums[-1 - tail] // n)
    return Figure(n, least, Method.BOOTSTRAP, value, Interval(min(low, value), max(high, value)))


def ratio(rows: Iterable[tuple[int, int]], *, least: int = LEAST_FOR_MEAN) -> Figure:
    """Give the sum of parts over the sum of wholes, in millionths; rows are (part, whole).

    For utilisation, realisation, margins: not a mean of ratios, so large rows count as large.
    The interval linearises the ratio (Cochran, Sampling Techniques, 6.4): Student's t on
    part - ratio * whole, over the sum of wholes.
    """
    pairs = list(rows)
    n = len(pairs)
    if n < max(least, 2):
        return lacking(Lack.TOO_FEW, n, max(least, 2), Method.RATIO)
    whole = sum(of for _, of in pairs)
    if whole == 0:
        return lacking(Lack.NOTHING_TO_DIVIDE_BY, n, least, Method.RATIO)
    middle = Fraction(sum(part for part, _ in pairs), whole)
    spread = sum((float(part) - float(middle) * of) ** 2 for part, of in pairs)
    reach = t_quantile(_SURE, n - 1) * math.sqrt(spread * n / (n - 1)) / abs(whole) * WHOLE
    return Figure(n, least, Method.RATIO, round(middle * WHOLE), _around(middle * WHOLE, reach))


def _around(middle: Fraction, reach: float) -> Interval:
    return Interval(math.floor(float(middle) - reach), math.ceil(float(middle) + reach))


def median(values: Iterable[int], *, least: int = LEAST_FOR_MEDIAN) -> Figure:
    """Give the median with a binomial interval: two of the values themselves."""
    return quantile(values, HALF, least=least)


def quantile(values: Iterable[int], at: Rate, *, least: int | None = None) -> Figure:
    """Give the value below which a share of the rows lies, with a binomial interval.

    Between two rows it is interpolated in a straight line (Hyndman and Fan, type 7). Without
    `least`, as many rows are needed as the interval takes to have both its ends.
    """
    if not 0 < at.ppm < WHOLE:
        raise ValueError("a quantile lies between 0 and 100 %")
    rows = sorted(values)
    n, needed = len(rows), max(rows_for_quantile(at), least or 0)
    if n < needed:
        return lacking(Lack.TOO_FEW, n, needed, Method.BINOMIAL)
    value = quantile_of(rows, at)
    low, high = order_interval(n, at)
    interval = Interval(min(rows[low], value), max(rows[high], value))
    return Figure(n, needed, Method.BINOMIAL, value, interval)


def quantile_of(ordered: Sequence[int], at: Rate) -> int:
    """Give the bare quantile of at least one value in order, rounded half to even."""
    place = Fraction((len(ordered) - 1) * at.ppm, WHOLE)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return round(ordered[below] + (place - below) * (ordered[above] - ordered[below]))


def rows_for_quantile(at: Rate) -> int:
    """Count the rows from which the smallest and the largest hold a quantile between them.

    At 95 %: on either side at most 2.5 % of samples have all their rows beyond the quantile.
    """
    wider = max(at.ppm, WHOLE - at.ppm) / WHOLE
    return math.ceil(math.log(_UNSURE) / math.log(wider))


def order_interval(n: int, at: Rate) -> tuple[int, int]:
    """Give the places (from 0, in order) of the two rows that hold a quantile between them.

    Each is moved inwards while at most 2.5 % stay outside it. Needs `rows_for_quantile` rows.
    """
    chance = at.ppm / WHOLE
    return _innermost(n, chance), n - 1 - _innermost(n, 1 - chance)


def _innermost(n: int, chance: float) -> int:
    low, high = 0, n
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (
            (middle, high) if binomial_up_to(middle, n, chance) <= _UNSURE else (low, middle)
        )
    return low
