"""Who is told by mail what happened on a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.customers.models import Contact
from upheld.desk.models import TicketEntry
from upheld.desk.queries.tickets import course_ids

if TYPE_CHECKING:
    from upheld.desk.models import Ticket


def wrote_ticket(ticket: Ticket) -> list[Contact]:
    """Give the customer's people behind a ticket: who asked, and who wrote on it since."""
    wrote = TicketEntry.objects.filter(ticket__in=course_ids(ticket), contact__isnull=False)
    ids = {ticket.contact_id, *wrote.values_list("contact_id", flat=True)} - {None}
    found = Contact.objects.filter(pk__in=ids, company=ticket.company_id, active=True)
    return list(found.exclude(email="").order_by("name", "pk"))
