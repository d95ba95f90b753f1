"""Who else has a ticket before them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.desk.models import TicketPresence

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.desk.models import Ticket
    from upheld.foundation.actor import Actor

HEARTBEAT = timedelta(seconds=20)
"""So often a page that is looked at says so."""

GONE_AFTER = 3 * HEARTBEAT
"""After three that did not come somebody is gone."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody else at the same ticket."""

    person: int
    name: str
    writes: bool
    at: datetime


def others_present(ticket: Ticket, actor: Actor, at: datetime) -> tuple[Present, ...]:
    """Give who else has the ticket open now, those who write first: one query."""
    rows = TicketPresence.objects.filter(ticket=ticket, at__gt=at - GONE_AFTER)
    rows = rows.exclude(person=actor.person_id or 0).select_related("person")
    return tuple(
        Present(row.person_id, row.person.name, row.writes, row.at)
        for row in rows.order_by("-writes", "person__name")[:20]
    )
