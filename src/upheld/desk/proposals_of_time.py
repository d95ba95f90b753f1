"""Answers and notes on tickets are probably time of whoever wrote them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from upheld.desk.models import Call, TicketEntry
from upheld.desk.queries.tickets import numbered_tickets
from upheld.desk.targets import ticket_target
from upheld.timekeeping.proposing import Done
from upheld.timekeeping.rules.proposing import sittings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from upheld.foundation.actor import Actor
    from upheld.foundation.values.period import Period
    from upheld.people.models import Person

SHORTEST_SECONDS = 60
WROTE = ("replied", "note")


def tickets_answered(actor: Actor, person: Person, period: Period) -> Sequence[Done]:
    """Give what a person wrote on tickets in a period, gathered to sittings: two queries."""
    rows = TicketEntry.objects.filter(
        person=person, at__gte=period.start, at__lt=period.end, happened__in=WROTE,
        automatic=False, copied_from=None,
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


def calls_made(_actor: Actor, person: Person, period: Period) -> Sequence[Done]:
    """Give a person's calls on tickets that were over in a period: one query.

    A call on no ticket is on nothing that time could be on: its page logs it by a line.
    """
    rows = Call.objects.filter(
        person=person, started_at__gte=period.start, started_at__lt=period.end,
        ended_at__lte=period.end, ticket__void=False,
    ).select_related("ticket__company", "company", "contact")  # fmt: skip
    return [
        Done(
            key=key_of_call(call),
            target=ticket_target(call.ticket),
            started_at=call.started_at,
            seconds=max(call.seconds, SHORTEST_SECONDS),
            why=str(call),
            note=call.note[:200],
        )
        for call in rows.order_by("started_at", "pk")
        if call.ticket is not None and call.seconds is not None
    ]


def key_of_call(call: Call) -> str:
    """Give the key by which the time of a call is proposed."""
    return f"call:{call.pk}"
