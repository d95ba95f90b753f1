"""The few distributions that the intervals need, from the standard library alone."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)
"""Standard deviations to either side that hold 95 % of a normal distribution (1.95996...)."""

_NEARLY_NORMAL = 1_000_000
_TINY = 1e-300
_CLOSE = 1e-15
_MOST_TERMS = 10_000
_HALVINGS = 80


@lru_cache(maxsize=4096)
def t_quantile(probability: float, freedom: int) -> float:
    """Give the quantile of Student's t for so many degrees of freedom (1 or more).

    Found by halving on the distribution function, which is the regularised incomplete beta
    function (Abramowitz and Stegun, 26.7.1); good to about ten digits.
    """
    if freedom < 1 or not 0 < probability < 1:
        raise ValueError("t needs a degree of freedom and a probability between 0 and 1")
    if freedom > _NEARLY_NORMAL:
        return NormalDist().inv_cdf(probability)
    if probability < 1 / 2:
        return -t_quantile(1 - probability, freedom)
    low, high = 0.0, 1.0
    while _t_up_to(high, freedom) < probability:
        high *= 2
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _t_up_to(middle, freedom) < probability else (low, middle)
    return (low + high) / 2


def _t_up_to(t: float, freedom: int) -> float:
    """Give the probability of a value up to t, for t of 0 or more."""
    return 1 - incomplete_beta(freedom / 2, 1 / 2, freedom / (freedom + t * t)) / 2


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Give the regularised incomplete beta function, for x between 0 and 1.

    Continued fraction of Abramowitz and Stegun, 26.5.8, on the side where it converges fast.
    """
    if x in (0, 1):
        return float(x)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(scale + a * math.log(x) + b * math.log1p(-x)) / a
    return front * _beta_fraction(a, b, x)


def _beta_fraction(a: float, b: float, x: float) -> float:
    """Evaluate 1 / (1 + d1 / (1 + d2 / (1 + ...))) from the front (Lentz's method)."""
    below, upper, lower = 1.0, 1.0, 0.0
    for term in range(1, _MOST_TERMS):
        step = _beta_step(a, b, x, term)
        lower = 1 / _away_from_zero(1 + step * lower)
        upper = _away_from_zero(1 + step / upper)
        below *= upper * lower
        if abs(upper * lower - 1) < _CLOSE:
            break
    return 1 / below


def _beta_step(a: float, b: float, x: float, term: int) -> float:
    half, odd = divmod(term, 2)
    under = (a + term - 1) * (a + term)
    return (-(a + half) * (a + b + half) if odd else half * (b - half)) * x / under


def _away_from_zero(number: float) -> float:
    return number if abs(number) > _TINY else _TINY


def binomial_up_to(count: int, trials: int, chance: float) -> float:
    """Give the probability of at most `count` successes in `trials`."""
    if count < 0:
        return 0.0
    if count >= trials:
        return 1.0
    # The tail of the binomial is an incomplete beta function (Abramowitz and Stegun, 26.5.24).
    return 1 - incomplete_beta(count + 1, trials - count, chance)
