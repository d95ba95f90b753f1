"""Medians of durations, some of which are still running."""

from __future__ import annotations

import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.measures.rules.durations import Duration, median_duration, survival
from upheld.measures.rules.figure import Interval, Lack

# Remission of leukaemia in weeks under 6-mercaptopurine (Freireich and others, 1963), the example
# of most textbooks; "+" is a patient still well when last seen.
REMISSION = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"


def read(text: str) -> list[Duration]:
    return [Duration(int(one.rstrip("+")), not one.endswith("+")) for one in text.split()]


def test_the_curve_of_the_textbooks():
    steps = survival(read(REMISSION))
    assert [step.length for step in steps] == [6, 7, 10, 13, 16, 22, 23]
    assert [round(step.going_on, 4) for step in steps] == [
        0.8571,
        0.8067,
        0.7529,
        0.6902,
        0.6275,
        0.5378,
        0.4482,
    ]


def test_the_median_of_the_textbooks():
    figure = median_duration(read(REMISSION))
    # R's survfit with conf.type = "log-log" prints 23, 13 to no upper end.
    assert (figure.value, figure.interval) == (23, Interval(13, None))
    assert figure.n == 21


def test_leaving_out_what_runs_would_shorten_the_median():
    rows = read(REMISSION)
    ended = [row.length for row in rows if row.ended]
    assert statistics.median(ended) < (median_duration(rows).value or 0)


def test_half_must_have_ended():
    rows = [Duration(5, ended=True)] * 9 + [Duration(6, ended=False)] * 15
    figure = median_duration(rows)
    assert figure.lack is Lack.NOT_REACHED
    assert "fewer than half" in figure.words()
    assert median_duration(rows[:19]).lack is Lack.TOO_FEW
    assert median_duration([], least=0).lack is Lack.TOO_FEW


@given(st.lists(st.integers(1, 1000), min_size=20, max_size=120))
def test_without_running_ones_it_is_the_lower_median(lengths):
    figure = median_duration([Duration(length, ended=True) for length in lengths])
    assert figure.value == statistics.median_low(lengths)
    assert figure.interval is not None
    assert figure.interval.contains(statistics.median_low(lengths))


durations = st.lists(
    st.builds(Duration, st.integers(1, 60), st.booleans()), min_size=20, max_size=80
)


@given(durations)
def test_the_curve_is_the_product_of_its_definition(rows):
    exact = Fraction(1)
    steps = survival(rows)
    for step, length in zip(steps, sorted({row.length for row in rows if row.ended}), strict=True):
        at_risk = sum(row.length >= length for row in rows)
        ended = sum(row.length == length and row.ended for row in rows)
        exact *= 1 - Fraction(ended, at_risk)
        assert step.length == length
        assert step.going_on == pytest.approx(float(exact), abs=1e-12)
        assert step.low - 1e-12 <= step.going_on <= step.high + 1e-12


@given(durations)
def test_what_still_runs_never_shortens_the_median(rows):
    longer = [Duration(61, ended=False) if not row.ended else row for row in rows]
    one, other = median_duration(rows), median_duration(longer)
    if other.value is not None:
        assert one.value is not None
        assert one.value <= other.value
