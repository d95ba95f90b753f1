"""True profit: all revenue less all cost, of customers and deals, from the rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Sum

from upheld.agreements.models import Agreement
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.money import Money
from upheld.money.models import CommissionAccrual, EarnedRevenue
from upheld.money.queries.costs import CostGroup, cost_groups, rates, standing_time
from upheld.money.rules.profit import Amount, Item, ProfitStatement, profit_statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from upheld.customers.models import Company
    from upheld.selling.models import Deal

_LABOUR = {
    "presale": Item.PRE_SALE_LABOUR,
    "complaint": Item.COMPLAINT_LABOUR,
    "customer": Item.SERVICE_LABOUR,
}


@dataclass(frozen=True, slots=True)
class Days:
    """A half-open stretch of days."""

    start: date
    end: date


def profit_by_company(days: Days) -> dict[int, ProfitStatement]:
    """Work out each customer's true profit over a stretch of days: six queries for all of them.

    Revenue is what was earned: accepted deliverables, and recurring lines rateably by day. Cost is
    burdened labour (pre-sale, delivery, desk, complaints) and the commission of the period.
    """
    currency = _currency()
    amounts: dict[int, list[Amount]] = defaultdict(list)
    unrated: dict[int, int] = defaultdict(int)
    for company_id, minor in _earned(days):
        amounts[company_id].append(Amount(Item.REVENUE, Money(minor, currency)))
    for agreement, minor in recurring_earned(_running(days), days):
        amounts[agreement.company_id].append(Amount(Item.REVENUE, Money(minor, currency)))
    for group in _labour(days):
        company_id, category, kind = group.key
        if company_id is None:
            continue
        amounts[company_id].append(_labour_amount(group, category, kind, currency))
        unrated[company_id] += group.unrated_seconds
    for company_id, minor in _commission(days):
        amounts[company_id].append(Amount(Item.COMMISSION, Money(minor, currency)))
    return {
        company_id: profit_statement(
            found, currency, seconds_without_rate=unrated.get(company_id, 0)
        )
        for company_id, found in amounts.items()
    }


def company_profit(company: Company, days: Days) -> ProfitStatement:
    """Work out one customer's true profit, by the same rows and rules as all customers'."""
    found = profit_by_company(days).get(company.pk)
    return found or profit_statement((), _currency())


def deal_profit(deal: Deal, until: date) -> ProfitStatement:
    """Work out a deal's profit from first touch to a day: its hours before the signature, and the
    work, revenue and commission of what it became.
    """
    currency = _currency()
    agreements = list(Agreement.objects.filter(deal=deal))
    days = Days(date(2000, 1, 1), until)
    amounts: list[Amount] = []
    unrated = 0
    entries = standing_time().filter(on_kind="deal", on_id=deal.pk)
    for group in cost_groups(entries, ("category", "on_kind")):
        category, kind = group.key
        amounts.append(_labour_amount(group, category, kind, currency))
        unrated += group.unrated_seconds
    for group in _work_of(agreements):
        amounts.append(_labour_amount(group, "customer", "deliverable", currency))
        unrated += group.unrated_seconds
    earned = EarnedRevenue.objects.filter(agreement__in=agreements, earned_on__lt=until)
    minor = earned.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    amounts.append(Amount(Item.REVENUE, Money(minor, currency)))
    for _agreement, monthly in recurring_earned(agreements, days):
        amounts.append(Amount(Item.REVENUE, Money(monthly, currency)))
    shared = CommissionAccrual.objects.filter(
        source_type="agreements.agreement", source_id__in=[one.pk for one in agreements]
    )
    paid = shared.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    amounts.append(Amount(Item.COMMISSION, Money(paid, currency)))
    return profit_statement(amounts, currency, seconds_without_rate=unrated)


def recurring_earned(agreements: Iterable[Agreement], days: Days) -> list[tuple[Agreement, int]]:
    """Give what each agreement's recurring part earned in a stretch of days, in minor units.

    Rateable by day within each calendar month; a month's parts add up to the month to the cent,
    because each day is earned as the difference of two cumulated shares.
    """
    return [(one, sum(_month_shares(one, days))) for one in agreements]


def _month_shares(agreement: Agreement, days: Days) -> list[int]:
    since = max(days.start, agreement.starts_on)
    until = min(days.end, agreement.ends_on, agreement.ended_on or days.end)
    parts = []
    month = date(since.year, since.month, 1)
    while month < until:
        after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        length = (after - month).days
        first, last = max(since, month), min(until, after)
        if first < last:
            upto = agreement.monthly_minor * (last - month).days // length
            before = agreement.monthly_minor * (first - month).days // length
            parts.append(upto - before)
        month = after
    return parts


def _running(days: Days) -> list[Agreement]:
    return list(Agreement.objects.filter(starts_on__lt=days.end, ends_on__gt=days.start))


def _earned(days: Days) -> list[tuple[int, int]]:
    rows = EarnedRevenue.objects.filter(earned_on__gte=days.start, earned_on__lt=days.end)
    grouped = rows.order_by().values_list("company_id").annotate(sum=Sum("amount_minor"))
    return [(company_id, int(minor)) for company_id, minor in grouped]


def _labour(days: Days) -> list[CostGroup]:
    entries = standing_time().filter(worked_on__gte=days.start, worked_on__lt=days.end)
    return cost_groups(entries, ("company_id", "category", "on_kind"), rates())


def _labour_amount(group: CostGroup, category: str, kind: str, currency: str) -> Amount:
    item = Item.DELIVERY_LABOUR if kind == "deliverable" else _LABOUR.get(
        category, Item.SERVICE_LABOUR
    )  # fmt: skip
    rated = group.seconds - group.unrated_seconds
    return Amount(item, Money(group.cost_minor, currency), rated)


def _work_of(agreements: list[Agreement]) -> list[CostGroup]:
    from upheld.delivery.models import Deliverable

    ids = Deliverable.objects.filter(sow__agreement__in=agreements).values_list("pk", flat=True)
    entries = standing_time().filter(on_kind="deliverable", on_id__in=list(ids))
    return cost_groups(entries, ("on_kind",))


def _commission(days: Days) -> list[tuple[int, int]]:
    rows = CommissionAccrual.objects.filter(
        source_type="agreements.agreement", accrued_on__gte=days.start, accrued_on__lt=days.end
    )
    found = list(rows.order_by().values_list("source_id").annotate(sum=Sum("amount_minor")))
    company_of = dict(
        Agreement.objects.filter(pk__in=[source for source, _minor in found]).values_list(
            "pk", "company_id"
        )
    )
    return [(company_of[source], int(minor)) for source, minor in found if source in company_of]


def _currency() -> str:
    return Provider.objects.only("currency").get(pk=current_scope().provider_id).currency
