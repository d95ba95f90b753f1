"""What other pages show of deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.foundation.panels import Panel
from upheld.selling.may import May
from upheld.selling.queries.deals import visible_deals
from upheld.selling.rules.stage_words import STAGE_TITLES

if TYPE_CHECKING:
    from upheld.customers.models import Company
    from upheld.foundation.doors.request import Request

MOST_SHOWN = 8


def deals_of_company(company: Company, request: Request) -> Panel | None:
    """Show on a customer's page their deals, the newest first, open ones before: one query."""
    if not request.actor.may(May.SEE_DEALS):
        return None
    rows = visible_deals(request.actor).filter(company=company).select_related("owner")
    open_ones = rows.filter(outcome="open").order_by("-number")[:MOST_SHOWN]
    values = {
        "deals": tuple(open_ones),
        "titles": STAGE_TITLES,
        "new_url": f"{reverse('deal-new')}?company={company.number}"
        if request.actor.may(May.EDIT_DEALS)
        else "",
    }
    url = f"{reverse('deals')}?company={company.pk}"
    return Panel("deals", "Deals", "selling/deals_panel.html", values, url)
