"""What was said on tickets and waits to be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.models import TicketNotice

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from upheld.foundation.actor import Actor


def waiting_notices(actor: Actor) -> QuerySet[TicketNotice]:
    """Find what waits for somebody of the staff because of tickets, those taken back left out."""
    rows: QuerySet[TicketNotice] = TicketNotice.objects.filter(
        person=actor.person_id or 0, seen_at=None, ticket__void=False
    )
    return rows
