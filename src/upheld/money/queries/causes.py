"""What stands behind a profit: the pieces of work that cost most, and what earned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from upheld.delivery.models import Deliverable
from upheld.foundation.values.money import Money
from upheld.money.models import CommissionAccrual, EarnedRevenue
from upheld.money.queries.costs import LABOUR_ITEMS, Rates, cost_groups, standing_time
from upheld.money.queries.profit import AGREEMENT, term_of
from upheld.money.rules.profit import Item
from upheld.money.rules.recurring import earned_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from upheld.agreements.models import Agreement
    from upheld.money.queries.profit import Days

ITEM_TITLES = {
    Item.REVENUE: "Revenue",
    Item.PRE_SALE_LABOUR: "Work before a signature",
    Item.DELIVERY_LABOUR: "Delivery",
    Item.SERVICE_LABOUR: "Tickets and service",
    Item.COMPLAINT_LABOUR: "Complaints",
    Item.UNBILLED_CHANGE_LABOUR: "Work given away",
    Item.TOOLS: "Tools",
    Item.SUBCONTRACTORS: "Subcontractors",
    Item.COMMISSION: "Commission",
}
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Cause:
    """One piece of work, with what it cost."""

    title: str
    url: str
    kind: str
    item: str
    seconds: int
    unrated_seconds: int
    cost: Money


@dataclass(frozen=True, slots=True)
class Earning:
    """One source of revenue, with what it earned."""

    title: str
    url: str
    how: str
    amount: Money


def labour_causes(
    wheres: Iterable[Q], days: Days, currency: str, known: Rates
) -> tuple[Cause, ...]:
    """Rank the pieces of work by what they cost: one query. Those without a rate come last.

    Each of `wheres` says some of the entries, and no entry is said twice.
    """
    within = standing_time().filter(worked_on__gte=days.start, worked_on__lt=days.end)
    entries = [within.filter(where) for where in wheres]
    groups = cost_groups(entries, ("on_kind", "on_title", "on_url", "item"), known)
    causes = [
        Cause(
            title=title or kind.capitalize(),
            url=url,
            kind=kind,
            item=ITEM_TITLES[LABOUR_ITEMS[item]],
            seconds=group.seconds,
            unrated_seconds=group.unrated_seconds,
            cost=Money(group.cost_minor, currency),
        )
        for group in groups
        for kind, title, url, item in [group.key]
    ]
    return tuple(sorted(causes, key=lambda one: (-one.cost.minor, -one.seconds, one.title)))


def earnings(
    where: Q, agreements: Iterable[Agreement], days: Days, currency: str
) -> tuple[Earning, ...]:
    """List what earned, the most first: what recurs by agreement, and each acceptance."""
    rows = list(
        EarnedRevenue.objects.filter(
            where, earned_on__gte=days.start, earned_on__lt=days.end
        ).select_related("agreement")
    )
    accepted = [one.source_id for one in rows if one.source_type == "delivery.deliverable"]
    numbers = dict(Deliverable.objects.filter(pk__in=accepted).values_list("pk", "number"))
    found = [
        Earning(one.source_title, _source_url(one, numbers), "Accepted", _amount(one))
        for one in rows
    ]
    for agreement in agreements:
        minor = earned_between(term_of(agreement), days.start, days.end)
        if minor:
            url = reverse("agreement", args=[agreement.number])
            found.append(Earning(agreement.title, url, "By day", Money(minor, currency)))
    return tuple(sorted(found, key=lambda one: (-one.amount.minor, one.title)))


def shares_of(agreements: Sequence[Agreement], days: Days) -> tuple[CommissionAccrual, ...]:
    """List the commission on agreements that accrued in some days."""
    rows = CommissionAccrual.objects.filter(
        source_type=AGREEMENT,
        source_id__in=[one.pk for one in agreements],
        accrued_on__gte=days.start,
        accrued_on__lt=days.end,
    )
    return tuple(rows.select_related("person", "rule").order_by("-amount_minor", "pk"))


def _source_url(one: EarnedRevenue, numbers: dict[int, int]) -> str:
    if one.source_id in numbers and one.source_type == "delivery.deliverable":
        return reverse("deliverable", args=[numbers[one.source_id]])
    return reverse("agreement", args=[one.agreement.number]) if one.agreement else ""


def _amount(one: EarnedRevenue) -> Money:
    return Money(one.amount_minor, one.currency)
