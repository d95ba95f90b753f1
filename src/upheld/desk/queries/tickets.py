"""Which tickets somebody may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.models import Ticket, TicketEntry
from upheld.foundation.operation import find

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor


def visible_tickets(_actor: Actor) -> QuerySet[Ticket]:
    """Give the tickets an actor may see: all of the provider's, or a customer's own.

    Those that were merged into others are left out; `numbered_tickets` finds them.
    """
    rows: QuerySet[Ticket] = Ticket.objects.filter(void=False, merged_into=None)
    return rows.select_related("company", "assignee", "contact", "queue")


def numbered_tickets(_actor: Actor) -> QuerySet[Ticket]:
    """Give the same with those that were merged: their numbers were said and written."""
    rows: QuerySet[Ticket] = Ticket.objects.filter(void=False)
    return rows.select_related("company", "assignee", "contact", "queue", "merged_into")


def find_ticket(actor: Actor, number: int) -> Ticket:
    """Find a ticket by its number, or the one that it was merged into. Refuses with: not_found."""
    found = find(numbered_tickets(actor).select_related("policy", "template"), number=number)
    return staying(found, actor)


def staying(ticket: Ticket, actor: Actor) -> Ticket:
    """Give the ticket that stays where one was merged; a merge always names the last."""
    if ticket.merged_into_id is None:
        return ticket
    rows = numbered_tickets(actor).select_related("policy", "template")
    return find(rows, pk=ticket.merged_into_id)


def course_ids(ticket: Ticket) -> list[int]:
    """Give the ids of the tickets whose course is read on this one's page: its own, those merged.

    Asks nothing of the database where nothing was merged.
    """
    if not ticket.took_in:
        return [ticket.pk]
    return [ticket.pk, *Ticket.objects.filter(merged_into=ticket).values_list("pk", flat=True)]


def readable_entries(ticket: Ticket, actor: Actor) -> QuerySet[TicketEntry]:
    """Give what happened on a ticket as its reader may know it: customers see no notes.

    With the course of those that were merged into it.
    """
    rows: QuerySet[TicketEntry] = TicketEntry.objects.filter(ticket__in=course_ids(ticket))
    rows = rows.select_related("person", "contact").order_by("at", "pk")
    return rows if actor.is_staff else rows.filter(public=True)
