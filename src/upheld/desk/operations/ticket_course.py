"""What every change of a ticket does: note it in order, work its clocks out anew, record it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.desk.models import Ticket, TicketEntry
from upheld.desk.operations.service_rounds import end_escalations, keep_rounds
from upheld.desk.operations.ticket_news import TOLD, spread
from upheld.desk.queries.ticket_clocks import (
    clocks_of,
    entries_of,
    stored_clocks,
    stored_course,
)
from upheld.desk.queries.tickets import readable_entries
from upheld.desk.rules.ticket_states import Move, move_problem
from upheld.foundation.jobs import enqueue
from upheld.foundation.news import NEWS_LASTS
from upheld.foundation.operation import lock
from upheld.foundation.record.write import record
from upheld.foundation.refusals import Reason, Refused, not_found

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.desk.events import Event
    from upheld.foundation.actor import Actor

NOT_CHANGED = "The ticket was not changed."
LONGEST_SHOWN = 300
SAID = {
    "replied": "answered the customer",
    "asked": "wrote",
    "note": "noted for the staff",
    "resolved": "resolved it",
    "reopened": "reopened it",
}


def locked(ticket: Ticket, by: Actor, seen: int | None = None) -> Ticket:
    """Hold a ticket for a change; a customer's actor holds none but its own company's."""
    ticket = lock(ticket, seen)
    _require_there(ticket, by)
    if ticket.merged_into_id is not None:
        raise merged(ticket)
    return ticket


def locked_to_write(ticket: Ticket, by: Actor, seen: int | None = None) -> Ticket:
    """Hold the ticket on which words land: where this one was merged, the one that stays.

    Whoever wrote while it was merged loses nothing.
    """
    ticket = lock(ticket)
    _require_there(ticket, by)
    if ticket.merged_into is None:
        return locked(ticket, by, seen)
    return locked(ticket.merged_into, by)


def merged(ticket: Ticket) -> Refused:
    """Build the refusal for work on a ticket that was merged into another."""
    stays = ticket.merged_into
    number = stays.number if stays else 0
    return Refused(
        "ticket_merged",
        f"Ticket #{ticket.number} was merged into #{number}.",
        what=NOT_CHANGED,
        remedy=f"Work on #{number}; take #{ticket.number} out of it first if they differ.",
    )


def _require_there(ticket: Ticket, by: Actor) -> None:
    if ticket.void or (not by.is_staff and ticket.company_id != by.customer_id):
        raise not_found("ticket")


def require_read(ticket: Ticket, read_to: int | None, by: Actor) -> None:
    """Refuse to speak past what others said since `read_to`, the last entry that was read.

    What only moved the ticket does not matter to an answer. None: nobody had a page before them
    (a mail, a program that does not say).
    """
    if read_to is None:
        return
    since = readable_entries(ticket, by).filter(pk__gt=read_to, happened__in=TOLD)
    since = since.exclude(person=by.person_id) if by.person_id else since
    missed = [one for one in since if one.contact_id is None or one.contact_id != by.contact_id]
    if missed:
        raise Refused(
            "answered_meanwhile",
            "Something was said on this ticket while you wrote.",
            what="Nothing was sent; your words stand below.",
            remedy="Read it, change your words where they no longer fit, and send them.",
            reasons=[_said_meanwhile(one) for one in missed],
        )


def _said_meanwhile(entry: TicketEntry) -> Reason:
    who = entry.person or entry.contact or entry.who or "Somebody"
    text = " ".join(entry.text.split())
    shown = f"{text[:LONGEST_SHOWN]}…" if len(text) > LONGEST_SHOWN else text
    return Reason("said_meanwhile", f"{who} {SAID[entry.happened]}: {shown or '(no words)'}")


def require_move(move: Move, ticket: Ticket) -> None:
    """Refuse a move that does not start from the ticket's state."""
    problem = move_problem(move, ticket.state)
    if problem is not None:
        raise Refused(problem.code, problem.why, what=NOT_CHANGED, remedy=problem.remedy)


def happen(ticket: Ticket, happened: str, by: Actor, at: datetime, **said: Any) -> TicketEntry:
    """Note what happened on a ticket, with `before`, `after`, `text`, `public`, `automatic`.

    Whom its text names and who watches the ticket hear of it.
    """
    entry = TicketEntry(
        ticket=ticket, at=at, happened=happened, person_id=by.person_id, contact_id=by.contact_id,
        who="" if by.person_id or by.contact_id else by.name, **said,
    )  # fmt: skip
    entry.save()
    spread(entry, by, at)
    return entry


def settle(ticket: Ticket, at: datetime, **fields: Any) -> Ticket:
    """Save what changed on a ticket together with its clocks, worked out from its whole course."""
    entries = entries_of(ticket)
    clocks = clocks_of(entries, at, opened_at=ticket.opened_at)
    reopened = fields.get("reopened", ticket.reopened)
    stored = {**stored_clocks(clocks, at), **stored_course(entries, reopened=reopened)}
    ticket.change(last_at=at, **fields, **stored)
    if clocks is not None:
        keep_rounds(ticket, clocks)
        if any(reading.policy.steps for reading in clocks.all):
            end_escalations(ticket, clocks, at)
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
