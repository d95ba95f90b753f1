"""Part of a ticket becomes one of its own; tickets stand under others or beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.events import Event
from upheld.desk.may import May
from upheld.desk.models import Ticket, TicketEntry, TicketRelation
from upheld.desk.operations.ticket_course import happen, locked, record_ticket, settle
from upheld.desk.operations.ticket_merging import mergeable
from upheld.desk.operations.tickets import Arrival, open_ticket
from upheld.desk.queries.tickets import course_ids
from upheld.desk.rules.ticket_merging import parent_problems
from upheld.foundation.operation import operation, unchanged
from upheld.foundation.refusals import Refused, invalid

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from upheld.foundation.actor import Actor
    from upheld.people.models import Person

SPOKEN = ("created", "asked", "replied", "note")
"""What a split may take along: what somebody said."""


@operation(May.WORK_ON_TICKETS)
def split_ticket(
    *,
    ticket: Ticket,
    entries: Collection[int],
    title: str,
    by: Actor,
    at: datetime,
    priority: int | None = None,
    assignee: Person | None = None,
) -> Ticket:
    """Open a ticket of its own for what was said in some entries (their ids); gives the new one.

    The words stay where they are and are read on both. The new ticket counts from when its part
    was asked, under the level that holds for the customer, so that splitting is no way to a later
    due time; an answer that goes along counts as its first. Both are related from then on.
    Refuses with: invalid_input, not_found.
    """
    ticket = locked(ticket, by)
    rows = TicketEntry.objects.filter(ticket__in=course_ids(ticket), happened__in=SPOKEN)
    taken = list(rows.filter(pk__in=list(entries)[:500]).order_by("at", "pk"))
    if not taken or len(taken) != len(set(entries)):
        raise invalid(entries="Choose what was said about the other thing.")
    asked = next((one for one in taken if one.happened in {"created", "asked"}), None)
    made = open_ticket(
        title=title, company=ticket.company, contact=asked.contact if asked else ticket.contact,
        priority=priority or ticket.priority, kind=ticket.kind, assignee=assignee,
        arrival=Arrival(asked_at=asked.at if asked else None), by=by, at=at,
    )  # fmt: skip
    for entry in taken:
        TicketEntry(
            ticket=made, copied_from=entry.copied_from or entry, at=max(entry.at, made.opened_at),
            happened="asked" if entry.happened == "created" else entry.happened,
            person_id=entry.person_id, contact_id=entry.contact_id, who=entry.who,
            text=entry.text, public=entry.public, automatic=entry.automatic,
        ).save()  # fmt: skip
    settle(made, at, **_answered(made))
    happen(ticket, "split", by, at, after=str(made.number), text=made.title, public=True)
    ticket.change(last_at=at)
    _relate(ticket, made, at)
    record_ticket(Event.TICKET_SPLIT, ticket, other=made.number)
    return made


@operation(May.WORK_ON_TICKETS)
def put_under(
    *, ticket: Ticket, parent: Ticket | None, by: Actor, at: datetime, seen: int | None = None
) -> Ticket:
    """Put a ticket under the one about what lies behind it, or under none.

    Nothing follows by itself: each customer is answered on their own ticket. Refuses with:
    changed_meanwhile, not_found, ticket_merged, no_such_parent (each reason of
    rules/ticket_merging.py `parent_problems`).
    """
    del at
    ticket = locked(ticket, by, seen)
    if ticket.parent_id == (parent.pk if parent else None):
        return unchanged(ticket)
    other = parent or ticket.parent
    if parent is not None:
        parent = locked(parent, by)
        problems = parent_problems(mergeable(ticket), mergeable(parent))
        if problems:
            raise Refused("no_such_parent", "It cannot stand there.", reasons=problems)
    ticket.change(parent_id=parent.pk if parent else None)
    event = Event.TICKET_LINKED if parent else Event.TICKET_UNLINKED
    record_ticket(event, ticket, other=other.number if other else 0, how="parent")
    return ticket


@operation(May.WORK_ON_TICKETS)
def relate_tickets(*, ticket: Ticket, other: Ticket, by: Actor, at: datetime) -> Ticket:
    """Note that two tickets are worth reading together. Refuses with: invalid_input, not_found,
    ticket_merged.
    """
    ticket, other = locked(ticket, by), locked(other, by)
    if ticket.pk == other.pk:
        raise invalid(number="A ticket is not related to itself.")
    if not _relate(ticket, other, at):
        return unchanged(ticket)
    record_ticket(Event.TICKET_LINKED, ticket, other=other.number, how="related")
    return ticket


@operation(May.WORK_ON_TICKETS)
def unrelate_tickets(*, ticket: Ticket, other: Ticket, by: Actor, at: datetime) -> Ticket:
    """Take back that two tickets are related. Refuses with: not_found, ticket_merged."""
    del at
    ticket = locked(ticket, by)
    first, second = sorted((ticket.pk, other.pk))
    rows = TicketRelation.objects.filter(ticket=first, other=second)
    if not rows.exists():
        return unchanged(ticket)
    rows.delete()
    record_ticket(Event.TICKET_UNLINKED, ticket, other=other.number, how="related")
    return ticket


def _relate(one: Ticket, other: Ticket, at: datetime) -> bool:
    first, second = sorted((one.pk, other.pk))
    if TicketRelation.objects.filter(ticket=first, other=second).exists():
        return False
    TicketRelation(ticket_id=first, other_id=second, since=at).save()
    return True


def _answered(made: Ticket) -> dict[str, datetime]:
    """Give when a person first answered the words that went along, if anybody did."""
    rows = TicketEntry.objects.filter(ticket=made, happened="replied", automatic=False)
    first = rows.order_by("at", "pk").values_list("at", flat=True).first()
    return {"first_response_at": first} if first else {}
