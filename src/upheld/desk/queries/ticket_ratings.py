"""Finding the question behind a link, and the tickets about which nobody was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from upheld.desk.models import Ticket, TicketRating
from upheld.desk.rules.satisfaction import ASKED_AFTER, ASKED_UNTIL, LEFT_ALONE_FOR
from upheld.foundation.operation import find

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

MOST_AT_ONCE = 200


def question_of_secret(secret_hash: str) -> TicketRating:
    """Find the question whose link carries a secret; else `not_found`."""
    rows = TicketRating.objects.select_related("ticket", "contact")
    found: TicketRating = find(rows.exclude(secret_hash=""), secret_hash=secret_hash)
    return found


def tickets_to_rate(at: datetime) -> Sequence[Ticket]:
    """Give the tickets that were lately solved, whose contact has an address and was left alone.

    One for each contact, the last one first, so that nobody gets two questions at once.
    """
    asked = TicketRating.objects.filter(ticket=OuterRef("pk"))
    lately = TicketRating.objects.filter(
        contact=OuterRef("contact"), asked_at__gt=at - LEFT_ALONE_FOR
    )
    solved = Ticket.objects.filter(
        ~Exists(asked), ~Exists(lately), void=False, merged_into=None,
        state__in=("resolved", "closed"), resolved_at__lte=at - ASKED_AFTER,
        resolved_at__gt=at - ASKED_UNTIL, contact__active=True,
    ).exclude(contact__email="")  # fmt: skip
    rows = solved.select_related("contact", "company", "provider").order_by("-resolved_at", "-pk")
    once: dict[int, Ticket] = {}
    for ticket in rows[:MOST_AT_ONCE]:
        once.setdefault(ticket.contact_id or 0, ticket)
    return list(once.values())
