"""True profit: all revenue less all cost, of customers and months, from the rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import TruncMonth

from upheld.agreements.models import Agreement
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.money.models import CommissionAccrual, EarnedRevenue
from upheld.money.queries.costs import LABOUR_ITEMS, CostGroup, Rates, rates
from upheld.money.queries.labour import Added, added_up, entered, labour_groups
from upheld.money.rules.profit import Item, ProfitStatement, Tally
from upheld.money.rules.recurring import Term, earned_between

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from django.db.models import QuerySet

    from upheld.customers.models import Company

AGREEMENT = "agreements.agreement"


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


class Once(NamedTuple):
    """What acceptance earned or was shared for a customer in a month (by its first day)."""

    company_id: int
    month: date
    item: Item
    minor: int


@dataclass(frozen=True, slots=True)
class Profits:
    """What was earned and spent for customers in a stretch of days, cut as it is asked for.

    Hours are added up in the database at each cut, so that it stays quick with thousands of
    customers. Time and revenue of nobody's are not in it.
    """

    days: Days
    currency: str
    agreements: tuple[Agreement, ...]
    """Those in force at some time in these days, with deal and company, the oldest first."""
    once: tuple[Once, ...]
    labour: Added
    known: Rates

    def by_company(self, months: Collection[date] | None = None) -> dict[int, Tally]:
        """Tally each customer's profit, of all the days or of some months of them.

        At most two queries.
        """
        found = defaultdict[int, Tally](Tally)
        labour = self.labour if months is None else self.labour.within(months)
        for group in labour_groups(labour, ("company_id", "item"), self.known):
            _add_labour(found[group.key[0]], group)
        for one in self.once:
            if months is None or one.month in months:
                found[one.company_id].add(one.item, one.minor)
        for agreement in self.agreements:
            minor = self._recurring(agreement, months)
            if minor:
                found[agreement.company_id].add(Item.REVENUE, minor)
        return dict(found)

    def by_month(self) -> dict[date, ProfitStatement]:
        """Give the profit by month, in order; a month without anything has a statement too.

        At most two queries.
        """
        found = {month: Tally() for month in self.days.months()}
        for group in labour_groups(self.labour, ("month", "item"), self.known):
            _add_labour(found[group.key[0]], group)
        for one in self.once:
            found[one.month].add(one.item, one.minor)
        for agreement in self.agreements:
            for month, minor in _by_month(agreement, self.days):
                found[month].add(Item.REVENUE, minor)
        return {month: tally.statement(self.currency) for month, tally in found.items()}

    def courses(self, companies: Collection[int]) -> dict[int, dict[date, int]]:
        """Give some customers' profit by month in minor units, for a course in a table.

        At most two queries.
        """
        found: dict[int, dict[date, int]] = {one: defaultdict(int) for one in companies}
        labour = self.labour.of(companies)
        for group in labour_groups(labour, ("company_id", "month"), self.known):
            of_company, month = group.key
            found[of_company][month] -= group.cost_minor
        for one in self.once:
            if one.company_id in found:
                sign = 1 if one.item is Item.REVENUE else -1
                found[one.company_id][one.month] += sign * one.minor
        for agreement in self.agreements:
            if agreement.company_id in found:
                for month, minor in _by_month(agreement, self.days):
                    found[agreement.company_id][month] += minor
        return found

    def total(self) -> ProfitStatement:
        """Give the profit of all the days and customers together: at most two queries."""
        whole = Tally()
        for group in labour_groups(self.labour, ("item",), self.known):
            _add_labour(whole, group)
        for one in self.once:
            whole.add(one.item, one.minor)
        for agreement in self.agreements:
            whole.add(Item.REVENUE, self._recurring(agreement, None))
        return whole.statement(self.currency)

    def _recurring(self, agreement: Agreement, months: Collection[date] | None) -> int:
        if months is None:
            return earned_between(term_of(agreement), self.days.start, self.days.end)
        return sum(minor for month, minor in _by_month(agreement, self.days) if month in months)


def profits(
    days: Days,
    company_id: int | None = None,
    known: Rates | None = None,
    *,
    currency: str = "",
) -> Profits:
    """Read what profit is cut from, of all customers or of one: at most seven queries.

    Revenue is what was earned: accepted deliverables, and what recurs, by days. Cost is burdened
    labour (before a signature, delivery, desk, complaints, work given away) and commission.
    `known` and `currency` save a query each.
    """
    only = Q() if company_id is None else Q(company=company_id)
    return Profits(
        days=days,
        currency=currency or own_currency(),
        agreements=tuple(_in_force(days, only)),
        once=tuple(_once(days, company_id)),
        labour=added_up(days.start, days.end)
        if company_id is None
        else entered(days.start, days.end, company_id),
        known=known or rates(),
    )


def summed(tallies: Iterable[Tally], currency: str) -> ProfitStatement:
    """Add tallies up to one statement."""
    whole = Tally()
    for one in tallies:
        for item, minor in one.minor.items():
            whole.minor[item] += minor
        whole.seconds += one.seconds
        whole.unrated_seconds += one.unrated_seconds
    return whole.statement(currency)


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


def _in_force(days: Days, only: Q) -> list[Agreement]:
    rows = Agreement.objects.filter(only, starts_on__lt=days.end, ends_on__gt=days.start)
    return list(rows.select_related("deal", "company").order_by("pk"))


def _once(days: Days, company_id: int | None) -> Iterator[Once]:
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
        yield Once(of_company, month, Item(item), int(minor))


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


def _by_month(agreement: Agreement, days: Days) -> Iterator[tuple[date, int]]:
    """Give what recurs under an agreement in each month of a stretch of days."""
    term = term_of(agreement)
    for month in days.months():
        minor = earned_between(term, max(month, days.start), min(next_month(month), days.end))
        if minor:
            yield month, minor


def _add_labour(tally: Tally, group: CostGroup) -> None:
    item = LABOUR_ITEMS[group.key[-1]]
    tally.add(item, group.cost_minor, group.rated_seconds, group.unrated_seconds)
