"""True profit: all revenue less all cost, of customers and deals, from the rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from upheld.agreements.models import Agreement
from upheld.delivery.models import Deliverable
from upheld.foundation.models import Provider
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.money import Money
from upheld.money.models import CommissionAccrual, EarnedRevenue
from upheld.money.queries.costs import CostGroup, cost_groups, rates, standing_time
from upheld.money.rules.profit import Amount, Item, ProfitStatement, profit_statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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


def profit_by_month(days: Days) -> dict[date, ProfitStatement]:
    """Work out the whole company's profit month by month: by the rules of `profit_by_company`.

    The months are calendar months by their first days; `days` should begin and end on such a day.
    Five queries and those of cost.
    """
    currency = _currency()
    amounts: dict[date, list[Amount]] = defaultdict(list)
    unrated: dict[date, int] = defaultdict(int)
    running = _running(days)
    for month in months_of(days):
        amounts[month] = [
            Amount(Item.REVENUE, Money(minor, currency))
            for _agreement, minor in recurring_earned(running, Days(month, next_month(month)))
        ]
    earned = EarnedRevenue.objects.filter(earned_on__gte=days.start, earned_on__lt=days.end)
    grouped = earned.annotate(month=TruncMonth("earned_on")).order_by().values_list("month")
    for month, minor in grouped.annotate(sum=Sum("amount_minor")):
        amounts[month].append(Amount(Item.REVENUE, Money(int(minor), currency)))
    entries = standing_time().filter(worked_on__gte=days.start, worked_on__lt=days.end)
    for group in cost_groups(
        entries.filter(company__isnull=False), ("month", "category", "on_kind"), rates()
    ):
        month, category, kind = group.key
        amounts[month].append(_labour_amount(group, category, kind, currency))
        unrated[month] += group.unrated_seconds
    shared = CommissionAccrual.objects.filter(
        accrued_on__gte=days.start, accrued_on__lt=days.end
    ).annotate(month=TruncMonth("accrued_on"))
    for month, minor in shared.order_by().values_list("month").annotate(sum=Sum("amount_minor")):
        amounts[month].append(Amount(Item.COMMISSION, Money(int(minor), currency)))
    return {
        month: profit_statement(found, currency, seconds_without_rate=unrated.get(month, 0))
        for month, found in amounts.items()
    }


def deal_profit(deal: Deal, until: date) -> ProfitStatement:
    """Work out one deal's profit from first touch to a day, by the rules of `deal_profits`."""
    return deal_profits([deal.pk], until)[deal.pk]


def deal_profits(deal_ids: Sequence[int], until: date) -> dict[int, ProfitStatement]:
    """Work out deals' profit from first touch to a day: seven queries for all of them.

    A deal's hours before the signature, and the work, revenue and commission of what it became.
    """
    currency = _currency()
    days = Days(date(2000, 1, 1), until)
    amounts: dict[int, list[Amount]] = {pk: [] for pk in deal_ids}
    unrated: dict[int, int] = defaultdict(int)
    agreements = list(Agreement.objects.filter(deal_id__in=deal_ids))
    deal_of = {one.pk: one.deal_id for one in agreements}
    known = rates()

    def add(deal_id: int, group: CostGroup, category: str, kind: str) -> None:
        amounts[deal_id].append(_labour_amount(group, category, kind, currency))
        unrated[deal_id] += group.unrated_seconds

    presale = standing_time().filter(on_kind="deal", on_id__in=deal_ids, worked_on__lt=until)
    for group in cost_groups(presale, ("on_id", "category"), known):
        add(group.key[0], group, group.key[1], "deal")
    work_of = dict(_deliverables_of(deal_of))
    work = standing_time().filter(
        on_kind="deliverable", on_id__in=list(work_of), worked_on__lt=until
    )
    for group in cost_groups(work, ("on_id", "category"), known):
        add(deal_of[work_of[group.key[0]]], group, group.key[1], "deliverable")
    earned = EarnedRevenue.objects.filter(agreement__in=deal_of, earned_on__lt=until)
    grouped = earned.order_by().values_list("agreement_id").annotate(sum=Sum("amount_minor"))
    for agreement_id, minor in grouped:
        amounts[deal_of[agreement_id]].append(Amount(Item.REVENUE, Money(int(minor), currency)))
    for agreement, monthly in recurring_earned(agreements, days):
        amounts[agreement.deal_id].append(Amount(Item.REVENUE, Money(monthly, currency)))
    shared = CommissionAccrual.objects.filter(
        source_type="agreements.agreement", source_id__in=list(deal_of)
    )
    paid = shared.order_by().values_list("source_id").annotate(sum=Sum("amount_minor"))
    for agreement_id, minor in paid:
        amounts[deal_of[agreement_id]].append(Amount(Item.COMMISSION, Money(int(minor), currency)))
    return {
        pk: profit_statement(found, currency, seconds_without_rate=unrated.get(pk, 0))
        for pk, found in amounts.items()
    }


def months_of(days: Days) -> list[date]:
    """Give the first day of each calendar month that begins in a stretch of days."""
    found, month = [], date(days.start.year, days.start.month, 1)
    while month < days.end:
        if month >= days.start:
            found.append(month)
        month = next_month(month)
    return found


def next_month(month: date) -> date:
    """Give the first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


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
        after = next_month(month)
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


def _deliverables_of(agreements: Iterable[int]) -> list[tuple[int, int]]:
    """Give each deliverable of some agreements with its agreement."""
    rows = Deliverable.objects.filter(sow__agreement__in=list(agreements))
    return [(pk, agreement) for pk, agreement in rows.values_list("pk", "sow__agreement_id")]


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
