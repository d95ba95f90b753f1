"""Profit of a customer, an agreement or a deal, from first touch to last sign-off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum, auto

from upheld.foundation.values.hourly import Hourly
from upheld.foundation.values.money import CurrencyMismatch, Money
from upheld.foundation.values.rate import Rate

PPM = 1_000_000


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


_NOTHING = dict.fromkeys(Item, 0)


@dataclass(slots=True)
class Tally:
    """What was earned and spent, in minor units by item, before a statement is made of it.

    Thousands of customers are tallied to be put in order; a statement is made of those shown.
    """

    minor: dict[Item, int] = field(default_factory=_NOTHING.copy)
    seconds: int = 0
    """Hours whose cost is known."""
    unrated_seconds: int = 0

    def add(self, item: Item, minor: int, seconds: int = 0, unrated_seconds: int = 0) -> None:
        """Add an amount of one item, with the hours behind it."""
        self.minor[item] += minor
        self.seconds += seconds
        self.unrated_seconds += unrated_seconds

    @property
    def revenue(self) -> int:
        """What was earned, in minor units."""
        return self.minor[Item.REVENUE]

    @property
    def profit(self) -> int:
        """What is left, in minor units."""
        return 2 * self.minor[Item.REVENUE] - sum(self.minor.values())

    @property
    def cost(self) -> int:
        """All cost, in minor units."""
        return self.revenue - self.profit

    @property
    def margin_ppm(self) -> int | None:
        """Profit as a share of revenue, rounded down; None without revenue."""
        return self.profit * PPM // self.revenue if self.revenue else None

    @property
    def hourly_minor(self) -> int | None:
        """What an hour worked earns, as a statement's effective rate, rounded down."""
        hours = self.seconds + self.unrated_seconds
        kept = self.revenue - self.minor[Item.TOOLS] - self.minor[Item.SUBCONTRACTORS]
        return kept * 3600 // hours if hours else None

    def statement(self, currency: str) -> ProfitStatement:
        """Make the statement: exact, and rounded as it says."""
        amounts = [Amount(item, Money(minor, currency)) for item, minor in self.minor.items()]
        amounts.append(Amount(Item.REVENUE, Money.zero(currency), self.seconds))
        return profit_statement(amounts, currency, seconds_without_rate=self.unrated_seconds)


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
