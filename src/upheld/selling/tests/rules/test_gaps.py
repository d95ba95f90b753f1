"""Needs that we cannot meet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from upheld.foundation.values.money import Money
from upheld.selling.rules.gaps import (
    Gap,
    OurAnswer,
    gap_faults,
    hidden_for,
    sunk_while_hidden,
    undisclosed_gaps,
)

FOUND = datetime(2026, 3, 2, 10, tzinfo=UTC)
TOLD = FOUND + timedelta(days=3)
NOW = FOUND + timedelta(days=10)
GAP = Gap("weekend on-site", OurAnswer.GAP, FOUND)
DISCLOSED = replace(GAP, disclosed_at=TOLD, disclosed_to="Ann")


@pytest.mark.parametrize(
    ("gap", "hidden"),
    [
        (GAP, True),
        (DISCLOSED, False),
        (replace(GAP, answer=OurAnswer.MET), False),
        (replace(GAP, answer=OurAnswer.ROADMAP), True),
        (replace(GAP, answer=OurAnswer.PARTNER), True),
        (replace(GAP, workaround="remote hands"), True),
        (replace(DISCLOSED, disclosed_to=" "), True),
    ],
)
def test_a_gap_is_open_until_somebody_was_told(gap: Gap, *, hidden: bool) -> None:
    assert bool(undisclosed_gaps([gap])) is hidden


def test_deal_killers_come_first_then_the_oldest() -> None:
    younger = replace(GAP, need="b", found_at=FOUND + timedelta(1))
    killer = replace(GAP, need="c", found_at=FOUND + timedelta(2), deal_killer=True)
    assert [gap.need for gap in undisclosed_gaps([younger, killer, GAP])] == [
        "c",
        "weekend on-site",
        "b",
    ]


@pytest.mark.parametrize(
    ("gap", "codes"),
    [
        (GAP, []),
        (DISCLOSED, []),
        (replace(DISCLOSED, disclosed_at=FOUND - timedelta(1)), ["disclosed_before_found"]),
        (replace(DISCLOSED, disclosed_to=""), ["disclosed_to_nobody"]),
        (replace(GAP, disclosed_to="Ann"), ["disclosed_without_moment"]),
    ],
)
def test_an_untrue_record_says_why(gap: Gap, codes: list[str]) -> None:
    assert [reason.code for reason in gap_faults(gap)] == codes


def test_how_long_the_customer_did_not_know() -> None:
    assert hidden_for(GAP, at=NOW) == timedelta(days=10)
    assert hidden_for(DISCLOSED, at=NOW) == timedelta(days=3)
    assert hidden_for(DISCLOSED, at=FOUND + timedelta(days=1)) == timedelta(days=1)
    assert hidden_for(DISCLOSED, at=FOUND - timedelta(days=1)) == timedelta(0)


def test_what_was_spent_while_the_customer_did_not_know() -> None:
    spent = [
        (FOUND - timedelta(seconds=1), Money(1, "EUR")),
        (FOUND, Money(20, "EUR")),
        (TOLD - timedelta(seconds=1), Money(300, "EUR")),
        (TOLD, Money(4000, "EUR")),
    ]
    assert sunk_while_hidden(DISCLOSED, spent, "EUR", at=NOW) == Money(320, "EUR")
    assert sunk_while_hidden(GAP, spent, "EUR", at=NOW) == Money(4320, "EUR")
    assert sunk_while_hidden(GAP, [], "EUR", at=NOW) == Money(0, "EUR")
