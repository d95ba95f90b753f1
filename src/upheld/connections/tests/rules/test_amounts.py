from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from upheld.connections.rules.amounts import AmountReader, MarkEvidence
from upheld.connections.rules.answers import yes_or_no
from upheld.connections.rules.unparsable import Unparsable


def mark_of(*texts: str) -> str | None:
    evidence = MarkEvidence()
    for text in texts:
        evidence.add(text)
    return evidence.mark()


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["10,005,534"], "."),
        (["£1.234,50"], ","),
        (["$98.24 ", "122.17"], "."),
        (["0,81", "398,5"], ","),
        (["1.234"], None),
        (["1.234", "7,5"], ","),
        (["1,234", "12345.678"], "."),
        (["1", "250"], "."),
        (["1'234.50", "12 345.60"], "."),
        (["0.125"], "."),
        (["BAD_PRICE_DATA"], "."),
    ],
)
def test_the_decimal_mark_is_a_matter_of_the_column(texts: list[str], mark: str | None) -> None:
    assert mark_of(*texts) == mark


def test_a_column_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(Unparsable) as caught:
        mark_of("1,5", "1.5")
    assert caught.value.code == "marks_mixed"


@pytest.mark.parametrize(
    ("text", "mark", "currency", "minor"),
    [
        ("10,005,534", ".", "USD", 1_000_553_400),
        ("£1.234,50", ",", "GBP", 123_450),
        ("$98.24 ", ".", "USD", 9_824),
        ("1 234,50 €", ",", "EUR", 123_450),
        ("EUR 12", ".", "EUR", 1_200),
        ("(12.00)", ".", "USD", -1_200),
        ("-12.5", ".", "USD", -1_250),
        ("\u221212.5", ".", "USD", -1_250),
        ("12.50-", ".", "USD", -1_250),
        ("$-5", ".", "USD", -500),
        ("1'234.50", ".", "CHF", 123_450),
        ("500", ".", "JPY", 500),
        ("1.5", ".", "KWD", 1_500),
        ("117.670", ".", "GBP", 11_767),
    ],
)
def test_money_comes_in_minor_units(text: str, mark: str, currency: str, minor: int) -> None:
    assert AmountReader(mark).money(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0.75%", "not_a_number"),
        ("BAD_PRICE_DATA", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("1,23,4", "not_a_number"),
        ("12,34", "not_a_number"),
        ("1,2345", "not_a_number"),
        ("--5", "not_a_number"),
        ("(5", "not_a_number"),
        ("=1+1", "not_a_number"),
        ("1e5", "not_a_number"),
        ("٣", "not_a_number"),
        ("9" * 40, "not_a_number"),
        ("£5", "other_currency"),
        ("0.001", "too_fine"),
    ],
)
def test_what_is_no_amount_is_refused(text: str, code: str) -> None:
    with pytest.raises(Unparsable) as caught:
        AmountReader(".").money(text, "USD")
    assert caught.value.code == code


def test_revenue_in_millions_is_exact() -> None:
    assert AmountReader(".").money("1100.04", "USD", times=1_000_000) == 110_004_000_000


@pytest.mark.parametrize(
    ("text", "unit", "seconds", "doubt"),
    [
        ("22.00", "hours", 79_200, None),
        ("0.25", "hours", 900, None),
        ("1:30", "hours", 5_400, None),
        ("1:30:15", "hours", 5_415, None),
        ("90", "minutes", 5_400, None),
        ("90 min", "hours", 5_400, None),
        ("1h 15m", "hours", 4_500, None),
        ("1.5h", "hours", 5_400, None),
        ("0.3333", "hours", 1_200, "rounded_to_second"),
        ("0", "hours", 0, None),
    ],
)
def test_effort_is_whole_seconds(text: str, unit: str, seconds: int, doubt: str | None) -> None:
    assert AmountReader(".").seconds(text, unit) == (seconds, doubt)


@pytest.mark.parametrize("text", ["-1", "soon", "1:75", "h", "3,87,16,91,111"])
def test_what_is_no_effort_is_refused(text: str) -> None:
    with pytest.raises(Unparsable):
        AmountReader(".").seconds(text, "hours")


@given(some.integers(-(10**13), 10**13), some.sampled_from([".", ","]), some.booleans())
def test_every_amount_comes_back(minor: int, mark: str, grouped: bool) -> None:
    whole, part = divmod(abs(minor), 100)
    figures = f"{whole:,}" if grouped else str(whole)
    text = f"{'-' if minor < 0 else ''}{figures}.{part:02}"
    if mark == ",":
        text = text.translate(str.maketrans(",.", ".,"))
    reader = AmountReader(mark)
    assert reader.money(text, "EUR") == minor
    assert reader.number(text) == Decimal(minor) / 100
    assert mark_of(text) == mark


@pytest.mark.parametrize(("text", "answer"), [("TRUE", True), ("Yes ", True), ("0", False)])
def test_yes_and_no(text: str, answer: bool) -> None:
    assert yes_or_no(text) is answer


def test_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(Unparsable) as caught:
        yes_or_no("maybe")
    assert caught.value.code == "not_yes_or_no"
