"""Time on the pages of other packages' records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Sum
from django.urls import reverse

from upheld.foundation.panels import Panel
from upheld.timekeeping.queries.entries import visible_time

if TYPE_CHECKING:
    from upheld.foundation.doors.request import Request
    from upheld.foundation.tenancy.owned import Owned

LATEST = 5


def time_on_company(company: Owned, request: Request) -> Panel | None:
    """Show what was logged for a customer: two queries."""
    return _panel(company, request, {"company_id": company.pk}, f"company={company.pk}")


def time_on_target(row: Owned, request: Request) -> Panel | None:
    """Show what was logged on a ticket, a deliverable or a deal: two queries."""
    kind = row._meta.model_name or ""
    return _panel(row, request, {"on_kind": kind, "on_id": row.pk}, f"kind={kind}&on={row.pk}")


def _panel(row: Owned, request: Request, where: dict[str, Any], query: str) -> Panel | None:
    rows = visible_time(request.actor).filter(void=False, **where)
    sums = rows.order_by().aggregate(
        seconds=Sum("seconds"), people=Count("person_id", distinct=True)
    )
    if not sums["seconds"]:
        return None
    latest = rows.select_related("person").order_by("-worked_on", "-pk")[:LATEST]
    values = {**sums, "latest": tuple(latest), "title": str(row)}
    url = f"{reverse('time')}?counts=yes&{query}"
    return Panel("time", "Time", "timekeeping/on_record.html", values, url, aside=True)
