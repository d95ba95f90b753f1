"""What other pages show of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.delivery.may import May
from upheld.delivery.queries.deliverables import (
    open_deliverables,
    visible_deliverables,
    with_lights,
)
from upheld.foundation.panels import Panel

if TYPE_CHECKING:
    from upheld.foundation.doors.request import Request
    from upheld.foundation.tenancy.owned import Owned

MOST_SHOWN = 6


def work_for(company: Owned, request: Request) -> Panel | None:
    """Show on a customer's page the agreed work that is not finished: one query."""
    if not request.actor.may(May.SEE_DELIVERABLES):
        return None
    rows = open_deliverables(visible_deliverables(request.actor)).filter(company_id=company.pk)
    found = with_lights(rows, request.at, request.actor.zone).select_related("owner")
    works = tuple(found.order_by("due_on", "number")[:MOST_SHOWN])
    url = f"{reverse('deliverables')}?customer={company.pk}"
    return Panel("work", "Work under way", "delivery/work_panel.html", {"works": works}, url)
