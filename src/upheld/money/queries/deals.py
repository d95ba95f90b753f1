"""The true profit of deals: from first touch, over what was delivered, to today."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, Sum

from upheld.agreements.models import Agreement
from upheld.delivery.models import Deliverable
from upheld.foundation.values.money import Money
from upheld.money.models import CommissionAccrual, EarnedRevenue
from upheld.money.queries.costs import LABOUR_ITEMS, Rates, cost_groups, rates, standing_time
from upheld.money.queries.profit import AGREEMENT, own_currency, term_of
from upheld.money.rules.profit import Amount, Item, ProfitStatement, profit_statement
from upheld.money.rules.recurring import earned_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from upheld.selling.models import Deal


@dataclass(frozen=True, slots=True)
class _OfDeal:
    deal_id: int
    amount: Amount
    unrated_seconds: int = 0


def deal_profit(deal: Deal, until: date, *, currency: str = "") -> ProfitStatement:
    """Work out one deal's profit from first touch to before a day, as `deal_profits` does."""
    return deal_profits([deal.pk], until, currency=currency)[deal.pk]


def deal_profits(
    deal_ids: Sequence[int],
    until: date,
    *,
    agreements: Iterable[Agreement] | None = None,
    known: Rates | None = None,
    currency: str = "",
) -> dict[int, ProfitStatement]:
    """Work out deals' profit from first touch to before a day: seven queries for all of them.

    A deal's hours before the signature, and the work, revenue and commission of what it became.
    `agreements` (those of the deals), `known` and `currency` save a query each.
    """
    currency = currency or own_currency()
    signed = list(Agreement.objects.filter(deal__in=deal_ids) if agreements is None else agreements)
    deal_of = {one.pk: one.deal_id for one in signed}
    amounts: dict[int, list[Amount]] = {pk: [] for pk in deal_ids}
    unrated: dict[int, int] = defaultdict(int)
    for one in (
        *_labour(deal_ids, deal_of, until, currency, known or rates()),
        *_revenue(signed, deal_of, until, currency),
        *_commission(deal_of, currency),
    ):
        amounts[one.deal_id].append(one.amount)
        unrated[one.deal_id] += one.unrated_seconds
    return {
        pk: profit_statement(found, currency, seconds_without_rate=unrated[pk])
        for pk, found in amounts.items()
    }


def time_on(deal_ids: Sequence[int], works: Iterable[int]) -> tuple[Q, Q]:
    """Say which entries are on deals and on deliverables, for two sets that share none."""
    return (
        Q(on_kind="deal", on_id__in=list(deal_ids)),
        Q(on_kind="deliverable", on_id__in=list(works)),
    )


def works_of(agreement_ids: Iterable[int]) -> dict[int, int]:
    """Give each deliverable of some agreements with its agreement, by their ids: one query."""
    rows = Deliverable.objects.filter(sow__agreement__in=list(agreement_ids))
    return dict(rows.values_list("pk", "sow__agreement_id"))


def _labour(
    deal_ids: Sequence[int], deal_of: dict[int, int], until: date, currency: str, known: Rates
) -> Iterator[_OfDeal]:
    agreement_of = works_of(deal_of)
    counted = standing_time().filter(worked_on__lt=until)
    entries = [counted.filter(one) for one in time_on(deal_ids, agreement_of)]
    for group in cost_groups(entries, ("on_kind", "on_id", "item"), known):
        kind, on_id, item = group.key
        deal_id = on_id if kind == "deal" else deal_of[agreement_of[on_id]]
        amount = Amount(LABOUR_ITEMS[item], Money(group.cost_minor, currency), group.rated_seconds)
        yield _OfDeal(deal_id, amount, group.unrated_seconds)


def _revenue(
    signed: Sequence[Agreement], deal_of: dict[int, int], until: date, currency: str
) -> Iterator[_OfDeal]:
    earned = EarnedRevenue.objects.filter(agreement__in=list(deal_of), earned_on__lt=until)
    grouped = earned.order_by().values_list("agreement_id").annotate(sum=Sum("amount_minor"))
    for agreement_id, minor in grouped:
        yield _OfDeal(deal_of[agreement_id], Amount(Item.REVENUE, Money(int(minor), currency)))
    for agreement in signed:
        minor = earned_before(term_of(agreement), until)
        yield _OfDeal(agreement.deal_id, Amount(Item.REVENUE, Money(minor, currency)))


def _commission(deal_of: dict[int, int], currency: str) -> Iterator[_OfDeal]:
    rows = CommissionAccrual.objects.filter(source_type=AGREEMENT, source_id__in=list(deal_of))
    for agreement_id, minor in (
        rows.order_by().values_list("source_id").annotate(sum=Sum("amount_minor"))
    ):
        yield _OfDeal(deal_of[agreement_id], Amount(Item.COMMISSION, Money(int(minor), currency)))
