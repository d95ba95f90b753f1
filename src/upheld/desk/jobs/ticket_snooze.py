"""Tickets that were laid aside come back when their moment has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.models import Ticket
from upheld.desk.operations.ticket_snooze import wake_when_due
from upheld.foundation.jobs import Every, Periodic, job

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

PERIODIC = (Periodic("desk.wake_tickets", Every(minutes=5), "Take up what was laid aside"),)


@job("desk.wake_tickets", title="Take up what was laid aside")
def wake_tickets(*, by: Actor, at: datetime) -> str:
    """Wake each ticket whose moment has come, one transaction for each; after a pause all."""
    due = Ticket.objects.filter(snoozed_until__lte=at, void=False, merged_into=None)
    tickets = list(due.order_by("snoozed_until", "pk"))
    for ticket in tickets:
        wake_when_due(ticket=ticket, by=by, at=at)
    return f"{len(tickets)} taken up."
