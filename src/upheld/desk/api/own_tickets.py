"""A customer's own tickets over the programs' interface."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import File, Form, Schema, UploadedFile
from pydantic import Field

from upheld.customers.models import Company
from upheld.desk.api.tickets import (
    Id,
    Number,
    Priority,
    Text,
    TicketEntryOut,
    Title,
    WordsIn,
    found_ticket,
)
from upheld.desk.lists import OWN_TICKETS
from upheld.desk.may import May
from upheld.desk.models import Ticket, TicketEntry
from upheld.desk.operations.ticket_files import uploads_of
from upheld.desk.operations.ticket_ratings import rate_ticket
from upheld.desk.operations.tickets import open_ticket, reply_to_ticket
from upheld.desk.queries.ticket_around import files_of
from upheld.desk.queries.tickets import find_ticket, readable_entries, visible_tickets
from upheld.foundation.doors.declaration import Audience
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.files.handing_out import hand_out
from upheld.foundation.lists import Paged, paged, seen_version
from upheld.foundation.operation import find


class OwnTicketOut(Schema):
    """A ticket, for the customer who asked."""

    number: int
    title: str
    state: str
    priority: int
    assignee: str
    opened_at: datetime
    resolved_at: datetime | None
    version: int

    @classmethod
    def of(cls, ticket: Ticket) -> OwnTicketOut:
        """Show a ticket to its customer."""
        apart = {"assignee"}
        return cls(
            assignee=ticket.assignee.name if ticket.assignee else "",
            **{name: getattr(ticket, name) for name in cls.model_fields if name not in apart},
        )


class OwnEntryOut(Schema):
    """One thing that was said on a ticket, for its customer."""

    at: datetime
    happened: str
    who: str
    text: str

    @classmethod
    def of(cls, entry: TicketEntry) -> OwnEntryOut:
        """Show an entry to the customer."""
        shown = TicketEntryOut.of(entry)
        return cls(at=shown.at, happened=shown.happened, who=shown.who, text=shown.text)


class OwnFileOut(Schema):
    """A file on a ticket, for its customer."""

    id: int
    name: str
    bytes: int
    sha256: str
    content_type: str


class OwnTicketIn(Schema):
    """What a customer asks for."""

    title: Title
    text: Text = ""
    priority: Priority = 3


@endpoint(May.SEE_TICKETS, "GET", "own/tickets", audience=Audience.CUSTOMER, lists=OWN_TICKETS)
def own_tickets(request: Request) -> Paged[OwnTicketOut]:
    """List the tickets of the token's company."""
    return paged(OWN_TICKETS, visible_tickets(request.actor), request, OwnTicketOut.of)


@endpoint(May.OPEN_TICKETS, "POST", "own/tickets", status=201, audience=Audience.CUSTOMER)
def open_own(request: Request, body: OwnTicketIn) -> OwnTicketOut:
    """Ask for something."""
    company = find(Company.objects.all(), pk=request.actor.customer_id)
    made = open_ticket(company=company, by=request.actor, at=request.at, **body.model_dump())
    return OwnTicketOut.of(made)


@endpoint(May.SEE_TICKETS, "GET", "own/tickets/{number}/entries", audience=Audience.CUSTOMER)
def own_entries(request: Request, number: Number) -> list[OwnEntryOut]:
    """List what was said on one of the company's tickets."""
    found = readable_entries(find_ticket(request.actor, number), request.actor)
    return [OwnEntryOut.of(entry) for entry in found]


@endpoint(
    May.REPLY_TO_TICKETS, "POST", "own/tickets/{number}/replies", status=201,
    audience=Audience.CUSTOMER,
)  # fmt: skip
def own_reply(request: Request, number: Number, body: WordsIn) -> OwnTicketOut:
    """Write on one of the company's tickets."""
    said = reply_to_ticket(ticket=found_ticket(request, number), text=body.text,
                           seen=seen_version(request), by=request.actor, at=request.at)  # fmt: skip
    return OwnTicketOut.of(said)


class OwnRatingIn(Schema):
    """How a solved ticket was found: 1 not good, 2 all right, 3 good."""

    rating: Annotated[int, Field(ge=1, le=3)]
    comment: Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")] = ""


@endpoint(
    May.REPLY_TO_TICKETS, "POST", "own/tickets/{number}/rating", status=201,
    audience=Audience.CUSTOMER,
)  # fmt: skip
def own_rating(request: Request, number: Number, body: OwnRatingIn) -> OwnTicketOut:
    """Say how one of the company's tickets was solved; once."""
    rated = rate_ticket(ticket=find_ticket(request.actor, number), by=request.actor,
                        at=request.at, **body.model_dump())  # fmt: skip
    return OwnTicketOut.of(rated.ticket)


@endpoint(May.SEE_TICKETS, "GET", "own/tickets/{number}/files", audience=Audience.CUSTOMER)
def own_files(request: Request, number: Number) -> list[OwnFileOut]:
    """List the files that came with what the company may read on one of its tickets."""
    rows = files_of(find_ticket(request.actor, number), request.actor).order_by("pk")
    return [
        OwnFileOut(
            id=row.pk, name=row.file_name, bytes=row.file_bytes, sha256=row.file_sha256,
            content_type=row.content_type,
        )
        for row in rows
    ]  # fmt: skip


@endpoint(
    May.SEE_TICKETS, "GET", "own/tickets/{number}/files/{item}/file", audience=Audience.CUSTOMER
)
def own_file(request: Request, number: Number, item: Id) -> Any:
    """Hand out a file as it was attached, after its SHA-256 was checked."""
    return hand_out(find(files_of(find_ticket(request.actor, number), request.actor), pk=item))


@endpoint(
    May.REPLY_TO_TICKETS, "POST", "own/tickets/{number}/files", status=201,
    audience=Audience.CUSTOMER,
)  # fmt: skip
def own_attach(
    request: Request,
    number: Number,
    text: Annotated[str, Form(min_length=1, max_length=20_000)],
    file: Annotated[UploadedFile, File()],
) -> OwnTicketOut:
    """Send a file with some words: `multipart/form-data`."""
    said = reply_to_ticket(ticket=found_ticket(request, number), text=text,
                           files=uploads_of([file]), by=request.actor, at=request.at)  # fmt: skip
    return OwnTicketOut.of(said)
