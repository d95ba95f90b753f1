"""Which targets of tickets fell due in a period, and how many of those were met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth

from upheld.desk.models import AwaitedAnswer, Ticket
from upheld.desk.rules.ticket_events import Target
from upheld.foundation.models import Provider
from upheld.foundation.refusals import invalid
from upheld.foundation.tenancy.scope import current_scope
from upheld.foundation.values.period import month_of
from upheld.measures.catalogue import Ask

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from upheld.foundation.values.period import Period

PATHS: Mapping[str, tuple[str, str, str]] = {
    "person": ("assignee_id", "assignee__name", "Nobody"),
    "company": ("company_id", "company__name", "Our own systems"),
    "priority": ("priority", "priority", ""),
    "kind": ("kind", "kind", "Not said"),
}


@dataclass(frozen=True, slots=True)
class Clocked:
    """Which columns hold one of the clocks: of the ticket, or of each of its rounds."""

    target: Target
    model: type[Ticket | AwaitedAnswer]
    due: str
    met: str
    done: str
    of_ticket: str = ""
    """The way from the row to its ticket's columns."""

    def path(self, name: str) -> str:
        """Give where a column of the ticket is found from the clock's row."""
        return f"{self.of_ticket}{name}"

    def ticket_of(self, row: Any) -> Ticket:
        """Give the ticket that a row is about."""
        found: Ticket = row.ticket if self.of_ticket else row
        return found

    def due_in(self, period: Period) -> QuerySet[Any]:
        """Give the rows whose target falls due in a period, or will."""
        rows: QuerySet[Any] = self.model.objects.filter(
            **{
                f"{self.due}__gte": period.start,
                f"{self.due}__lt": period.end,
                self.path("void"): False,
            }
        )
        return rows

    def fell_due(self, ask: Ask) -> QuerySet[Any]:
        """Give the rows whose target fell due in the period, by the moment asked as of."""
        rows = self.due_in(ask.period).filter(**{f"{self.due}__lt": ask.at})
        for key, value in ask.only.items():
            rows = self._only(rows, key, value)
        return rows

    def _only(self, rows: QuerySet[Any], key: str, value: int | str) -> QuerySet[Any]:
        if key != "month":
            return rows.filter(**{self.path(PATHS[key][0]): value})
        provider = Provider.objects.get(pk=current_scope().provider_id)
        month = month_of(first_of(str(value)), provider.zone)
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

    def counted_by_priority(self, ask: Ask) -> dict[int, tuple[int, int]]:
        """Give the same for each priority of a ticket: one query."""
        rows = self.fell_due(ask).order_by().annotate(group=F(self.path("priority")))
        found = rows.values("group").annotate(**self.counts())
        return {row["group"]: (row["kept"], row["n"]) for row in found}

    def standing(self, at: datetime) -> dict[str, Q]:
        """Say which rows of a month were met or missed by a moment, and which run still.

        A target that was met before it fell due counts from the moment at which it falls due.
        """
        is_past, was_met = Q(**{f"{self.due}__lt": at}), Q(**{self.met: True})
        open_still = Q(**{f"{self.met}__isnull": True, f"{self.done}__isnull": True})
        return {
            "met": is_past & was_met,
            "missed": is_past & (Q(**{self.met: False}) | Q(**{f"{self.met}__isnull": True})),
            "running": ~is_past & open_still,
        }


def first_of(month: str) -> date:
    """Read "2026-03" as its first day. Refuses with: invalid_input."""
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise invalid(month="Write a month as 2026-03.") from None


RESPONSE = Clocked(
    Target.FIRST_RESPONSE, Ticket, "response_due_at", "response_met", "first_response_at"
)
NEXT = Clocked(
    Target.NEXT_RESPONSE, AwaitedAnswer, "due_at", "met", "answered_at", of_ticket="ticket__"
)
RESOLUTION = Clocked(
    Target.RESOLUTION, Ticket, "resolution_due_at", "resolution_met", "resolved_at"
)
CLOCKS: Mapping[Target, Clocked] = {one.target: one for one in (RESPONSE, NEXT, RESOLUTION)}
