"""What a proposal costs the customer, and who must agree to it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.agreements.rules.consents import (
    Consent,
    ConsentGiven,
    DiscountPolicy,
    consents_missing,
    consents_needed,
)
from upheld.agreements.rules.pricing import (
    LineKind,
    ProposalLine,
    line_faults,
    price_hash,
    price_line,
    price_proposal,
)
from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import Rate


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


FIREWALL = ProposalLine(
    LineKind.ONE_OFF, "Firewall", eur(120_000), 2, Rate.percent(10), 0, eur(80_000)
)
CARE = ProposalLine(
    LineKind.MONTHLY, "Care per user", eur(4_550), 20, Rate.percent(5), 36, eur(2_000)
)
MOVE = ProposalLine(LineKind.HOURS, "Moving mailboxes", eur(9_500), 9_000, unit_cost=eur(5_000))
LINES = [FIREWALL, CARE, MOVE]
POLICY = DiscountPolicy(Rate.percent(5), Rate.percent(10), Rate.percent(20), Rate.percent(30))

PRICES = [
    # line, listed, discounted, net, cost, times
    (FIREWALL, 240_000, 24_000, 216_000, 160_000, 1),
    (CARE, 91_000, 4_550, 86_450, 40_000, 36),
    (MOVE, 23_750, 0, 23_750, 12_500, 1),
    (replace(MOVE, quantity=1), 3, 0, 3, 1, 1),
    (replace(FIREWALL, list_price=eur(5), quantity=1), 5, 0, 5, 80_000, 1),
    (replace(FIREWALL, list_price=eur(15), quantity=1), 15, 2, 13, 80_000, 1),
    (replace(FIREWALL, discount=Rate.percent(100)), 240_000, 240_000, 0, 160_000, 1),
]


@pytest.mark.parametrize(("line", "listed", "discounted", "net", "cost", "times"), PRICES)
def test_a_line_in_money(
    line: ProposalLine, listed: int, discounted: int, net: int, cost: int, times: int
) -> None:
    priced = price_line(line)
    assert (priced.listed, priced.discounted, priced.net, priced.cost) == (
        eur(listed),
        eur(discounted),
        eur(net),
        eur(cost),
    )
    assert priced.times_charged == times


def test_a_proposal_in_money() -> None:
    price = price_proposal(LINES, "EUR")
    assert price.one_off == eur(216_000)
    assert price.monthly == eur(86_450)
    assert price.hours == eur(23_750)
    assert price.contract_value == eur(216_000 + 36 * 86_450 + 23_750)
    assert price.contract_list == eur(240_000 + 36 * 91_000 + 23_750)
    assert price.known_cost == eur(160_000 + 36 * 40_000 + 12_500)
    assert price.discount == Rate(53_055)
    assert price.margin == Rate(518_937)


def test_a_margin_is_not_told_while_a_cost_is_missing() -> None:
    price = price_proposal([FIREWALL, replace(MOVE, unit_cost=None)], "EUR")
    assert price.margin is None
    assert price.lines_without_cost == 1
    assert price.known_cost == eur(160_000)


def test_nothing_offered_costs_nothing() -> None:
    price = price_proposal([], "EUR")
    assert price.contract_value == eur(0)
    assert price.discount == Rate(0)
    assert price.margin is None


LINE = st.builds(
    ProposalLine,
    kind=st.just(LineKind.MONTHLY),
    title=st.just("Care"),
    list_price=st.integers(0, 10**7).map(eur),
    quantity=st.integers(1, 500),
    discount=st.integers(0, 1_000_000).map(Rate),
    months=st.integers(1, 60),
    unit_cost=st.none() | st.integers(0, 10**6).map(eur),
)


@given(st.lists(LINE, max_size=8))
def test_nothing_is_lost_between_lines_and_totals(lines: list[ProposalLine]) -> None:
    price = price_proposal(lines, "EUR")
    assert all(one.net + one.discounted == one.listed for one in price.lines)
    assert all(eur(0) <= one.net <= one.listed for one in price.lines)
    by_month = sum(one.net.minor * one.times_charged for one in price.lines)
    assert price.contract_value.minor == by_month
    assert 0 <= price.discount.ppm <= 1_000_000


FAULTS = [
    (replace(FIREWALL, quantity=0), ["line_quantity"]),
    (replace(FIREWALL, list_price=eur(-1)), ["line_price"]),
    (replace(FIREWALL, unit_cost=eur(-1)), ["line_price"]),
    (replace(FIREWALL, discount=Rate(1_000_001)), ["line_discount"]),
    (replace(FIREWALL, discount=Rate(-1)), ["line_discount"]),
    (replace(FIREWALL, months=12), ["line_months"]),
    (replace(CARE, months=0), ["line_months"]),
    (replace(CARE, list_price=Money(1, "USD")), ["line_currency"]),
    (replace(CARE, months=0, quantity=-1), ["line_quantity", "line_months"]),
    (FIREWALL, []),
    (CARE, []),
    (replace(MOVE, unit_cost=None), []),
]


@pytest.mark.parametrize(("line", "codes"), FAULTS)
def test_a_line_that_cannot_be_used_says_why(line: ProposalLine, codes: list[str]) -> None:
    found = line_faults(line, "EUR")
    assert [reason.code for reason in found] == codes
    assert all(line.title in reason.why for reason in found)


def needs(*lines: ProposalLine) -> list[Consent]:
    return [one.consent for one in consents_needed(price_proposal(lines, "EUR"), POLICY)]


CONSENTS = [
    ([replace(CARE, discount=Rate.percent(5))], []),
    ([replace(CARE, discount=Rate(50_100))], [Consent.DEAL_DESK]),
    ([FIREWALL, replace(CARE, discount=Rate(0))], []),
    (
        [replace(FIREWALL, discount=Rate(100_001)), replace(CARE, discount=Rate(0))],
        [Consent.DEAL_DESK],
    ),
    ([replace(CARE, discount=Rate.percent(21))], [Consent.DEAL_DESK, Consent.OWNER]),
    ([replace(MOVE, unit_cost=None)], [Consent.FINANCE]),
    ([replace(MOVE, unit_cost=eur(6_650))], []),
    ([replace(MOVE, unit_cost=eur(6_651))], [Consent.FINANCE]),
    ([replace(MOVE, list_price=eur(0))], [Consent.FINANCE]),
    (
        [replace(FIREWALL, discount=Rate.percent(100))],
        [Consent.DEAL_DESK, Consent.FINANCE, Consent.OWNER],
    ),
    ([], []),
]


@pytest.mark.parametrize(("lines", "expected"), CONSENTS)
def test_who_must_agree(lines: list[ProposalLine], expected: list[Consent]) -> None:
    assert needs(*lines) == expected


def test_each_consent_says_why() -> None:
    found = consents_needed(
        price_proposal([replace(CARE, discount=Rate.percent(21))], "EUR"), POLICY
    )
    assert found[0].why == (
        "The discount of 21.0 % is more than the 5 % that a seller may give, and a line is "
        "discounted by 21 %, more than the 10 % that a seller may give on one line."
    )


def test_a_consent_holds_for_the_price_it_was_given_for_and_until_withdrawn() -> None:
    needed = consents_needed(
        price_proposal([replace(CARE, discount=Rate.percent(8))], "EUR"), POLICY
    )
    given_ = ConsentGiven(Consent.DEAL_DESK, "then")
    assert consents_missing(needed, [given_], "then") == ()
    assert consents_missing(needed, [given_], "now") == needed
    assert consents_missing(needed, [replace(given_, withdrawn=True)], "then") == needed
    assert consents_missing(needed, [], "then") == needed


def test_the_hash_of_the_price_changes_with_anything_that_matters() -> None:
    hashes = {
        price_hash(lines)
        for lines in (
            LINES,
            [FIREWALL, CARE],
            [FIREWALL, CARE, replace(MOVE, quantity=9_001)],
            [FIREWALL, CARE, replace(MOVE, discount=Rate(1))],
            [FIREWALL, replace(CARE, months=24), MOVE],
            [replace(FIREWALL, unit_cost=None), CARE, MOVE],
        )
    }
    assert len(hashes) == 6
    assert price_hash(LINES) == price_hash(LINES[::-1])
