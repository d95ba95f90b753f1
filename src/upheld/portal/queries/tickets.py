"""A customer's own tickets, as the portal lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.queries.tickets import visible_tickets

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.desk.models import Ticket
    from upheld.foundation.actor import Actor

SETTLED = ("resolved", "closed")


def open_tickets(actor: Actor) -> QuerySet[Ticket]:
    """Give the customer's tickets that are not settled, the most pressing first."""
    rows = visible_tickets(actor).exclude(state__in=SETTLED)
    return rows.order_by("priority", "-last_at")
