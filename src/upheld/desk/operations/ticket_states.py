"""Tickets are started, left waiting, resolved, reopened and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from upheld.desk.events import Event
from upheld.desk.may import May
from upheld.desk.operations.ticket_course import (
    happen,
    locked,
    record_ticket,
    require_move,
    require_read,
    settle,
    tell_customer,
)
from upheld.desk.operations.ticket_fields import require_answered
from upheld.desk.operations.ticket_files import attach, hashes_of
from upheld.desk.rules.ticket_states import LEADS_TO, Move, move_to
from upheld.foundation.operation import operation, unchanged
from upheld.foundation.refusals import invalid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from upheld.desk.models import Ticket
    from upheld.desk.operations.ticket_files import Upload
    from upheld.foundation.actor import Actor
    from upheld.people.models import Person


@operation(May.WORK_ON_TICKETS)
def start_ticket(*, ticket: Ticket, by: Actor, at: datetime, seen: int | None = None) -> Ticket:
    """Take a ticket into work, from new or from waiting; its clock runs on.

    Whoever starts one that is nobody's has it. Refuses with: changed_meanwhile, not_found,
    ticket_not_there.
    """
    ticket = locked(ticket, by, seen)
    require_move(Move.START, ticket)
    mine: dict[str, Any] = (
        {"assignee_id": by.person_id} if ticket.assignee_id is None and by.person_id else {}
    )
    return _moved(Move.START, Event.TICKET_STARTED, ticket, by, at, **mine)


@operation(May.WORK_ON_TICKETS)
def wait_for_customer(
    *, ticket: Ticket, by: Actor, at: datetime, seen: int | None = None, reason: str = ""
) -> Ticket:
    """Leave a ticket with the customer; the resolution clock rests where the level allows it.

    Refuses with: changed_meanwhile, not_found, ticket_not_there.
    """
    ticket = locked(ticket, by, seen)
    require_move(Move.WAIT, ticket)
    return _moved(Move.WAIT, Event.TICKET_WAITING, ticket, by, at, text=reason.strip()[:500])


@operation(May.WORK_ON_TICKETS)
def resolve_ticket(
    *,
    ticket: Ticket,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    text: str = "",
    automatic: bool = False,
    files: Sequence[Upload] = (),
    read_to: int | None = None,
) -> Ticket:
    """Declare a ticket solved, saying how (`text`, read by the customer).

    By a person it also answers one that nobody answered yet. `automatic` is for a rule or a
    monitor: nobody had to do anything. `read_to` and `files` as in `reply_to_ticket`. Refuses
    with: changed_meanwhile, answered_meanwhile, not_found, ticket_not_there, fields_missing, and
    the codes of `ticket_files.attach`.
    """
    ticket = locked(ticket, by, seen)
    require_move(Move.RESOLVE, ticket)
    if not automatic:
        require_answered(ticket, by)
    require_read(ticket, read_to, by)
    fields: dict[str, Any] = {"state": "resolved", "resolved_at": at, "snoozed_until": None}
    if not automatic and ticket.first_response_at is None:
        fields["first_response_at"] = at
    if not automatic and ticket.assignee_id is None and by.person_id:
        fields["assignee_id"] = by.person_id
    said = happen(ticket, "resolved", by, at, before=ticket.state, after="resolved",
                  text=text.strip(), public=True, automatic=automatic)  # fmt: skip
    settle(ticket, at, **fields)
    record_ticket(
        Event.TICKET_RESOLVED, ticket, company=ticket.company_id, automatic=automatic,
        response_met=ticket.response_met, resolution_met=ticket.resolution_met,
        private={"text": text.strip()} if text.strip() else None,
        **hashes_of(attach(said, files, by)),
    )  # fmt: skip
    if text.strip() and not automatic:
        tell_customer(ticket)
    return ticket


@operation(May.WORK_ON_TICKETS)
def reopen_ticket(
    *,
    ticket: Ticket,
    reason: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    by_slip: bool = False,
) -> Ticket:
    """Take a resolved or closed ticket up again; it counts as reopened.

    `by_slip` says that it was never meant to be resolved, so it does not count. Refuses with:
    invalid_input, changed_meanwhile, not_found, ticket_not_there.
    """
    if not reason.strip():
        raise invalid(reason="Say why it is not solved.")
    ticket = locked(ticket, by, seen)
    require_move(Move.REOPEN, ticket)
    happen(ticket, "reopened", by, at, before=ticket.state, after="open",
           text=reason.strip()[:500], public=True)  # fmt: skip
    settle(
        ticket, at, state="open", resolved_at=None, closed_at=None,
        reopened=ticket.reopened + (not by_slip),
    )  # fmt: skip
    record_ticket(Event.TICKET_REOPENED, ticket, reason=reason.strip(), reopened=ticket.reopened)
    return ticket


@operation(May.WORK_ON_TICKETS)
def put_back_ticket(
    *, ticket: Ticket, state: str, assignee: Person | None, by: Actor, at: datetime
) -> Ticket:
    """Put a ticket that a slip took into work back as it was: its state, and whose it was.

    `state` is new or waiting. Harmless where it is no longer in work: somebody has moved it since,
    and that stands. Refuses with: invalid_input, not_found.
    """
    if state not in {"new", "waiting"}:
        raise invalid(state="A ticket is put back to new or waiting.")
    ticket = locked(ticket, by)
    if ticket.state != "open":
        return unchanged(ticket)
    happen(ticket, "state_changed", by, at, before="open", after=state, public=True,
           text="Taken into work by a slip, put back at once.")  # fmt: skip
    settle(ticket, at, state=state, assignee=assignee)
    record_ticket(Event.TICKET_PUT_BACK, ticket)
    return ticket


@operation(May.WORK_ON_TICKETS)
def close_ticket(*, ticket: Ticket, by: Actor, at: datetime, seen: int | None = None) -> Ticket:
    """Close a resolved ticket for good. Refuses with: changed_meanwhile, not_found,
    ticket_not_there.
    """
    ticket = locked(ticket, by, seen)
    require_move(Move.CLOSE, ticket)
    return _moved(Move.CLOSE, Event.TICKET_CLOSED, ticket, by, at, closed_at=at)


@operation(May.WORK_ON_TICKETS)
def move_ticket(*, ticket: Ticket, column: str, by: Actor, at: datetime) -> Ticket:
    """Bring a ticket into a column of the board (a state), as the move that leads there.

    Refuses with: invalid_input, not_found, ticket_not_there.
    """
    move = move_to(column, ticket.state)
    if column not in {*LEADS_TO.values(), "new"}:
        raise invalid(column="There is no such column.")
    if column == ticket.state:
        return unchanged(ticket)
    if move is None:
        raise invalid(column="A ticket is new only once; leave it in work or waiting.")
    moves = {
        Move.START: lambda: start_ticket(ticket=ticket, by=by, at=at),
        Move.WAIT: lambda: wait_for_customer(ticket=ticket, by=by, at=at),
        Move.RESOLVE: lambda: resolve_ticket(ticket=ticket, by=by, at=at),
        Move.REOPEN: lambda: reopen_ticket(
            ticket=ticket, reason="Moved back into work on the board.", by=by, at=at
        ),
        Move.CLOSE: lambda: close_ticket(ticket=ticket, by=by, at=at),
    }
    return unchanged(moves[move]())


def _moved(
    move: Move, event: Event, ticket: Ticket, by: Actor, at: datetime, text: str = "", **fields: Any
) -> Ticket:
    before, after = ticket.state, LEADS_TO[move]
    happen(ticket, "state_changed", by, at, before=before, after=after, text=text, public=True)
    settle(ticket, at, state=after, **fields)
    record_ticket(event, ticket, reason=text, before=before)
    return ticket
