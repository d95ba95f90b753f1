"""Whether a claim is borne out, and how it is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.measures.rules.figure import Figure, Interval, Method
from upheld.measures.rules.statistics import share
from upheld.measures.rules.units import Unit, said_in
from upheld.measures.rules.verdict import Direction, Outcome, verdict

AT_LEAST, AT_MOST = Direction.AT_LEAST, Direction.AT_MOST
YES, NO, UNKNOWN = Outcome.BORNE_OUT, Outcome.NOT_BORNE_OUT, Outcome.NOT_ENOUGH_EVIDENCE


def figure(value: int, low: int, high: int | None) -> Figure:
    return Figure(40, 8, Method.BINOMIAL, value, Interval(low, high))


@pytest.mark.parametrize(
    ("found", "direction", "outcome", "margin", "clear"),
    [
        (figure(960, 955, 970), AT_LEAST, YES, 10, True),
        (figure(960, 930, 970), AT_LEAST, YES, 10, False),
        (figure(950, 950, 960), AT_LEAST, YES, 0, True),
        (figure(949, 930, 950), AT_LEAST, NO, -1, False),
        (figure(940, 930, 949), AT_LEAST, NO, -10, True),
        (figure(940, 930, None), AT_LEAST, NO, -10, False),
        (figure(960, 955, None), AT_LEAST, YES, 10, True),
        (figure(940, 930, 950), AT_MOST, YES, 10, True),
        (figure(940, 930, 960), AT_MOST, YES, 10, False),
        (figure(940, 930, None), AT_MOST, YES, 10, False),
        (figure(950, 940, 950), AT_MOST, YES, 0, True),
        (figure(951, 940, 960), AT_MOST, NO, -1, False),
        (figure(970, 951, 980), AT_MOST, NO, -20, True),
        (figure(970, 950, None), AT_MOST, NO, -20, False),
    ],
)
def test_the_figure_decides_and_the_interval_says_how_clearly(
    found, direction, outcome, margin, clear
):
    held = verdict(found, 950, direction, Unit.COUNT)
    assert (held.outcome, held.margin, held.clear) == (outcome, margin, clear)


def test_says_the_claim_the_figure_and_how_sure_it_is():
    held = verdict(share(375, 412), 950_000, AT_LEAST, Unit.SHARE)
    assert held.outcome is NO
    assert held.why == (
        "Claimed: at least 95 %. Measured: 91 % (n = 412, between 87.9 % and 93.4 % at 95\u00a0%)."
    )


def test_too_few_rows_bear_nothing_out():
    held = verdict(share(19, 19), 950_000, AT_LEAST, Unit.SHARE)
    assert (held.outcome, held.margin, held.clear) == (UNKNOWN, None, False)
    assert held.why == "Not enough evidence yet: 19 of the 20 needed."


def test_a_count_is_clear_by_itself():
    exact = Figure(3, 1, Method.COUNTED, 12)
    held = verdict(exact, 10, AT_MOST, Unit.DAYS)
    assert (held.outcome, held.clear) == (NO, True)
    assert held.why == "Claimed: at most 10 days. Measured: 12 days (n = 3)."


def test_an_open_end_is_said():
    held = verdict(figure(23, 13, None), 20, AT_MOST, Unit.DAYS)
    assert "between 13 days and an open end" in held.why


@given(st.integers(0, 400), st.integers(0, 1_000_000))
def test_both_directions_agree_only_on_the_threshold(met, threshold):
    found = share(met, 400)
    up = verdict(found, threshold, AT_LEAST, Unit.SHARE)
    down = verdict(found, threshold, AT_MOST, Unit.SHARE)
    both = up.outcome is YES and down.outcome is YES
    assert both == (found.value == threshold)
    assert up.outcome is YES or down.outcome is YES


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        (Unit.SHARE, 910_000, "91 %"),
        (Unit.SHARE, 914_634, "91.5 %"),
        (Unit.SHARE, 1_000_000, "100 %"),
        (Unit.RATIO, 1_250_000, "1.25"),
        (Unit.RATIO, -1_255_000, "-1.26"),
        (Unit.RATIO, -1, "0.00"),
        (Unit.RATIO, 1_234_000_000, "1,234.00"),
        (Unit.MONEY, 125_000, "€1,250.00"),
        (Unit.EFFORT, 3_900, "1 h 5 m"),
        (Unit.DAYS, 1, "1 day"),
        (Unit.DAYS, 1_200, "1,200 days"),
        (Unit.COUNT, 41, "41"),
    ],
)
def test_units(unit, value, said):
    assert said_in(unit, value, currency="EUR") == said
