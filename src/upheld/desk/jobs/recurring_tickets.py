"""Recurring tickets are made when their moment has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.models import RecurringTicket
from upheld.desk.operations.recurring_tickets import make_recurring
from upheld.foundation.jobs import Every, Periodic, job

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.foundation.actor import Actor

PERIODIC = (Periodic("desk.make_recurring", Every(minutes=5), "Make recurring tickets"),)


@job("desk.make_recurring", title="Make recurring tickets")
def make_recurring_tickets(*, by: Actor, at: datetime) -> str:
    """Make each ticket whose moment has come, one transaction for each."""
    due = RecurringTicket.objects.filter(next_at__lte=at)
    rows = list(due.order_by("next_at", "pk"))
    made = [make_recurring(recurring=one, by=by, at=at) for one in rows]
    return f"{sum(one is not None for one in made)} made."
