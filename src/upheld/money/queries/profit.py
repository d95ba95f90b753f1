"""True profit: all revenue less all cost, of customers and months, from the rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import TruncMonth

from upheld.agreements.models import Agreement
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.money import Money
from upheld.money.models import CommissionAccrual, EarnedRevenue
from upheld.money.queries.costs import LABOUR_ITEMS, Rates, rates
from upheld.money.queries.labour import labour_groups
from upheld.money.rules.profit import Amount, Item, ProfitStatement, profit_statement
from upheld.money.rules.recurring import Term, earned_between

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from django.db.models import QuerySet

    from upheld.customers.models import Company

AGREEMENT = "agreements.agreement"

Key = TypeVar("Key", bound="Hashable")


@dataclass(frozen=True, slots=True)
class Days:
    """A half-open stretch of days."""

    start: date
    end: date

    def months(self) -> list[date]:
        """Give the first day of each calendar month that it touches."""
        found, month = [], date(self.start.year, self.start.month, 1)
        while month < self.end:
            found.append(month)
            month = next_month(month)
        return found


@dataclass(frozen=True, slots=True)
class Counted:
    """One amount and whose it is: a customer's, in a month (by its first day)."""

    company_id: int
    month: date
    amount: Amount
    unrated_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Profits:
    """All that was earned and spent for customers in a stretch of days: read once, cut anyhow.

    Time and revenue of nobody's are not in it.
    """

    days: Days
    currency: str
    counted: tuple[Counted, ...]
    agreements: tuple[Agreement, ...]
    """Those in force at some time in these days, with deal and company, the oldest first."""

    def by_company(self, months: Iterable[date] | None = None) -> dict[int, ProfitStatement]:
        """Give each customer's profit, of all the days or of some months of them."""
        kept = None if months is None else frozenset(months)
        chosen = [one for one in self.counted if kept is None or one.month in kept]
        return _stated(((one.company_id, one) for one in chosen), self.currency)

    def by_month(self) -> dict[date, ProfitStatement]:
        """Give the profit by month, in order; a month without anything has a statement too."""
        found = _stated(((one.month, one) for one in self.counted), self.currency)
        nothing = profit_statement((), self.currency)
        return {month: found.get(month, nothing) for month in self.days.months()}

    def profit_by_month(self) -> dict[int, dict[date, int]]:
        """Give each customer's profit by month in minor units, for a course in a table."""
        found: dict[int, dict[date, int]] = defaultdict(lambda: defaultdict(int))
        for one in self.counted:
            sign = 1 if one.amount.item is Item.REVENUE else -1
            found[one.company_id][one.month] += sign * one.amount.money.minor
        return found

    def total(self) -> ProfitStatement:
        """Give the profit of all the days and customers together."""
        found = _stated((("all", one) for one in self.counted), self.currency)
        return found.get("all") or profit_statement((), self.currency)


def profits(
    days: Days,
    company_id: int | None = None,
    known: Rates | None = None,
    *,
    currency: str = "",
) -> Profits:
    """Read what was earned and spent, of all customers in six queries, of one in five.

    Revenue is what was earned: accepted deliverables, and what recurs, by days. Cost is burdened
    labour (before a signature, delivery, desk, complaints, work given away) and commission.
    `known` and `currency` save a query each.
    """
    currency = currency or own_currency()
    only = Q() if company_id is None else Q(company=company_id)
    agreements = _in_force(days, only)
    counted = [
        *_once(days, company_id, currency),
        *_recurring(agreements, days, currency),
        *_labour(days, company_id, currency, known or rates()),
    ]
    return Profits(days, currency, tuple(counted), tuple(agreements))


def company_profit(company: Company, days: Days) -> ProfitStatement:
    """Work out one customer's true profit, by the same rows and rules as all customers'."""
    return profits(days, company.pk).total()


def term_of(agreement: Agreement) -> Term:
    """Give what recurs under an agreement."""
    return Term(agreement.starts_on, agreement.months, agreement.monthly_minor, agreement.ended_on)


def months_back(today: date, months: int) -> Days:
    """Give the days from the first of so many months, this one counted in, to today's end."""
    count = today.year * 12 + today.month - months
    return Days(date(count // 12, count % 12 + 1, 1), today + timedelta(days=1))


def next_month(month: date) -> date:
    """Give the first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def own_currency() -> str:
    """Give the currency of the open provider."""
    return Provider.objects.only("currency").get(pk=current_scope().provider_id).currency


def _stated(keyed: Iterable[tuple[Key, Counted]], currency: str) -> dict[Key, ProfitStatement]:
    amounts: dict[Key, list[Amount]] = defaultdict(list)
    unrated: dict[Key, int] = defaultdict(int)
    for key, one in keyed:
        amounts[key].append(one.amount)
        unrated[key] += one.unrated_seconds
    return {
        key: profit_statement(found, currency, seconds_without_rate=unrated[key])
        for key, found in amounts.items()
    }


def _in_force(days: Days, only: Q) -> list[Agreement]:
    rows = Agreement.objects.filter(only, starts_on__lt=days.end, ends_on__gt=days.start)
    return list(rows.select_related("deal", "company").order_by("pk"))


def _once(days: Days, company_id: int | None, currency: str) -> Iterator[Counted]:
    """Read what acceptance earned and what was shared, by customer and month: one query."""
    whose = Agreement.objects.filter(pk=OuterRef("source_id")).values("company_id")[:1]
    earned = EarnedRevenue.objects.filter(earned_on__gte=days.start, earned_on__lt=days.end)
    shared = CommissionAccrual.objects.filter(
        source_type=AGREEMENT, accrued_on__gte=days.start, accrued_on__lt=days.end
    ).annotate(whose=Subquery(whose))
    if company_id is not None:
        earned, shared = earned.filter(company=company_id), shared.filter(whose=company_id)
    both = _summed(earned, "company_id", "earned_on", Item.REVENUE).union(
        _summed(shared, "whose", "accrued_on", Item.COMMISSION), all=True
    )
    for of_company, month, item, minor in both:
        yield Counted(of_company, month, Amount(Item(item), Money(int(minor), currency)))


def _summed(
    rows: QuerySet[Any], whose: str, day: str, item: Item
) -> QuerySet[Any, tuple[int, date, str, int]]:
    named = rows.annotate(
        of_company=F(whose), in_month=TruncMonth(day), item=Value(item.value)
    ).order_by()
    summed: QuerySet[Any, tuple[int, date, str, int]] = named.values_list(
        "of_company", "in_month", "item"
    ).annotate(sum=Sum("amount_minor"))
    return summed


def _recurring(agreements: Sequence[Agreement], days: Days, currency: str) -> Iterator[Counted]:
    for agreement in agreements:
        term = term_of(agreement)
        for month in days.months():
            minor = earned_between(term, max(month, days.start), min(next_month(month), days.end))
            if minor:
                amount = Amount(Item.REVENUE, Money(minor, currency))
                yield Counted(agreement.company_id, month, amount)


def _labour(days: Days, company_id: int | None, currency: str, known: Rates) -> Iterator[Counted]:
    for group in labour_groups(days.start, days.end, days.months(), company_id, known):
        of_company, month, item = group.key
        amount = Amount(LABOUR_ITEMS[item], Money(group.cost_minor, currency), group.rated_seconds)
        yield Counted(of_company, month, amount, group.unrated_seconds)
