"""What is done to a ticket by one button: its state, its owner, its priority."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.forms.tickets import AssigneeForm, PriorityForm, ReasonForm, WordsForm
from upheld.desk.may import May
from upheld.desk.operations.ticket_changes import assign_ticket, prioritise_ticket
from upheld.desk.operations.ticket_states import (
    close_ticket,
    move_ticket,
    reopen_ticket,
    resolve_ticket,
    start_ticket,
    wait_for_customer,
)
from upheld.desk.views.tickets import person_of, ticket_of
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go
from upheld.foundation.forms import seen_version

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.WORK_ON_TICKETS, methods=["POST"])
def start(request: Request, number: int) -> HttpResponse:
    """Take a ticket into work."""
    ticket = ticket_of(request, number)
    start_ticket(ticket=ticket, seen=seen_version(request), by=request.actor, at=request.at)
    return go(request, "ticket", number=number, notice="It is in work.")


@screen(May.WORK_ON_TICKETS, methods=["POST"])
def wait(request: Request, number: int) -> HttpResponse:
    """Leave a ticket with the customer."""
    ticket = ticket_of(request, number)
    reason = WordsForm.read(request)["text"]
    wait_for_customer(
        ticket=ticket, reason=reason, seen=seen_version(request), by=request.actor, at=request.at
    )
    return go(request, "ticket", number=number, notice="It waits for the customer.")


@screen(May.WORK_ON_TICKETS, methods=["POST"])
def resolve(request: Request, number: int) -> HttpResponse:
    """Resolve a ticket."""
    ticket = ticket_of(request, number)
    text = WordsForm.read(request)["text"]
    resolve_ticket(
        ticket=ticket, text=text, seen=seen_version(request), by=request.actor, at=request.at
    )
    return go(request, "ticket", number=number, notice="It is resolved.")


@screen(May.WORK_ON_TICKETS, methods=["POST"])
def reopen(request: Request, number: int) -> HttpResponse:
    """Take a ticket up again."""
    ticket = ticket_of(request, number)
    reason = ReasonForm.read(request)["reason"]
    reopen_ticket(
        ticket=ticket, reason=reason, seen=seen_version(request), by=request.actor, at=request.at
    )
    return go(request, "ticket", number=number, notice="It is open again.")


@screen(May.WORK_ON_TICKETS, methods=["POST"])
def close(request: Request, number: int) -> HttpResponse:
    """Close a resolved ticket for good."""
    ticket = ticket_of(request, number)
    close_ticket(ticket=ticket, seen=seen_version(request), by=request.actor, at=request.at)
    return go(request, "ticket", number=number, notice="It is closed.")


@screen(May.WORK_ON_TICKETS, methods=["POST"])
def assign(request: Request, number: int) -> HttpResponse:
    """Give a ticket to somebody."""
    ticket = ticket_of(request, number)
    assignee = person_of(AssigneeForm.read(request)["assignee"])
    assign_ticket(
        ticket=ticket, assignee=assignee, seen=seen_version(request), by=request.actor,
        at=request.at,
    )  # fmt: skip
    said = f"{assignee.name} has it." if assignee else "Nobody has it now."
    return go(request, "ticket", number=number, notice=said)


@screen(May.WORK_ON_TICKETS, methods=["POST"])
def prioritise(request: Request, number: int) -> HttpResponse:
    """Set how urgent a ticket is."""
    ticket = ticket_of(request, number)
    priority = PriorityForm.read(request)["priority"]
    prioritise_ticket(
        ticket=ticket, priority=priority, seen=seen_version(request), by=request.actor,
        at=request.at,
    )  # fmt: skip
    return go(request, "ticket", number=number, notice="The priority is set.")


@screen(May.WORK_ON_TICKETS, methods=["POST"])
def move(request: Request, number: int) -> HttpResponse:
    """Answer a card put into another column of the board."""
    ticket = ticket_of(request, number)
    column = request.POST.get("column", "")
    move_ticket(ticket=ticket, column=column, by=request.actor, at=request.at)
    return go(request, "ticket-board")
