"""Tickets as what time and procedures can be on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from upheld.timekeeping.models import Billing, Category
from upheld.timekeeping.targets import Target

if TYPE_CHECKING:
    from upheld.desk.models import Ticket


def target_of_ticket(ticket: Ticket, *, billing: Billing | None = None) -> Target:
    """Give a ticket as a target; who pays is decided by the agreements of the day worked."""
    ours = ticket.company_id is None
    return Target(
        kind="ticket",
        id=ticket.pk,
        title=ticket.title,
        category=Category.INTERNAL if ours else Category.CUSTOMER,
        billing=billing or (Billing.INTERNAL if ours else Billing.BILLABLE),
        url=reverse("ticket", args=[ticket.number]),
        company_id=ticket.company_id,
        row=ticket,
    )
