"""How much work has gone into a deal before its signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, Sum

from upheld.foundation.values.period import today
from upheld.timekeeping.models import TimeEntry

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.selling.models import Deal

DEAL = "deal"
"""The kind under which time is logged on a deal."""


def presale_seconds(deal: Deal, *, until: datetime | None = None, zone: str = "UTC") -> int:
    """Add up the seconds logged on a deal, of work begun before `until` if given.

    Work of which only the day is known counts up to and with the day of `until` in `zone`.
    """
    entries = TimeEntry.objects.filter(on_kind=DEAL, on_id=deal.pk, void=False)
    if until is not None:
        day = today(until, zone)
        entries = entries.filter(Q(started_at__lt=until) | Q(started_at=None, worked_on__lte=day))
    return int(entries.aggregate(total=Sum("seconds"))["total"] or 0)
