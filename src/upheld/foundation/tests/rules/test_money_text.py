"""Amounts as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.foundation.values.currencies import PLACES
from upheld.foundation.values.money import Money, UnknownCurrency
from upheld.foundation.values.money_text import from_decimal, read_money
from upheld.foundation.values.text import NotUnderstood

amounts = st.builds(Money, st.integers(-(10**14), 10**14), st.sampled_from(sorted(PLACES)))


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("12", 1_200),
        ("12.5", 1_250),
        ("12,5", 1_250),
        ("0.05", 5),
        (",50", 50),
        (".50", 50),
        ("1,250.00", 125_000),
        ("1.250,00", 125_000),
        ("1 250,00", 125_000),
        ("1\N{NARROW NO-BREAK SPACE}250,00", 125_000),
        ("1'250.00", 125_000),
        ("1\N{RIGHT SINGLE QUOTATION MARK}250", 125_000),
        ("1,250", 125_000),
        ("1.250", 125_000),
        ("1,250,000", 125_000_000),
        ("1.250.000,5", 125_000_050),
        ("12,34,567.89", 123_456_789),
        ("10,005,534", 1_000_553_400),
        ("€ 12", 1_200),
        ("€12.00", 1_200),
        ("12 €", 1_200),
        ("12EUR", 1_200),
        ("eur 12", 1_200),
        ("12k", 1_200_000),
        ("€12.5k", 1_250_000),
        ("12k EUR", 1_200_000),
        ("12k€", 1_200_000),
        ("12 k", 1_200_000),
        ("1.25K", 125_000),
        ("-5", -500),
        ("- 5", -500),
        ("5-", -500),
        ("-€5", -500),
        ("€-5", -500),
        ("\N{MINUS SIGN}5", -500),
        ("(40.00)", -4_000),
        ("(€40)", -4_000),
        ("007", 700),
    ],
)
def test_reads(text, minor):
    assert read_money(text, "EUR") == Money(minor, "EUR")


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1,234", "JPY", 1_234),
        ("¥1,234", "JPY", 1_234),
        ("1.250", "KWD", 1_250),
        ("1,250.500", "KWD", 1_250_500),
        ("1,25", "KWD", 1_250),
        ("A$5", "AUD", 500),
        ("$98.24 ", "USD", 9_824),
        ("$5", "CAD", 500),
        ("kr 5", "SEK", 500),
        ("R 5", "ZAR", 500),
        ("5kr", "NOK", 500),
        ("5 Kč", "CZK", 500),
    ],
)
def test_reads_in_other_currencies(text, currency, minor):
    assert read_money(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [
        ("", "EUR", "money_not_understood"),
        ("abc", "EUR", "money_not_understood"),
        ("1.2.3", "EUR", "money_not_understood"),
        ("1250.000", "EUR", "money_not_understood"),
        ("1,25,0", "EUR", "money_not_understood"),
        ("1,25 0", "EUR", "money_not_understood"),
        ("1,2.3,4", "EUR", "money_not_understood"),
        ("1,2345.00", "EUR", "money_not_understood"),
        ("1.234.56", "EUR", "money_not_understood"),
        ("1,234.567.890", "EUR", "money_not_understood"),
        ("0,125", "EUR", "money_not_understood"),
        ("12 apples", "EUR", "money_not_understood"),
        ("12m", "EUR", "money_not_understood"),
        ("5 to 6", "EUR", "money_not_understood"),
        ("5-6", "EUR", "money_not_understood"),
        ("--5", "EUR", "money_not_understood"),
        ("1e3", "EUR", "money_not_understood"),
        ("٣", "EUR", "money_not_understood"),
        ("5.", "EUR", "money_not_understood"),
        ("$5", "EUR", "money_other_currency"),
        ("5 USD", "EUR", "money_other_currency"),
        ("kr 5", "EUR", "money_other_currency"),
        ("1.2345", "EUR", "money_too_fine"),
        ("1.5", "JPY", "money_too_fine"),
        ("1.250k", "EUR", "money_ambiguous"),
        ("1,250", "KWD", "money_ambiguous"),
        ("9" * 16, "EUR", "money_too_large"),
    ],
)
def test_refuses_with_a_reason(text, currency, code):
    with pytest.raises(NotUnderstood) as refused:
        read_money(text, currency)
    assert refused.value.code == code
    assert refused.value.text == text
    assert refused.value.remedy


@given(amounts)
def test_reads_back_what_it_writes(money):
    assert read_money(money.written(), money.currency) == money
    assert read_money(str(money), money.currency) == money
    assert from_decimal(money.plain(), money.currency) == money


@given(st.text(alphabet="0123456789.,' €k-()$ab", max_size=14))
def test_any_text_is_read_or_refused(text):
    try:
        money = read_money(text, "EUR")
    except NotUnderstood:
        return
    assert [sign for sign in text if sign.isdigit()]
    assert money.currency == "EUR"


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("1250.5", "EUR", 125_050), ("-0.01", "EUR", -1), ("10.500", "EUR", 1_050), ("7", "JPY", 7)],
)
def test_reads_decimals_exactly(text, currency, minor):
    assert from_decimal(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1,250.00", "money_not_understood"),
        ("1.", "money_not_understood"),
        ("+1", "money_not_understood"),
        (" 1", "money_not_understood"),
        ("1\n", "money_not_understood"),
        ("0.001", "money_too_fine"),
    ],
)
def test_decimals_are_exact_or_refused(text, code):
    with pytest.raises(NotUnderstood) as refused:
        from_decimal(text, "EUR")
    assert refused.value.code == code


@pytest.mark.parametrize("read", [read_money, from_decimal])
def test_only_known_currencies(read):
    with pytest.raises(UnknownCurrency):
        read("1", "XXX")
