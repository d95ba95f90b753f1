"""When to think about stopping: a deal's effort held against our own won deals of its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, Sum

from upheld.foundation.values.rate import Rate
from upheld.selling.models import Deal, Outcome
from upheld.selling.queries.effort import DEAL
from upheld.selling.rules.walk_away import (
    DealNow,
    EffortBaseline,
    WalkAwaySignal,
    walk_away_signal,
)
from upheld.timekeeping.models import TimeEntry

if TYPE_CHECKING:
    from django.db.models import QuerySet

MONTHS = 12
"""A deal's size is what it brings in its first year."""

MOST_COMPARED = 500
"""Won deals that are compared, the newest first."""


def walk_away_of(deal: Deal, seconds: int) -> WalkAwaySignal | None:
    """Read the signal of an open deal: three queries. None once it has ended.

    Compared are won deals worth half to double in their first year, in the same currency, on which
    time was logged. The chance is the seller's own; how many hours are free is not asked here.
    """
    if not deal.is_open:
        return None
    alike = _alike(deal)
    ended = alike.aggregate(
        won=Count("pk", filter=Q(outcome=Outcome.WON)), all=Count("pk", filter=~Q(outcome="open"))
    )
    usual = Rate.of_rounded(ended["won"], ended["all"]) if ended["all"] else None
    chance = Rate(deal.confidence_ppm) if deal.confidence_ppm is not None else None
    baseline = EffortBaseline(_effort_of_won(alike), usual)
    return walk_away_signal(DealNow(seconds, chance, None), baseline)


def _alike(deal: Deal) -> QuerySet[Deal]:
    size = deal.one_off_minor + MONTHS * deal.monthly_minor
    first_year = F("one_off_minor") + MONTHS * F("monthly_minor")
    rows: QuerySet[Deal] = Deal.objects.filter(currency=deal.currency)
    return rows.annotate(first_year=first_year).filter(
        first_year__gte=size // 2, first_year__lte=size * 2
    )


def _effort_of_won(alike: QuerySet[Deal]) -> tuple[int, ...]:
    won = alike.filter(outcome=Outcome.WON).order_by("-closed_at")
    ids = list(won.values_list("pk", flat=True)[:MOST_COMPARED])
    entries = TimeEntry.objects.filter(on_kind=DEAL, on_id__in=ids, void=False)
    spent = entries.order_by().values("on_id").annotate(total=Sum("seconds"))
    return tuple(row["total"] for row in spent)
