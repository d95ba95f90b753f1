"""The endpoints that move a ticket from state to state."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.desk.api.tickets import (
    Id,
    MaybeWordsIn,
    Number,
    TicketOut,
    TicketReasonIn,
    found_ticket,
)
from upheld.desk.may import May
from upheld.desk.operations.ticket_changes import put_under_level
from upheld.desk.operations.ticket_states import (
    close_ticket,
    reopen_ticket,
    resolve_ticket,
    start_ticket,
    wait_for_customer,
)
from upheld.desk.queries.service_levels import visible_service_levels
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import seen_version
from upheld.foundation.operation import find


@endpoint(May.WORK_ON_TICKETS, "POST", "tickets/{number}/starting")
def start(request: Request, number: Number) -> TicketOut:
    """Take a ticket into work."""
    return TicketOut.of(
        start_ticket(ticket=found_ticket(request, number), seen=seen_version(request),
                     by=request.actor, at=request.at)
    )  # fmt: skip


@endpoint(May.WORK_ON_TICKETS, "POST", "tickets/{number}/waiting")
def wait(request: Request, number: Number, body: MaybeWordsIn) -> TicketOut:
    """Leave a ticket with the customer."""
    return TicketOut.of(
        wait_for_customer(ticket=found_ticket(request, number), reason=body.text,
                          seen=seen_version(request), by=request.actor, at=request.at)
    )  # fmt: skip


@endpoint(May.WORK_ON_TICKETS, "POST", "tickets/{number}/resolving")
def resolve(request: Request, number: Number, body: MaybeWordsIn) -> TicketOut:
    """Declare a ticket solved."""
    return TicketOut.of(
        resolve_ticket(ticket=found_ticket(request, number), text=body.text,
                       seen=seen_version(request), by=request.actor, at=request.at)
    )  # fmt: skip


@endpoint(May.WORK_ON_TICKETS, "POST", "tickets/{number}/reopening")
def reopen(request: Request, number: Number, body: TicketReasonIn) -> TicketOut:
    """Take a resolved or closed ticket up again."""
    return TicketOut.of(
        reopen_ticket(ticket=found_ticket(request, number), reason=body.reason,
                      seen=seen_version(request), by=request.actor, at=request.at)
    )  # fmt: skip


@endpoint(May.WORK_ON_TICKETS, "POST", "tickets/{number}/closing")
def close(request: Request, number: Number) -> TicketOut:
    """Close a resolved ticket for good."""
    return TicketOut.of(
        close_ticket(ticket=found_ticket(request, number), seen=seen_version(request),
                     by=request.actor, at=request.at)
    )  # fmt: skip


class TicketLevelIn(Schema):
    """The id of the service level under which a ticket is put, null for none, and why."""

    policy: Id | None
    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


@endpoint(May.SET_SERVICE_LEVELS, "POST", "tickets/{number}/service-level")
def put_ticket_under_level(request: Request, number: Number, body: TicketLevelIn) -> TicketOut:
    """Put one ticket under another level from now on; what was counted stays counted."""
    levels = visible_service_levels(request.actor)
    done = put_under_level(
        ticket=found_ticket(request, number), reason=body.reason,
        policy=find(levels, pk=body.policy) if body.policy else None, seen=seen_version(request),
        by=request.actor, at=request.at,
    )  # fmt: skip
    return TicketOut.of(done)
