"""How the measures of selling narrow, cut and page the rows behind them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.foundation.tenancy.owned import Owned
    from upheld.measures.catalogue import Ask

Paths = Mapping[str, tuple[str, str, str]]
"""By breakdown: the column it goes by, the one that names it, and what the nameless are called."""

DEAL_PATHS: Paths = {
    "person": ("owner_id", "owner__name", "Nobody"),
    "team": ("owner__team_id", "owner__team__name", "No team"),
    "company": ("company_id", "company__name", ""),
    "origin": ("origin", "origin", ""),
}


def beyond(paths: Paths, way: str) -> Paths:
    """Give the same breakdowns for rows that reach their deal over `way`."""
    kept = ("person", "team", "company")
    return {
        key: (f"{way}__{paths[key][0]}", f"{way}__{paths[key][1]}", paths[key][2]) for key in kept
    }


def narrowing(ask: Ask, paths: Paths) -> dict[str, Any]:
    """Give the conditions of what is asked about only."""
    return {paths[key][0]: value for key, value in ask.only.items()}


def within(rows: QuerySet[Any], moment: str, ask: Ask) -> QuerySet[Any]:
    """Keep the rows whose moment lies in the period and has come by the moment of asking."""
    end = min(ask.period.end, ask.at)
    return rows.filter(**{f"{moment}__gte": ask.period.start, f"{moment}__lt": end})


def page_of(rows: QuerySet[Any], moment: str, after: str, limit: int) -> list[Any]:
    """Give a page of rows, newest first, from the place that the last row named."""
    rows = rows.order_by(f"-{moment}", "-pk")
    last_at, _, pk = after.partition("|")
    if pk.isdecimal():
        last = datetime.fromisoformat(last_at)
        rows = rows.filter(Q(**{f"{moment}__lt": last}) | Q(**{moment: last, "pk__lt": int(pk)}))
    return list(rows[:limit])


def place_of(row: Owned, moment: datetime | None) -> str:
    """Give the opaque place of a row, from which the next page goes on."""
    return f"{moment.isoformat() if moment else ''}|{row.pk}"
