"""The endpoints that merge, split and link tickets."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from upheld.desk.api.tickets import Id, Number, Priority, TicketOut, Title, found_ticket
from upheld.desk.may import May
from upheld.desk.operations.ticket_links import (
    put_under,
    relate_tickets,
    split_ticket,
    unrelate_tickets,
)
from upheld.desk.operations.ticket_merging import merge_ticket, part_ticket
from upheld.desk.queries.ticket_around import TicketNear, around_ticket
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.lists import seen_version
from upheld.foundation.operation import find
from upheld.people.models import Person


class TicketMergeIn(Schema):
    """The number of the older ticket that stays."""

    into: Number


class TicketSplitIn(Schema):
    """What goes along (ids of entries), and what the new ticket is."""

    title: Title
    entries: Annotated[list[Id], Field(min_length=1, max_length=500)]
    priority: Priority | None = None
    assignee: Id | None = None


class LinkIn(Schema):
    """Another ticket, and how the two go together."""

    how: Literal["related", "parent"]
    number: Number


class NearOut(Schema):
    """Another ticket that one has to do with."""

    number: int
    title: str
    state: str
    how: str
    """parent, child, related or merged (into it)."""

    @classmethod
    def of(cls, near: TicketNear, how: str) -> NearOut:
        """Show a ticket beside another."""
        return cls(number=near.number, title=near.title, state=near.state, how=how)


@endpoint(May.WORK_ON_TICKETS, "POST", "tickets/{number}/merging")
def merge(request: Request, number: Number, body: TicketMergeIn) -> TicketOut:
    """Merge a ticket into an older one of the same customer; gives the one that stays."""
    stays = merge_ticket(
        ticket=found_ticket(request, number), into=found_ticket(request, body.into),
        seen=seen_version(request), by=request.actor, at=request.at,
    )  # fmt: skip
    return TicketOut.of(stays)


@endpoint(May.WORK_ON_TICKETS, "POST", "tickets/{number}/parting")
def part(request: Request, number: Number) -> TicketOut:
    """Take a merged ticket out again: it counts as if it had never been merged."""
    return TicketOut.of(
        part_ticket(ticket=found_ticket(request, number), by=request.actor, at=request.at)
    )


@endpoint(May.WORK_ON_TICKETS, "POST", "tickets/{number}/splitting", status=201)
def split(request: Request, number: Number, body: TicketSplitIn) -> TicketOut:
    """Open a ticket of its own for a part of what was said; gives the new one."""
    values = body.model_dump()
    pk = values.pop("assignee")
    assignee = find(Person.objects.filter(active=True), pk=pk) if pk else None
    made = split_ticket(ticket=found_ticket(request, number), assignee=assignee,
                        by=request.actor, at=request.at, **values)  # fmt: skip
    return TicketOut.of(made)


@endpoint(May.SEE_TICKETS, "GET", "tickets/{number}/links")
def links(request: Request, number: Number) -> list[NearOut]:
    """List the tickets that one has to do with."""
    around = around_ticket(found_ticket(request, number), request.actor)
    found = {"parent": around.parents, "child": around.children, "related": around.related,
             "merged": around.merged}  # fmt: skip
    return [NearOut.of(near, how) for how, several in found.items() for near in several]


@endpoint(May.WORK_ON_TICKETS, "POST", "tickets/{number}/links", status=201)
def link(request: Request, number: Number, body: LinkIn) -> TicketOut:
    """Put a ticket under another, or relate the two."""
    ticket, other = found_ticket(request, number), found_ticket(request, body.number)
    if body.how == "parent":
        done = put_under(ticket=ticket, parent=other, seen=seen_version(request),
                         by=request.actor, at=request.at)  # fmt: skip
    else:
        done = relate_tickets(ticket=ticket, other=other, by=request.actor, at=request.at)
    return TicketOut.of(done)


@endpoint(May.WORK_ON_TICKETS, "POST", "tickets/{number}/links/removal")
def unlink(request: Request, number: Number, body: LinkIn) -> TicketOut:
    """Take a link back."""
    ticket, other = found_ticket(request, number), found_ticket(request, body.number)
    if body.how == "parent":
        done = put_under(ticket=ticket, parent=None, seen=seen_version(request),
                         by=request.actor, at=request.at)  # fmt: skip
    else:
        done = unrelate_tickets(ticket=ticket, other=other, by=request.actor, at=request.at)
    return TicketOut.of(done)
