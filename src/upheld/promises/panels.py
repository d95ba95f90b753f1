"""What other pages show of promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.foundation.panels import Panel
from upheld.promises.may import May
from upheld.promises.models import Promise
from upheld.promises.queries.promises import say_do_now, visible_promises, with_lights

if TYPE_CHECKING:
    from upheld.customers.models import Company
    from upheld.foundation.doors.request import Request
    from upheld.foundation.tenancy.owned import Owned

MOST_SHOWN = 6


def promises_to(company: Company, request: Request) -> Panel | None:
    """Show on a customer's page what was promised to them and is not settled: two queries."""
    if not request.actor.may(May.SEE_PROMISES):
        return None
    rows = visible_promises(request.actor).filter(company=company)
    open_ones = with_lights(rows.filter(settled_at=None), request.at).select_related("owner")
    values = {
        "promises": tuple(open_ones.order_by("due_at", "pk")[:MOST_SHOWN]),
        "said_done": say_do_now(rows, request.at, days=365),
    }
    url = f"{reverse('promises')}?customer={company.pk}"
    return Panel("promises", "Promises", "promises/panel.html", values, url)


def promises_in(row: Owned, request: Request) -> Panel | None:
    """Show on any row's page the promises that stand in it: one query."""
    if not request.actor.may(May.SEE_PROMISES):
        return None
    rows = Promise.objects.filter(source_type=row._meta.label_lower, source_id=row.pk)
    found = with_lights(rows, request.at).select_related("owner").order_by("due_at", "pk")
    promises = tuple(found[: MOST_SHOWN * 2])
    if not promises:
        return None
    return Panel("promises", "Promises", "promises/panel.html", {"promises": promises})
