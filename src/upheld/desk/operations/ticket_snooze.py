"""Tickets lie aside until a moment or until the customer writes; their clocks go on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.desk.events import Event
from upheld.desk.may import May
from upheld.desk.models.ticket import NEVER
from upheld.desk.operations.ticket_course import happen, locked, record_ticket
from upheld.foundation.operation import operation, unchanged
from upheld.foundation.refusals import Refused, invalid

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.desk.models import Ticket
    from upheld.foundation.actor import Actor

LONGEST = timedelta(days=366)


@operation(May.WORK_ON_TICKETS)
def snooze_ticket(
    *, ticket: Ticket, until: datetime | None, by: Actor, at: datetime, seen: int | None = None
) -> Ticket:
    """Lay a ticket aside until a moment, or (None) until the customer writes.

    No clock rests for it: what falls due meanwhile still shows as in danger. Refuses with:
    invalid_input, changed_meanwhile, not_found, ticket_merged, ticket_settled.
    """
    if until is not None and not at < until <= at + LONGEST:
        raise invalid(until="Choose a moment from now on, within a year.")
    ticket = locked(ticket, by, seen)
    if ticket.is_settled:
        raise Refused("ticket_settled", "Nothing is to be done on it any more.",
                      what="It was not laid aside.", remedy="Reopen it first.")  # fmt: skip
    wake_at = until or NEVER
    if ticket.snoozed_until == wake_at:
        return unchanged(ticket)
    happen(ticket, "snoozed", by, at, after=until.isoformat() if until else "")
    ticket.change(snoozed_until=wake_at, last_at=at)
    record_ticket(Event.TICKET_SNOOZED, ticket, until=until)
    return ticket


@operation(May.WORK_ON_TICKETS)
def wake_ticket(*, ticket: Ticket, by: Actor, at: datetime, seen: int | None = None) -> Ticket:
    """Take a ticket up again that was laid aside. Refuses with: changed_meanwhile, not_found,
    ticket_merged.
    """
    ticket = locked(ticket, by, seen)
    return _woken(ticket, by, at) if ticket.snoozed_until is not None else unchanged(ticket)


@operation(None)
def wake_when_due(*, ticket: Ticket, by: Actor, at: datetime) -> Ticket:
    """Take a ticket up whose moment has come; harmless where somebody was quicker."""
    ticket = locked(ticket, by)
    if ticket.snoozed_until is None or ticket.snoozed_until > at:
        return unchanged(ticket)
    return _woken(ticket, by, at)


def _woken(ticket: Ticket, by: Actor, at: datetime) -> Ticket:
    happen(ticket, "woke", by, at)
    ticket.change(snoozed_until=None, last_at=at)
    record_ticket(Event.TICKET_WOKE, ticket)
    return ticket
