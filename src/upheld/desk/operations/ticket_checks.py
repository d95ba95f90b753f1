"""Things on a ticket's checklist are ticked, and the ticks taken off again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.events import Event
from upheld.desk.may import May
from upheld.desk.models import TicketCheck
from upheld.desk.operations.ticket_course import locked
from upheld.foundation.operation import operation, unchanged
from upheld.foundation.record.write import record
from upheld.foundation.refusals import invalid, not_found
from upheld.foundation.values.text import one_line

if TYPE_CHECKING:
    from datetime import datetime

    from upheld.desk.models import Ticket
    from upheld.foundation.actor import Actor

MOST_CHECKS = 100
LONGEST_CHECK = 200


@operation(May.WORK_ON_TICKETS)
def tick_check(*, ticket: Ticket, number: int, done: bool, by: Actor, at: datetime) -> TicketCheck:
    """Tick a thing on a ticket's checklist, or take the tick off.

    Whoever comes second to what stands that way already changes nothing, so that the first tick
    keeps its name and moment. Refuses with: not_found, ticket_merged.
    """
    ticket = locked(ticket, by)
    check: TicketCheck | None = TicketCheck.objects.filter(ticket=ticket, number=number).first()
    if check is None:
        raise not_found("check")
    if (check.done_at is not None) == done:
        return unchanged(check)
    check.change(done_at=at if done else None, done_by_id=by.person_id if done else None)
    ticket.change(checks_done=ticket.checks_done + (1 if done else -1))
    _record(Event.CHECK_DONE if done else Event.CHECK_OPENED, check, ticket)
    return check


@operation(May.WORK_ON_TICKETS)
def add_check(*, ticket: Ticket, words: str, by: Actor, at: datetime) -> TicketCheck:
    """Put one more thing to tick on a ticket's checklist. Refuses with: invalid_input, not_found,
    ticket_merged.
    """
    del at
    words = one_line(words)
    if not words or len(words) > LONGEST_CHECK:
        raise invalid(words=f"Write what is to be done, in at most {LONGEST_CHECK} characters.")
    ticket = locked(ticket, by)
    if ticket.checks >= MOST_CHECKS:
        raise invalid(words=f"A ticket has at most {MOST_CHECKS} things to tick.")
    check = TicketCheck(ticket=ticket, number=ticket.checks + 1, words=words)
    check.save()
    ticket.change(checks=ticket.checks + 1)
    _record(Event.CHECK_ADDED, check, ticket)
    return check


def _record(event: Event, check: TicketCheck, ticket: Ticket) -> None:
    record(
        event, ticket, about=[check], number=ticket.number, check=check.number,
        private={"words": check.words},
    )  # fmt: skip
