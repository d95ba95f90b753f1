"""Thresholds are typed in the unit of their measure, and kept in whole units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.foundation.values.text import NotUnderstood
from upheld.market.rules.judging import (
    ClaimTerms,
    figure_from,
    judged,
    kept_figure,
    unmeasured,
)
from upheld.market.rules.thresholds import EXAMPLES, read_threshold, said_threshold
from upheld.measures.rules.statistics import mean, share, total
from upheld.measures.rules.units import Unit, said_in
from upheld.measures.rules.verdict import Direction


@pytest.mark.parametrize(
    ("text", "unit", "whole"),
    [
        ("95 %", Unit.SHARE, 950_000),
        ("95", Unit.SHARE, 950_000),
        ("99,5%", Unit.SHARE, 995_000),
        ("15 min", Unit.EFFORT, 900),
        ("4h", Unit.EFFORT, 14_400),
        ("1.25", Unit.RATIO, 1_250_000),
        ("1,25", Unit.RATIO, 1_250_000),
        ("£1,250", Unit.MONEY, 125_000),
        ("3 days", Unit.DAYS, 3),
        ("3", Unit.DAYS, 3),
        ("1,200", Unit.COUNT, 1_200),
    ],
)
def test_what_people_type_becomes_whole_units(text, unit, whole):
    assert read_threshold(text, unit, "GBP") == whole


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("", Unit.SHARE), ("101 %", Unit.SHARE), ("-1 %", Unit.SHARE), ("15", Unit.EFFORT),
        ("soon", Unit.EFFORT), ("1.2.3", Unit.RATIO), ("€5", Unit.MONEY), ("three", Unit.DAYS),
        ("-4", Unit.COUNT), ("4.5", Unit.COUNT),
        ("4,5", Unit.COUNT), ("٤", Unit.COUNT),
    ],
)  # fmt: skip
def test_what_is_no_threshold_is_refused_with_an_example(text, unit):
    with pytest.raises(NotUnderstood):
        read_threshold(text, unit, "GBP")


@pytest.mark.parametrize("unit", list(Unit))
def test_every_unit_has_an_example_that_can_be_typed(unit):
    assert read_threshold(EXAMPLES[unit], unit, "GBP") > 0


@given(unit=st.sampled_from(list(Unit)), value=st.integers(0, 9_000))
def test_a_threshold_survives_being_shown_and_typed_again(unit, value):
    # Shares are shown to a tenth of a per cent, ratios to a hundredth.
    step = {Unit.SHARE: 1_000, Unit.RATIO: 10_000, Unit.EFFORT: 60}.get(unit, 1)
    whole = value * step if unit is not Unit.SHARE else min(value, 1_000) * step
    shown = said_in(unit, whole, currency="GBP")
    assert read_threshold(shown, unit, "GBP") == whole


def test_it_is_said_with_its_direction():
    assert said_threshold(950_000, Direction.AT_LEAST, Unit.SHARE, "GBP") == "at least 95 %"
    assert said_threshold(900, Direction.AT_MOST, Unit.EFFORT, "GBP") == "at most 15 m"


@pytest.mark.parametrize(
    "figure", [share(91, 100), share(1, 2), total([5, 6]), mean([4, 4, 4, 9, 9, 9, 9, 9, 9, 9])]
)
def test_a_figure_is_kept_and_given_back_whole(figure):
    assert figure_from(kept_figure(figure)) == figure


def test_no_figure_is_kept_as_nothing():
    assert kept_figure(None) == {}
    assert figure_from({}) is None


def test_a_claim_is_judged_by_its_terms(period_of_a_day):
    terms = ClaimTerms(950_000, Direction.AT_LEAST, Unit.SHARE)
    assert judged(terms, share(95, 100), period_of_a_day).bears_out
    assert not judged(terms, share(94, 100), period_of_a_day).bears_out
    assert unmeasured("x").outcome == "not_enough_evidence"


@pytest.fixture
def period_of_a_day():
    from datetime import date

    from upheld.foundation.values.period import day_of

    return day_of(date(2026, 3, 2), "Europe/London")
