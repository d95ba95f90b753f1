"""What a proposal costs the customer: by line, by month and over its term. Tax is not included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from upheld.agreements.rules.departures import text_hash
from upheld.foundation.refusals import Reason
from upheld.foundation.values.hourly import Hourly
from upheld.foundation.values.money import Money
from upheld.foundation.values.rate import WHOLE, Rate

NO_DISCOUNT = Rate(0)


class LineKind(StrEnum):
    """How a line is charged."""

    ONE_OFF = auto()
    MONTHLY = auto()
    HOURS = auto()


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One line of a proposal.

    `list_price` and `unit_cost` are for one piece (ONE_OFF), one piece and month (MONTHLY) or
    one hour (HOURS). `quantity` counts pieces, or whole seconds for HOURS. `months` is the term
    of a MONTHLY line and 0 otherwise. `unit_cost` is None where nobody knows it, never zero
    for unknown.
    """

    kind: LineKind
    title: str
    list_price: Money
    quantity: int
    discount: Rate = NO_DISCOUNT
    months: int = 0
    unit_cost: Money | None = None


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line in money. For MONTHLY lines each amount is for one month.

    `net` is what the customer pays: `listed` less `discounted`. `times_charged` is the months
    of the term, or 1.
    """

    line: ProposalLine
    listed: Money
    discounted: Money
    net: Money
    cost: Money | None
    times_charged: int


@dataclass(frozen=True, slots=True)
class ProposalPrice:
    """A proposal in money, without tax.

    `monthly` is one month with every recurring line running. `contract_value` is everything
    over the whole term, `contract_list` the same before discount. `margin` is the share of
    the contract value left after cost; None where a line has no cost or the value is nothing,
    because a margin that leaves lines out would look better than it is.
    """

    lines: tuple[PricedLine, ...]
    one_off: Money
    monthly: Money
    hours: Money
    contract_value: Money
    contract_list: Money
    known_cost: Money
    lines_without_cost: int
    discount: Rate
    deepest_line_discount: Rate
    margin: Rate | None


def price_line(line: ProposalLine) -> PricedLine:
    """Price one line; the discount is rounded once, on the line, half to even."""
    listed = _amount(line, line.list_price)
    discounted = listed.at_rate_rounded(line.discount)
    cost = None if line.unit_cost is None else _amount(line, line.unit_cost)
    times = line.months if line.kind is LineKind.MONTHLY else 1
    return PricedLine(line, listed, discounted, listed - discounted, cost, times)


def price_proposal(lines: Sequence[ProposalLine], currency: str) -> ProposalPrice:
    """Price a whole proposal in one currency.

    Raises CurrencyMismatch for a line in another currency; `line_faults` finds that before.
    """
    priced = tuple(price_line(line) for line in lines)
    value = Money.total((one.net.times(one.times_charged) for one in priced), currency)
    full = Money.total((one.listed.times(one.times_charged) for one in priced), currency)
    cost = Money.total(
        (one.cost.times(one.times_charged) for one in priced if one.cost is not None), currency
    )
    unknown = sum(one.cost is None for one in priced)
    return ProposalPrice(
        lines=priced,
        one_off=_sum_of(priced, LineKind.ONE_OFF, currency),
        monthly=_sum_of(priced, LineKind.MONTHLY, currency),
        hours=_sum_of(priced, LineKind.HOURS, currency),
        contract_value=value,
        contract_list=full,
        known_cost=cost,
        lines_without_cost=unknown,
        discount=Rate(0) if full.is_zero else (full - value).share_of_rounded(full),
        deepest_line_discount=max((line.discount for line in lines), default=Rate(0)),
        margin=None if unknown or value.is_zero else (value - cost).share_of_rounded(value),
    )


def price_hash(lines: Sequence[ProposalLine]) -> str:
    """Give a hash of everything in the lines that an approval of the price answers for.

    Titles count, because a discount is granted on something; order does not.
    """
    said = sorted(
        f"{line.kind} {line.title} {line.list_price} {line.quantity} {line.discount.ppm} "
        f"{line.months} {line.unit_cost}"
        for line in lines
    )
    return text_hash("\n".join(said))


def line_faults(line: ProposalLine, currency: str) -> tuple[Reason, ...]:
    """Name everything that makes a line unusable; empty if it can be priced.

    Codes: line_quantity, line_price, line_discount, line_months, line_currency.
    """
    recurring = line.kind is LineKind.MONTHLY
    prices = [price for price in (line.list_price, line.unit_cost) if price is not None]
    checks = (
        (line.quantity < 1, "line_quantity", "has no quantity", "Enter 1 or more."),
        (
            any(price.is_negative for price in prices),
            "line_price",
            "has a price or cost below zero",
            "Enter the price as it is and give a discount instead.",
        ),
        (
            not 0 <= line.discount.ppm <= WHOLE,
            "line_discount",
            "has a discount outside 0 % to 100 %",
            "Enter a discount between 0 % and 100 %.",
        ),
        (
            recurring and line.months < 1,
            "line_months",
            "recurs without a term",
            "Enter the number of months.",
        ),
        (
            not recurring and line.months != 0,
            "line_months",
            "has months but is charged once",
            "Leave the months out, or make it a monthly line.",
        ),
        (
            any(price.currency != currency for price in prices),
            "line_currency",
            f"is not in {currency}",
            "Use one currency in a proposal.",
        ),
    )
    return tuple(
        Reason(code, f"The line “{line.title}” {why}.", remedy)
        for wrong, code, why, remedy in checks
        if wrong
    )


def _amount(line: ProposalLine, price: Money) -> Money:
    if line.kind is LineKind.HOURS:
        return Hourly.of(price).cost_of_rounded(line.quantity)
    return price.times(line.quantity)


def _sum_of(priced: Sequence[PricedLine], kind: LineKind, currency: str) -> Money:
    return Money.total((one.net for one in priced if one.line.kind is kind), currency)
