"""Tickets on the pages of other packages' records."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.urls import reverse

from upheld.desk.may import May
from upheld.desk.queries.my_tickets import open_tickets_of
from upheld.foundation.panels import Panel

if TYPE_CHECKING:
    from upheld.customers.models import Company
    from upheld.foundation.doors.request import Request
    from upheld.foundation.tenancy.owned import Owned


def tickets_of(row: Owned, request: Request) -> Panel | None:
    """Show a customer's open tickets, and the way to all of them: one query."""
    if not request.actor.may(May.SEE_TICKETS):
        return None
    company = cast("Company", row)
    lines = open_tickets_of(company, request.actor, request.at)
    url = f"{reverse('tickets')}?company={company.pk}"
    values = {"lines": lines, "number": company.number}
    return Panel("tickets", "Open tickets", "desk/tickets_of.html", values, url)
