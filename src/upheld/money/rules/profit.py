"""Profit of a customer, an agreement or a deal, from first touch to last sign-off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, auto

from upheld.foundation.values.hourly import Hourly
from upheld.foundation.values.money import CurrencyMismatch, Money
from upheld.foundation.values.rate import Rate


class Item(StrEnum):
    """Where an amount belongs. Everything but REVENUE is cost."""

    REVENUE = auto()
    PRE_SALE_LABOUR = auto()
    DELIVERY_LABOUR = auto()
    SERVICE_LABOUR = auto()
    COMPLAINT_LABOUR = auto()
    UNBILLED_CHANGE_LABOUR = auto()
    TOOLS = auto()
    SUBCONTRACTORS = auto()
    COMMISSION = auto()


LABOUR = frozenset(
    {
        Item.PRE_SALE_LABOUR,
        Item.DELIVERY_LABOUR,
        Item.SERVICE_LABOUR,
        Item.COMPLAINT_LABOUR,
        Item.UNBILLED_CHANGE_LABOUR,
    }
)


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount as it is booked: cost is above zero, a credit note is revenue below zero."""

    item: Item
    money: Money
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class ProfitStatement:
    """Revenue, cost by item, and what is left. `margin` is None without revenue.

    `seconds_without_rate` is time that is not in the cost because nobody knows its rate.
    """

    revenue: Money
    by_item: tuple[tuple[Item, Money], ...]
    labour: Money
    cost: Money
    profit: Money
    margin: Rate | None
    effective_hourly: Hourly | None
    seconds: int
    seconds_without_rate: int


def profit_statement(
    amounts: Iterable[Amount], currency: str, *, seconds_without_rate: int = 0
) -> ProfitStatement:
    """Add up amounts of one currency; each counts once, under its one item.

    Effective hourly rate = (revenue - tools and subcontractors) / all hours, those without a
    rate included: an hour was worked whether or not its cost is known. Half to even.
    """
    minor, seconds = dict.fromkeys(Item, 0), seconds_without_rate
    # In one pass: a page adds up thousands of amounts in hundreds of statements.
    for one in amounts:
        if one.money.currency != currency:
            raise CurrencyMismatch(currency, one.money.currency)
        minor[one.item] += one.money.minor
        seconds += one.seconds
    by_item = tuple((item, Money(total, currency)) for item, total in minor.items())
    of = dict(by_item)
    revenue = of[Item.REVENUE]
    cost = Money.total((money for item, money in by_item if item is not Item.REVENUE), currency)
    after_hard_cost = revenue - of[Item.TOOLS] - of[Item.SUBCONTRACTORS]
    return ProfitStatement(
        revenue=revenue,
        by_item=by_item,
        labour=Money.total((of[item] for item in Item if item in LABOUR), currency),
        cost=cost,
        profit=revenue - cost,
        margin=None if revenue.is_zero else (revenue - cost).share_of_rounded(revenue),
        effective_hourly=Hourly.spread_rounded(after_hard_cost, seconds) if seconds else None,
        seconds=seconds,
        seconds_without_rate=seconds_without_rate,
    )
