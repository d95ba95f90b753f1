"""The distributions, against printed tables, closed forms and plain summing."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.measures.rules.distributions import Z, binomial_up_to, incomplete_beta, t_quantile


@pytest.mark.parametrize(
    ("freedom", "printed"),
    [
        (1, 12.706),
        (2, 4.303),
        (3, 3.182),
        (4, 2.776),
        (5, 2.571),
        (9, 2.262),
        (10, 2.228),
        (20, 2.086),
        (29, 2.045),
        (30, 2.042),
        (60, 2.000),
        (120, 1.980),
        (1000, 1.962),
    ],
)
def test_t_is_what_tables_print(freedom, printed):
    assert t_quantile(0.975, freedom) == pytest.approx(printed, abs=0.0006)


@given(st.floats(0.51, 0.9999))
def test_t_has_closed_forms_for_one_and_two_degrees(probability):
    assert t_quantile(probability, 1) == pytest.approx(math.tan(math.pi * (probability - 0.5)))
    exact = (2 * probability - 1) / math.sqrt(2 * probability * (1 - probability))
    assert t_quantile(probability, 2) == pytest.approx(exact)
    assert t_quantile(1 - probability, 2) == pytest.approx(-exact)


@pytest.mark.parametrize("freedom", [3, 7, 24, 150])
def test_t_agrees_with_summing_the_density(freedom):
    reach = t_quantile(0.975, freedom)
    steps = 20_000
    width = reach / steps
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(
        freedom * math.pi
    )
    heights = (
        scale * (1 + ((place + 0.5) * width) ** 2 / freedom) ** (-(freedom + 1) / 2)
        for place in range(steps)
    )
    assert sum(heights) * width == pytest.approx(0.475, abs=1e-7)


def test_t_becomes_normal():
    assert t_quantile(0.975, 10**5) == pytest.approx(Z, abs=1e-4)
    assert t_quantile(0.975, 10**7) == NormalDist().inv_cdf(0.975)


@pytest.mark.parametrize(("probability", "freedom"), [(0.5, 0), (0, 3), (1, 3)])
def test_t_refuses_nonsense(probability, freedom):
    with pytest.raises(ValueError, match="degree of freedom"):
        t_quantile(probability, freedom)


@pytest.mark.parametrize(
    ("n", "chance"), [(1, 0.5), (5, 0.1), (30, 0.5), (100, 0.9), (400, 0.25), (1000, 0.5)]
)
def test_binomial_is_the_plain_sum(n, chance):
    summed = 0.0
    for count in range(n):
        summed += math.exp(
            math.lgamma(n + 1)
            - math.lgamma(count + 1)
            - math.lgamma(n - count + 1)
            + count * math.log(chance)
            + (n - count) * math.log(1 - chance)
        )
        assert binomial_up_to(count, n, chance) == pytest.approx(summed, abs=1e-9)


def test_binomial_at_its_ends():
    assert (binomial_up_to(-1, 5, 0.3), binomial_up_to(5, 5, 0.3)) == (0.0, 1.0)


def test_beta_at_its_ends_and_where_it_is_plain():
    assert (incomplete_beta(2, 3, 0), incomplete_beta(2, 3, 1)) == (0.0, 1.0)
    assert incomplete_beta(1, 1, 0.3) == pytest.approx(0.3)
    assert incomplete_beta(2, 1, 0.3) == pytest.approx(0.09)
    assert binomial_up_to(50_000, 100_000, 0.5) == pytest.approx(0.5012615, abs=1e-6)
