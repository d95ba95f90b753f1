"""Merging, splitting and linking tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from upheld.desk.forms.ticket_links import LinkForm, MergeForm, SplitForm, number_of
from upheld.desk.may import May
from upheld.desk.operations.ticket_links import (
    put_under,
    relate_tickets,
    split_ticket,
    unrelate_tickets,
)
from upheld.desk.operations.ticket_merging import merge_ticket, part_ticket
from upheld.desk.queries import ticket_choices as choices
from upheld.desk.rules.ticket_states import PRIORITIES
from upheld.desk.views.tickets import person_of, ticket_of
from upheld.foundation.doors.screen import screen
from upheld.foundation.doors.show import go, show
from upheld.foundation.forms import seen_version

if TYPE_CHECKING:
    from django.http import HttpResponse

    from upheld.foundation.doors.request import Request


@screen(May.WORK_ON_TICKETS, methods=["GET", "POST"])
def merge(request: Request, number: int) -> HttpResponse:
    """Merge a ticket into an older one about the same thing."""
    ticket = ticket_of(request, number)
    if request.method == "POST":
        into = ticket_of(request, number_of(MergeForm.read(request)))
        stays = merge_ticket(ticket=ticket, into=into, seen=seen_version(request),
                             by=request.actor, at=request.at)  # fmt: skip
        notice = f"#{number} is merged into this ticket."
        return go(request, "ticket", number=stays.number, notice=notice)
    candidates = choices.older_tickets(ticket, request.actor)
    return show(request, "desk/ticket_merge.html", ticket=ticket, candidates=candidates)


@screen(May.WORK_ON_TICKETS, methods=["POST"])
def part(request: Request, number: int) -> HttpResponse:
    """Take a merged ticket out again."""
    parted = part_ticket(ticket=ticket_of(request, number), by=request.actor, at=request.at)
    return go(request, "ticket", number=parted.number, notice="It stands by itself again.")


@screen(May.WORK_ON_TICKETS, methods=["GET", "POST"])
def split(request: Request, number: int) -> HttpResponse:
    """Open a ticket of its own for a part of what was said."""
    ticket = ticket_of(request, number)
    if request.method == "POST":
        values = SplitForm.read(request)
        assignee = person_of(values.pop("assignee"))
        made = split_ticket(
            ticket=ticket, assignee=assignee, by=request.actor, at=request.at, **values
        )
        return go(request, "ticket", number=made.number, notice=f"Split off #{number}.")
    return show(
        request, "desk/ticket_split.html", ticket=ticket, people=choices.people(),
        entries=choices.spoken(ticket, request.actor),
        priorities=[(str(key), f"{key} {title}") for key, title in PRIORITIES.items()],
    )  # fmt: skip


@screen(May.WORK_ON_TICKETS, methods=["POST"])
def link(request: Request, number: int) -> HttpResponse:
    """Put a ticket under another, or relate the two."""
    ticket, values = ticket_of(request, number), LinkForm.read(request)
    other = ticket_of(request, values["number"])
    if values["how"] == "parent":
        put_under(ticket=ticket, parent=other, by=request.actor, at=request.at)
    else:
        relate_tickets(ticket=ticket, other=other, by=request.actor, at=request.at)
    return go(request, "ticket", number=number, notice=f"Linked with #{other.number}.")


@screen(May.WORK_ON_TICKETS, methods=["POST"])
def unlink(request: Request, number: int) -> HttpResponse:
    """Take a link back."""
    ticket, values = ticket_of(request, number), LinkForm.read(request)
    other = ticket_of(request, values["number"])
    if values["how"] == "parent":
        put_under(ticket=ticket, parent=None, by=request.actor, at=request.at)
    else:
        unrelate_tickets(ticket=ticket, other=other, by=request.actor, at=request.at)
    return go(request, "ticket", number=number, notice=f"No longer linked with #{other.number}.")
