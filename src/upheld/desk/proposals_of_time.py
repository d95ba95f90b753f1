"""Answers and notes on tickets are probably time of whoever wrote them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from upheld.desk.models import TicketEntry
from upheld.desk.queries.tickets import numbered_tickets
from upheld.desk.targets import ticket_target
from upheld.timekeeping.proposing import Done
from upheld.timekeeping.rules.proposing import sittings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from upheld.foundation.actor import Actor
    from upheld.foundation.values.period import Period
    from upheld.people.models import Person

WROTE = ("replied", "note")


def tickets_answered(actor: Actor, person: Person, period: Period) -> Sequence[Done]:
    """Give what a person wrote on tickets in a period, gathered to sittings: two queries.

    Asked by the tickets on which anything happened since: entries are found by their ticket alone.
    """
    rows = TicketEntry.objects.filter(
        person=person, at__gte=period.start, at__lt=period.end, happened__in=WROTE,
        automatic=False, copied_from=None, ticket__last_at__gte=period.start,
    )  # fmt: skip
    wrote: dict[int, list[TicketEntry]] = defaultdict(list)
    for entry in rows.order_by("at", "pk").only("pk", "ticket_id", "at", "happened"):
        wrote[entry.ticket_id].append(entry)
    tickets = numbered_tickets(actor).filter(pk__in=list(wrote), merged_into=None) if wrote else ()
    return [
        Done(
            key=f"ticket:{ticket.pk}:{wrote[ticket.pk][sitting.first].pk}",
            target=ticket_target(ticket),
            started_at=sitting.started_at,
            seconds=sitting.seconds,
            why=f"Wrote on #{ticket.number}"
            + (f", {sitting.moments} times" if sitting.moments > 1 else ""),
        )
        for ticket in tickets
        for sitting in sittings([entry.at for entry in wrote[ticket.pk]])
    ]
