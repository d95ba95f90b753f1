"""The win rate: deals won of those that ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q
from django.urls import reverse

from upheld.measures.catalogue import Ask, Better, Measure, MeasureRow, Subject
from upheld.measures.rules.statistics import share
from upheld.measures.rules.units import Unit
from upheld.selling.measures.asking import DEAL_PATHS, narrowing, page_of, place_of, within
from upheld.selling.models import Deal, Origin, Outcome

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.measures.rules.figure import Figure

_WON = Count("pk", filter=Q(outcome=Outcome.WON))


def closed_deals(ask: Ask) -> QuerySet[Deal]:
    """Give the deals that were won or lost in the period that was asked about."""
    rows = within(Deal.objects.filter(**narrowing(ask, DEAL_PATHS)), "closed_at", ask)
    return rows.exclude(outcome=Outcome.OPEN)


def win_rate_figure(ask: Ask) -> Figure:
    """Give the won share of the deals that ended: parts per million."""
    counts = closed_deals(ask).aggregate(won=_WON, ended=Count("pk"))
    return share(counts["won"], counts["ended"])


def win_rate_by(ask: Ask) -> dict[Subject, Figure]:
    """Give the same for each seller, team, customer or origin."""
    path, name, nobody = DEAL_PATHS[ask.by or "person"]
    titles: dict[str, str] = {str(key): str(title) for key, title in Origin.choices}
    groups = closed_deals(ask).order_by().values(subject=F(path), called=F(name))
    return {
        Subject(row["subject"], titles.get(row["called"], row["called"]) or nobody): share(
            row["won"], row["ended"]
        )
        for row in groups.annotate(won=_WON, ended=Count("pk")).order_by("called", "subject")
    }


def win_rate_rows(ask: Ask, after: str, limit: int) -> Sequence[MeasureRow]:
    """List the deals that ended, the last one first."""
    rows = closed_deals(ask).select_related("company", "owner")
    return [_deal_row(deal) for deal in page_of(rows, "closed_at", after, limit)]


def _deal_row(deal: Deal) -> MeasureRow:
    won = deal.outcome == Outcome.WON
    to = f" to {deal.lost_to}" if deal.lost_to else ""
    return MeasureRow(
        after=place_of(deal, deal.closed_at),
        title=deal.title,
        url=reverse("deal", args=[deal.number]),
        at=deal.closed_at,
        said="won" if won else f"lost{to}",
        detail=" · ".join(str(one) for one in (deal.owner, deal.company) if one),
        tone="good" if won else "bad",
    )


MEASURES: tuple[Measure, ...] = (
    Measure(
        key="win_rate",
        title="Win rate",
        formula_in_words="Deals won, as a share of those that were won or lost.",
        unit=Unit.SHARE,
        better=Better.HIGHER,
        breakdowns=("person", "team", "company", "origin"),
        source="Deals that ended in the period, counted once each, whatever they are worth.",
        figure=win_rate_figure,
        rows=win_rate_rows,
        breakdown=win_rate_by,
        tidbits=("Open deals are in neither part.", "Imported deals count like our own."),
        group="Selling",
        unit_of_n="deals",
    ),
)
