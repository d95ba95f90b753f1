"""Which tickets had a target fall due in a period, and how many of those were met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from upheld.desk.models import Ticket
from upheld.foundation.models import Provider
from upheld.foundation.refusals import invalid
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.period import month_of
from upheld.measures.catalogue import Ask

if TYPE_CHECKING:
    from django.db.models import QuerySet

PATHS: Mapping[str, tuple[str, str, str]] = {
    "person": ("assignee_id", "assignee__name", "Nobody"),
    "company": ("company_id", "company__name", "Our own systems"),
    "priority": ("priority", "priority", ""),
    "kind": ("kind", "kind", "Not said"),
}


@dataclass(frozen=True, slots=True)
class Clocked:
    """Which columns hold one of the two clocks."""

    due: str
    met: str
    done: str

    def fell_due(self, ask: Ask) -> QuerySet[Ticket]:
        """Give the tickets whose target fell due in the period, by the moment asked as of."""
        until = min(ask.period.end, ask.at)
        rows: QuerySet[Ticket] = Ticket.objects.filter(
            **{f"{self.due}__gte": ask.period.start, f"{self.due}__lt": until}, void=False
        )
        for key, value in ask.only.items():
            rows = self._only(rows, key, value)
        return rows

    def _only(self, rows: QuerySet[Ticket], key: str, value: int | str) -> QuerySet[Ticket]:
        if key != "month":
            return rows.filter(**{PATHS[key][0]: value})
        provider = Provider.objects.get(pk=current_scope().provider_id)
        month = month_of(_first_of(str(value)), provider.zone)
        return rows.filter(**{f"{self.due}__gte": month.start, f"{self.due}__lt": month.end})

    def month(self) -> TruncMonth:
        """Give the month of the due moment, in the provider's zone."""
        provider = Provider.objects.get(pk=current_scope().provider_id)
        return TruncMonth(self.due, tzinfo=provider.tzinfo)

    def counts(self) -> dict[str, Count]:
        """Count what was met among what fell due: one aggregate."""
        return {"n": Count("pk"), "kept": Count("pk", filter=Q(**{self.met: True}))}

    def counted(self, ask: Ask) -> tuple[int, int]:
        """Give how many were met, and of how many that fell due: one query."""
        found: dict[str, Any] = self.fell_due(ask).order_by().aggregate(**self.counts())
        return found["kept"], found["n"]


def _first_of(month: str) -> date:
    """Read "2026-03". Refuses with: invalid_input."""
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise invalid(month="Write a month as 2026-03.") from None


RESPONSE = Clocked("response_due_at", "response_met", "first_response_at")
RESOLUTION = Clocked("resolution_due_at", "resolution_met", "resolved_at")
