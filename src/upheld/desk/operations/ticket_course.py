"""What every change of a ticket does: note it in order, work its clocks out anew, record it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.desk.models import Ticket, TicketEntry
from upheld.desk.queries.ticket_clocks import clocks_of, entries_of, stored_clocks
from upheld.desk.rules.ticket_states import Move, move_problem
from upheld.foundation.jobs import enqueue
from upheld.foundation.news import NEWS_LASTS
from upheld.foundation.operation import lock
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Refused, not_found

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.desk.events import Event
    from upheld.foundation.actor import Actor

NOT_CHANGED = "The ticket was not changed."


def locked(ticket: Ticket, by: Actor, seen: int | None = None) -> Ticket:
    """Hold a ticket for a change; a customer's actor holds none but its own company's."""
    ticket = lock(ticket, seen)
    if ticket.void or (not by.is_staff and ticket.company_id != by.customer_id):
        raise not_found("ticket")
    return ticket


def require_move(move: Move, ticket: Ticket) -> None:
    """Refuse a move that does not start from the ticket's state."""
    problem = move_problem(move, ticket.state)
    if problem is not None:
        raise Refused(problem.code, problem.why, what=NOT_CHANGED, remedy=problem.remedy)


def happen(ticket: Ticket, happened: str, by: Actor, at: datetime, **said: Any) -> TicketEntry:
    """Note what happened on a ticket, with `before`, `after`, `text`, `public`, `automatic`."""
    entry = TicketEntry(
        ticket=ticket, at=at, happened=happened, person_id=by.person_id, contact_id=by.contact_id,
        who="" if by.person_id or by.contact_id else by.name, **said,
    )  # fmt: skip
    entry.save()
    return entry


def settle(ticket: Ticket, at: datetime, **fields: Any) -> Ticket:
    """Save what changed on a ticket together with its clocks, worked out from its whole course."""
    entries = entries_of(ticket)
    clocks = clocks_of(entries, at)
    ticket.change(last_at=at, **fields, **stored_clocks(clocks))
    return ticket


def record_ticket(event: Event, ticket: Ticket, *, reason: str = "", **data: Any) -> None:
    """Record what happened to a ticket, on its timeline and its customer's."""
    private = data.pop("private", None)
    record(
        event, ticket, about=[ticket.company], reason=reason, private=private,
        number=ticket.number, state=ticket.state, priority=ticket.priority, **data,
    )  # fmt: skip


def tell_customer(ticket: Ticket) -> None:
    """Have the customer mailed that something was written for them; nobody, on our own tickets."""
    if ticket.company_id is not None:
        enqueue("desk.tell_replied", stale_after=NEWS_LASTS, ticket_id=ticket.pk)
