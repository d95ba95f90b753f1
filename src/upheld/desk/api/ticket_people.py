"""The endpoints of who follows a ticket, who has it open, and of the files on it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import File, Form, Schema, UploadedFile

from upheld.desk.api.tickets import Id, Number, TicketOut, found_ticket
from upheld.desk.may import May
from upheld.desk.models import TicketFile, TicketWatcher
from upheld.desk.operations.ticket_files import uploads_of
from upheld.desk.operations.ticket_news import see_notices, stop_watching, watch_ticket
from upheld.desk.operations.ticket_presence import be_present
from upheld.desk.operations.tickets import note_on_ticket, reply_to_ticket
from upheld.desk.queries.ticket_around import files_of
from upheld.desk.queries.ticket_news import waiting_notices
from upheld.desk.queries.ticket_presence import others_present
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.files.handing_out import hand_out
from upheld.foundation.operation import find
from upheld.people.models import Person


class WatcherOut(Schema):
    """Somebody who is told what is said on a ticket."""

    person: int
    name: str
    since: datetime


class WatcherIn(Schema):
    """Who; without a person whoever the key acts for."""

    person: Id | None = None


class NoticeOut(Schema):
    """A ticket that waits for the reader: `mentioned` or `watched`."""

    ticket: int
    title: str
    kind: str
    at: datetime


class PresentIn(Schema):
    """That a ticket is before somebody, and whether an answer is begun."""

    writes: bool = False


class PresentOut(Schema):
    """Somebody else who has a ticket open."""

    person: int
    name: str
    writes: bool
    at: datetime


class TicketFileOut(Schema):
    """A file on a ticket; `entry` is the moment of what it came with."""

    id: int
    name: str
    bytes: int
    sha256: str
    content_type: str
    entry_at: datetime
    public: bool

    @classmethod
    def of(cls, row: TicketFile) -> TicketFileOut:
        """Show a file."""
        return cls(
            id=row.pk, name=row.file_name, bytes=row.file_bytes, sha256=row.file_sha256,
            content_type=row.content_type, entry_at=row.entry.at, public=row.entry.public,
        )  # fmt: skip


@endpoint(May.SEE_TICKETS, "GET", "tickets/{number}/watchers")
def watchers(request: Request, number: Number) -> list[WatcherOut]:
    """List who is told what is said on a ticket."""
    rows = TicketWatcher.objects.filter(ticket=found_ticket(request, number))
    found = rows.select_related("person").order_by("person__name", "pk")
    return [
        WatcherOut(person=row.person_id, name=row.person.name, since=row.since) for row in found
    ]


@endpoint(May.SEE_TICKETS, "POST", "tickets/{number}/watchers", status=201)
def watch(request: Request, number: Number, body: WatcherIn) -> TicketOut:
    """Have somebody told what is said on a ticket."""
    watched = watch_ticket(ticket=found_ticket(request, number), person=_person(body.person),
                           by=request.actor, at=request.at)  # fmt: skip
    return TicketOut.of(watched)


@endpoint(May.SEE_TICKETS, "POST", "tickets/{number}/watchers/removal")
def unwatch(request: Request, number: Number, body: WatcherIn) -> TicketOut:
    """Stop telling somebody."""
    left = stop_watching(ticket=found_ticket(request, number), person=_person(body.person),
                         by=request.actor, at=request.at)  # fmt: skip
    return TicketOut.of(left)


@endpoint(May.SEE_TICKETS, "GET", "ticket-notices")
def notices(request: Request) -> list[NoticeOut]:
    """List the tickets that wait to be seen by whoever the key acts for, the newest first."""
    found = waiting_notices(request.actor).select_related("ticket").order_by("-at", "-pk")[:200]
    return [
        NoticeOut(ticket=one.ticket.number, title=one.ticket.title, kind=one.kind, at=one.at)
        for one in found
    ]


@endpoint(May.SEE_TICKETS, "POST", "tickets/{number}/seen")
def seen(request: Request, number: Number) -> TicketOut:
    """Take what waits because of a ticket as seen."""
    return TicketOut.of(
        see_notices(ticket=found_ticket(request, number), by=request.actor, at=request.at)
    )


@endpoint(May.REPLY_TO_TICKETS, "POST", "tickets/{number}/presence")
def presence(request: Request, number: Number, body: PresentIn) -> list[PresentOut]:
    """Say that somebody has a ticket open (every 20 seconds); gives who else has."""
    ticket = found_ticket(request, number)
    be_present(ticket, request.actor, request.at, writes=body.writes)
    return [
        PresentOut(person=one.person, name=one.name, writes=one.writes, at=one.at)
        for one in others_present(ticket, request.actor, request.at)
    ]


@endpoint(May.SEE_TICKETS, "GET", "tickets/{number}/files")
def files(request: Request, number: Number) -> list[TicketFileOut]:
    """List the files on a ticket, in the order in which they came."""
    rows = files_of(found_ticket(request, number), request.actor)
    return [TicketFileOut.of(row) for row in rows.select_related("entry").order_by("pk")]


@endpoint(May.SEE_TICKETS, "GET", "tickets/{number}/files/{item}/file")
def ticket_file(request: Request, number: Number, item: Id) -> Any:
    """Hand out a file as it was attached, after its SHA-256 was checked."""
    return hand_out(find(files_of(found_ticket(request, number), request.actor), pk=item))


@endpoint(May.REPLY_TO_TICKETS, "POST", "tickets/{number}/files", status=201)
def attach(
    request: Request,
    number: Number,
    text: Annotated[str, Form(min_length=1, max_length=20_000)],
    file: Annotated[UploadedFile, File()],
    public: Annotated[bool, Form()] = False,  # noqa: FBT002  a form's field
) -> TicketOut:
    """Send a file with some words: `multipart/form-data`; a note for the staff unless `public`.

    What a file is, is told by its bytes; programs, web pages and what acts by itself are refused.
    """
    ticket = found_ticket(request, number)
    say = reply_to_ticket if public else note_on_ticket
    said = say(ticket=ticket, text=text, files=uploads_of([file]), by=request.actor,
               at=request.at)  # fmt: skip
    return TicketOut.of(said)


def _person(pk: int | None) -> Person | None:
    return find(Person.objects.filter(active=True), pk=pk) if pk else None
