"""How much work has gone into a deal before its signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Sum

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.selling.models import Deal

DEAL = "deal"
"""The kind under which time is logged on a deal."""


def presale_seconds(deal: Deal, *, until: datetime | None = None) -> int:
    """Add up the seconds logged on a deal, of work done before `until` if given."""
    from upheld.timekeeping.models import TimeEntry

    entries = TimeEntry.objects.filter(on_kind=DEAL, on_id=deal.pk)
    if until is not None:
        entries = entries.filter(worked_at__lt=until)
    return int(entries.aggregate(total=Sum("seconds"))["total"] or 0)
