"""Money never loses or invents a minor unit."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.foundation.values.hourly import Hourly
from upheld.foundation.values.money import CurrencyMismatch, Money, UnknownCurrency
from upheld.foundation.values.rate import Rate
from upheld.foundation.values.text import NotUnderstood

minors = st.integers(-(10**12), 10**12)
rates = st.integers(-5_000_000, 5_000_000).map(Rate)


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def to_the_unit(exact: Fraction) -> int:
    """Round by the decimal module, which shares no code with ours."""
    digits = Decimal(exact.numerator) / Decimal(exact.denominator)
    return int(digits.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


@given(minors, minors, minors)
def test_adds_like_whole_numbers(a, b, c):
    assert eur(a) + eur(b) == eur(a + b)
    assert eur(a) - eur(b) == eur(a - b)
    assert Money.total([eur(a), eur(b), eur(c)], "EUR") == eur(a + b + c)
    assert eur(a).times(3) == eur(a) + eur(a) + eur(a)
    assert -eur(a) + eur(a) == Money.zero("EUR")
    assert abs(eur(a)) == eur(abs(a))
    assert (eur(a) < eur(b), eur(a) <= eur(b)) == (a < b, a <= b)
    assert (eur(a) > eur(b), eur(a) >= eur(b)) == (a > b, a >= b)


def test_no_amounts_add_up_to_nothing():
    assert Money.total([], "JPY") == Money.zero("JPY")
    assert Money.zero("JPY").is_zero
    assert Money(-1, "JPY").is_negative


@pytest.mark.parametrize(
    "meet",
    [
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a < b,
        lambda a, b: a <= b,
        lambda a, b: a > b,
        lambda a, b: a >= b,
        lambda a, b: a.share_of_rounded(b),
        lambda a, b: Money.total([a, b], "EUR"),
    ],
)
def test_two_currencies_never_meet(meet):
    with pytest.raises(CurrencyMismatch):
        meet(eur(100), Money(100, "USD"))


def test_equal_numbers_of_two_currencies_differ():
    assert eur(100) != Money(100, "USD")


# Untyped on purpose: these are what the type checker refuses already.
amount: Any = eur(100)
untyped_money: Any = Money
untyped_rate: Any = Rate


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: amount * 1.5,
        lambda: amount * 2,
        lambda: 2 * amount,
        lambda: amount / 3,
        lambda: amount + 1,
        lambda: amount - 1,
        lambda: sum([amount, amount]),
        lambda: amount.times(1.5),
        lambda: untyped_money(1.0, "EUR"),
        lambda: untyped_money(True, "EUR"),
        lambda: untyped_money(Decimal(1), "EUR"),
        lambda: bool(amount),
        lambda: untyped_rate(0.5),
        lambda: untyped_rate(1) + 1,
        lambda: untyped_rate(1) - 1,
    ],
)
def test_there_is_no_way_round_whole_units(wrong):
    with pytest.raises(TypeError):
        wrong()


@pytest.mark.parametrize("currency", ["", "eur", "XXX", "EURO", None])
def test_only_known_currencies(currency):
    with pytest.raises(UnknownCurrency):
        Money(1, currency)
    with pytest.raises(UnknownCurrency):
        Money.of(1, currency)


def test_major_units_know_their_places():
    assert (Money.of(12, "EUR").minor, Money.of(12, "JPY").minor) == (1200, 12)
    assert Money.of(12, "KWD").minor == 12_000


@pytest.mark.parametrize(
    ("minor", "ppm", "rounded"),
    [
        (100, 500_000, 50),
        (5, 500_000, 2),
        (15, 500_000, 8),
        (25, 100_000, 2),
        (35, 100_000, 4),
        (-5, 500_000, -2),
        (-15, 500_000, -8),
        (10_000, 190_000, 1_900),
        (333, 333_333, 111),
        (0, 999_999, 0),
    ],
)
def test_rates_round_halves_to_the_even_unit(minor, ppm, rounded):
    assert eur(minor).at_rate_rounded(Rate(ppm)) == eur(rounded)


@given(minors, rates)
def test_rates_round_as_the_decimal_module_does(minor, rate):
    exact = Fraction(minor * rate.ppm, 1_000_000)
    assert eur(minor).at_rate_rounded(rate).minor == to_the_unit(exact)


@given(minors, st.integers(1, 300))
def test_splitting_keeps_every_unit(minor, parts):
    split = eur(minor).split(parts)
    assert Money.total(split, "EUR") == eur(minor)
    assert len(split) == parts
    assert max(split).minor - min(split).minor <= 1
    assert split == sorted(split, key=abs, reverse=True)
    assert eur(-minor).split(parts) == [-one for one in split]


@given(minors, st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any))
def test_allocating_keeps_every_unit_and_is_fair(minor, weights):
    shares = eur(minor).allocate(weights)
    assert Money.total(shares, "EUR") == eur(minor)
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share.minor - Fraction(minor * weight, sum(weights))) < 1
        assert weight or share.is_zero
    assert eur(-minor).allocate(weights) == [-share for share in shares]


@pytest.mark.parametrize(
    ("minor", "weights", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (101, [1, 1, 1], [34, 34, 33]),
        (10, [70, 20, 10], [7, 2, 1]),
        (100, [1, 2, 3], [17, 33, 50]),
        (1, [1, 1], [1, 0]),
        (5, [0, 1], [0, 5]),
        (0, [3, 4], [0, 0]),
    ],
)
def test_allocates(minor, weights, shares):
    assert eur(minor).allocate(weights) == [eur(share) for share in shares]


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [-1, 2], [3, -1]])
def test_weights_that_share_nothing_out_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        eur(100).allocate(weights)


@pytest.mark.parametrize("parts", [0, -1])
def test_no_parts_are_refused(parts):
    with pytest.raises(ValueError, match="at least one part"):
        eur(100).split(parts)


@pytest.mark.parametrize(
    ("money", "plain", "written"),
    [
        (Money(125_000, "EUR"), "1250.00", "€1,250.00"),
        (Money(-5, "GBP"), "-0.05", "-£0.05"),
        (Money(1_234_567, "JPY"), "1234567", "¥1,234,567"),
        (Money(1_250, "KWD"), "1.250", "KWD\N{NO-BREAK SPACE}1.250"),
        (Money(0, "CHF"), "0.00", "CHF\N{NO-BREAK SPACE}0.00"),
    ],
)
def test_writes(money, plain, written):
    assert (money.plain(), money.written()) == (plain, written)
    assert str(money) == f"{money.currency} {plain}"


@pytest.mark.parametrize(
    ("text", "ppm", "written"),
    [
        ("12.5", 125_000, "12.5 %"),
        ("12,5 %", 125_000, "12.5 %"),
        (" 100% ", 1_000_000, "100 %"),
        ("-3", -30_000, "-3 %"),
        ("+3", 30_000, "3 %"),
        ("0.0001", 1, "0.0001 %"),
        ("33.33330", 333_333, "33.3333 %"),
        ("0", 0, "0 %"),
    ],
)
def test_reads_and_writes_percent(text, ppm, written):
    assert Rate.read(text) == Rate(ppm)
    assert str(Rate(ppm)) == written


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "rate_not_understood"),
        ("ten", "rate_not_understood"),
        ("1.2.3", "rate_not_understood"),
        ("1 000", "rate_not_understood"),
        ("5%%", "rate_not_understood"),
        ("٣", "rate_not_understood"),
        ("0.00001", "rate_too_fine"),
    ],
)
def test_refuses_what_is_no_percentage(text, code):
    with pytest.raises(NotUnderstood) as refused:
        Rate.read(text)
    assert refused.value.code == code


@given(rates)
def test_written_percent_reads_back(rate):
    assert Rate.read(rate.written()) == rate


@pytest.mark.parametrize(
    ("ppm", "places", "written"),
    [
        (914_634, 0, "91 %"),
        (914_634, 1, "91.5 %"),
        (5_000, 0, "0 %"),
        (15_000, 0, "2 %"),
        (-4_000, 0, "0 %"),
        (-16_000, 1, "-1.6 %"),
    ],
)
def test_writes_percent_rounded(ppm, places, written):
    assert Rate(ppm).written(places) == written


def test_rates_add_and_leave_a_rest():
    assert Rate.percent(15) + Rate.percent(5) == Rate.percent(20)
    assert Rate.percent(15) - Rate.percent(20) == -Rate.percent(5)
    assert Rate.percent(15).rest() == Rate.percent(85)
    assert Rate.percent(5) < Rate.percent(15)


@given(minors, minors.filter(bool))
def test_shares_round_to_the_nearest_part_per_million(part, whole):
    exact = Fraction(part * 1_000_000, whole)
    assert eur(part).share_of_rounded(eur(whole)).ppm == to_the_unit(exact)


def test_a_share_of_nothing_has_no_value():
    with pytest.raises(ZeroDivisionError):
        eur(1).share_of_rounded(eur(0))


@pytest.mark.parametrize(
    ("minor", "seconds", "cost"),
    [(9_500, 3600, 9_500), (9_500, 5400, 14_250), (1, 1800, 0), (3, 1800, 2), (9_500, 0, 0)],
)
def test_costs_by_the_second(minor, seconds, cost):
    assert Hourly(minor, "EUR").cost_of_rounded(seconds) == eur(cost)


@given(minors, st.integers(0, 10**8))
def test_costs_round_as_the_decimal_module_does(minor, seconds):
    exact = Fraction(minor * seconds, 3600)
    assert Hourly(minor, "EUR").cost_of_rounded(seconds).minor == to_the_unit(exact)


def test_hourly_prices():
    assert Hourly.of(eur(9_500)).per_hour == eur(9_500)
    assert Hourly.spread_rounded(eur(6_000_000), 1_600 * 3600) == Hourly(3_750, "EUR")
    assert Hourly(9_500, "EUR").at_rate_rounded(Rate.percent(150)) == Hourly(14_250, "EUR")
    assert Hourly(9_500, "EUR").written() == "€95.00 an hour"
    assert str(Hourly(9_500, "EUR")) == "EUR 95.00 per hour"
    with pytest.raises(UnknownCurrency):
        Hourly(1, "???")
