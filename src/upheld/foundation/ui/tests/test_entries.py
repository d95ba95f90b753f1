from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from upheld.foundation.ui import entries
from upheld.foundation.ui.shapes import Choice
from upheld.foundation.values.effort import read_effort
from upheld.foundation.values.money import Money
from upheld.foundation.values.money_text import read_money
from upheld.foundation.values.rate import Rate


@pytest.mark.parametrize("minor", [0, 5, -5, 123_456, -999])
@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
def test_money_in_an_input_reads_back_as_the_same(minor, currency):
    money = Money(minor, currency)
    assert read_money(entries.for_money(money), currency) == money


@pytest.mark.parametrize("seconds", [60, 1500, 3600, 5100, 86_400])
def test_effort_in_an_input_reads_back_as_the_same(seconds):
    assert read_effort(entries.for_effort(seconds)) == seconds


@pytest.mark.parametrize("ppm", [0, 75_000, 333_333, 1_000_000])
def test_percent_in_an_input_reads_back_as_the_same(ppm):
    assert Rate.read(entries.for_percent(ppm)) == Rate(ppm)
    assert entries.for_percent(Rate(ppm)) == entries.for_percent(ppm)


@pytest.mark.parametrize(
    "entry",
    [
        entries.for_money,
        entries.for_effort,
        entries.for_percent,
        entries.for_day,
        entries.for_moment,
    ],
)
def test_what_was_typed_stands_as_it_was(entry):
    assert entry("12k-ish") == "12k-ish"
    assert entry("") == ""
    assert entry(None) == ""


def test_moments_stand_in_the_readers_zone():
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    with timezone.override("Asia/Tokyo"):
        assert entries.for_moment(late) == "2026-07-02T08:30"
        assert entries.for_day(late) == "2026-07-02"
    assert entries.for_day(date(2026, 7, 1)) == "2026-07-01"


def test_choices_come_in_three_forms():
    assert entries.choices_of(["Mon", (7, "Seven"), Choice("x", "X", "hint")]) == [
        Choice("Mon", "Mon"),
        Choice("7", "Seven"),
        Choice("x", "X", "hint"),
    ]


def test_chosen_values_are_compared_as_texts():
    assert entries.texts([1, "b"]) == ["1", "b"]
    assert entries.texts("one") == ["one"]
    assert entries.texts(None) == []
