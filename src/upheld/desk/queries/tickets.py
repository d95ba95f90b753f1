"""Which tickets somebody may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.models import Ticket, TicketEntry

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor


def visible_tickets(_actor: Actor) -> QuerySet[Ticket]:
    """Give the tickets an actor may see: all of the provider's, or a customer's own."""
    rows: QuerySet[Ticket] = Ticket.objects.filter(void=False)
    return rows.select_related("company", "assignee", "contact")


def readable_entries(ticket: Ticket, actor: Actor) -> QuerySet[TicketEntry]:
    """Give what happened on a ticket as its reader may know it: customers see no notes."""
    rows: QuerySet[TicketEntry] = TicketEntry.objects.filter(ticket=ticket)
    rows = rows.select_related("person", "contact").order_by("at", "pk")
    return rows if actor.is_staff else rows.filter(public=True)
