"""Who shares in a deal, and what acceptance earns."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import Rate
from upheld.money.rules.commission import (
    Base,
    CommissionRule,
    Credit,
    Part,
    SignedDeal,
    accruals,
    rule_faults,
)
from upheld.money.rules.earned import (
    Booking,
    FeeShare,
    earned_fee,
    fee_shares,
    lost_from_booking,
    to_invoice,
)


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


DAY = date(2026, 3, 2)
DEAL = SignedDeal(eur(10_000_00), eur(2_000_00), eur(1_500_00), 36)
SELL = CommissionRule("seller one-off", Part.SELLER, Base.ONE_OFF, DAY, Rate.percent(8))
MRR = CommissionRule("seller months", Part.SELLER, Base.MONTHLY, DAY, Rate.percent(100), 2)
HELP = CommissionRule("engineer", Part.ENGINEER, Base.CONTRACT_VALUE, DAY, Rate.percent(1))
FIND = CommissionRule("finder", Part.FINDER, Base.FLAT, DAY, flat=eur(250_00))
SAM, ANA = Credit("sam", Part.SELLER), Credit("ana", Part.SELLER)
TIA, ELI = Credit("tia", Part.ENGINEER), Credit("eli", Part.FINDER)

CASES = [
    ([SELL], [SAM], {"sam": 800_00}),
    ([MRR], [SAM], {"sam": 3_000_00}),
    ([replace(MRR, months=60)], [SAM], {"sam": 54_000_00}),
    ([HELP], [TIA], {"tia": 660_00}),
    ([FIND], [ELI], {"eli": 250_00}),
    ([replace(FIND, base=Base.ONE_OFF, flat=None, rate=Rate.percent(2))], [ELI], {"eli": 200_00}),
    ([replace(SELL, base=Base.HOURS)], [SAM], {"sam": 160_00}),
    ([SELL], [SAM, ANA], {"sam": 400_00, "ana": 400_00}),
    ([SELL], [replace(SAM, weight=3), ANA], {"sam": 600_00, "ana": 200_00}),
    ([replace(SELL, rate=Rate(1))], [SAM, ANA], {"sam": 1, "ana": 0}),
    ([SELL, MRR, HELP, FIND], [SAM, TIA, ELI], {"sam": 3_800_00, "tia": 660_00, "eli": 250_00}),
    ([SELL], [TIA], {}),
    ([SELL], [replace(SAM, weight=0)], {}),
    ([replace(SELL, from_day=DAY + timedelta(1))], [SAM], {}),
    ([SELL, replace(SELL, rate=Rate.percent(9))], [SAM], {"sam": 900_00}),
    (
        [replace(SELL, rate=Rate.percent(9)), replace(SELL, from_day=DAY - timedelta(1))],
        [SAM],
        {"sam": 900_00},
    ),
]


@pytest.mark.parametrize(("rules", "credits_", "expected"), CASES)
def test_who_earns_what(
    rules: list[CommissionRule], credits_: list[Credit], expected: dict[str, int]
) -> None:
    earned: dict[str, int] = {}
    for accrual in accruals(DEAL, rules, credits_, on=DAY).paid:
        earned[accrual.person] = earned.get(accrual.person, 0) + accrual.amount.minor
    assert earned == expected


def test_every_accrual_says_how_it_came_about() -> None:
    found = accruals(DEAL, [MRR, FIND], [SAM, ANA, ELI], on=DAY).paid
    assert [accrual.words for accrual in found] == [
        "100 % of 2 months of recurring revenue (€3,000.00), 1 of 2 shares",
        "100 % of 2 months of recurring revenue (€3,000.00), 1 of 2 shares",
        "€250.00 flat",
    ]


def test_a_rule_in_which_nobody_is_credited_is_named() -> None:
    assert accruals(DEAL, [SELL, FIND], [SAM], on=DAY).uncredited == ("finder",)


@given(
    st.integers(0, 10**9),
    st.integers(0, 1_000_000),
    st.lists(st.integers(1, 99), min_size=1, max_size=7),
)
def test_a_split_never_loses_a_cent(one_off: int, ppm: int, weights: list[int]) -> None:
    deal = replace(DEAL, one_off=eur(one_off))
    credits_ = [Credit(str(place), Part.SELLER, weight) for place, weight in enumerate(weights)]
    rule = replace(SELL, rate=Rate(ppm))
    paid = accruals(deal, [rule], credits_, on=DAY).paid
    assert sum(accrual.amount.minor for accrual in paid) == Rate(ppm).of_amount_rounded(one_off)
    for accrual, weight in zip(paid, weights, strict=True):
        exact = Rate(ppm).of_amount_rounded(one_off) * weight / sum(weights)
        assert abs(accrual.amount.minor - exact) <= 1


@pytest.mark.parametrize(
    ("rule", "codes"),
    [
        (SELL, []),
        (FIND, []),
        (replace(FIND, flat=None), ["flat_missing"]),
        (replace(SELL, flat=eur(1)), ["flat_unused"]),
        (replace(SELL, rate=Rate.percent(101)), ["rate_out_of_range"]),
        (replace(MRR, months=0), ["months_missing"]),
    ],
)
def test_a_rule_that_cannot_be_used_says_why(rule: CommissionRule, codes: list[str]) -> None:
    assert [reason.code for reason in rule_faults(rule)] == codes


AT = datetime(2026, 5, 1, tzinfo=UTC)
SHARES = [
    FeeShare("firewall", 3, AT),
    FeeShare("mail", 2, AT + timedelta(seconds=1)),
    FeeShare("phones", 1, AT - timedelta(days=9), deemed=True),
    FeeShare("printers", 1, AT, dropped=True),
]


def test_acceptance_earns_a_deliverables_share() -> None:
    found = earned_fee(eur(700_00), SHARES, at=AT)
    assert [line.earned.minor for line in found.lines] == [300_00, 0, 100_00, 0]
    assert [line.deemed for line in found.lines] == [False, False, True, False]
    assert (found.earned, found.to_come, found.dropped) == (eur(400_00), eur(200_00), eur(100_00))


def test_nothing_to_accept_earns_nothing() -> None:
    found = earned_fee(eur(700_00), [], at=AT)
    assert (found.earned, found.to_come) == (eur(0), eur(700_00))


def test_without_weights_a_fee_is_shared_evenly() -> None:
    assert fee_shares(eur(100), [0, 0, 0]) == [eur(34), eur(33), eur(33)]


@given(
    st.integers(0, 10**9),
    st.lists(
        st.builds(
            FeeShare,
            deliverable=st.just("x"),
            weight=st.integers(0, 50),
            accepted_at=st.sampled_from([None, AT, AT + timedelta(days=1)]),
            dropped=st.booleans(),
        ),
        max_size=8,
    ),
)
def test_a_fee_is_earned_to_come_or_dropped_to_the_cent(fee: int, shares: list[FeeShare]) -> None:
    found = earned_fee(eur(fee), shares, at=AT)
    assert found.earned + found.to_come + found.dropped == eur(fee)
    assert not found.to_come.is_negative
    later = earned_fee(eur(fee), shares, at=AT + timedelta(days=2))
    assert later.earned >= found.earned


def test_what_a_signature_is_worth_and_what_an_early_leaver_takes() -> None:
    booking = Booking(eur(100_00), eur(50_00), eur(10_00), 12)
    assert booking.value == eur(270_00)
    assert booking.yearly_recurring == eur(120_00)
    assert lost_from_booking(booking, 5) == eur(70_00)
    assert lost_from_booking(booking, 12) == eur(0)
    assert lost_from_booking(booking, 20) == eur(0)
    assert lost_from_booking(booking, -3) == eur(120_00)
    assert to_invoice(eur(400), eur(100)) == eur(300)
    assert to_invoice(eur(100), eur(400)) == eur(-300)
